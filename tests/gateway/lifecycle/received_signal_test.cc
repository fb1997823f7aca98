#include "gateway/lifecycle/received_signal.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace hermes::gateway {
namespace {

TEST(DescribeSignalTest, NamesSender) {
  EXPECT_EQ(DescribeSignal({SIGTERM, true, 17}, "s6-supervise"),
            "SIGTERM from pid 17 (s6-supervise)");
  EXPECT_EQ(DescribeSignal({SIGUSR1, true, 17}, ""), "SIGUSR1 from pid 17");
}

TEST(DescribeSignalTest, DescribesInvisibleSender) {
  EXPECT_EQ(DescribeSignal({SIGINT, true, 0}, ""),
            "SIGINT from outside this container");
  EXPECT_EQ(DescribeSignal({SIGINT, false, 0}, ""),
            "SIGINT from the kernel (a terminal)");
}

TEST(DescribeSignalTest, ReplacesControlCharacters) {
  EXPECT_EQ(DescribeSignal({SIGTERM, true, 5}, "a\x1b[1m b"),
            "SIGTERM from pid 5 (a?[1m?b)");
}

TEST(CommOfTest, ReturnsNameOfLiveProcess) {
  EXPECT_NE(CommOf(getpid()), "");
  EXPECT_EQ(CommOf(-1), "");
}

}  // namespace
}  // namespace hermes::gateway
