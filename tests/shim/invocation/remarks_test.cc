#include "shim/invocation/remarks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/invocation/gates.h"

namespace hermes {
namespace {

Facts SupervisedRun() {
  Facts facts;
  facts.invocation.kind = InvocationKind::kGatewayRun;
  facts.tree = {TreeAccess::kLive, "/run/service"};
  facts.profile.name = "default";
  return facts;
}

std::vector<std::string> RemarksOn(const Facts& facts) {
  return Remarks(facts, FirstClosedGate(facts));
}

void ExpectOneLine(const Facts& facts, const std::string& what) {
  const std::vector<std::string> lines = RemarksOn(facts);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find(what), std::string::npos) << lines[0];
  EXPECT_EQ(lines[0].find("under s6 supervision"), std::string::npos);
}

TEST(RemarksTest, PrintsNothingForOrdinarySupervisedRun) {
  EXPECT_TRUE(RemarksOn(SupervisedRun()).empty());
}

TEST(RemarksTest, NamesGatewayRunWithoutCommandAndTerminal) {
  Facts facts;
  facts.stdin_is_terminal = false;
  const std::vector<std::string> lines = Remarks(facts, "");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("gateway run"), std::string::npos);
}

TEST(RemarksTest, PrintsNothingWithoutCommandAtTerminal) {
  Facts facts;
  facts.stdin_is_terminal = true;
  EXPECT_TRUE(Remarks(facts, "").empty());
}

TEST(RemarksTest, PrintsNothingForOtherCommands) {
  Facts facts = SupervisedRun();
  facts.invocation.kind = InvocationKind::kOnPath;
  facts.opt_out_variable = "ture";
  facts.supervise_variable = "nonsense";
  facts.missing_s6 = {"s6-svc"};
  EXPECT_TRUE(Remarks(facts, "").empty());
}

TEST(RemarksTest, PrintsNothingForSupervisedChild) {
  Facts facts = SupervisedRun();
  facts.sentinel = true;
  facts.opt_out_variable = "ture";
  EXPECT_TRUE(RemarksOn(facts).empty());
}

TEST(RemarksTest, NamesUnrecognisedOptOutOnce) {
  for (const char* value : {"on", "ture", " 1"}) {
    Facts facts = SupervisedRun();
    facts.opt_out_variable = value;
    ExpectOneLine(facts, "'" + std::string(value) + "'");
  }
}

TEST(RemarksTest, AcceptsFalseValuesOfOptOut) {
  for (const char* value : {"0", "false", "no", ""}) {
    Facts facts = SupervisedRun();
    facts.opt_out_variable = value;
    EXPECT_TRUE(RemarksOn(facts).empty()) << value;
  }
}

TEST(RemarksTest, PrintsNothingForOptOut) {
  Facts facts = SupervisedRun();
  facts.invocation.gateway_run.opt_out = true;
  EXPECT_TRUE(RemarksOn(facts).empty());
}

TEST(RemarksTest, NamesUnknownMode) {
  Facts facts = SupervisedRun();
  facts.supervise_variable = "sometimes";
  ExpectOneLine(facts, "'sometimes'");
}

TEST(RemarksTest, NamesInvalidUmask) {
  Facts facts = SupervisedRun();
  facts.umask_variable = "u=rwx";
  ExpectOneLine(facts, "'u=rwx'");
  facts.umask_variable = "027";
  EXPECT_TRUE(RemarksOn(facts).empty());
}

TEST(RemarksTest, ExplainsForegroundWithoutTree) {
  Facts facts = SupervisedRun();
  facts.tree = {};
  ExpectOneLine(facts, "not PID 1");
}

TEST(RemarksTest, NamesVariableThatMakesTree) {
  Facts facts = SupervisedRun();
  facts.tree = {};
  ExpectOneLine(facts, "HERMES_GATEWAY_SUPERVISE=always");
}

TEST(RemarksTest, PrintsNothingInAlwaysModeWithoutTree) {
  Facts facts = SupervisedRun();
  facts.tree = {};
  facts.supervise_variable = "always";
  EXPECT_TRUE(RemarksOn(facts).empty());
}

TEST(RemarksTest, PrintsNothingInAlwaysModeWithTree) {
  Facts facts = SupervisedRun();
  facts.supervise_variable = "always";
  EXPECT_TRUE(RemarksOn(facts).empty());
}

TEST(RemarksTest, NamesMissingS6Programs) {
  Facts facts = SupervisedRun();
  facts.missing_s6 = {"s6-svscanctl", "s6-svc"};
  ExpectOneLine(facts, "s6-svscanctl, s6-svc");
}

TEST(RemarksTest, PrintsProfileWarning) {
  Facts facts = SupervisedRun();
  facts.profile.warning = "active_profile is ignored";
  ExpectOneLine(facts, "active_profile is ignored");
}

}  // namespace
}  // namespace hermes
