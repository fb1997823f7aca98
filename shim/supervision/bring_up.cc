#include "shim/supervision/bring_up.h"

#include <cerrno>
#include <string>

#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {

void UndoRegistration(SlotControl& control, const std::string& slot) {
  const Expected<void> removed = control.Unregister(slot);
  if (removed.ok() || !control.OwnSupervisorListens(slot)) return;
  Say({"could not unregister the slot ", slot, ": ",
       Describe(removed.error())});
}

Expected<void> BringUp(SlotControl& control, const SlotSpec& spec) {
  Expected<void> registered = control.Register(spec);
  // After an error Register() has removed the directory that it published.
  if (!registered.ok()) return registered;
  Expected<void> wanted = control.WantUp(spec.name);
  if (wanted.ok()) return {};
  UndoRegistration(control, spec.name);
  return wanted;
}

Expected<void> AwaitBootSlot(SlotControl& control, const std::string& slot) {
  Expected<void> listens = control.WaitForSupervisor(slot);
  if (listens.ok() || listens.error().err == EINTR) return listens;
  UndoRegistration(control, slot);
  return listens;
}

}  // namespace hermes
