#ifndef HERMES_SHIM_INIT_SVSCAN_DEATH_H_
#define HERMES_SHIM_INIT_SVSCAN_DEATH_H_

#include <string>

#include "shim/base/process_context.h"

namespace hermes {

// Asks the supervisor of every service in `scandir`, whose s6-svscan is gone,
// and its logger's, to end their services and exit (s6-svc -dx, then -x on the
// logger). Does not wait for that. A supervisor that does not listen is passed
// over.
void EndLostSupervisors(const std::string& svc, const std::string& scandir,
                        const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SVSCAN_DEATH_H_
