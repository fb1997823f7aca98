// Uses a full file system in the test's own mount namespace: needs root, and
// runs outside Bazel's sandbox.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <string>

#include "absl/status/status.h"
#include "gateway/files/durable_file.h"
#include "gateway/state/state_file.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kState[] = "gateway_state.json";

class FullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    static const bool apart =
        unshare(CLONE_NEWNS) == 0 &&
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    ASSERT_TRUE(apart);
    ASSERT_EQ(mount("none", place_.path().c_str(), "tmpfs", 0, "size=64k"), 0);
    home_.reset(
        open(place_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ASSERT_TRUE(home_.valid());
  }
  void TearDown() override {
    home_.reset();
    EXPECT_EQ(umount2(place_.path().c_str(), MNT_DETACH), 0);
  }

  void Fill() {
    const UniqueFd rest(
        openat(home_.get(), "rest", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    const std::string block(1024, 'x');
    while (write(rest.get(), block.data(), block.size()) > 0) {
    }
    ASSERT_EQ(errno, ENOSPC);
    // Verifies the fixture: even one byte cannot be written.
    ASSERT_TRUE(absl::IsResourceExhausted(
        ReplaceFile(home_.get(), "probe", "x", 0600)));
  }

  absl::Status Write(pid_t pid, const StateUpdate& update = {}) {
    PidRecord self;
    self.pid = pid;
    return StateFile(home_.get(), self).Write(update);
  }

  boost::json::object State() {
    const auto text = ReadSmallFile(home_.get(), kState, 1 << 20);
    EXPECT_TRUE(text.ok());
    return boost::json::parse(text.value_or("{}")).as_object();
  }

  const TempDirectory place_;
  UniqueFd home_;
};

StateUpdate Busy(size_t entries) {
  StateUpdate update;
  update.state = GatewayState::kRunning;
  update.work.resize(entries, {"chat", std::string(200, 's'), 1});
  return update;
}

// Regression test: after a restart on a full disk, the state file kept the
// predecessor's pid, so health checks failed for ever.
TEST_F(FullDiskTest, UpdatesStateOnFullDisk) {
  ASSERT_TRUE(
      ReplaceFile(home_.get(), kState, R"({"desired_state":"running"})", 0644)
          .ok());
  ASSERT_TRUE(Write(4711).ok());
  Fill();
  ASSERT_TRUE(Write(4712, Busy(0)).ok());
  EXPECT_EQ(State().at("pid"), 4712);
  EXPECT_EQ(State().at("gateway_state"), "running");
  EXPECT_EQ(State().at("desired_state"), "running");
}

TEST_F(FullDiskTest, TruncatesToShorterState) {
  ASSERT_TRUE(Write(4711, Busy(5)).ok());
  Fill();
  ASSERT_TRUE(Write(4712).ok());
  const auto text = ReadSmallFile(home_.get(), kState, 1 << 20);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->find("ssss"), std::string::npos);
  EXPECT_EQ(text->back(), '\n');
  EXPECT_EQ(text->find("  "), std::string::npos);
}

TEST_F(FullDiskTest, DropsListOfWorkIfStateDoesNotFit) {
  ASSERT_TRUE(Write(4711).ok());
  Fill();
  ASSERT_TRUE(Write(4712, Busy(30)).ok());
  EXPECT_EQ(State().at("pid"), 4712);
  EXPECT_TRUE(State().at("active_work").as_array().empty());
}

TEST_F(FullDiskTest, OverwritesCorruptState) {
  ASSERT_TRUE(ReplaceFile(home_.get(), kState, "{\"half", 0644).ok());
  Fill();
  ASSERT_TRUE(Write(4712).ok());
  EXPECT_EQ(State().at("pid"), 4712);
}

TEST_F(FullDiskTest, ReportsErrorIfNoStateExists) {
  Fill();
  EXPECT_TRUE(absl::IsResourceExhausted(Write(4712)));
}

TEST_F(FullDiskTest, OverwritesWithinAllocatedSpace) {
  ASSERT_TRUE(ReplaceFile(home_.get(), "f", "12345", 0644).ok());
  Fill();
  EXPECT_TRUE(OverwriteFile(home_.get(), "f", std::string(4096, 'y')).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(
      OverwriteFile(home_.get(), "f", std::string(4097, 'z'))));
  EXPECT_EQ(ReadSmallFile(home_.get(), "f", 1 << 20).value_or(""),
            std::string(4096, 'y'));
}

TEST_F(FullDiskTest, OverwritesNeitherLinkNorMissingFile) {
  ASSERT_TRUE(ReplaceFile(home_.get(), "f", "12345", 0644).ok());
  ASSERT_EQ(symlinkat("f", home_.get(), "link"), 0);
  EXPECT_FALSE(OverwriteFile(home_.get(), "link", "x").ok());
  EXPECT_TRUE(absl::IsNotFound(OverwriteFile(home_.get(), "g", "x")));
  EXPECT_EQ(ReadSmallFile(home_.get(), "f", 9).value_or(""), "12345");
}

}  // namespace
}  // namespace hermes::gateway
