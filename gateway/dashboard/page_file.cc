#include "gateway/dashboard/page_file.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace hermes::gateway::dashboard {
namespace {

// Allows content only from this host, no inline code or styles, and no frames.
constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct TypeRow {
  const char* ending;
  const char* type;
};
constexpr TypeRow kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webmanifest", "application/manifest+json"},
};

std::string TypeOf(std::string_view name) {
  for (const TypeRow& row : kTypes) {
    if (absl::EndsWith(absl::string_view(name.data(), name.size()),
                       row.ending)) {
      return row.type;
    }
  }
  return "application/octet-stream";
}

// Returns true for the weight 0, with or without decimals ("q=0.000"): it
// refuses the coding that it belongs to.
bool IsZeroWeight(absl::string_view parameter) {
  parameter = absl::StripAsciiWhitespace(parameter);
  if (!absl::StartsWithIgnoreCase(parameter, "q=0")) return false;
  return parameter.substr(3).find_first_not_of(".0") == absl::string_view::npos;
}

bool TakesGzip(const std::optional<std::string>& accepts) {
  if (!accepts.has_value()) return false;
  for (const absl::string_view coding : absl::StrSplit(*accepts, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(coding, ';');
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts[0]), "gzip")) {
      return parts.size() == 1 || !IsZeroWeight(parts[1]);
    }
  }
  return false;
}

bool HasTag(const std::optional<std::string>& wanted, const std::string& tag) {
  if (!wanted.has_value()) return false;
  for (absl::string_view each : absl::StrSplit(*wanted, ',')) {
    each = absl::StripAsciiWhitespace(each);
    absl::ConsumePrefix(&each, "W/");
    if (each == tag || each == "*") return true;
  }
  return false;
}

}  // namespace

http::Response PageResponse(const PageFile& file, const http::Request& head) {
  const std::string tag = absl::StrCat(
      "\"", absl::string_view(file.etag.data(), file.etag.size()), "\"");
  http::Response reply;
  reply.headers = {{"Content-Type", TypeOf(file.name)},
                   {"Content-Security-Policy", kPolicy},
                   {"Cache-Control", "no-cache"},
                   {"ETag", "W/" + tag},
                   {"Vary", "Accept-Encoding"}};
  if (HasTag(head.if_none_match, tag)) {
    reply.status = 304;
    return reply;
  }
  if (TakesGzip(head.accept_encoding)) {
    reply.headers.emplace_back("Content-Encoding", "gzip");
    reply.body = std::string(file.gzip);
  } else {
    reply.body = std::string(file.plain);
  }
  return reply;
}

}  // namespace hermes::gateway::dashboard
