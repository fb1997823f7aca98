#ifndef GATEWAY_PROFILE_PROFILE_SLOTS_H_
#define GATEWAY_PROFILE_PROFILE_SLOTS_H_

#include <string>

#include "gateway/command/exit_code.h"
#include "shim/manager/manager_error.h"

namespace hermes::gateway {

// What came of an operation on a profile's slot.
struct SlotAnswer {
  enum class Kind {
    kDone,
    kNotSupervised,  // nothing supervises in this container
    kNoSlot,         // it had none
    kFailed,
  };
  Kind kind = Kind::kDone;
  std::string line;               // kFailed: what was seen
  ExitCode exit_code = kPlanned;  // kFailed: what it means
};

// What an error of the service manager is to who makes or deletes a profile.
// Pure; one row for each fault.
SlotAnswer AnswerFor(const ManagerError& error);

// The slot of a profile of the data root `root` in the live tree of this
// container, through the service manager. Root becomes the tree's own uid for
// good, as ServiceManager::Open() says.

// Makes it, down. One that is there already is done.
SlotAnswer RegisterSlot(const std::string& root, const std::string& profile);
// Stops the gateway and removes the slot; done once both are gone.
SlotAnswer UnregisterSlot(const std::string& root, const std::string& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_SLOTS_H_
