#ifndef HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_
#define HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"

namespace hermes {

// What `run`, `finish` and `log/run` do first. Where root's supervisor has
// started this process, it becomes, for good, the owner of the slot's data/,
// which is who operates the slot (see SlotSpec::operated_by), and forbids
// itself new privileges. A data/ of root names no operator: root stays only
// if HERMES_ALLOW_ROOT_GATEWAY allows that, as in a tree of root's own, and the
// slot's directory is root's alone. Before that it takes the environment from
// root's file in the slot's directory, where there is one and the directory is
// root's too: nobody else can have put it there. `slot_directory` is a path,
// "." or "..". Returns `context`, with that environment. Anybody but root only
// gets `context` back. Errors: EPERM if that file is not to be trusted, or no
// operator is named; why root could not be given up.
Expected<ProcessContext> BecomeOperator(const ProcessContext& context,
                                        const std::string& slot_directory);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_
