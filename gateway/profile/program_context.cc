#include "gateway/profile/program_context.h"

#include <signal.h>
#include <unistd.h>

#include "shim/base/environment.h"

namespace hermes::gateway {

ProcessContext ContextOfPrograms() {
  ProcessContext context;
  context.environment = Environment::FromArray(environ);
  sigemptyset(&context.signal_mask);
  return context;
}

}  // namespace hermes::gateway
