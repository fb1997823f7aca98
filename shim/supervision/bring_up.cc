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
  Expected<void> wanted = control.WantUp(spec.name);
  if (wanted.ok()) return {};
  const Expected<void> removed = control.Unregister(spec.name);
  if (!removed.ok() && control.SupervisorListens(spec.name)) {
    Say({"could not take the slot ", spec.name,
         " back: ", Describe(removed.error())});
  }
  return wanted;
}

}  // namespace hermes
