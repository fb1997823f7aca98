#include "shim/invocation/preflight.h"

#include <string>
#include <string_view>

#include "shim/base/exit_codes.h"
#include "shim/invocation/depth.h"
#include "shim/invocation/facts.h"
#include "shim/invocation/gates.h"
#include "shim/invocation/remarks.h"
#include "shim/invocation/supervise_mode.h"

namespace hermes {
namespace {

// A gateway run as its gate says; every other command has none.
struct Case {
  const Facts& facts;
  std::string_view closed_gate;

  bool IsGatewayRun() const {
    return facts.invocation.kind == InvocationKind::kGatewayRun;
  }
  bool AllGatesOpen() const { return IsGatewayRun() && closed_gate.empty(); }
  bool SupervisionRequired() const {
    return IsGatewayRun() && ParseSuperviseMode(facts.supervise_variable) ==
                                 SuperviseMode::kRequire;
  }
};

struct Row {
  std::string_view name;
  bool (*applies)(const Case&);
  int (*exit_code)(const Facts&);
  std::string (*message)(const Facts&);
};

std::string LoopMessage(const Facts& facts) {
  return "found itself " + std::to_string(facts.depth) +
         " times where it looked for hermes: HERMES_BIN or a program named "
         "'hermes' on PATH leads back here; set HERMES_BIN to the gateway's "
         "own program";
}

std::string GatewayMessage(const Facts& facts) {
  const std::string what = facts.program.exit_code == kExitNotFound
                               ? "there is no hermes to run"
                               : "the hermes that is there cannot be executed";
  return what + "; looked at " +
         (facts.program.tried.empty() ? "nothing, for PATH is empty"
                                      : facts.program.tried) +
         "; install it there or set HERMES_BIN to its path";
}

std::string CommandMessage(const Facts& facts) {
  const bool missing = facts.program.exit_code == kExitNotFound;
  return "cannot run " + facts.program.tried +
         (missing ? ": the image has no such program; check the command"
                  : ": the command must name an executable file");
}

std::string DeniedMessage(const Facts& facts) {
  return "the supervision tree at " + facts.tree.scandir +
         " is live, but uid " + std::to_string(facts.uid) +
         " may not operate it; a second gateway beside it is not started: run "
         "this as the tree's own user, or with --no-supervise";
}

std::string NoTreeMessage(const Facts&) {
  return "HERMES_GATEWAY_SUPERVISE=require, but hermes-entry is not PID 1 and "
         "no live s6 tree was found, so nothing can supervise the gateway: "
         "start the container without another init (no --init), or take the "
         "variable away";
}

std::string MissingS6Message(const Facts& facts) {
  return DescribeMissingS6(facts) +
         ", and HERMES_GATEWAY_SUPERVISE=require: install s6, or take the "
         "variable away to run the gateway in the foreground";
}

// The first row that applies; what is to be executed is checked before
// supervision, which would be in vain without it.
constexpr Row kRows[] = {
    {"loop",
     [](const Case& c) {
       return c.facts.invocation.RunsHermes() && c.facts.depth >= kMaxDepth;
     },
     [](const Facts&) -> int { return kExitNotExecutable; }, LoopMessage},
    {"profile",
     [](const Case& c) {
       return c.IsGatewayRun() && c.closed_gate != kSentinelGate &&
              !c.facts.profile.error.empty();
     },
     [](const Facts&) -> int { return kExitUsage; },
     [](const Facts& f) { return f.profile.error; }},
    {"gateway",
     [](const Case& c) {
       return c.facts.invocation.RunsHermes() && c.facts.program.exit_code != 0;
     },
     [](const Facts& f) { return f.program.exit_code; }, GatewayMessage},
    {"command", [](const Case& c) { return c.facts.program.exit_code != 0; },
     [](const Facts& f) { return f.program.exit_code; }, CommandMessage},
    {"tree-denied",
     [](const Case& c) {
       return c.AllGatesOpen() && !c.facts.is_pid_1 &&
              c.facts.tree.access == TreeAccess::kDenied;
     },
     [](const Facts&) -> int { return kExitPermission; }, DeniedMessage},
    {"supervision-required-no-tree",
     [](const Case& c) {
       return c.SupervisionRequired() && c.closed_gate == kS6EvidenceGate;
     },
     [](const Facts&) -> int { return kExitS6; }, NoTreeMessage},
    {"supervision-required-no-s6",
     [](const Case& c) {
       return c.SupervisionRequired() && c.AllGatesOpen() &&
              !c.facts.missing_s6.empty();
     },
     [](const Facts&) -> int { return kExitS6; }, MissingS6Message},
};

}  // namespace

Obstacle FirstObstacle(const Facts& facts, std::string_view closed_gate) {
  const Case subject{facts, closed_gate};
  for (const Row& row : kRows) {
    if (!row.applies(subject)) continue;
    return {row.name, row.exit_code(facts), row.message(facts)};
  }
  return {};
}

}  // namespace hermes
