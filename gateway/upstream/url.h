#ifndef GATEWAY_UPSTREAM_URL_H_
#define GATEWAY_UPSTREAM_URL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::upstream {

// The address of an upstream, parsed from model.base_url.
struct Url {
  bool tls = false;
  std::string host;         // a name, or an address without brackets
  bool is_address = false;  // `host` is an IPv4 or IPv6 address
  uint16_t port = 0;
  std::string authority;  // for the Host header
  std::string path;       // "" or starting with a slash, without one at its end
};

// Parses model.base_url. Errors: InvalidArgument, one line that names the
// mistake. User names and passwords are refused and not repeated. Pure.
absl::StatusOr<Url> ParseUrl(const std::string& base_url);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_URL_H_
