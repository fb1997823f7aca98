#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/base/standard_streams.h"
#include "shim/entry/entry.h"
#include "shim/entry/mask_handover.h"
#include "shim/entry/own_program.h"

int main(int argc, char** argv) {
  hermes::ProcessContext context;
  // This comes first: a blocked signal stays pending, any other may be lost.
  context.signal_mask = hermes::BlockWaitedSignals();
  context.child_signal_ignored = hermes::RestoreChildSignal();
  hermes::OccupyStandardStreams();
  context.environment = hermes::Environment::FromArray(environ);
  const auto handed = hermes::ConsumeHandedMask(getpid(), context.environment);
  context.signal_mask = handed.value_or(context.signal_mask);
  context.shim_program = hermes::OwnProgram();
  return hermes::RunEntry(std::vector<std::string>(argv, argv + argc),
                          std::move(context));
}
