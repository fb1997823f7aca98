#ifndef HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_
#define HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/scripts/restart_decision.h"

namespace hermes {

// Returns "ended with exit code 1 after 12 s", "was killed by signal 9 (it may
// have been out of memory) after 3 s" or "ended before the gateway began".
// Pure.
std::string DescribeEnd(const FinishFacts& facts);

// Returns "; it is started again in 4 s" or "; it stays down: its profile's
// directory no longer exists". Pure.
std::string DescribeOutcome(const FinishFacts& facts,
                            const RestartDecision& decision);

// Runs as a slot's `finish`. The working directory is the slot. `arguments` is
// argv without argv[0]: CODE SIGNAL NAME, as s6-supervise passes them. Becomes
// the slot's operator, asks s6-svstat whether the slot is wanted up, ends the
// remaining processes of the session of the life that ended, decides (see
// DecideRestart()), records the decision, and prints one line with the reason
// why the slot starts again or does not. Waits only for such processes, at most
// 1.5 s. Returns 0, or 125 if the slot has failed for good.
int FinishSlot(const ProcessContext& context, const std::string& slot,
               const std::vector<std::string>& arguments);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_
