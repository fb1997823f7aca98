#ifndef HERMES_SHIM_RECONCILE_PROFILE_DATA_H_
#define HERMES_SHIM_RECONCILE_PROFILE_DATA_H_

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"

namespace hermes {

// The profiles of `data_root` (see ListProfiles()) and, where ConcernsData(),
// what is recorded of each: a few system calls a profile, whatever else the
// volume holds. Changes nothing. The command's profile is among them even if it
// has no SOUL.md.
std::vector<ProfileFacts> GatherProfiles(const std::string& data_root,
                                         const BootFacts& facts);

// Does what `plan` says to the data: first states, removal of a dead gateway's
// gateway.pid and processes.json, and one line a profile in the boot log.
// Nothing where the plan does not concern the data. A failure stops nothing;
// one line for each kind is returned.
std::vector<std::string> SettleData(const std::string& data_root,
                                    const BootPlan& plan);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_PROFILE_DATA_H_
