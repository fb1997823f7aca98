#ifndef HERMES_SHIM_SCRIPTS_LOG_SLOT_H_
#define HERMES_SHIM_SCRIPTS_LOG_SLOT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// s6-log's argv: every line to stdout as it is, and, `to_file`, with an ISO
// 8601 time to rotated files in the working directory. TERM does not end it: it
// runs to the end of its input. Pure.
std::vector<std::string> LoggerArguments(const std::string& s6_log,
                                         bool to_file);

// Does a slot's `log/run`, with the slot's log/ as working directory and
// signals blocked. Becomes the slot's operator. Touches nothing before there is
// something to log: the slot may be one that never runs. Then it becomes s6-log
// for <data root>/logs/gateways/<profile>, or for stdout alone, after one
// warning, where that directory cannot be used. Where s6-log cannot be
// executed, or has ended within 10 s of its last start, it passes its input on
// to stdout for the rest of that time instead, and returns: 69. Returns 0 if
// there is nothing to log any more; if that is so from the start, its
// supervisor has been told to exit.
int LogSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_SLOT_H_
