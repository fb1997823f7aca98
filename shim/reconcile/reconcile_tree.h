#ifndef HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_
#define HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_

#include "shim/base/process_context.h"

namespace hermes {

// Brings the slots of the live tree in line with the profiles on the volume and
// returns an exit code; what was done and what went wrong is said on stderr. A
// slot whose profile's directory is gone is stopped and unregistered; no other
// slot that is there is touched.
// In a tree of our own, new profiles get a slot that is down. Below another
// init's s6-svscan, for its boot scripts, they get one that is up if the
// profile is recorded as to be running (see PlanBoot()), the data is settled as
// at a boot, and the slots of a tree of root are operated by the hermes user;
// all that touches the data is done with that user's rights.
// What s6-overlay keeps of the container's environment is read first and beats
// the caller's.
// 69: there is no tree, or s6 failed; 73: a slot cannot be made; 77: denied.
int ReconcileTree(const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_RECONCILE_TREE_H_
