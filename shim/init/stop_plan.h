#ifndef HERMES_SHIM_INIT_STOP_PLAN_H_
#define HERMES_SHIM_INIT_STOP_PLAN_H_

namespace hermes {

// The state of a stop in progress. Times are in milliseconds.
struct StopFacts {
  bool anything_left = true;  // a child to wait for is alive
  bool gateways_left = false;
  bool orphans_left = false;
  long since_stop = 0;    // since the stop began
  long deadline = 75000;  // HERMES_ENTRY_STOP_TIMEOUT
  // Since orphans were sent TERM; -1 if they were not.
  long since_orphan_term = -1;
  // Since only loggers and s6's own programs are left; -1 if others are too.
  long since_loggers_alone = -1;
};

// One step of a stop.
enum class StopStep {
  kDone,              // no process is left
  kWait,              // let the processes finish
  kTerminateOrphans,  // send TERM to orphans; not before all gateways have
                      // exited
  kKillOrphans,       // send KILL to orphans, a second after TERM
  kKillGateways,      // send KILL to gateways: the deadline has passed
  // Send KILL to all, loggers too: a second after the deadline, or when loggers
  // have been alone for three seconds.
  kKillEverything,
  kGiveUp,  // some process cannot be killed
};

// Returns the next step; as time passes, it only moves towards kGiveUp. Orphans
// get TERM when no gateway is left: not earlier, because a gateway's helpers
// are part of its drain; not later, because an orphan that holds a log pipe
// keeps its logger, and so the container, alive. The limit for loggers alone is
// for a full disk: a logger that cannot write its last lines would retry until
// the deadline. Pure.
StopStep NextStopStep(const StopFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_STOP_PLAN_H_
