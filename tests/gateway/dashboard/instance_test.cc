#include "gateway/dashboard/instance.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

TEST(InstanceTest, RefusesSecondClaimWhileFirstLives) {
  const TempDirectory root;
  auto first = Instance::Claim(root.fd());
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE((*first)->Record("http://127.0.0.1:1/").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(Instance::Claim(root.fd()).status()));
  const InstanceHolder holder = FindInstance(root.fd());
  EXPECT_TRUE(holder.held);
  ASSERT_TRUE(holder.record.has_value());
  EXPECT_EQ(holder.record->pid, getpid());
  EXPECT_EQ(holder.record->url, "http://127.0.0.1:1/");
  first->reset();
  EXPECT_FALSE(root.Has(kDashboardPidFile));
  EXPECT_FALSE(FindInstance(root.fd()).held);
  EXPECT_TRUE(Instance::Claim(root.fd()).ok());
}

TEST(InstanceTest, IgnoresFileOfDeadDashboard) {
  const TempDirectory root;
  root.Write(kDashboardPidFile, FormatInstanceRecord({getpid(), 1, "x"}));
  EXPECT_FALSE(FindInstance(root.fd()).held);
  EXPECT_TRUE(Instance::Claim(root.fd()).ok());
}

// Holds the lock for a moment, as FindInstance() does.
TEST(InstanceTest, WaitsForProbe) {
  const TempDirectory root;
  root.Write(kDashboardPidFile, FormatInstanceRecord({getpid(), 1, "x"}));
  const int fd = openat(root.fd(), kDashboardPidFile, O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(flock(fd, LOCK_SH | LOCK_NB), 0);
  std::thread probe([fd] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    close(fd);
  });
  EXPECT_TRUE(Instance::Claim(root.fd()).ok());
  probe.join();
}

TEST(InstanceTest, GivesUpOnHolderThatIsNotADashboard) {
  const TempDirectory root;
  root.Write(kDashboardPidFile, "");
  const int fd = openat(root.fd(), kDashboardPidFile, O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(flock(fd, LOCK_SH | LOCK_NB), 0);
  EXPECT_TRUE(absl::IsAlreadyExists(Instance::Claim(root.fd()).status()));
  close(fd);
}

TEST(ParseInstanceRecordTest, RefusesAnythingButRecords) {
  const auto record = ParseInstanceRecord(FormatInstanceRecord({7, 8, "u"}));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->pid, 7);
  EXPECT_EQ(record->start_time, 8u);
  EXPECT_EQ(record->url, "u");
  for (const char* text :
       {"", "7", "{}", R"({"pid":-1,"start_time":1,"url":""})",
        R"({"pid":7,"start_time":-1,"url":""})",
        // Truncated to a pid, these would be -1 and 7, which are other
        // processes.
        R"({"pid":4294967295,"start_time":1,"url":""})",
        R"({"pid":4294967303,"start_time":1,"url":""})",
        // This URL would clear the terminal of `hermes dashboard --status`.
        R"({"pid":7,"start_time":1,"url":"http://x/\u001b[2J"})",
        R"({"pid":7,"start_time":1,"url":"http://x/\n"})"}) {
    EXPECT_FALSE(ParseInstanceRecord(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace hermes::gateway::dashboard
