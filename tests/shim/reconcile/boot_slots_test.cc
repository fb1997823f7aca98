#include "shim/reconcile/boot_slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/slot/service_directory.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SlotSpec Like() {
  SlotSpec spec;
  spec.shim_program = "/bin/sh";
  return spec;
}

ProfilePlan Profile(const std::string& name, bool up) {
  ProfilePlan plan;
  plan.profile = name;
  plan.up = up;
  return plan;
}

bool IsThere(const TemporaryHome& scandir, const std::string& name) {
  struct stat st;
  return lstat(scandir.Path(name).c_str(), &st) == 0;
}

TEST(BootSlotsTest, PublishesEveryProfileUpOrDownAsPlanned) {
  const TemporaryHome scandir;
  BootPlan plan;
  plan.profiles = {Profile("default", true), Profile("coder", false)};
  std::vector<std::string> lines;
  PublishSlotsOfOthers("", scandir.path(), plan, Like(), &lines);
  EXPECT_THAT(lines, IsEmpty());
  EXPECT_EQ(scandir.Names(), "gateway-coder gateway-default ");
  EXPECT_FALSE(IsThere(scandir, "gateway-default/down"));
  EXPECT_TRUE(IsThere(scandir, "gateway-coder/down"));
  EXPECT_EQ(scandir.Read("gateway-coder/data/slot"), "gateway-coder\n");
}

TEST(BootSlotsTest, MarksSlotOfForegroundProfileAsHeldDown) {
  const TemporaryHome scandir;
  BootPlan plan;
  plan.profiles = {Profile("default", false)};
  plan.profiles[0].runs_in_foreground = true;
  std::vector<std::string> lines;
  PublishSlotsOfOthers("", scandir.path(), plan, Like(), &lines);
  EXPECT_TRUE(IsThere(scandir, "gateway-default/data/foreground"));
}

TEST(BootSlotsTest, PublishesDespiteForeignFilesAndHalfBuiltDirectories) {
  const TemporaryHome scandir;
  scandir.Write(".gateway-default.staging-1-0/type", "long");
  scandir.Write("README", "mine");
  scandir.Write("gateway-taken", "a file under a slot's name");
  BootPlan plan;
  plan.profiles = {Profile("default", true), Profile("taken", true),
                   Profile("zoe", true)};
  std::vector<std::string> lines;
  // The file is not a slot, but it has the name of one that should be up.
  EXPECT_THAT(PublishSlotsOfOthers("", scandir.path(), plan, Like(), &lines),
              ElementsAre("gateway-taken"));
  EXPECT_EQ(scandir.Read("README"), "mine");
  EXPECT_EQ(scandir.Read("gateway-taken"), "a file under a slot's name");
  EXPECT_TRUE(IsThere(scandir, "gateway-zoe/run"));
}

TEST(BootSlotsTest, PublishesOneProfilesSlotOrAllOthers) {
  const TemporaryHome scandir;
  BootPlan plan;
  plan.profiles = {Profile("default", false), Profile("coder", true)};
  ASSERT_TRUE(PublishSlotOf("coder", scandir.path(), plan, Like()).ok());
  EXPECT_EQ(scandir.Names(), "gateway-coder ");
  const TemporaryHome rest;
  std::vector<std::string> lines;
  PublishSlotsOfOthers("coder", rest.path(), plan, Like(), &lines);
  EXPECT_EQ(rest.Names(), "gateway-default ");
}

TEST(BootSlotsTest, ReportsErrorOfSingleSlot) {
  BootPlan plan;
  plan.profiles = {Profile("coder", true)};
  EXPECT_FALSE(PublishSlotOf("coder", "/nowhere/at/all", plan, Like()).ok());
  EXPECT_FALSE(PublishSlotOf("other", "/nowhere/at/all", plan, Like()).ok());
}

TEST(BootSlotsTest, ReportsErrorsOfAllSlotsInOneLine) {
  BootPlan plan;
  plan.profiles = {Profile("default", false), Profile("coder", true)};
  std::vector<std::string> lines;
  PublishSlotsOfOthers("", "/nowhere/at/all", plan, Like(), &lines);
  EXPECT_THAT(lines, ElementsAre(HasSubstr("2 in all")));
}

TEST(BootSlotsTest, PublishesDashboardUpOrDownAndReportsFailure) {
  const TemporaryHome up;
  std::vector<std::string> lines;
  PublishDashboardSlot(up.path(), true, Like(), &lines);
  EXPECT_EQ(up.Names(), "dashboard ");
  EXPECT_FALSE(IsThere(up, "dashboard/down"));
  const TemporaryHome down;
  PublishDashboardSlot(down.path(), false, Like(), &lines);
  EXPECT_TRUE(IsThere(down, "dashboard/down"));
  EXPECT_FALSE(IsThere(down, "dashboard/log"));
  PublishDashboardSlot("/nowhere/at/all", true, Like(), &lines);
  EXPECT_THAT(lines, ElementsAre(HasSubstr("dashboard has no slot")));
}

}  // namespace
}  // namespace hermes
