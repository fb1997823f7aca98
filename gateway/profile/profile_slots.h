#ifndef GATEWAY_PROFILE_PROFILE_SLOTS_H_
#define GATEWAY_PROFILE_PROFILE_SLOTS_H_

#include <string>

#include "gateway/command/exit_code.h"
#include "shim/manager/manager_error.h"

namespace hermes::gateway {

// The result of an operation on a profile's slot.
struct SlotAnswer {
  enum class Kind {
    kDone,
    kNotSupervised,  // no supervisor runs in this container
    kNoSlot,         // the profile had none
    kFailed,
  };
  Kind kind = Kind::kDone;
  std::string line;               // kFailed: what was observed
  ExitCode exit_code = kPlanned;  // kFailed: the exit code for it
};

// Translates an error of the service manager for commands that create or delete
// a profile. Pure; one row for each fault.
SlotAnswer AnswerFor(const ManagerError& error);

// These operate, through the service manager, on the slot of a profile of the
// data root `root` in this container's live tree. Root switches permanently to
// the tree's own uid, as ServiceManager::Open() documents.

// Creates the slot, down. Returns kDone if it already exists.
SlotAnswer RegisterSlot(const std::string& root, const std::string& profile);
// Stops the gateway and removes the slot; kDone when both have been done.
SlotAnswer UnregisterSlot(const std::string& root, const std::string& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_SLOTS_H_
