#include "gateway/config/base_url.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

namespace urls = boost::urls;

bool HasUsablePort(const urls::url_view& url) {
  if (!url.has_port()) return true;
  // port_number() is also 0 if the port is not a number up to 65535.
  return url.port_number() != 0;
}

// Returns which requirement `url` violates, "" if none.
const char* ErrorIn(const urls::url_view& url) {
  if (url.scheme_id() != urls::scheme::http &&
      url.scheme_id() != urls::scheme::https) {
    return "must begin with http:// or https://";
  }
  if (!url.has_authority() || url.encoded_host().empty()) {
    return "must name a host";
  }
  if (url.has_userinfo()) {
    return "must not contain a user or password; put a key into api_key";
  }
  if (!HasUsablePort(url)) return "must have a port from 1 to 65535";
  if (url.has_query()) return "must not contain ?";
  if (url.has_fragment()) return "must not contain #";
  return "";
}

}  // namespace

absl::StatusOr<std::string> ParseBaseUrl(const std::string& text) {
  const auto url = urls::parse_uri(text);
  if (url.has_error()) {
    return absl::InvalidArgumentError(
        "must be a URL, as in http://127.0.0.1:11434/v1");
  }
  const absl::string_view error = ErrorIn(*url);
  if (!error.empty()) return absl::InvalidArgumentError(error);
  std::string base = text;
  while (base.back() == '/') base.pop_back();
  return base;
}

}  // namespace hermes::gateway
