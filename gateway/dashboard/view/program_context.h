#ifndef GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_
#define GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_

#include "shim/base/process_context.h"

namespace hermes::gateway {

// What s6's programs, and nothing else, are started with: this process's
// environment and an ordinary mask.
ProcessContext ContextOfPrograms();

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_PROGRAM_CONTEXT_H_
