#ifndef HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_
#define HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_

#include "shim/base/process_context.h"

namespace hermes {

// Makes the slots of the live tree match the profiles on the volume: stops and
// unregisters each slot whose profile's directory no longer exists, and makes
// slots for new profiles. Does not change any other slot. Reports what it did
// and each error on stderr.
//
// In a tree that hermes-entry made, the slots of new profiles are down. In the
// tree of another init, whose boot scripts call this, they are up if the
// profile is recorded as running (see PlanBoot()); SettleData() is called as at
// a boot; if root owns the tree, the hermes user operates the slots, and the
// data is read and written with that user's rights.
//
// The container's environment that s6-overlay has saved is read first; its
// values replace those of the caller.
//
// Returns 0; 69 without a tree or if s6 failed; 71 if a system call failed;
// 73 if a slot cannot be made; 77 if permission is denied; or the exit code of
// ChooseTreeOwner() if it refuses.
int ReconcileTree(const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_
