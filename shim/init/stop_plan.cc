#include "shim/init/stop_plan.h"

namespace hermes {
namespace {

constexpr long kOrphanGraceMs = 1000;
constexpr long kLoggerGraceMs = 1000;
constexpr long kLoggersAloneMs = 3000;
constexpr long kGiveUpAfterMs = 5000;

struct StopRule {
  bool (*applies)(const StopFacts&);
  StopStep step;
};

// The first rule that applies decides.
constexpr StopRule kStopRules[] = {
    {[](const StopFacts& f) { return !f.anything_left; }, StopStep::kDone},
    {[](const StopFacts& f) {
       return f.since_stop >= f.deadline + kGiveUpAfterMs;
     },
     StopStep::kGiveUp},
    {[](const StopFacts& f) {
       return f.since_stop >= f.deadline + kLoggerGraceMs;
     },
     StopStep::kKillEverything},
    {[](const StopFacts& f) {
       return f.since_loggers_alone >= kLoggersAloneMs;
     },
     StopStep::kKillEverything},
    {[](const StopFacts& f) {
       return f.gateways_left && f.since_stop >= f.deadline;
     },
     StopStep::kKillGateways},
    {[](const StopFacts& f) {
       return !f.gateways_left && f.orphans_left &&
              f.since_orphan_term >= kOrphanGraceMs;
     },
     StopStep::kKillOrphans},
    {[](const StopFacts& f) {
       return !f.gateways_left && f.orphans_left && f.since_orphan_term < 0;
     },
     StopStep::kTerminateOrphans},
};

}  // namespace

StopStep NextStopStep(const StopFacts& facts) {
  for (const StopRule& rule : kStopRules) {
    if (rule.applies(facts)) return rule.step;
  }
  return StopStep::kWait;
}

}  // namespace hermes
