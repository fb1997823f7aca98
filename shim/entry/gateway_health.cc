#include "shim/entry/gateway_health.h"

#include <string>
#include <string_view>

#include "shim/base/exit_codes.h"
#include "shim/base/json_members.h"
#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

struct Row {
  std::string_view state;
  bool ready;
};

// States in which a gateway is alive. An orchestrator must not restart it
// because a platform is down or while it drains.
constexpr Row kAliveStates[] = {
    {"running", true},
    {"degraded", true},
    {"draining", false},
};

bool IsGood(std::string_view state, bool ready) {
  for (const Row& row : kAliveStates) {
    if (row.state == state) return row.ready || !ready;
  }
  return false;
}

std::string StateProblem(const GatewayObservation& seen, bool ready) {
  if (seen.slot.held) {
    return "waits because another process holds its profile's gateway.lock";
  }
  if (seen.slot.backing_off) {
    return "is backing off before its next start";
  }
  if (seen.state_denied) {
    return seen.slot.ready ? "" : "is up and has not reported readiness";
  }
  if (!seen.state_file) return "is up and has not written its state yet";
  const auto state = JsonMember(*seen.state_file, "gateway_state");
  const auto pid = JsonMember(*seen.state_file, "pid");
  if (!state || !pid) return "is up and its gateway_state.json is not valid";
  if (*pid != std::to_string(seen.slot.pid)) {
    return "is up with pid " + std::to_string(seen.slot.pid) +
           ", but its state was written by pid " + *pid;
  }
  if (IsGood(*state, ready)) return "";
  return "is up and its state is '" + *state + "'";
}

// Returns true for the exit codes after which s6 does not start a slot again.
bool MeansFailedForGood(int exit_code) {
  return exit_code == kExitConfiguration || exit_code == kExitNotExecutable ||
         exit_code == kExitNotFound;
}

bool HasFailedForGood(const GatewayObservation& seen) {
  if (seen.failed_denied) return MeansFailedForGood(seen.slot.exit_code);
  return seen.failed_record.has_value();
}

std::string Problem(const GatewayObservation& seen, bool ready) {
  if (seen.slot.up && seen.slot.wanted_up) return StateProblem(seen, ready);
  if (seen.slot.wanted_up) return "is wanted up but is down";
  if (!HasFailedForGood(seen)) return "";
  return "has failed for good with exit code " +
         std::to_string(seen.slot.exit_code) + " and is not started again";
}

}  // namespace

std::string GatewayProblem(const GatewayObservation& observation, bool ready) {
  const std::string problem = Problem(observation, ready);
  if (problem.empty()) return "";
  return SlotName(observation.profile) + " " + problem;
}

}  // namespace hermes
