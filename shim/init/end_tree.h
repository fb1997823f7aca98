#ifndef HERMES_SHIM_INIT_END_TREE_H_
#define HERMES_SHIM_INIT_END_TREE_H_

#include "shim/init/children.h"

namespace hermes {

// Ends everything below this process in order and returns when no child is left
// but preexisting_children, or when what is left cannot even be killed. TERM
// goes to s6-svscan at once, which stops the slots; gateways get KILL at
// `deadline_ms` after now, loggers a second later, or three seconds after there
// is nothing else left. Loggers otherwise run to the end of file, so that no
// last line is lost. Other children get TERM once no gateway is left, KILL a
// second later. Never signals a process that is no descendant of this one.
// Requires: SIGCHLD is blocked.
void EndTree(Children* children, long deadline_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_END_TREE_H_
