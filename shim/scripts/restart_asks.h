#ifndef HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_
#define HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_

#include "shim/slot/slot_records.h"

namespace hermes {

// A gateway may ask to be started again (75) so many times within so long;
// after that it is treated as one that fails.
inline constexpr int kMostRestartAsks = 5;
inline constexpr long long kRestartAsksWindowMs = 120000;

// Adds one that is made now (CLOCK_BOOTTIME in milliseconds) to those recorded
// and returns how many there have been within the window, this one included; it
// counts no further than one too many. Pure.
int AddRestartAsk(AskRecord& record, long long now_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_ASKS_H_
