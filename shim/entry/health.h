#ifndef HERMES_SHIM_ENTRY_HEALTH_H_
#define HERMES_SHIM_ENTRY_HEALTH_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// What --entry-health was asked.
struct HealthRequest {
  bool ready = false;       // --ready: wait until it is so
  long timeout_ms = 60000;  // --timeout=DUR
};

// Parses the arguments of --entry-health; nothing if one is not understood.
// Pure.
std::optional<HealthRequest> ParseHealthRequest(
    const std::vector<std::string>& arguments);

// Judges every gateway slot. Returns 0 if all are well, also where none is
// wanted up and none has failed for good, 1 after one line on stderr that says
// what is not, 69 if s6 cannot be asked. Changes nothing; works as any uid.
// Root becomes, for good, the uid of the tree, or in a tree of root's the
// slots' operator, before it opens anything that that uid can change; where
// nothing names that uid, a profile's state is read with its owner's rights.
// Signals must not be blocked: this waits.
int ReportHealth(const ProcessContext& context, const HealthRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_HEALTH_H_
