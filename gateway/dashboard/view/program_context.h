#ifndef GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_
#define GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_

#include "shim/base/process_context.h"

namespace hermes::gateway {

// Returns the context in which s6's programs are started: this process's
// environment, and no blocked signals.
ProcessContext ContextOfPrograms();

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_
