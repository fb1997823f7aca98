#ifndef GATEWAY_LIFECYCLE_VERDICT_H_
#define GATEWAY_LIFECYCLE_VERDICT_H_

#include <optional>
#include <string>

#include "gateway/command/exit_code.h"
#include "gateway/lock/marker_files.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// The events that can end a gateway.
enum class StopEvent {
  kInterrupt,    // SIGINT
  kTerminate,    // SIGTERM, SIGQUIT
  kRestart,      // SIGUSR1
  kMarkerFound,  // a planned-stop marker, before any signal
};

// How a gateway ends, whether it is running or still starting.
struct Verdict {
  ExitCode exit_code;
  GatewayState final_state;
  bool restart_requested;
  const char* reason;  // exit_reason in gateway_state.json
};

// Decides how `event` ends a gateway. SIGTERM without a marker is not a
// requested stop: exit code 1, and the state stays running, so that the next
// boot starts the gateway again. Pure; one row for each case.
Verdict VerdictFor(StopEvent event, Marker marker);

// The progress of a stop.
struct StopProgress {
  Verdict verdict;
  bool signalled;  // whether an INT or TERM was received
  bool at_once;    // whether to stop waiting for work in progress
};

// Returns the progress after one more event. The stronger verdict wins (planned
// before unplanned before restart), so that an operator's stop during a restart
// stops the gateway. Only the second INT or TERM ends the drain: the first one
// after a marker confirms the marker, because the process that stops us writes
// the marker and then signals. Pure.
StopProgress Advance(const std::optional<StopProgress>& so_far, StopEvent event,
                     Marker marker);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_VERDICT_H_
