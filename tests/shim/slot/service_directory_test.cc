#include "shim/slot/service_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Exists;
using fixture::SlotPlace;
using fixture::Slurp;

unsigned ModeOf(const std::string& path) {
  struct stat st;
  return lstat(path.c_str(), &st) == 0 ? st.st_mode & 07777 : 0;
}

std::string TargetOf(const std::string& path) {
  return std::filesystem::read_symlink(path);
}

size_t EntriesIn(const std::string& directory) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    count += entry.exists() ? 1 : 0;
  }
  return count;
}

class PublishSlotTest : public testing::Test {
 protected:
  std::string In(const std::string& name) {
    return place_.scandir() + "/gateway-default/" + name;
  }

  SlotPlace place_;
};

TEST_F(PublishSlotTest, LinksScriptsToProgram) {
  ASSERT_TRUE(PublishSlot(place_.scandir(), place_.Spec()).ok());
  for (const char* link : {"run", "finish", "log/run"}) {
    EXPECT_EQ(TargetOf(In(link)), place_.Path("hermes-entry")) << link;
  }
}

TEST_F(PublishSlotTest, WritesFilesThatS6Reads) {
  ASSERT_TRUE(PublishSlot(place_.scandir(), place_.Spec()).ok());
  EXPECT_EQ(Slurp(In("type")), "longrun\n");
  EXPECT_EQ(Slurp(In("log/type")), "longrun\n");
  EXPECT_EQ(Slurp(In("notification-fd")), "3\n");
  EXPECT_EQ(Slurp(In("timeout-kill")), "5000\n");
  EXPECT_EQ(Slurp(In("data/slot")), "gateway-default\n");
  EXPECT_TRUE(Exists(In("down")));
}

TEST_F(PublishSlotTest, SetsModesWhateverTheUmask) {
  const mode_t before = umask(0077);
  ASSERT_TRUE(PublishSlot(place_.scandir(), place_.Spec()).ok());
  umask(before);
  EXPECT_EQ(ModeOf(In("")), 0755u);
  EXPECT_EQ(ModeOf(In("log")), 0755u);
  EXPECT_EQ(ModeOf(In("supervise")), 0711u);
  EXPECT_EQ(ModeOf(In("log/supervise")), 0711u);
  EXPECT_EQ(ModeOf(In("data")), 0700u);
}

TEST_F(PublishSlotTest, OmitsDownFileIfRegisteredUp) {
  SlotSpec spec = place_.Spec();
  spec.registered_down = false;
  ASSERT_TRUE(PublishSlot(place_.scandir(), spec).ok());
  EXPECT_FALSE(Exists(In("down")));
}

TEST_F(PublishSlotTest, WritesEnvironmentByteForByteAndPrivately) {
  SlotSpec spec = place_.Spec();
  spec.environment = Environment({"A=1\n\xff", "B="});
  ASSERT_TRUE(PublishSlot(place_.scandir(), spec).ok());
  EXPECT_EQ(Slurp(In("data/environment")), std::string("A=1\n\xff\0B=\0", 9));
  EXPECT_EQ(ModeOf(In("data/environment")), 0600u);
}

TEST_F(PublishSlotTest, WritesNoEnvironmentFileWithoutEnvironment) {
  ASSERT_TRUE(PublishSlot(place_.scandir(), place_.Spec()).ok());
  EXPECT_FALSE(Exists(In("data/environment")));
}

TEST_F(PublishSlotTest, MakesNoLoggerForDashboard) {
  SlotSpec spec = place_.Spec();
  spec.name = "dashboard";
  ASSERT_TRUE(PublishSlot(place_.scandir(), spec).ok());
  EXPECT_TRUE(Exists(place_.scandir() + "/dashboard/run"));
  EXPECT_EQ(Slurp(place_.scandir() + "/dashboard/data/slot"), "dashboard\n");
  EXPECT_FALSE(Exists(place_.scandir() + "/dashboard/log"));
}

TEST_F(PublishSlotTest, RecordsStartDelayForRun) {
  SlotSpec spec = place_.Spec();
  spec.start_delay_s = 7;
  ASSERT_TRUE(PublishSlot(place_.scandir(), spec).ok());
  const auto deaths = ParseDeathRecord(Slurp(In("data/deaths")));
  ASSERT_TRUE(deaths.has_value());
  EXPECT_EQ(deaths->delay_s, 7);
  EXPECT_EQ(deaths->consecutive_early_exits, 0);
}

TEST_F(PublishSlotTest, WritesNoRecordWithoutDelay) {
  ASSERT_TRUE(PublishSlot(place_.scandir(), place_.Spec()).ok());
  EXPECT_FALSE(Exists(In("data/deaths")));
  EXPECT_FALSE(Exists(In("data/foreground")));
}

TEST_F(PublishSlotTest, LeavesExistingSlotUnchanged) {
  std::filesystem::create_directory(place_.scandir() + "/gateway-default");
  const Expected<bool> published = PublishSlot(place_.scandir(), place_.Spec());
  ASSERT_TRUE(published.ok());
  EXPECT_FALSE(published.value());
  EXPECT_TRUE(std::filesystem::is_empty(In("")));
}

TEST_F(PublishSlotTest, PublishesNothingIfProgramCannotBeExecuted) {
  SlotSpec spec = place_.Spec();
  ASSERT_EQ(chmod(spec.shim_program.c_str(), 0644), 0);
  const Expected<bool> published = PublishSlot(place_.scandir(), spec);
  ASSERT_FALSE(published.ok());
  EXPECT_EQ(published.error().err, EACCES);
  EXPECT_TRUE(std::filesystem::is_empty(place_.scandir()));
}

TEST_F(PublishSlotTest, FailsWithoutScandir) {
  const Expected<bool> published =
      PublishSlot(place_.Path("none"), place_.Spec());
  ASSERT_FALSE(published.ok());
  EXPECT_EQ(published.error().err, ENOENT);
}

TEST_F(PublishSlotTest, IgnoresLeftoverOfEarlierProcessWithSamePid) {
  const std::string leftover = place_.scandir() + "/.gateway-default.staging-" +
                               std::to_string(getpid()) + "-0";
  std::filesystem::create_directory(leftover);
  ASSERT_EQ(chmod(leftover.c_str(), 0), 0);
  const Expected<bool> published = PublishSlot(place_.scandir(), place_.Spec());
  ASSERT_TRUE(published.ok()) << Describe(published.error());
  EXPECT_TRUE(published.value());
  EXPECT_EQ(EntriesIn(place_.scandir()), 2u);
}

// Seen in an image: because of root's 0700 staging directory, which an
// interrupted boot had left, the hermes user could never register its slot
// again.
TEST_F(PublishSlotTest, IgnoresUnreadableStagingDirectoryOfRoot) {
  const std::string obstacle = place_.scandir() + "/.gateway-default.tmp";
  std::filesystem::create_directory(obstacle);
  ASSERT_EQ(chmod(obstacle.c_str(), 0700), 0);
  ASSERT_EQ(chown(place_.scandir().c_str(), 10000, 10000), 0);
  EXPECT_TRUE(fixture::AsUid(10000, [&] {
    const Expected<bool> published =
        PublishSlot(place_.scandir(), place_.Spec());
    return published.ok() && published.value();
  }));
  EXPECT_TRUE(Exists(In("run")));
}

TEST_F(PublishSlotTest, FailsInUnwritableScandirAndLeavesNothing) {
  EXPECT_TRUE(fixture::AsUid(10000, [&] {
    const Expected<bool> published =
        PublishSlot(place_.scandir(), place_.Spec());
    return !published.ok() && published.error().err == EACCES;
  }));
  EXPECT_TRUE(std::filesystem::is_empty(place_.scandir()));
}

}  // namespace
}  // namespace hermes
