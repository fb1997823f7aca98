#ifndef GATEWAY_UPSTREAM_URL_H_
#define GATEWAY_UPSTREAM_URL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::upstream {

// Where an upstream is, taken from model.base_url.
struct Url {
  bool tls = false;
  std::string host;         // a name, or an address without brackets
  bool is_address = false;  // `host` is an IPv4 or IPv6 address
  uint16_t port = 0;
  std::string authority;  // for the Host header
  std::string path;       // "" or starting with a slash, without one at its end
};

// Errors: InvalidArgument, saying what is wrong with model.base_url; user
// names and passwords are refused and not repeated. Pure.
absl::StatusOr<Url> ParseUrl(const std::string& base_url);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_URL_H_
