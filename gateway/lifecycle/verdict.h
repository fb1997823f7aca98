#ifndef GATEWAY_LIFECYCLE_VERDICT_H_
#define GATEWAY_LIFECYCLE_VERDICT_H_

#include <optional>
#include <string>

#include "gateway/command/exit_code.h"
#include "gateway/lock/marker_files.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// What can end a gateway.
enum class StopEvent {
  kInterrupt,    // SIGINT
  kTerminate,    // SIGTERM, SIGQUIT
  kRestart,      // SIGUSR1
  kMarkerFound,  // a planned-stop marker, without any signal yet
};

// How it ends. One value for a running gateway and for one that is starting.
struct Verdict {
  ExitCode exit_code;
  GatewayState final_state;
  bool restart_requested;
  const char* reason;  // exit_reason in gateway_state.json
};

// SIGTERM without a marker is no stop: exit 1 and the state stays running, so
// that the next boot starts the gateway again. Pure; one row for each case.
Verdict VerdictFor(StopEvent event, Marker marker);

// Where a stop has got to.
struct StopProgress {
  Verdict verdict;
  bool signalled;  // an INT or TERM has come
  bool at_once;    // work in flight is no longer waited for
};

// Takes one more event into account. The graver verdict wins (planned before
// unplanned before restart): an operator's stop during a restart stops. Only
// the second INT or TERM ends the drain: the first one after a marker confirms
// it, since whoever stops us writes the marker and then signals. Pure.
StopProgress Advance(const std::optional<StopProgress>& so_far, StopEvent event,
                     Marker marker);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_VERDICT_H_
