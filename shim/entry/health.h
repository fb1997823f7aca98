#ifndef HERMES_SHIM_ENTRY_HEALTH_H_
#define HERMES_SHIM_ENTRY_HEALTH_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// The options of --entry-health.
struct HealthRequest {
  bool ready = false;       // --ready: wait until all are ready
  long timeout_ms = 60000;  // --timeout=DUR
};

// Parses the arguments of --entry-health. Returns std::nullopt if one is
// invalid, and for --timeout without --ready. Pure.
std::optional<HealthRequest> ParseHealthRequest(
    const std::vector<std::string>& arguments);

// Checks every gateway slot with GatewayProblem(). Returns 0 if all are
// healthy, also if none is wanted up and none has failed permanently; 1 after
// one line on stderr about the first that is not; 69 if s6 cannot be queried.
// With request.ready, polls until all are ready or request.timeout_ms have
// passed. Changes nothing and works as any uid.
// Root permanently becomes the uid of the tree, or the slots' operator if root
// owns the tree, before it opens any file that that uid can change. If no slot
// has such an operator, a profile's state is read with its owner's rights.
// Requires: signals are not blocked, because this waits.
int ReportHealth(const ProcessContext& context, const HealthRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_HEALTH_H_
