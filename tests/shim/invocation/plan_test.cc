#include "shim/invocation/plan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/invocation/gates.h"

namespace hermes {
namespace {

Facts GatewayRunInTree() {
  Facts facts;
  facts.invocation.kind = InvocationKind::kGatewayRun;
  facts.invocation.argv = {"hermes", "gateway", "run"};
  facts.tree = {TreeAccess::kLive, "/run/service"};
  facts.program.path = "/opt/hermes/libexec/hermes";
  facts.profile.name = "coder";
  return facts;
}

Facts Command() {
  Facts facts;
  facts.invocation.kind = InvocationKind::kPath;
  facts.invocation.argv = {"/bin/true", "x"};
  facts.program.path = "/bin/true";
  return facts;
}

Facts AsPid1(Facts facts) {
  facts.is_pid_1 = true;
  facts.tree = {};
  return facts;
}

void ExpectForeground(const Plan& plan) {
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kExec));
  EXPECT_EQ(plan.program, "/opt/hermes/libexec/hermes");
  EXPECT_EQ(plan.argv.front(), "hermes");
  EXPECT_FALSE(plan.supervise);
}

// Root below another PID 1, in an image that has a hermes user.
Facts RootUnderForeignInit() {
  Facts facts = GatewayRunInTree();
  facts.tree = {};
  facts.uid = 0;
  facts.knows_hermes_user = true;
  return facts;
}

TEST(DropRootTest, DropsRootForHermesBelowForeignInit) {
  EXPECT_TRUE(Decide(RootUnderForeignInit()).drop_root);
}

struct RootCase {
  std::string name;
  void (*change)(Facts&);
};

class KeepRootTest : public testing::TestWithParam<RootCase> {};

TEST_P(KeepRootTest, DoesNotDropRootIfThisConditionChanges) {
  Facts facts = RootUnderForeignInit();
  GetParam().change(facts);
  EXPECT_FALSE(Decide(facts).drop_root);
}

INSTANTIATE_TEST_SUITE_P(
    Table, KeepRootTest,
    testing::Values(
        RootCase{"NotRoot", [](Facts& f) { f.uid = 1234; }},
        RootCase{"NoHermesUser", [](Facts& f) { f.knows_hermes_user = false; }},
        RootCase{"RootIsAllowed", [](Facts& f) { f.root_is_allowed = true; }},
        RootCase{"Sentinel", [](Facts& f) { f.sentinel = true; }},
        RootCase{"FrontDoor", [](Facts& f) { f.is_front_door = true; }},
        RootCase{"AnotherCommand",
                 [](Facts& f) { f.invocation.kind = InvocationKind::kPath; }},
        RootCase{"OwnInit", [](Facts& f) { f.is_pid_1 = true; }}),
    [](const testing::TestParamInfo<RootCase>& i) { return i.param.name; });

// The five cases of the redirect from `gateway run` to supervision.
TEST(RedirectTest, RunsGatewayInForegroundOnHost) {
  Facts facts = GatewayRunInTree();
  facts.tree = {};
  const Plan plan = Decide(facts);
  ExpectForeground(plan);
  EXPECT_EQ(plan.closed_gate, kS6EvidenceGate);
  EXPECT_EQ(plan.argv, facts.invocation.argv);
}

TEST(RedirectTest, SupervisesGatewayUnderS6) {
  const Plan plan = Decide(GatewayRunInTree());
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kSupervise));
  EXPECT_EQ(plan.closed_gate, "");
  EXPECT_EQ(plan.profile, "coder");
  EXPECT_TRUE(plan.messages.empty());
}

TEST(RedirectTest, DoesNotRedirectSupervisedChildAgain) {
  Facts facts = GatewayRunInTree();
  facts.sentinel = true;
  const Plan plan = Decide(facts);
  ExpectForeground(plan);
  EXPECT_EQ(plan.closed_gate, kSentinelGate);
  EXPECT_EQ(plan.profile, "");
}

TEST(RedirectTest, ObeysOptOutFlag) {
  Facts facts = GatewayRunInTree();
  facts.invocation.gateway_run.opt_out = true;
  facts.invocation.argv.push_back("--no-supervise");
  const Plan plan = Decide(facts);
  ExpectForeground(plan);
  EXPECT_EQ(plan.closed_gate, kOptOutFlagGate);
  EXPECT_EQ(plan.argv.back(), "--no-supervise");
}

TEST(RedirectTest, ObeysOptOutVariableOnlyIfTrue) {
  Facts facts = GatewayRunInTree();
  facts.opt_out_variable = "Yes";
  ExpectForeground(Decide(facts));
  EXPECT_EQ(Decide(facts).closed_gate, kOptOutVariableGate);
  facts.opt_out_variable = "ture";
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kSupervise));
}

TEST(DecideTest, ExecutesCommandOfUser) {
  const Plan plan = Decide(Command());
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kExec));
  EXPECT_EQ(plan.program, "/bin/true");
  EXPECT_EQ(plan.argv, (std::vector<std::string>{"/bin/true", "x"}));
  EXPECT_EQ(plan.profile, "");
}

TEST(DecideTest, StartsNoSecondHeartbeatThroughDockerExec) {
  Facts facts = GatewayRunInTree();
  facts.is_front_door = true;
  EXPECT_EQ(ActionName(Decide(facts).action),
            ActionName(Action::kStartSupervised));
}

TEST(DecideTest, ExecutesOtherCommandsThroughDockerExec) {
  Facts facts = Command();
  facts.is_front_door = true;
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kExec));
}

TEST(DecideTest, SupervisesInOwnTreeAsPid1) {
  const Plan plan = Decide(AsPid1(GatewayRunInTree()));
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kOwnInit));
  EXPECT_TRUE(plan.supervise);
  EXPECT_EQ(plan.profile, "coder");
}

TEST(DecideTest, RunsOptedOutGatewayInForegroundOfOwnTreeAsPid1) {
  Facts facts = AsPid1(GatewayRunInTree());
  facts.opt_out_variable = "1";
  const Plan plan = Decide(facts);
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kOwnInit));
  EXPECT_FALSE(plan.supervise);
  EXPECT_EQ(plan.profile, "coder");
}

TEST(DecideTest, RunsCommandOfUserInOwnTreeAsPid1) {
  const Plan plan = Decide(AsPid1(Command()));
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kOwnInit));
  EXPECT_FALSE(plan.supervise);
  EXPECT_EQ(plan.profile, "");
}

Facts AlwaysWithoutATree() {
  Facts facts = GatewayRunInTree();
  facts.tree = {};
  facts.supervise_variable = "always";
  return facts;
}

TEST(DecideTest, MakesTreeBelowAnotherPid1InAlwaysMode) {
  const Plan plan = Decide(AlwaysWithoutATree());
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kOwnTree));
  EXPECT_TRUE(plan.supervise);
  EXPECT_FALSE(plan.drop_root) << "the tree's parent drops root itself";
  EXPECT_EQ(plan.profile, "coder");
  EXPECT_TRUE(plan.messages.empty());
}

TEST(DecideTest, UsesExistingTreeInAlwaysMode) {
  Facts facts = GatewayRunInTree();
  facts.supervise_variable = "always";
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kSupervise));
}

TEST(DecideTest, MakesTreeForFrontDoorInAlwaysMode) {
  Facts facts = AlwaysWithoutATree();
  facts.is_front_door = true;
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kOwnTree));
}

TEST(DecideTest, MakesNoTreeWithoutS6InAlwaysMode) {
  Facts facts = AlwaysWithoutATree();
  facts.missing_s6 = {"s6-svc"};
  const Plan plan = Decide(facts);
  ExpectForeground(plan);
  EXPECT_EQ(plan.messages.size(), 1u);
}

TEST(DecideTest, MakesNoTreeForOtherCommandsInAlwaysMode) {
  Facts facts = Command();
  facts.supervise_variable = "always";
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kExec));
}

TEST(DecideTest, ExecutesS6OverlayInitAsPid1BeforeAnyCheck) {
  Facts facts = AsPid1(GatewayRunInTree());
  facts.has_overlay_init = true;
  facts.program = {"", 127, "/a/hermes"};
  EXPECT_EQ(ActionName(Decide(facts).action),
            ActionName(Action::kExecOverlayInit));
}

TEST(DecideTest, DoesNotStartS6OverlayInitAgainBelowPid1) {
  Facts facts = GatewayRunInTree();
  facts.has_overlay_init = true;
  EXPECT_EQ(ActionName(Decide(facts).action), ActionName(Action::kSupervise));
}

TEST(DecideTest, RunsInForegroundWithWarningIfS6IsMissing) {
  Facts facts = GatewayRunInTree();
  facts.missing_s6 = {"s6-svc"};
  const Plan plan = Decide(facts);
  ExpectForeground(plan);
  EXPECT_EQ(plan.messages.size(), 1u);
  const Plan as_pid_1 = Decide(AsPid1(facts));
  EXPECT_EQ(ActionName(as_pid_1.action), ActionName(Action::kOwnInit));
  EXPECT_FALSE(as_pid_1.supervise);
}

TEST(DecideTest, PrintsOnlyTheReasonOfARefusal) {
  Facts facts = GatewayRunInTree();
  facts.opt_out_variable = "ture";
  facts.program = {"", 127, "/a/hermes"};
  const Plan plan = Decide(facts);
  EXPECT_EQ(ActionName(plan.action), ActionName(Action::kRefuse));
  EXPECT_EQ(plan.exit_code, 127);
  EXPECT_EQ(plan.messages.size(), 1u);
}

TEST(DecideTest, ReportsThatSupervisionIsRequired) {
  Facts facts = GatewayRunInTree();
  EXPECT_FALSE(Decide(facts).supervision_required);
  facts.supervise_variable = "require";
  EXPECT_TRUE(Decide(facts).supervision_required);
}

}  // namespace
}  // namespace hermes
