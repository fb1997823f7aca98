#include "shim/reconcile/boot_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/reconcile/boot_settings.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

BootFacts Boot(CommandRole role, const std::string& profile = "default") {
  BootFacts facts;
  facts.role = role;
  if (role == CommandRole::kSupervisedRun ||
      role == CommandRole::kForegroundRun) {
    facts.command_profile = profile;
  }
  return facts;
}

ProfileFacts Profile(const std::string& name, Intent intent) {
  ProfileFacts facts;
  facts.profile = name;
  facts.recorded.intent = intent;
  facts.recorded.prior_state = "running";
  return facts;
}

ProfilePlan PlanOf(const BootFacts& boot, const ProfileFacts& profile) {
  return PlanBoot(boot, {profile}).profiles.front();
}

TEST(BootPlanTest, DerivesRoleFromCommand) {
  EXPECT_EQ(BootFactsOf("", false, {}).role, CommandRole::kOther);
  EXPECT_EQ(BootFactsOf("coder", false, {}).role, CommandRole::kForegroundRun);
  EXPECT_EQ(BootFactsOf("coder", true, {}).role, CommandRole::kSupervisedRun);
  EXPECT_EQ(BootFactsOf("coder", true, {}).command_profile, "coder");
}

TEST(BootPlanTest, StartsCommandsProfileWhateverIsRecorded) {
  for (const Intent intent :
       {Intent::kNone, Intent::kRunning, Intent::kStopped}) {
    const ProfilePlan plan =
        PlanOf(Boot(CommandRole::kSupervisedRun), Profile("default", intent));
    EXPECT_TRUE(plan.up);
    EXPECT_EQ(plan.reason, "command");
    EXPECT_EQ(plan.action, "started");
    EXPECT_EQ(plan.start_delay_s, 0);
  }
}

TEST(BootPlanTest, StartsCommandsProfileEvenIfItsLockIsHeldElsewhere) {
  ProfileFacts profile = Profile("default", Intent::kStopped);
  profile.lock_holder = LockHolder::kElsewhere;
  BootFacts boot = Boot(CommandRole::kSupervisedRun);
  boot.settings.autostart = Autostart::kNever;
  const ProfilePlan plan = PlanOf(boot, profile);
  EXPECT_TRUE(plan.up);
  EXPECT_FALSE(plan.sweeps);
}

TEST(BootPlanTest, HoldsProfileOfForegroundCommandDown) {
  BootFacts boot = Boot(CommandRole::kForegroundRun, "coder");
  boot.settings.autostart = Autostart::kAlways;
  const ProfilePlan plan = PlanOf(boot, Profile("coder", Intent::kRunning));
  EXPECT_EQ(plan.reason, "foreground");
  EXPECT_FALSE(plan.up);
  EXPECT_TRUE(plan.runs_in_foreground);
  EXPECT_EQ(plan.action, "registered");
  EXPECT_TRUE(plan.sweeps);
  EXPECT_EQ(PlanOf(boot, Profile("other", Intent::kRunning)).reason, "running");
}

struct FollowCase {
  std::string name;
  CommandRole role;
  Autostart autostart;
  bool follows;
  bool concerns_data;
};

class FollowTest : public testing::TestWithParam<FollowCase> {};

TEST_P(FollowTest, StartsRecordedProfilesAndTouchesDataAsTableSays) {
  BootFacts boot = Boot(GetParam().role);
  boot.settings.autostart = GetParam().autostart;
  EXPECT_EQ(FollowsIntent(boot), GetParam().follows);
  EXPECT_EQ(ConcernsData(boot), GetParam().concerns_data);
  const ProfilePlan plan = PlanOf(boot, Profile("coder", Intent::kRunning));
  EXPECT_EQ(plan.up, GetParam().follows);
  EXPECT_EQ(plan.reason, GetParam().follows ? "running" : "not-asked");
  EXPECT_EQ(plan.sweeps, GetParam().concerns_data);
}

INSTANTIATE_TEST_SUITE_P(
    Table, FollowTest,
    testing::Values(FollowCase{"OtherUnset", CommandRole::kOther,
                               Autostart::kUnset, false, false},
                    FollowCase{"OtherAlways", CommandRole::kOther,
                               Autostart::kAlways, true, true},
                    FollowCase{"OtherNever", CommandRole::kOther,
                               Autostart::kNever, false, false},
                    FollowCase{"RunUnset", CommandRole::kSupervisedRun,
                               Autostart::kUnset, true, true},
                    FollowCase{"RunAlways", CommandRole::kSupervisedRun,
                               Autostart::kAlways, true, true},
                    FollowCase{"RunNever", CommandRole::kSupervisedRun,
                               Autostart::kNever, false, true},
                    FollowCase{"ForegroundUnset", CommandRole::kForegroundRun,
                               Autostart::kUnset, false, true},
                    FollowCase{"ForegroundAlways", CommandRole::kForegroundRun,
                               Autostart::kAlways, true, true},
                    FollowCase{"ReconcileUnset", CommandRole::kReconcile,
                               Autostart::kUnset, true, true},
                    FollowCase{"ReconcileNever", CommandRole::kReconcile,
                               Autostart::kNever, false, true}),
    [](const testing::TestParamInfo<FollowCase>& row) {
      return row.param.name;
    });

TEST(BootPlanTest, StartsOtherProfilesIfRecordedAsRunning) {
  const BootFacts boot = Boot(CommandRole::kSupervisedRun);
  const ProfilePlan running = PlanOf(boot, Profile("a", Intent::kRunning));
  EXPECT_TRUE(running.up);
  EXPECT_EQ(running.action, "started");
  const ProfilePlan stopped = PlanOf(boot, Profile("a", Intent::kStopped));
  EXPECT_FALSE(stopped.up);
  EXPECT_EQ(stopped.reason, "stopped");
  EXPECT_EQ(stopped.action, "registered");
  const ProfilePlan unknown = PlanOf(boot, Profile("a", Intent::kNone));
  EXPECT_FALSE(unknown.up);
  EXPECT_EQ(unknown.reason, "nothing-recorded");
}

TEST(BootPlanTest, ReportsOtherProfilesThatStayDownBecauseHeldElsewhere) {
  ProfileFacts profile = Profile("coder", Intent::kRunning);
  profile.lock_holder = LockHolder::kElsewhere;
  const BootPlan plan = PlanBoot(Boot(CommandRole::kSupervisedRun), {profile});
  EXPECT_FALSE(plan.profiles[0].up);
  EXPECT_EQ(plan.profiles[0].reason, "held-elsewhere");
  EXPECT_EQ(plan.profiles[0].action, "skipped");
  EXPECT_FALSE(plan.profiles[0].sweeps);
  EXPECT_THAT(BootRemarks(plan), ElementsAre(HasSubstr("gateway-coder")));
}

TEST(BootPlanTest, DoesNotReportHeldProfileThatIsRecordedAsStopped) {
  ProfileFacts profile = Profile("coder", Intent::kStopped);
  profile.lock_holder = LockHolder::kElsewhere;
  EXPECT_THAT(
      BootRemarks(PlanBoot(Boot(CommandRole::kSupervisedRun), {profile})),
      IsEmpty());
}

TEST(BootPlanTest, StartsProfileHeldInThisContainerWithoutSweepingIt) {
  ProfileFacts profile = Profile("coder", Intent::kRunning);
  profile.lock_holder = LockHolder::kHere;
  const ProfilePlan plan = PlanOf(Boot(CommandRole::kSupervisedRun), profile);
  EXPECT_TRUE(plan.up);
  EXPECT_FALSE(plan.sweeps);
}

TEST(BootPlanTest, StaggersStartsAndStartsCommandsProfileFirst) {
  BootFacts boot = Boot(CommandRole::kSupervisedRun, "coder");
  boot.settings.start_stagger_s = 3;
  const BootPlan plan = PlanBoot(
      boot,
      {Profile("default", Intent::kRunning), Profile("ann", Intent::kStopped),
       Profile("bob", Intent::kRunning), Profile("coder", Intent::kNone)});
  std::vector<int> delays;
  for (const ProfilePlan& profile : plan.profiles) {
    delays.push_back(profile.start_delay_s);
  }
  EXPECT_THAT(delays, ElementsAre(3, 0, 6, 0));
}

TEST(BootPlanTest, StartsFirstProfileAtOnceIfCommandHasNoProfile) {
  BootFacts boot = Boot(CommandRole::kOther);
  boot.settings.autostart = Autostart::kAlways;
  boot.settings.start_stagger_s = 2;
  const BootPlan plan = PlanBoot(boot, {Profile("default", Intent::kRunning),
                                        Profile("ann", Intent::kRunning)});
  EXPECT_EQ(plan.profiles[0].start_delay_s, 0);
  EXPECT_EQ(plan.profiles[1].start_delay_s, 2);
}

ProfileFacts Blank(const std::string& name) {
  ProfileFacts profile = Profile(name, Intent::kNone);
  profile.recorded.prior_state = "missing";
  return profile;
}

TEST(BootPlanTest, SeedsBootstrapStateOnlyForBlankDefaultProfile) {
  BootFacts boot = Boot(CommandRole::kOther);
  boot.settings.autostart = Autostart::kAlways;
  boot.settings.bootstrap_state = Intent::kRunning;
  const ProfilePlan blank = PlanOf(boot, Blank("default"));
  EXPECT_TRUE(blank.seeds_state);
  EXPECT_TRUE(blank.seeds_running);
  EXPECT_TRUE(blank.up);
  EXPECT_FALSE(PlanOf(boot, Blank("coder")).seeds_state);
  const ProfilePlan used = PlanOf(boot, Profile("default", Intent::kStopped));
  EXPECT_FALSE(used.seeds_state);
  EXPECT_FALSE(used.up);
}

TEST(BootPlanTest, SeedsStoppedIfBootstrapStateIsStopped) {
  BootFacts boot = Boot(CommandRole::kSupervisedRun, "coder");
  boot.settings.bootstrap_state = Intent::kStopped;
  const ProfilePlan plan = PlanOf(boot, Blank("default"));
  EXPECT_TRUE(plan.seeds_state);
  EXPECT_FALSE(plan.seeds_running);
  EXPECT_EQ(plan.reason, "stopped");
}

TEST(BootPlanTest, SeedsNothingInContainerOfAnotherCommand) {
  BootFacts boot = Boot(CommandRole::kOther);
  boot.settings.bootstrap_state = Intent::kRunning;
  EXPECT_FALSE(PlanOf(boot, Blank("default")).seeds_state);
}

TEST(BootPlanTest, DerivesPriorExitFromCleanShutdownAndStateFile) {
  const BootFacts boot = Boot(CommandRole::kSupervisedRun);
  ProfileFacts profile = Profile("a", Intent::kRunning);
  EXPECT_EQ(PlanOf(boot, profile).prior_exit, "unclean");
  profile.ended_clean = true;
  EXPECT_EQ(PlanOf(boot, profile).prior_exit, "clean");
  EXPECT_EQ(PlanOf(boot, Blank("a")).prior_exit, "unknown");
}

TEST(BootPlanTest,
     StartsDashboardOnlyWithItsSwitchAndASupervisedRunOrAutostart) {
  BootFacts boot = Boot(CommandRole::kSupervisedRun);
  EXPECT_FALSE(PlanBoot(boot, {}).dashboard_up);
  boot.settings.dashboard_enabled = true;
  EXPECT_TRUE(PlanBoot(boot, {}).dashboard_up);
  boot.role = CommandRole::kForegroundRun;
  EXPECT_FALSE(PlanBoot(boot, {}).dashboard_up);
  boot.role = CommandRole::kOther;
  EXPECT_FALSE(PlanBoot(boot, {}).dashboard_up);
  boot.settings.autostart = Autostart::kAlways;
  EXPECT_TRUE(PlanBoot(boot, {}).dashboard_up);
}

}  // namespace
}  // namespace hermes
