#ifndef HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_
#define HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"

namespace hermes {

// Makes this process the slot's operator; `run`, `finish` and `log/run` call it
// first. If the caller is not root, only returns `context`.
//
// If root's supervisor has started this process, it permanently becomes the
// owner of the slot's data/, which is the uid that operates the slot (see
// SlotSpec::operated_by), and sets no_new_privs. If root owns data/, no
// operator is named; the process then stays root, as in a tree that root owns,
// but only if HERMES_ALLOW_ROOT_GATEWAY allows that and only root can write to
// the slot's directory.
//
// Before that, reads the environment from the file in the slot's directory, if
// it exists and only root can write to the directory, so that only root can
// have put it there. Returns `context` with that environment. `slot_directory`
// is a path, "." or "..". Errors: EPERM if that file must not be trusted or no
// operator is named; otherwise the reason why root could not be given up.
Expected<ProcessContext> BecomeOperator(const ProcessContext& context,
                                        const std::string& slot_directory);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_OPERATOR_H_
