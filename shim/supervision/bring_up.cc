#include "shim/supervision/bring_up.h"

#include <cerrno>

#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {

Expected<void> BringUp(SlotControl& control, const SlotSpec& spec) {
  Expected<void> registered = control.Register(spec);
  // Register() has taken back what it published.
  if (!registered.ok()) return registered;
  Expected<void> wanted = control.WantUp(spec.profile);
  if (wanted.ok()) return {};
  const Expected<void> removed = control.Unregister(spec.profile);
  if (!removed.ok() && control.SupervisorListens(spec.profile)) {
    Say({"could not take the slot of profile ", spec.profile,
         " back: ", Describe(removed.error())});
  }
  return wanted;
}

}  // namespace hermes
