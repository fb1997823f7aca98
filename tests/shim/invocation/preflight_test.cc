#include "shim/invocation/preflight.h"

#include <gtest/gtest.h>

#include <string>

#include "shim/invocation/gates.h"

namespace hermes {
namespace {

// A `gateway run` below a live tree, without any obstacle.
Facts Possible() {
  Facts facts;
  facts.invocation.kind = InvocationKind::kGatewayRun;
  facts.invocation.argv = {"hermes", "gateway", "run"};
  facts.tree = {TreeAccess::kLive, "/run/service"};
  facts.program.path = "/opt/hermes/libexec/hermes";
  facts.profile.name = "default";
  facts.uid = 1234;
  return facts;
}

Obstacle Check(const Facts& facts) {
  return FirstObstacle(facts, FirstClosedGate(facts));
}

void ExpectRefused(const Facts& facts, const std::string& name, int exit_code,
                   const std::string& what) {
  const Obstacle obstacle = Check(facts);
  EXPECT_EQ(obstacle.name, name);
  EXPECT_EQ(obstacle.exit_code, exit_code);
  EXPECT_NE(obstacle.message.find(what), std::string::npos) << obstacle.message;
  EXPECT_EQ(obstacle.message.find('\n'), std::string::npos) << obstacle.message;
}

TEST(PreflightTest, AcceptsInvocationWithoutObstacle) {
  EXPECT_EQ(Check(Possible()).exit_code, 0);
  EXPECT_EQ(Check(Possible()).name, "");
}

TEST(PreflightTest, RefusesLoopAtDepthFour) {
  Facts facts = Possible();
  facts.depth = 3;
  EXPECT_EQ(Check(facts).exit_code, 0);
  facts.depth = 4;
  ExpectRefused(facts, "loop", 126, "HERMES_BIN");
}

TEST(PreflightTest, IgnoresDepthForProgramOfUser) {
  Facts facts = Possible();
  facts.invocation.kind = InvocationKind::kPath;
  facts.depth = 4;
  EXPECT_EQ(FirstObstacle(facts, "").exit_code, 0);
}

TEST(PreflightTest, RefusesWrongProfileAsUsageError) {
  Facts facts = Possible();
  facts.profile = {"", "profile 'x' does not exist", ""};
  ExpectRefused(facts, "profile", 64, "profile 'x' does not exist");
}

TEST(PreflightTest, LeavesProfileErrorToGatewayWithSentinel) {
  Facts facts = Possible();
  facts.profile = {"", "profile 'x' does not exist", ""};
  facts.sentinel = true;
  EXPECT_EQ(Check(facts).exit_code, 0);
}

TEST(PreflightTest, RefusesMissingGatewayWith127AndNamesEveryPath) {
  Facts facts = Possible();
  facts.program = {"", 127, "/a/hermes, /b/hermes"};
  ExpectRefused(facts, "gateway", 127, "/a/hermes, /b/hermes");
}

TEST(PreflightTest, RefusesGatewayThatCannotBeExecutedWith126) {
  Facts facts = Possible();
  facts.program = {"", 126, "/a/hermes (not executable)"};
  ExpectRefused(facts, "gateway", 126, "/a/hermes (not executable)");
}

TEST(PreflightTest, RefusesMissingCommandWith127AndNamesIt) {
  Facts facts = Possible();
  facts.invocation.kind = InvocationKind::kPath;
  facts.program = {"", 127, "/gone (no such file)"};
  const Obstacle obstacle = FirstObstacle(facts, "");
  EXPECT_EQ(obstacle.name, "command");
  EXPECT_EQ(obstacle.exit_code, 127);
  EXPECT_NE(obstacle.message.find("/gone"), std::string::npos);
}

TEST(PreflightTest, RefusesTreeThatDeniesThisUidWith77) {
  Facts facts = Possible();
  facts.tree.access = TreeAccess::kDenied;
  ExpectRefused(facts, "tree-denied", 77, "uid 1234");
}

TEST(PreflightTest, IgnoresDenyingTreeAfterOptOut) {
  Facts facts = Possible();
  facts.tree.access = TreeAccess::kDenied;
  facts.invocation.gateway_run.opt_out = true;
  EXPECT_EQ(Check(facts).exit_code, 0);
}

TEST(PreflightTest, RefusesRequireModeWithoutTreeWith69) {
  Facts facts = Possible();
  facts.tree = {};
  EXPECT_EQ(Check(facts).exit_code, 0);
  facts.supervise_variable = "require";
  ExpectRefused(facts, "supervision-required-no-tree", 69, "require");
}

TEST(PreflightTest, RefusesRequireModeWithoutS6With69AndNamesPrograms) {
  Facts facts = Possible();
  facts.missing_s6 = {"s6-svc", "s6-log"};
  EXPECT_EQ(Check(facts).exit_code, 0);
  facts.supervise_variable = "require";
  ExpectRefused(facts, "supervision-required-no-s6", 69, "s6-svc, s6-log");
}

TEST(PreflightTest, AcceptsOptOutInRequireMode) {
  Facts facts = Possible();
  facts.tree = {};
  facts.supervise_variable = "require";
  facts.opt_out_variable = "1";
  EXPECT_EQ(Check(facts).exit_code, 0);
}

}  // namespace
}  // namespace hermes
