// Tests of which gateways a boot starts: those that ran before, but not those
// that an operator stopped.
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// Ends of the gateways' command lines.
constexpr char kDefault[] = "hermes gateway run --replace";
constexpr char kCoder[] = "-p coder gateway run --replace";

Strings WithApi(Strings options) {
  const Strings published = Published();
  options.insert(options.end(), published.begin(), published.end());
  return options;
}

bool WaitForOne(const DockerContainer& container, const std::string& end) {
  return WaitUntil([&] { return container.WithArguments(end).size() == 1; });
}

// A supervised container whose data is a directory of the host.
class IntentTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  }
  Output Hermes(Strings arguments) const {
    arguments.insert(arguments.begin(), "hermes");
    return container_.Exec(arguments);
  }
  void MakeCoderRun() {
    const Output created = Hermes({"profile", "create", "coder"});
    ASSERT_EQ(created.exit_code, 0) << created.err;
    const Output started = Hermes({"-p", "coder", "gateway", "start"});
    ASSERT_EQ(started.exit_code, 0) << started.err << container_.Logs().out;
    ASSERT_TRUE(WaitForOne(container_, kCoder));
  }
  void Restart() const {
    ASSERT_EQ(Docker({"restart", "-t", "60", container_.id()}).exit_code, 0);
    ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  }
  std::string Status(const std::string& fields, const std::string& slot) const {
    return container_
        .Exec({"/command/s6-svstat", "-o", fields, "/run/service/" + slot})
        .out;
  }

  DataDirectory data_;
  DockerContainer container_{WithApi(data_.Mounted()), {"gateway", "run"}};
};

TEST_F(IntentTest, StartsRunningProfileAgain) {
  MakeCoderRun();
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kCoder)) << container_.Logs().err;
  EXPECT_TRUE(WaitForOne(container_, kDefault));
}

TEST_F(IntentTest, LeavesStoppedProfileDown) {
  MakeCoderRun();
  const Output stopped = Hermes({"-p", "coder", "gateway", "stop"});
  ASSERT_EQ(stopped.exit_code, 0) << stopped.err;
  EXPECT_TRUE(container_.WithArguments(kCoder).empty());
  Restart();
  EXPECT_EQ(Status("up,wantedup", "gateway-coder"), "false false\n");
  EXPECT_TRUE(container_.WithArguments(kCoder).empty());
}

// Killing the container changes no recorded state.
TEST_F(IntentTest, StartsRunningProfileAgainAfterKill) {
  MakeCoderRun();
  ASSERT_EQ(container_.Signal("KILL").exit_code, 0);
  ASSERT_EQ(container_.Wait(), 137);
  ASSERT_EQ(Docker({"start", container_.id()}).exit_code, 0);
  EXPECT_TRUE(WaitForOne(container_, kCoder)) << container_.Logs().err;
  EXPECT_TRUE(container_.WaitForHealth());
}

// The command names the profile, which is the newer intent.
TEST_F(IntentTest, CommandOverridesEarlierStopOfItsProfile) {
  ASSERT_EQ(Hermes({"gateway", "stop"}).exit_code, 0);
  ASSERT_TRUE(container_.WithArguments(kDefault).empty());
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kDefault));
}

TEST_F(IntentTest, RegistersProfileCreatedOnHostAtNextBoot) {
  data_.Write("profiles/coder/SOUL.md", "You write code.\n");
  Restart();
  EXPECT_EQ(Status("up,wantedup", "gateway-coder"), "false false\n");
  const Output started = Hermes({"-p", "coder", "gateway", "start"});
  EXPECT_EQ(started.exit_code, 0) << started.err;
  EXPECT_TRUE(WaitForOne(container_, kCoder));
}

TEST_F(IntentTest, CreatesNoSlotForDeletedProfileAtNextBoot) {
  MakeCoderRun();
  ASSERT_GT(std::filesystem::remove_all(data_.Path("profiles/coder")), 0u);
  Restart();
  const std::string scandir = container_.HostPath("/run/service/");
  EXPECT_TRUE(std::filesystem::exists(scandir + "gateway-default"));
  EXPECT_FALSE(std::filesystem::exists(scandir + "gateway-coder"));
  EXPECT_FALSE(data_.Has("profiles/coder"));
}

// Files of a killed gateway, with a pid that another process has now.
TEST_F(IntentTest, RemovesStaleRuntimeFilesAtBoot) {
  ASSERT_EQ(container_.Signal("KILL").exit_code, 0);
  ASSERT_EQ(container_.Wait(), 137);
  data_.Write("gateway.pid", "{\"pid\":1,\"kind\":\"hermes-gateway\"}");
  data_.Write("processes.json", "{}");
  ASSERT_EQ(Docker({"start", container_.id()}).exit_code, 0);
  ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().out;
  EXPECT_FALSE(data_.Has("processes.json"));
  EXPECT_EQ(data_.Read("gateway.pid").find("\"pid\":1,"), std::string::npos);
}

TEST_F(IntentTest, LogsLineForEachProfileOfEachBoot) {
  MakeCoderRun();
  Restart();
  ASSERT_TRUE(WaitForOne(container_, kCoder));
  const std::string log = data_.Read("logs/container-boot.log");
  EXPECT_NE(log.find(" profile=default prior_state=missing action=started "
                     "prior_exit=unknown\n"),
            std::string::npos)
      << log;
  EXPECT_NE(log.find(" profile=coder prior_state=running action=started "),
            std::string::npos)
      << log;
}

// A second container with another command shares the volume.
TEST_F(IntentTest, OtherCommandsWriteNothingToVolume) {
  MakeCoderRun();
  ASSERT_EQ(container_.Stop(60).exit_code, 0);
  const std::string before = data_.Listing();
  Strings options = data_.Mounted();
  const Strings guest = GuestMounted();
  options.insert(options.end(), guest.begin(), guest.end());
  const DockerContainer other(options, {kGuest, "wait"});
  ASSERT_TRUE(WaitForOne(other, "s6-supervise gateway-coder"))
      << other.Logs().err;
  // The words appear twice: in PID 1's arguments and in the command's own.
  ASSERT_TRUE(WaitUntil(
      [&] { return other.WithArguments("/guest wait").size() == 2; }));
  ASSERT_EQ(other.Stop(60).exit_code, 0);
  EXPECT_EQ(data_.Listing(), before);
}

// Two containers share a volume, and both are to run its gateway.
TEST_F(IntentTest, SecondContainerWaitsForFirst) {
  DockerContainer second(data_.Mounted(), {"gateway", "run"});
  EXPECT_TRUE(second.WaitForLog("in use outside of this container"))
      << second.Logs().err;
  EXPECT_TRUE(second.WithArguments(kDefault).empty());
  EXPECT_EQ(container_.WithArguments(kDefault).size(), 1u);
  ASSERT_EQ(container_.Stop(60).exit_code, 0);
  EXPECT_TRUE(WaitForOne(second, kDefault)) << second.Logs().err;
}

// With HERMES_GATEWAY_ON_FATAL=exit, the container returns the last exit code
// of a gateway that a restart cannot help.
TEST(OnFatalTest, ExitEndsContainerWithGatewaysCode) {
  const DockerContainer container(
      {"-e", "API_SERVER_KEY=short", "-e", "HERMES_GATEWAY_ON_FATAL=exit"},
      {"gateway", "run"});
  EXPECT_EQ(container.Wait(), 78) << container.Logs().err;
}

TEST(OnFatalTest, StayKeepsContainerRunningAndSaysSo) {
  const DockerContainer container({"-e", "API_SERVER_KEY=short"},
                                  {"gateway", "run"});
  EXPECT_TRUE(container.WaitForLog("failed for good"));
  EXPECT_TRUE(container.Running());
}

}  // namespace
}  // namespace hermes::fixture
