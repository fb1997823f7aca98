#include "shim/base/signals.h"

#include <signal.h>

#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  int signo;
  bool waited;
};

class WaitedSignalsTest : public testing::TestWithParam<Case> {};

TEST_P(WaitedSignalsTest, ExcludesFaultSignals) {
  const sigset_t waited = WaitedSignals();
  EXPECT_EQ(sigismember(&waited, GetParam().signo) == 1, GetParam().waited);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WaitedSignalsTest,
    testing::Values(Case{"Term", SIGTERM, true}, Case{"Int", SIGINT, true},
                    Case{"Quit", SIGQUIT, true}, Case{"Hup", SIGHUP, true},
                    Case{"Usr1", SIGUSR1, true}, Case{"Usr2", SIGUSR2, true},
                    Case{"Winch", SIGWINCH, true}, Case{"Chld", SIGCHLD, true},
                    Case{"Segv", SIGSEGV, false}, Case{"Bus", SIGBUS, false},
                    Case{"Fpe", SIGFPE, false}, Case{"Ill", SIGILL, false},
                    Case{"Abrt", SIGABRT, false}, Case{"Trap", SIGTRAP, false},
                    Case{"Sys", SIGSYS, false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

// Restores the mask of this thread after each test.
class SignalMaskTest : public testing::Test {
 protected:
  SignalMaskTest() : before_(BlockWaitedSignals()) {}
  ~SignalMaskTest() override { SetSignalMask(before_); }

  static bool IsBlocked(int signo) {
    sigset_t now;
    sigprocmask(SIG_SETMASK, nullptr, &now);
    return sigismember(&now, signo) == 1;
  }

  sigset_t before_;
};

TEST_F(SignalMaskTest, BlocksWaitedSignals) {
  EXPECT_TRUE(IsBlocked(SIGTERM));
  EXPECT_TRUE(IsBlocked(SIGCHLD));
  EXPECT_FALSE(IsBlocked(SIGSEGV));
}

TEST_F(SignalMaskTest, ReturnsPreviousMask) {
  EXPECT_EQ(sigismember(&before_, SIGTERM), 0);
  sigset_t only_usr1;
  sigemptyset(&only_usr1);
  sigaddset(&only_usr1, SIGUSR1);
  SetSignalMask(only_usr1);
  const sigset_t old = BlockWaitedSignals();
  EXPECT_EQ(sigismember(&old, SIGUSR1), 1);
  EXPECT_EQ(sigismember(&old, SIGTERM), 0);
}

TEST_F(SignalMaskTest, SeesPendingStopWithoutConsumingIt) {
  EXPECT_FALSE(StopSignalPending());
  for (const int signo : {SIGTERM, SIGINT, SIGQUIT}) {
    raise(signo);
    EXPECT_TRUE(StopSignalPending()) << signo;
    EXPECT_TRUE(StopSignalPending()) << signo;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signo);
    int consumed = 0;
    sigwait(&one, &consumed);
  }
}

TEST_F(SignalMaskTest, IgnoresOtherPendingSignals) {
  raise(SIGUSR1);
  EXPECT_FALSE(StopSignalPending());
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, SIGUSR1);
  int consumed = 0;
  sigwait(&one, &consumed);
}

}  // namespace
}  // namespace hermes
