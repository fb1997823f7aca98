#ifndef HERMES_SHIM_SCRIPTS_LOG_SLOT_H_
#define HERMES_SHIM_SCRIPTS_LOG_SLOT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// Returns the argv of s6-log, which writes every line to stdout unchanged and,
// if `to_file`, also with an ISO 8601 time to rotated files in the working
// directory. TERM does not end this s6-log: it runs until its input ends. Pure.
std::vector<std::string> LoggerArguments(const std::string& s6_log,
                                         bool to_file);

// Runs as a slot's `log/run`. The working directory is the slot's log/; signals
// are blocked. Becomes the slot's operator, then waits for input and touches
// nothing before that, because the slot may never run. Then becomes s6-log,
// which writes to <data root>/logs/gateways/<profile> and to stdout or, if that
// directory cannot be used, prints one warning and becomes an s6-log that
// writes only to stdout.
//
// If s6-log cannot be executed, copies the input to stdout for 10 s and returns
// 69. If s6-log exited within 10 s of its last start, does this for the rest of
// these 10 s. Returns 0 if the input has ended; if it had ended before the
// start, has also asked the supervisor of this logger to exit.
int LogSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_SLOT_H_
