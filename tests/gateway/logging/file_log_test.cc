#include "gateway/logging/file_log.h"

#include <glog/logging.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "gateway/logging/stderr_log.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

// Returns what is written to stderr during `work`.
template <typename Work>
std::string OnStderr(Work work) {
  testing::internal::CaptureStderr();
  work();
  return testing::internal::GetCapturedStderr();
}

class FileLogTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(home_.Path("logs").c_str(), 0755), 0);
  }
  const TempDirectory home_;
};

TEST_F(FileLogTest, WritesLevelsOfEachFileIndependentOfStderr) {
  const std::string shown = OnStderr([&] {
    StderrLog to_stderr(LogOptions{0, true});
    FileLog log(home_.fd(), to_stderr.secrets());
    LOG(INFO) << "an info";
    LOG(WARNING) << "a warning";
    LOG(ERROR) << "an error";
    VLOG(1) << "a detail";
  });
  EXPECT_EQ(shown, "");
  const std::string all = home_.Read("logs/gateway.log");
  EXPECT_THAT(
      all,
      testing::MatchesRegex(
          "([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3} "
          "(INFO|WARNING|ERROR) gateway\\.file_log_test: an? [a-z]+\n){3}"));
  const std::string graver = home_.Read("logs/errors.log");
  EXPECT_EQ(graver.find("an info"), std::string::npos);
  EXPECT_NE(graver.find("a warning"), std::string::npos);
  EXPECT_NE(graver.find("an error"), std::string::npos);
}

TEST_F(FileLogTest, FiltersStderrSeparately) {
  const std::string shown = OnStderr([&] {
    StderrLog to_stderr(LogOptions{0, false});
    FileLog log(home_.fd(), to_stderr.secrets());
    LOG(INFO) << "an info";
    LOG(WARNING) << "a warning\nof two lines";
  });
  EXPECT_EQ(shown.find("an info"), std::string::npos);
  EXPECT_NE(shown.find("a warning\\nof two lines\n"), std::string::npos);
  EXPECT_NE(home_.Read("logs/gateway.log").find("an info"), std::string::npos);
}

TEST_F(FileLogTest, MasksSecretsInFiles) {
  OnStderr([&] {
    StderrLog to_stderr(LogOptions{0, true});
    FileLog log(home_.fd(), to_stderr.secrets());
    to_stderr.Hide("hunter2hunter2");
    LOG(ERROR) << "tried hunter2hunter2 and api_key=abc";
    log.WriteDump("also hunter2hunter2\n");
  });
  for (const char* name : {"logs/gateway.log", "logs/errors.log",
                           "logs/gateway_faulthandler.log"}) {
    const std::string text = home_.Read(name);
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << name;
    EXPECT_EQ(text.find("hunter2"), std::string::npos) << name;
    EXPECT_EQ(text.find("abc"), std::string::npos) << name;
  }
}

TEST_F(FileLogTest, MakesDumpReadableOnlyByOwner) {
  OnStderr([&] {
    StderrLog to_stderr(LogOptions{0, true});
    FileLog(home_.fd(), to_stderr.secrets()).WriteDump("x\n");
  });
  struct stat status = {};
  ASSERT_EQ(stat(home_.Path("logs/gateway_faulthandler.log").c_str(), &status),
            0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST(FileLogWithoutLogsTest, LosesOnlyLines) {
  const TempDirectory home;
  OnStderr([&] {
    StderrLog to_stderr(LogOptions{0, true});
    FileLog log(home.fd(), to_stderr.secrets());
    LOG(WARNING) << "a warning";
    log.WaitTillSent();
    EXPECT_EQ(log.lost(), 2u);
  });
  EXPECT_FALSE(home.Has("logs"));
}

}  // namespace
}  // namespace hermes::gateway
