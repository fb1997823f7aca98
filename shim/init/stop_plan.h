#ifndef HERMES_SHIM_INIT_STOP_PLAN_H_
#define HERMES_SHIM_INIT_STOP_PLAN_H_

namespace hermes {

// Where the end of the tree stands, with times in milliseconds.
struct StopFacts {
  bool anything_left = true;  // a child of ours is alive
  bool gateways_left = false;
  bool orphans_left = false;
  long since_stop = 0;           // since the stop was asked for
  long deadline = 75000;         // HERMES_ENTRY_STOP_TIMEOUT
  long since_orphans_told = -1;  // since orphans were last sent TERM; -1 never
  // Since loggers and s6's own programs are all that is left; -1: they are not.
  long since_loggers_alone = -1;
};

enum class StopStep {
  kDone,            // nothing is left
  kWait,            // let them finish
  kTellOrphans,     // TERM to orphans; only once no gateway is left
  kKillOrphans,     // KILL to orphans, a second after TERM
  kKillGateways,    // the deadline has passed
  kKillEverything,  // loggers last: a second after that, or three after they
                    // have nothing more to come
  kGiveUp,          // something cannot even be killed
};

// The next step; times only ever move it towards kGiveUp. Orphans wait until
// no gateway is left, because a gateway's helpers are part of its drain; they
// must not wait longer, because one that holds a log pipe keeps its logger, and
// so the container, alive. A logger that cannot write what it still has,
// because the disk is full, would try again until the deadline. Pure.
StopStep NextStopStep(const StopFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_STOP_PLAN_H_
