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

// The properties of an existing slot from which a new one can be made.
struct SlotModel {
  std::string slot;
  // The target of its link `run`; empty if the slot is not one of ours.
  std::string shim_program;
  int kill_timeout_ms = 75000;
  TreeOperator owner;                      // the owner of its data/
  std::optional<Environment> environment;  // if it has its own file
};

// Reads the slot `slot` of `scandir`. Ignores an environment file that this uid
// cannot read or must not trust. If OpenScanDirectory() fails for `scandir`,
// the result is that of a slot that is not one of ours.
SlotModel ReadSlotModel(const std::string& scandir, const std::string& slot);

// Everything on which the properties of a new slot depend.
struct NewSlotFacts {
  std::vector<SlotModel> models;
  // The path of hermes-entry, used without a model; empty if it was not
  // found.
  std::string shim_program;
  // True if the tree's supervisors start their slots with the container's
  // environment.
  bool tree_hands_environment_on = true;
  uid_t uid = 0;  // of the caller
};

// Returns the properties of the new slot `name`, registered down. Copies them
// from an existing slot, never from the caller's own environment: from the
// default profile's slot, otherwise from the first suitable slot of another
// gateway, otherwise from the dashboard's. Pure. Errors: ENOENT if there is no
// slot from which to copy the environment, which is needed unless the tree
// passes it on; ENOENT if the program is unknown.
Expected<SlotSpec> SpecOfNewSlot(const std::string& name,
                                 const NewSlotFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_MODEL_H_
