#ifndef GATEWAY_CONFIG_BASE_URL_H_
#define GATEWAY_CONFIG_BASE_URL_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// `text` as the base of an API's routes: http or https with a host, no
// credentials, no query, no fragment; slashes at its end are dropped. Pure.
// Errors: InvalidArgument "must be ..., without the text, which may hold a
// secret.
absl::StatusOr<std::string> ParseBaseUrl(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_BASE_URL_H_
