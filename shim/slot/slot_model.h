#ifndef HERMES_SHIM_SLOT_SLOT_MODEL_H_
#define HERMES_SHIM_SLOT_SLOT_MODEL_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"

namespace hermes {

// What a slot that is there tells a new one.
struct SlotModel {
  std::string slot;
  std::string
      shim_program;  // what its `run` links to; empty: it is none of ours
  int kill_timeout_ms = 75000;
  TreeOperator owner;                      // of its data/
  std::optional<Environment> environment;  // where it has a file of its own
};

// Reads a slot of `scandir`. An environment file that this uid may not read,
// or that is not to be trusted, reads as none; a slot in a scandir that
// OpenScanDirectory() does not open reads as one that is not ours.
SlotModel ReadSlotModel(const std::string& scandir, const std::string& slot);

// What else a new slot rests on.
struct NewSlotFacts {
  std::vector<SlotModel> models;
  // hermes-entry's path where there is no model; empty if it was not found.
  std::string shim_program;
  // The tree's supervisors start their slots with the container's environment.
  bool tree_hands_environment_on = true;
  uid_t uid = 0;  // the caller's
};

// What the slot `name` is made from, registered down: as its like, the slot of
// the default profile, or else the first gateway's that will do, or else the
// dashboard's. Never from the caller's own environment. Pure.
// Errors: ENOENT where there is nothing to take the program or, if the tree
// does not hand it on, the environment from.
Expected<SlotSpec> SpecOfNewSlot(const std::string& name,
                                 const NewSlotFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_MODEL_H_
