#ifndef HERMES_SHIM_RECONCILE_PROFILE_DATA_H_
#define HERMES_SHIM_RECONCILE_PROFILE_DATA_H_

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"

namespace hermes {

// Returns the profiles of `data_root` (see ListProfiles()) with, if
// ConcernsData(), what is recorded of each. Always includes the command's
// profile, even if it has no SOUL.md. Makes a few system calls for each
// profile, however much data the volume has. Changes nothing.
std::vector<ProfileFacts> GatherProfiles(const std::string& data_root,
                                         const BootFacts& facts);

// Applies `plan` to the data: writes first states, removes gateway.pid and
// processes.json of dead gateways, and appends one line for each profile to the
// boot log. Does nothing unless plan.concerns_data. Continues after an error
// and returns one line for each kind of error.
std::vector<std::string> SettleData(const std::string& data_root,
                                    const BootPlan& plan);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_PROFILE_DATA_H_
