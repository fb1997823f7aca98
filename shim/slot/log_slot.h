#ifndef HERMES_SHIM_SLOT_LOG_SLOT_H_
#define HERMES_SHIM_SLOT_LOG_SLOT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// s6-log's argv: every line to stdout as it is, and, `to_file`, with an ISO
// 8601 time to rotated files in the working directory. TERM does not end it: it
// runs to the end of its input. Pure.
std::vector<std::string> LoggerArguments(const std::string& s6_log,
                                         bool to_file);

// Does a slot's `log/run`, with the slot's log/ as working directory: becomes
// s6-log for <data root>/logs/gateways/<profile>, or for stdout alone, after
// one warning, where that directory cannot be used. Returns only if s6-log
// cannot be executed: 126 or 127.
int LogSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_LOG_SLOT_H_
