#ifndef HERMES_SHIM_INIT_END_TREE_H_
#define HERMES_SHIM_INIT_END_TREE_H_

#include "shim/init/children.h"

namespace hermes {

// Ends all processes below this one in order. Returns when no child is left
// except preexisting_children, or when the rest cannot be killed. The order:
//  - s6-svscan gets TERM at once and stops the slots;
//  - gateways get KILL `deadline_ms` after the call;
//  - loggers run until end of file, so that no last line is lost; they get KILL
//    a second after that deadline, or when they have been the only processes
//    left for three seconds;
//  - other children get TERM when no gateway is left, and KILL a second later.
// Signals only descendants of this process. Requires: SIGCHLD is blocked.
void EndTree(Children* children, long deadline_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_END_TREE_H_
