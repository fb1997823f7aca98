#ifndef GATEWAY_COMMAND_DASHBOARD_REQUEST_H_
#define GATEWAY_COMMAND_DASHBOARD_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// What `hermes dashboard` was given.
struct DashboardRequest {
  enum class Kind {
    kServe,
    kStatus,        // --status
    kStop,          // --stop
    kHashPassword,  // --hash-password
    kHelp,          // --help, -h
  };
  Kind kind = Kind::kServe;
  std::optional<std::string> host;  // --host; not yet judged
  std::optional<std::string> port;  // --port; not yet judged
  bool insecure = false;            // --insecure
};

// Reads the words of `hermes dashboard` but for -p. --no-open, --skip-build and
// --isolated ask for what is the case anyway. Pure. Errors: InvalidArgument,
// naming the word, for one that is not known, or that lacks its value.
absl::StatusOr<DashboardRequest> CutDashboardOptions(
    const std::vector<std::string>& words);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_DASHBOARD_REQUEST_H_
