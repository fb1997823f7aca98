#include "gateway/lifecycle/readiness.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

namespace hermes::gateway {
namespace {

TEST(ReadinessTest, ParsesDescriptorNumbers) {
  EXPECT_EQ(ParseNotifyFd("3"), 3);
  EXPECT_EQ(ParseNotifyFd("17"), 17);
  for (const char* value :
       {"", "0", "1", "2", "-1", "x", "3x", "99999999999"}) {
    EXPECT_EQ(ParseNotifyFd(value), std::nullopt) << value;
  }
}

TEST(ReadinessTest, RemovesVariable) {
  setenv("HERMES_NOTIFY_FD", "1", 1);
  EXPECT_FALSE(ConsumeNotifyFd().valid());
  EXPECT_EQ(getenv("HERMES_NOTIFY_FD"), nullptr);
}

TEST(ReadinessTest, IgnoresClosedDescriptor) {
  setenv("HERMES_NOTIFY_FD", "1000", 1);
  EXPECT_FALSE(ConsumeNotifyFd().valid());
}

TEST(ReadinessTest, WritesNewlineThenEndOfFile) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  setenv("HERMES_NOTIFY_FD", std::to_string(fds[1]).c_str(), 1);
  UniqueFd fd = ConsumeNotifyFd();
  ASSERT_EQ(fd.get(), fds[1]);
  EXPECT_EQ(fcntl(fd.get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
  ASSERT_TRUE(NotifyReady(std::move(fd)).ok());
  char got[4] = {};
  EXPECT_EQ(read(fds[0], got, sizeof(got)), 1);
  EXPECT_EQ(got[0], '\n');
  EXPECT_EQ(read(fds[0], got, sizeof(got)), 0);
  close(fds[0]);
}

TEST(ReadinessTest, AcceptsMissingDescriptor) {
  EXPECT_TRUE(NotifyReady(UniqueFd()).ok());
}

}  // namespace
}  // namespace hermes::gateway
