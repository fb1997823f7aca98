// Tests of --entry-reconcile below a foreign s6-svscan, and in a tree of
// hermes-entry's own.
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/volume.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kRunning[] = R"({"desired_state":"running","updated_at":1})";
constexpr char kStopped[] = R"({"desired_state":"stopped","updated_at":1})";

// Creates a file and its directories while the container runs.
void Lay(Container& container, const std::string& path,
         const std::string& content) {
  const std::string file = std::string(kHome) + "/" + path;
  ASSERT_EQ(container.ns().Call([&] {
    std::filesystem::create_directories(
        std::filesystem::path(file).parent_path());
    WriteFile(file, content);
    return 0;
  }),
            0);
}

void RemoveProfile(Container& container, const std::string& name) {
  std::filesystem::remove_all(container.ns().Path(kHome) + "/profiles/" + name);
}

ContainerOptions ForeignTree(const Volume& volume, uid_t uid) {
  ContainerOptions options = volume.Boot({});
  options.init = Init::kS6;
  options.uid = uid;
  return options;
}

class ForeignTreeTest : public testing::TestWithParam<uid_t> {};

INSTANTIATE_TEST_SUITE_P(TreeOf, ForeignTreeTest,
                         testing::Values(0, kHermesUid),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return "Uid" + std::to_string(each.param);
                         });

TEST_P(ForeignTreeTest, StartsRecordedProfilesAsHermes) {
  const Volume volume = Volume()
                            .Write("gateway_state.json", kStopped)
                            .Write("gateway.pid", "1")
                            .AddProfile("ann", kRunning)
                            .AddProfile("bob");
  Container container(ForeignTree(volume, GetParam()));
  const auto reconcile = container.Start({"--entry-reconcile"});
  EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
  EXPECT_NE(reconcile->err().find("3 registered, 1 of them started, 0 removed"),
            std::string::npos)
      << reconcile->err();
  EXPECT_TRUE(WaitForProfiles(container, {"ann"}))
      << container.init().err() << container.init().out()
      << container.processes().Listing();
  EXPECT_EQ(container.Slots(),
            (Strings{"gateway-ann", "gateway-bob", "gateway-default"}));
  EXPECT_EQ(container.SlotStatus("gateway-default", "up,wantedup"),
            "false false");
  const GatewayStart gateway = container.WaitForGateway();
  EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"),
            "10000\t10000\t10000\t10000");
  const Volume after = Volume::Of(container);
  EXPECT_FALSE(after.Has("gateway.pid"));
  EXPECT_TRUE(after.Has("logs/container-boot.log"));
  struct stat st;
  const std::string log =
      container.ns().Path(kHome) + "/logs/container-boot.log";
  ASSERT_EQ(stat(log.c_str(), &st), 0);
  EXPECT_EQ(st.st_uid, kHermesUid);
}

TEST_P(ForeignTreeTest, ChangesAndStopsNothingOnSecondRun) {
  Container container(
      ForeignTree(Volume().AddProfile("ann", kRunning), GetParam()));
  EXPECT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  const GatewayStart first = container.WaitForGateway();
  Lay(container, "profiles/ann/gateway_state.json", kStopped);
  const auto again = container.Start({"--entry-reconcile"});
  EXPECT_EQ(again->Wait(), 0) << again->err();
  EXPECT_NE(again->err().find("0 registered"), std::string::npos)
      << again->err();
  EXPECT_EQ(container.WaitForGateway().pid, first.pid);
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
}

TEST_P(ForeignTreeTest, RemovesOnlySlotsOfDeletedProfiles) {
  Container container(ForeignTree(
      Volume().AddProfile("ann", kRunning).AddProfile("bob", kRunning),
      GetParam()));
  EXPECT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  ASSERT_TRUE(WaitForProfiles(container, {"ann", "bob"}));
  RemoveProfile(container, "bob");
  const auto again = container.Start({"--entry-reconcile"});
  EXPECT_EQ(again->Wait(), 0) << again->err();
  EXPECT_NE(again->err().find("1 removed"), std::string::npos) << again->err();
  EXPECT_EQ(container.Slots(), (Strings{"gateway-ann", "gateway-default"}));
  EXPECT_EQ(RunningProfiles(container), (std::set<std::string>{"ann"}));
}

TEST(ForeignTreeOptOutTest, StartsNothingWithOptOutVariable) {
  Container container(ForeignTree(Volume().AddProfile("ann", kRunning), 0));
  const auto reconcile =
      container.Start({"--entry-reconcile"}, {"HERMES_GATEWAY_NO_SUPERVISE=1"});
  EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
  EXPECT_EQ(container.SlotStatus("gateway-ann", "up,wantedup"), "false false");
  EXPECT_TRUE(container.GatewayStarts().empty());
}

TEST(ForeignTreeAccessTest, RefusesHermesInTreeOfRoot) {
  Container container(ForeignTree(Volume(), 0));
  const auto reconcile = container.Start({"--entry-reconcile"}, {}, kHermesUid);
  EXPECT_EQ(reconcile->Wait(), 77) << reconcile->err();
  EXPECT_TRUE(container.Slots().empty());
}

TEST(NoTreeTest, ExitsWith69AndSaysWhy) {
  ContainerOptions options;
  options.init = Init::kForeign;
  Container container(options);
  const auto reconcile = container.Start({"--entry-reconcile"});
  EXPECT_EQ(reconcile->Wait(), 69);
  EXPECT_NE(reconcile->err().find("hermes-entry: "), std::string::npos);
}

TEST(NoTreeTest, RefusesArguments) {
  ContainerOptions options;
  options.init = Init::kForeign;
  Container container(options);
  EXPECT_EQ(container.Start({"--entry-reconcile", "now"})->Wait(), 64);
}

class OwnTreeTest : public testing::TestWithParam<uid_t> {};

INSTANTIATE_TEST_SUITE_P(CalledBy, OwnTreeTest, testing::Values(0, kHermesUid),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return "Uid" + std::to_string(each.param);
                         });

TEST_P(OwnTreeTest, RegistersNewProfilesAsDownAndRemovesDeletedOnes) {
  Container container(
      Volume().AddProfile("ann", kRunning).Boot({"gateway", "run"}));
  ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}))
      << container.init().err();
  RemoveProfile(container, "ann");
  Lay(container, "profiles/zoe/SOUL.md", "");
  Lay(container, "profiles/zoe/gateway_state.json", kRunning);
  const auto reconcile = container.Start({"--entry-reconcile"}, {}, GetParam());
  EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
  EXPECT_EQ(container.Slots(),
            (Strings{"dashboard", "gateway-default", "gateway-zoe"}));
  EXPECT_EQ(container.SlotStatus("gateway-zoe", "up,wantedup"), "false false");
  EXPECT_EQ(RunningProfiles(container), (std::set<std::string>{"default"}));
}

TEST(OwnTreeVolumeTest, KeepsSlotsWhileProfilesDirectoryIsMissing) {
  Container container(
      Volume().AddProfile("ann", kRunning).Boot({"gateway", "run"}));
  ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}));
  const std::string profiles = container.ns().Path(kHome) + "/profiles";
  std::filesystem::rename(profiles, profiles + "-away");
  EXPECT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  EXPECT_EQ(container.Slots(),
            (Strings{"dashboard", "gateway-ann", "gateway-default"}));
  EXPECT_EQ(RunningProfiles(container),
            (std::set<std::string>{"default", "ann"}));
}

}  // namespace
}  // namespace hermes::fixture
