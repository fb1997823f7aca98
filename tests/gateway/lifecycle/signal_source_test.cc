#include "gateway/lifecycle/signal_source.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace hermes::gateway {
namespace {

TEST(SignalEventTest, MapsSignalToEvent) {
  EXPECT_EQ(EventFor(SIGINT), StopEvent::kInterrupt);
  EXPECT_EQ(EventFor(SIGTERM), StopEvent::kTerminate);
  EXPECT_EQ(EventFor(SIGQUIT), StopEvent::kTerminate);
  EXPECT_EQ(EventFor(SIGUSR1), StopEvent::kRestart);
  EXPECT_EQ(EventFor(SIGHUP), std::nullopt);
  EXPECT_EQ(EventFor(SIGUSR2), std::nullopt);
}

TEST(SignalEventTest, OnlyUsr2RequestsDump) {
  EXPECT_TRUE(AsksForDump(SIGUSR2));
  for (const int signo : {SIGUSR1, SIGHUP, SIGTERM, SIGINT, SIGQUIT}) {
    EXPECT_FALSE(AsksForDump(signo)) << signo;
  }
}

TEST(SignalSourceTest, KeepsASignalUntilItIsRead) {
  BlockSignals();
  ASSERT_EQ(raise(SIGTERM), 0);  // before the descriptor exists
  const auto fd = OpenSignalFd();
  ASSERT_TRUE(fd.ok()) << fd.status();
  const auto signal = ReadSignal(fd->get());
  ASSERT_TRUE(signal.has_value());
  EXPECT_EQ(signal->signo, SIGTERM);
  EXPECT_TRUE(signal->from_process);
  EXPECT_EQ(signal->sender, getpid());
  EXPECT_FALSE(ReadSignal(fd->get()).has_value());
}

TEST(SignalSourceTest, NeverBlocksSignalsOfFaults) {
  BlockSignals();
  sigset_t blocked;
  ASSERT_EQ(sigprocmask(SIG_BLOCK, nullptr, &blocked), 0);
  for (const int signo : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    EXPECT_EQ(sigismember(&blocked, signo), 0) << signo;
  }
}

}  // namespace
}  // namespace hermes::gateway
