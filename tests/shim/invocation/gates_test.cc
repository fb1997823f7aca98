#include "shim/invocation/gates.h"

#include <gtest/gtest.h>

namespace hermes {
namespace {

// A `gateway run` below a live tree of another PID 1: every gate is open.
Facts AllOpen() {
  Facts facts;
  facts.invocation.kind = InvocationKind::kGatewayRun;
  facts.tree = {TreeAccess::kLive, "/run/service"};
  return facts;
}

TEST(GatesTest, ReportsNoGateIfAllAreOpen) {
  EXPECT_EQ(FirstClosedGate(AllOpen()), "");
}

TEST(GatesTest, ClosesForSentinelAlone) {
  Facts facts = AllOpen();
  facts.sentinel = true;
  EXPECT_EQ(FirstClosedGate(facts), kSentinelGate);
}

TEST(GatesTest, ClosesForOptOutFlagAlone) {
  Facts facts = AllOpen();
  facts.invocation.gateway_run.opt_out = true;
  EXPECT_EQ(FirstClosedGate(facts), kOptOutFlagGate);
}

TEST(GatesTest, ClosesForOptOutVariableAlone) {
  for (const char* value : {"1", "true", "YES"}) {
    Facts facts = AllOpen();
    facts.opt_out_variable = value;
    EXPECT_EQ(FirstClosedGate(facts), kOptOutVariableGate) << value;
  }
}

TEST(GatesTest, StaysOpenForOtherValuesOfOptOutVariable) {
  for (const char* value : {"", "0", "false", "no", "on", "ture", " 1"}) {
    Facts facts = AllOpen();
    facts.opt_out_variable = value;
    EXPECT_EQ(FirstClosedGate(facts), "") << value;
  }
}

TEST(GatesTest, ClosesForMissingS6EvidenceAlone) {
  Facts facts = AllOpen();
  facts.tree = {};
  EXPECT_EQ(FirstClosedGate(facts), kS6EvidenceGate);
}

TEST(GatesTest, AcceptsTreeThatDeniesAccessAsEvidence) {
  Facts facts = AllOpen();
  facts.tree.access = TreeAccess::kDenied;
  EXPECT_EQ(FirstClosedGate(facts), "");
}

TEST(GatesTest, NeedsNoTreeAsPid1) {
  Facts facts = AllOpen();
  facts.tree = {};
  facts.is_pid_1 = true;
  EXPECT_EQ(FirstClosedGate(facts), "");
}

TEST(GatesTest, NeedsNoTreeInAlwaysMode) {
  Facts facts = AllOpen();
  facts.tree = {};
  facts.supervise_variable = "always";
  EXPECT_EQ(FirstClosedGate(facts), "");
}

TEST(GatesTest, NeedsTreeInEveryOtherMode) {
  for (const char* value : {"", "auto", "require", "ALWAYS", "nonsense"}) {
    Facts facts = AllOpen();
    facts.tree = {};
    facts.supervise_variable = value;
    EXPECT_EQ(FirstClosedGate(facts), kS6EvidenceGate) << value;
  }
}

TEST(GatesTest, ChecksSentinelFlagVariableEvidenceInThisOrder) {
  Facts facts;
  facts.invocation.kind = InvocationKind::kGatewayRun;
  facts.sentinel = true;
  facts.invocation.gateway_run.opt_out = true;
  facts.opt_out_variable = "1";
  EXPECT_EQ(FirstClosedGate(facts), kSentinelGate);
  facts.sentinel = false;
  EXPECT_EQ(FirstClosedGate(facts), kOptOutFlagGate);
  facts.invocation.gateway_run.opt_out = false;
  EXPECT_EQ(FirstClosedGate(facts), kOptOutVariableGate);
  facts.opt_out_variable = "";
  EXPECT_EQ(FirstClosedGate(facts), kS6EvidenceGate);
}

}  // namespace
}  // namespace hermes
