#ifndef HERMES_SHIM_INIT_SVSCAN_DEATH_H_
#define HERMES_SHIM_INIT_SVSCAN_DEATH_H_

#include <string>

#include "shim/base/process_context.h"

namespace hermes {

// Asks the supervisor of every service in `scandir`, whose s6-svscan has died,
// to end its service and exit (s6-svc -dx), and then the supervisor of its
// logger to exit when the logger ends (-x). Does not wait for them. Skips
// supervisors that do not listen.
void EndSupervisors(const std::string& svc, const std::string& scandir,
                    const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SVSCAN_DEATH_H_
