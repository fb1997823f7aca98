#ifndef GATEWAY_PROFILE_PROGRAM_CONTEXT_H_
#define GATEWAY_PROFILE_PROGRAM_CONTEXT_H_

#include "shim/base/process_context.h"

namespace hermes::gateway {

// Returns the context in which s6's programs, the only ones that operate slots
// for us, are started: this process's environment and an empty signal mask.
ProcessContext ContextOfPrograms();

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROGRAM_CONTEXT_H_
