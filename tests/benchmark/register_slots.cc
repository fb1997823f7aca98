// register_slots SCANDIR SHIM COUNT up|down
//
// Registers COUNT gateway slots one after the other, each time waits until the
// slot's supervisors listen, and wants each slot up if asked. Prints how many
// milliseconds that took. s6-svscan must run on SCANDIR.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/process_context.h"
#include "shim/facts/s6_programs.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {
namespace {

bool RegisterOne(SlotControl& control, const std::string& shim,
                 const std::string& profile, bool up) {
  SlotSpec spec;
  spec.name = SlotName(profile);
  spec.shim_program = shim;
  Expected<void> done = control.Register(spec);
  if (done.ok() && up) done = control.WantUp(spec.name);
  if (!done.ok()) fprintf(stderr, "%s\n", Describe(done.error()).c_str());
  return done.ok();
}

int RegisterAll(const char* scandir, const char* shim, int count, bool up) {
  ProcessContext context;
  context.environment = Environment::FromArray(environ);
  sigprocmask(SIG_SETMASK, nullptr, &context.signal_mask);
  SlotControl control(FindS6Programs(""), scandir, context);
  const long begin = MonotonicMs();
  for (int n = 0; n < count; ++n) {
    if (!RegisterOne(control, shim, "b" + std::to_string(n), up)) return 1;
  }
  printf("%ld\n", MonotonicMs() - begin);
  return 0;
}

}  // namespace
}  // namespace hermes

int main(int argc, char** argv) {
  if (argc != 5) return 64;
  return hermes::RegisterAll(argv[1], argv[2], atoi(argv[3]),
                             strcmp(argv[4], "up") == 0);
}
