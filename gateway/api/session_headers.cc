#include "gateway/api/session_headers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/session_key.h"

namespace hermes::gateway::api {
namespace {

constexpr size_t kLongest = 256;

bool IsPrintable(const std::string& text) {
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isprint(static_cast<unsigned char>(c));
         });
}

Error InvalidHeader(const char* name, const char* expected) {
  return BadRequest("invalid_header",
                    absl::StrCat("The header ", name, " must be 1 to ",
                                 kLongest, " ", expected, "."),
                    name);
}

}  // namespace

OrError<SessionName> NamedSession(const http::Request& request,
                                  const std::string& profile) {
  SessionName session;
  if (request.session_id.has_value()) {
    if (!IsPrintable(*request.session_id) ||
        request.session_id->find(' ') != std::string::npos) {
      return InvalidHeader("X-Hermes-Session-Id",
                           "visible ASCII characters without a space");
    }
    session.id = *request.session_id;
  }
  if (request.session_key.has_value()) {
    if (!IsPrintable(*request.session_key)) {
      return InvalidHeader("X-Hermes-Session-Key",
                           "printable ASCII characters");
    }
    if (session.id.empty()) {
      session.key = SessionKey(
          profile, {"api_server", "dm", *request.session_key, "", ""}, {});
    }
  }
  return session;
}

bool IsIdempotencyKeyValid(const http::Request& request) {
  return !request.idempotency_key.has_value() ||
         IsPrintable(*request.idempotency_key);
}

}  // namespace hermes::gateway::api
