#include "shim/facts/gather.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"

namespace hermes {
namespace {

using Strings = std::vector<std::string>;

// This process is not PID 1 of its namespace, and trees are searched for only
// in a directory without any.
class GatherFactsTest : public testing::Test {
 protected:
  GatherFactsTest() : root_(testing::TempDir() + "/gather_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    gateway_ = root_ + "/hermes";
    std::ofstream(gateway_) << "#!/bin/sh\n";
    EXPECT_EQ(chmod(gateway_.c_str(), 0755), 0);
    context_.shim_program = root_ + "/hermes-entry";
    variables_ = {"PATH=" + root_, "HERMES_ENTRY_RUN_DIR=" + root_};
  }

  Facts Gather(const Strings& args) {
    context_.environment = Environment(variables_);
    return GatherFacts(context_, args, false).facts;
  }

  std::string root_;
  std::string gateway_;
  ProcessContext context_;
  Strings variables_;
};

TEST_F(GatherFactsTest, ResolvesWordOnPath) {
  std::ofstream(root_ + "/tool") << "#!/bin/sh\n";
  ASSERT_EQ(chmod((root_ + "/tool").c_str(), 0755), 0);
  const Facts facts = Gather({"tool", "x"});
  EXPECT_EQ(facts.invocation.kind, InvocationKind::kOnPath);
  EXPECT_EQ(facts.program.path, root_ + "/tool");
}

TEST_F(GatherFactsTest, AcceptsPathWithoutExaminingIt) {
  const Facts facts = Gather({"/gone/tool"});
  EXPECT_EQ(facts.program.path, "/gone/tool");
  EXPECT_EQ(facts.program.exit_code, 0);
}

TEST_F(GatherFactsTest, LooksUpHermes) {
  EXPECT_EQ(Gather({"chat"}).program.path, gateway_);
  ASSERT_EQ(unlink(gateway_.c_str()), 0);
  const Facts facts = Gather({"chat"});
  EXPECT_EQ(facts.program.exit_code, 127);
  EXPECT_NE(facts.program.tried.find(gateway_), std::string::npos);
}

TEST_F(GatherFactsTest, ReadsVariablesOfGatewayRun) {
  variables_.push_back("HERMES_GATEWAY_NO_SUPERVISE=ture");
  variables_.push_back("HERMES_GATEWAY_SUPERVISE=require");
  variables_.push_back("HERMES_ENTRY_DEPTH=2");
  const Facts facts = Gather({"gateway", "run"});
  EXPECT_FALSE(facts.sentinel);
  EXPECT_EQ(facts.opt_out_variable, "ture");
  EXPECT_EQ(facts.supervise_variable, "require");
  EXPECT_EQ(facts.depth, 2);
  EXPECT_EQ(facts.profile.name, "default");
  EXPECT_FALSE(facts.is_pid_1);
}

TEST_F(GatherFactsTest, TreatsEmptySentinelAsUnset) {
  variables_.push_back("HERMES_S6_SUPERVISED_CHILD=");
  EXPECT_FALSE(Gather({"gateway", "run"}).sentinel);
  variables_.back() = "HERMES_S6_SUPERVISED_CHILD=0";
  EXPECT_TRUE(Gather({"gateway", "run"}).sentinel);
}

TEST_F(GatherFactsTest, DoesNotCheckThatProfileExistsOnHost) {
  EXPECT_EQ(Gather({"-p", "coder", "gateway", "run"}).profile.name, "coder");
  EXPECT_NE(Gather({"-p", "../x", "gateway", "run"}).profile.error, "");
}

TEST_F(GatherFactsTest, ReadsProfileFromHome) {
  variables_.push_back("HERMES_HOME=/opt/data/profiles/coder");
  EXPECT_EQ(Gather({"gateway", "run"}).profile.name, "coder");
}

}  // namespace
}  // namespace hermes
