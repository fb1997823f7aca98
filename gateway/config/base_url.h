#ifndef GATEWAY_CONFIG_BASE_URL_H_
#define GATEWAY_CONFIG_BASE_URL_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Parses `text` as the base URL of an API: http or https with a host, without
// credentials, query or fragment. Removes trailing slashes. Pure. Errors:
// InvalidArgument "must be ...", without the text, because it may contain a
// secret.
absl::StatusOr<std::string> ParseBaseUrl(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_BASE_URL_H_
