#include "shim/reconcile/profile_data.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "shim/base/json_members.h"
#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/boot_settings.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

BootFacts SupervisedRun(const std::string& profile = "default") {
  BootFacts facts;
  facts.role = CommandRole::kSupervisedRun;
  facts.command_profile = profile;
  return facts;
}

std::vector<std::string> Settle(const TemporaryHome& root,
                                const BootFacts& facts) {
  return SettleData(root.path(),
                    PlanBoot(facts, GatherProfiles(root.path(), facts)));
}

TEST(GatherProfilesTest, ReadsStateLockAndCleanShutdown) {
  const TemporaryHome root;
  root.Write("gateway_state.json", R"({"gateway_state":"draining"})");
  root.Write(".clean_shutdown", "");
  root.Write("profiles/coder/SOUL.md", "");
  root.Write("profiles/coder/gateway.lock", "");
  const int lock =
      open(root.Path("profiles/coder/gateway.lock").c_str(), O_RDWR);
  ASSERT_EQ(flock(lock, LOCK_EX), 0);
  const std::vector<ProfileFacts> profiles =
      GatherProfiles(root.path(), SupervisedRun());
  close(lock);
  ASSERT_EQ(profiles.size(), 2u);
  EXPECT_EQ(profiles[0].profile, "default");
  EXPECT_EQ(profiles[0].recorded.intent, Intent::kRunning);
  EXPECT_TRUE(profiles[0].ended_clean);
  EXPECT_EQ(profiles[0].lock_holder, LockHolder::kNobody);
  EXPECT_EQ(profiles[1].profile, "coder");
  EXPECT_EQ(profiles[1].recorded.prior_state, "missing");
  EXPECT_FALSE(profiles[1].ended_clean);
  EXPECT_EQ(profiles[1].lock_holder, LockHolder::kElsewhere);
}

TEST(GatherProfilesTest, IncludesCommandsProfileWithoutSoul) {
  const TemporaryHome root;
  const std::vector<ProfileFacts> profiles =
      GatherProfiles(root.path(), SupervisedRun("coder"));
  ASSERT_EQ(profiles.size(), 2u);
  EXPECT_EQ(profiles[1].profile, "coder");
}

TEST(GatherProfilesTest, ReadsOnlyNamesForAnotherCommand) {
  const TemporaryHome root;
  root.Write("gateway_state.json", R"({"gateway_state":"running"})");
  const std::vector<ProfileFacts> profiles =
      GatherProfiles(root.path(), BootFacts{});
  ASSERT_EQ(profiles.size(), 1u);
  EXPECT_EQ(profiles[0].recorded.intent, Intent::kNone);
}

TEST(SettleDataTest, RemovesRuntimeFilesOnlyIfLockIsFree) {
  const TemporaryHome root;
  for (const char* home : {"", "profiles/held/", "profiles/free/"}) {
    root.Write(std::string(home) + "SOUL.md", "");
    root.Write(std::string(home) + "gateway.pid", "1");
    root.Write(std::string(home) + "processes.json", "[]");
    root.Write(std::string(home) + "gateway.lock", "");
  }
  const int lock =
      open(root.Path("profiles/held/gateway.lock").c_str(), O_RDWR);
  ASSERT_EQ(flock(lock, LOCK_EX), 0);
  EXPECT_THAT(Settle(root, SupervisedRun()), IsEmpty());
  close(lock);
  EXPECT_EQ(root.Read("gateway.pid"), "(none)");
  EXPECT_EQ(root.Read("processes.json"), "(none)");
  EXPECT_EQ(root.Read("profiles/free/gateway.pid"), "(none)");
  EXPECT_EQ(root.Read("profiles/held/gateway.pid"), "1");
  EXPECT_EQ(root.Read("profiles/held/processes.json"), "[]");
  EXPECT_EQ(root.Read("gateway.lock"), "");
}

TEST(SettleDataTest, LogsOneLineForEachProfile) {
  const TemporaryHome root;
  root.Write("profiles/coder/SOUL.md", "");
  root.Write("profiles/coder/gateway_state.json",
             R"({"gateway_state":"stopped"})");
  root.Write("profiles/coder/.clean_shutdown", "");
  EXPECT_THAT(Settle(root, SupervisedRun()), IsEmpty());
  const std::string log = root.Read("logs/container-boot.log");
  EXPECT_THAT(log, HasSubstr(" profile=default prior_state=missing "
                             "action=started prior_exit=unknown\n"));
  EXPECT_THAT(log, HasSubstr(" profile=coder prior_state=stopped "
                             "action=registered prior_exit=clean\n"));
}

TEST(SettleDataTest, WritesFirstStateFromBootstrapState) {
  const TemporaryHome root;
  BootFacts facts = SupervisedRun();
  facts.settings.bootstrap_state = Intent::kStopped;
  EXPECT_THAT(Settle(root, facts), IsEmpty());
  const std::string text = root.Read("gateway_state.json");
  EXPECT_EQ(JsonMember(text, "gateway_state"), "stopped");
  EXPECT_TRUE(JsonMember(text, "timestamp").has_value());
}

TEST(SettleDataTest, WritesNothingForAnotherCommand) {
  const TemporaryHome root;
  root.Write("gateway.pid", "1");
  BootFacts facts;
  facts.settings.bootstrap_state = Intent::kRunning;
  EXPECT_THAT(Settle(root, facts), IsEmpty());
  EXPECT_EQ(root.Names(), "gateway.pid ");
}

TEST(SettleDataTest, ContinuesAfterErrorsAndReturnsOneLineForEachKind) {
  const TemporaryHome root;
  root.Write("logs", "no directory");
  root.Write("profiles/a/SOUL.md", "");
  root.Write("profiles/b/SOUL.md", "");
  // A directory cannot be unlinked.
  for (const char* home : {"profiles/a/", "profiles/b/"}) {
    root.Write(std::string(home) + "gateway.pid/file", "");
    root.Write(std::string(home) + "processes.json", "[]");
  }
  EXPECT_THAT(Settle(root, SupervisedRun()),
              ElementsAre(HasSubstr("2 in all"), HasSubstr("boot log")));
  EXPECT_EQ(root.Read("profiles/b/processes.json"), "(none)");
}

TEST(SettleDataTest, ReportsThatProfilesDefaultIsIgnored) {
  const TemporaryHome root;
  root.Write("profiles/default/SOUL.md", "");
  EXPECT_THAT(Settle(root, SupervisedRun()),
              ElementsAre(HasSubstr("profiles/default")));
}

}  // namespace
}  // namespace hermes
