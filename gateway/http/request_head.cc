#include "gateway/http/request_head.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr char kSessionId[] = "X-Hermes-Session-Id";
constexpr char kSessionKey[] = "X-Hermes-Session-Key";
constexpr char kIdempotencyKey[] = "Idempotency-Key";

// Headers by which a proxy shows that it forwards a request, and any other that
// begins with kForwardingPrefix.
constexpr const char* kForwarding[] = {"Forwarded", "X-Real-IP", "Via"};
constexpr absl::string_view kForwardingPrefix = "X-Forwarded-";
constexpr const char* kOnce[] = {"Authorization", "Origin",
                                 kSessionId,      kSessionKey,
                                 "Content-Type",  kIdempotencyKey};

std::optional<std::string> Header(const RequestHead& head, const char* name) {
  const auto found = head.find(name);
  if (found == head.end()) return std::nullopt;
  return std::string(found->value());
}

// As RFC 9110 (5.2) has headers that come more than once understood.
std::optional<std::string> ListHeader(const RequestHead& head,
                                      const char* name) {
  std::optional<std::string> list;
  const auto [first, last] = head.equal_range(name);
  for (auto each = first; each != last; ++each) {
    list = list.has_value() ? *list + ", " : std::string();
    list->append(each->value().data(), each->value().size());
  }
  return list;
}

// The path and query of a request's target. A client that takes us for its
// proxy sends them with scheme and authority before them, which RFC 9112
// (3.2.2) has every server understand.
std::string PathAndQuery(std::string_view target) {
  for (const absl::string_view scheme : {"http://", "https://"}) {
    const absl::string_view start(target.data(),
                                  std::min(target.size(), scheme.size()));
    if (!absl::EqualsIgnoreCase(start, scheme)) continue;
    const size_t path = target.find_first_of("/?", scheme.size());
    if (path == std::string_view::npos) return "/";
    const std::string rest(target.substr(path));
    return rest.front() == '/' ? rest : "/" + rest;
  }
  return std::string(target);
}

bool IsForwarded(const RequestHead& head) {
  for (const char* name : kForwarding) {
    if (head.count(name) > 0) return true;
  }
  return std::any_of(head.begin(), head.end(), [](const auto& field) {
    const auto name = field.name_string();
    return absl::StartsWithIgnoreCase({name.data(), name.size()},
                                      kForwardingPrefix);
  });
}

bool IsLoopback(const boost::asio::ip::address& peer) {
  if (peer.is_loopback()) return true;
  return peer.is_v6() && peer.to_v6().is_v4_mapped() &&
         boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped,
                                          peer.to_v6())
             .is_loopback();
}

}  // namespace

HttpRequest ToRequest(const RequestHead& head,
                      const boost::asio::ip::address& peer) {
  HttpRequest request;
  request.method = std::string(head.method_string());
  request.target = PathAndQuery({head.target().data(), head.target().size()});
  request.origin = Header(head, "Origin");
  request.authorization = Header(head, "Authorization");
  request.session_id = Header(head, kSessionId);
  request.session_key = Header(head, kSessionKey);
  request.idempotency_key = Header(head, kIdempotencyKey);
  for (const char* name : kOnce) {
    if (head.count(name) > 1) request.ambiguous = true;
  }
  request.from_loopback = IsLoopback(peer);
  request.peer = peer.to_string();
  request.host = Header(head, "Host");
  request.cookie = Header(head, "Cookie");
  request.content_type = Header(head, "Content-Type");
  request.fetch_site = Header(head, "Sec-Fetch-Site");
  request.accept_encoding = Header(head, "Accept-Encoding");
  request.if_none_match = Header(head, "If-None-Match");
  request.forwarded_for = ListHeader(head, "X-Forwarded-For");
  request.forwarded_proto = ListHeader(head, "X-Forwarded-Proto");
  request.forwarded = IsForwarded(head);
  return request;
}

bool IsMalformed(const RequestHead& head) {
  const size_t hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return true;
  const size_t encodings = head.count(http::field::transfer_encoding);
  if (encodings == 0) return false;
  return encodings > 1 || head.version() < 11 ||
         head.count(http::field::content_length) > 0 ||
         !beast::iequals(head[http::field::transfer_encoding], "chunked");
}

int ProtocolErrorStatus(const beast::error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit) return 413;
  const bool malformed =
      error.category() ==
          http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream &&
      error != http::error::partial_message;
  return malformed ? 400 : 0;
}

}  // namespace hermes::gateway
