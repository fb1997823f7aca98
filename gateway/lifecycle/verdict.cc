#include "gateway/lifecycle/verdict.h"

namespace hermes::gateway {
namespace {

constexpr Verdict kInterrupted = {kPlanned, GatewayState::kStopped, false,
                                  "SIGINT"};
constexpr Verdict kPlannedStop = {kPlanned, GatewayState::kStopped, false,
                                  "planned stop"};
constexpr Verdict kTakenOver = {kPlanned, GatewayState::kStopped, false,
                                "takeover"};
constexpr Verdict kTerminated = {kUnplanned, GatewayState::kRunning, false,
                                 "SIGTERM"};
constexpr Verdict kRestarting = {kRestart, GatewayState::kRunning, true,
                                 "restart"};

int Gravity(const Verdict& verdict) {
  switch (verdict.exit_code) {
    case kRestart:
      return 0;
    case kUnplanned:
      return 1;
    default:
      return 2;
  }
}

}  // namespace

Verdict VerdictFor(StopEvent event, Marker marker) {
  switch (event) {
    case StopEvent::kInterrupt:
      return kInterrupted;
    case StopEvent::kRestart:
      return kRestarting;
    case StopEvent::kMarkerFound:
      return marker == Marker::kTakeover ? kTakenOver : kPlannedStop;
    case StopEvent::kTerminate:
      break;
  }
  switch (marker) {
    case Marker::kPlannedStop:
      return kPlannedStop;
    case Marker::kTakeover:
      return kTakenOver;
    case Marker::kNone:
      break;
  }
  return kTerminated;
}

StopProgress Advance(const std::optional<StopProgress>& so_far, StopEvent event,
                     Marker marker) {
  const Verdict verdict = VerdictFor(event, marker);
  const bool is_stop_signal =
      event == StopEvent::kInterrupt || event == StopEvent::kTerminate;
  if (!so_far.has_value()) return {verdict, is_stop_signal, false};
  StopProgress next = *so_far;
  if (Gravity(verdict) > Gravity(next.verdict)) next.verdict = verdict;
  if (is_stop_signal && so_far->signalled) next.at_once = true;
  next.signalled = so_far->signalled || is_stop_signal;
  return next;
}

}  // namespace hermes::gateway
