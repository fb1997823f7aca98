#ifndef HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_
#define HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_

#include "shim/slot/slot_records.h"

namespace hermes {

// A gateway may exit with 75 to be started again this many times within this
// window. After that, an exit with 75 counts as a failure.
inline constexpr int kMostRestartAsks = 5;
inline constexpr long long kRestartAsksWindowMs = 120000;

// Adds an exit with 75 at `now_ms` (CLOCK_BOOTTIME in milliseconds) to
// `record`. Returns how many there were within the window, this one included,
// but at most kMostRestartAsks + 1. Pure.
int AddRestartAsk(AskRecord& record, long long now_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_
