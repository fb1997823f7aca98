#include "shim/invocation/gates.h"

#include <string_view>

#include "shim/base/truth.h"
#include "shim/invocation/facts.h"
#include "shim/invocation/supervise_mode.h"

namespace hermes {
namespace {

struct Gate {
  std::string_view name;
  bool (*closed)(const Facts&);
};

constexpr Gate kGates[] = {
    {kSentinelGate, [](const Facts& f) { return f.sentinel; }},
    {kOptOutFlagGate,
     [](const Facts& f) { return f.invocation.gateway_run.opt_out; }},
    {kOptOutVariableGate,
     [](const Facts& f) {
       return ParseTruth(f.opt_out_variable) == Truth::kTrue;
     }},
    // As PID 1, or with HERMES_GATEWAY_SUPERVISE=always, this program makes the
    // tree itself.
    {kS6EvidenceGate,
     [](const Facts& f) {
       return f.tree.access == TreeAccess::kNone && !f.is_pid_1 &&
              ParseSuperviseMode(f.supervise_variable) !=
                  SuperviseMode::kAlways;
     }},
};

}  // namespace

std::string_view FirstClosedGate(const Facts& facts) {
  for (const Gate& gate : kGates) {
    if (gate.closed(facts)) return gate.name;
  }
  return "";
}

}  // namespace hermes
