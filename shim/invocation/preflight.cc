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

// An invocation with its first closed gate. `closed_gate` is empty if all gates
// of a gateway run are open and for every other command.
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
  return "hermes-entry started itself " + std::to_string(facts.depth) +
         " times instead of hermes: HERMES_BIN or a program named 'hermes' on "
         "PATH leads back to hermes-entry; set HERMES_BIN to the gateway's "
         "program";
}

std::string GatewayMessage(const Facts& facts) {
  const std::string what = facts.program.exit_code == kExitNotFound
                               ? "hermes was not found"
                               : "hermes was found but cannot be executed";
  return what + "; looked at " +
         (facts.program.tried.empty() ? "nothing, because PATH is empty"
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
         " may not operate it, and a second gateway is not started next to "
         "it: run this command as the tree's user, or with --no-supervise";
}

std::string NoTreeMessage(const Facts&) {
  return "HERMES_GATEWAY_SUPERVISE is 'require', but hermes-entry is not PID 1 "
         "and no live s6 tree was found, so nothing can supervise the gateway: "
         "start the container without another init (no --init), or unset the "
         "variable";
}

std::string MissingS6Message(const Facts& facts) {
  return DescribeMissingS6(facts) +
         ", and HERMES_GATEWAY_SUPERVISE is 'require': install s6, or unset "
         "the variable to run the gateway in the foreground";
}

// The first row that applies counts. The program is checked before supervision,
// which would be useless without it.
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
