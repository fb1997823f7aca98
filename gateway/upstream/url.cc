#include "gateway/upstream/url.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway::upstream {
namespace {

namespace urls = boost::urls;

constexpr uint16_t kHttpPort = 80;
constexpr uint16_t kHttpsPort = 443;

absl::Status Wrong(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("model.base_url ", what));
}

bool IsHostName(const std::string& host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
           c == '.' || c == '_';
  });
}

std::string Text(urls::string_view view) { return {view.data(), view.size()}; }

absl::Status Check(const urls::url_view& url) {
  if (url.scheme_id() != urls::scheme::http &&
      url.scheme_id() != urls::scheme::https) {
    return Wrong("must begin with http:// or https://");
  }
  if (!url.has_authority() || url.encoded_host().empty()) {
    return Wrong("names no host");
  }
  if (url.has_userinfo()) {
    return Wrong("must have no user name or password; use model.api_key");
  }
  if (url.has_query() || url.has_fragment()) {
    return Wrong("must have neither ? nor #");
  }
  if (url.has_port() && !url.port().empty() && url.port_number() == 0) {
    return Wrong("has an invalid port");
  }
  // The library parses http://host:words as an empty port and a path "words".
  if (!url.encoded_path().empty() && url.encoded_path().front() != '/') {
    return Wrong("has a port that is not a number");
  }
  if (url.host_type() == urls::host_type::ipvfuture ||
      (url.host_type() == urls::host_type::name && !IsHostName(url.host()))) {
    return Wrong("has a host that is neither a name nor an address");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Url> ParseUrl(const std::string& base_url) {
  const auto parsed = urls::parse_uri(base_url);
  if (!parsed) return Wrong("is not a URL");
  const urls::url_view& url = *parsed;
  const absl::Status checked = Check(url);
  if (!checked.ok()) return checked;
  Url result;
  result.tls = url.scheme_id() == urls::scheme::https;
  result.is_address = url.host_type() != urls::host_type::name;
  result.host = url.host_address();
  const uint16_t usual = result.tls ? kHttpsPort : kHttpPort;
  result.port = url.port_number() == 0 ? usual : url.port_number();
  result.authority = Text(url.encoded_host());
  if (result.port != usual)
    absl::StrAppend(&result.authority, ":", result.port);
  result.path = Text(url.encoded_path());
  while (!result.path.empty() && result.path.back() == '/') {
    result.path.pop_back();
  }
  return result;
}

}  // namespace hermes::gateway::upstream
