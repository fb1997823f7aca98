#ifndef GATEWAY_COMMAND_DASHBOARD_REQUEST_H_
#define GATEWAY_COMMAND_DASHBOARD_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The options of `hermes dashboard`.
struct DashboardRequest {
  enum class Kind {
    kServe,
    kStatus,        // --status
    kStop,          // --stop
    kHashPassword,  // --hash-password
    kHelp,          // --help, -h
  };
  Kind kind = Kind::kServe;
  std::optional<std::string> host;  // --host; not validated yet
  std::optional<std::string> port;  // --port; not validated yet
  bool insecure = false;            // --insecure
};

// Parses the words of `hermes dashboard` without -p. Accepts --no-open,
// --skip-build and --isolated, which request the default behaviour. Pure.
// Errors: InvalidArgument, naming the word, for an unknown option or a missing
// value.
absl::StatusOr<DashboardRequest> ParseDashboardOptions(
    const std::vector<std::string>& words);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_DASHBOARD_REQUEST_H_
