#include "shim/supervision/signal_action.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>

namespace hermes {
namespace {

struct Case {
  std::string name;
  int signo;
  SignalAction heartbeat;
  SignalAction foreground;
};

class SignalActionTest : public testing::TestWithParam<Case> {};

TEST_P(SignalActionTest, HeartbeatActsAsTableSays) {
  EXPECT_EQ(HeartbeatActionFor(GetParam().signo), GetParam().heartbeat);
}

TEST_P(SignalActionTest, ForegroundParentActsAsTableSays) {
  EXPECT_EQ(ForegroundActionFor(GetParam().signo), GetParam().foreground);
}

constexpr SignalAction kStop = SignalAction::kStop;
constexpr SignalAction kSlot = SignalAction::kForwardToSlot;
constexpr SignalAction kCommand = SignalAction::kForwardToCommand;
constexpr SignalAction kIgnore = SignalAction::kIgnore;

INSTANTIATE_TEST_SUITE_P(
    Table, SignalActionTest,
    testing::Values(Case{"Term", SIGTERM, kStop, kCommand},
                    Case{"Int", SIGINT, kStop, kCommand},
                    Case{"Quit", SIGQUIT, kStop, kCommand},
                    Case{"Hup", SIGHUP, kSlot, kCommand},
                    Case{"Usr1", SIGUSR1, kSlot, kCommand},
                    Case{"Usr2", SIGUSR2, kSlot, kCommand},
                    Case{"Winch", SIGWINCH, kIgnore, kCommand},
                    Case{"Cont", SIGCONT, kIgnore, kCommand},
                    Case{"Tstp", SIGTSTP, kIgnore, kCommand},
                    Case{"Ttou", SIGTTOU, kIgnore, kIgnore},
                    Case{"Chld", SIGCHLD, SignalAction::kReap,
                         SignalAction::kReap}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(HeartbeatExitCodeTest, IsZeroOrConfiguredCodeOnTerm) {
  EXPECT_EQ(HeartbeatExitCode(SIGTERM, 0), 0);
  EXPECT_EQ(HeartbeatExitCode(SIGTERM, 143), 143);
}

TEST(HeartbeatExitCodeTest, IsConfiguredCodeOnQuit) {
  EXPECT_EQ(HeartbeatExitCode(SIGQUIT, 7), 7);
}

TEST(HeartbeatExitCodeTest, IsAlways130OnInt) {
  EXPECT_EQ(HeartbeatExitCode(SIGINT, 0), 130);
  EXPECT_EQ(HeartbeatExitCode(SIGINT, 143), 130);
}

}  // namespace
}  // namespace hermes
