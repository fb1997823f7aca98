#ifndef HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_
#define HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/scripts/restart_decision.h"

namespace hermes {

// "ended with exit code 1 after 12 s", "was killed by signal 9, which may mean
// that it was out of memory, after 3 s", "ended before the gateway began".
// Pure.
std::string DescribeEnd(const FinishFacts& facts);

// "; it is started again in 4 s", "; it stays down: its profile's directory is
// gone". Pure.
std::string DescribeOutcome(const FinishFacts& facts,
                            const RestartDecision& verdict);

// Does a slot's `finish` with `arguments` (argv without argv[0]: CODE SIGNAL
// NAME as s6-supervise gives them), with the slot as working directory:
// becomes the slot's operator, asks
// s6-svstat what is wanted, ends the orphaned session of the dead life, judges
// (see Judge()), records, and says in one line why it starts again or does not.
// Never sleeps unless there are orphans, then at most 1.5 s. Returns 0, or 125
// when the slot has failed for good.
int FinishSlot(const ProcessContext& context, const std::string& slot,
               const std::vector<std::string>& arguments);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_FINISH_SLOT_H_
