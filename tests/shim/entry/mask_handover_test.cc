#include "shim/entry/mask_handover.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

sigset_t MaskOf(const std::vector<int>& signals) {
  sigset_t mask;
  sigemptyset(&mask);
  for (const int signo : signals) sigaddset(&mask, signo);
  return mask;
}

std::vector<int> SignalsOf(const sigset_t& mask) {
  std::vector<int> signals;
  for (int signo = 1; signo <= 64; ++signo) {
    if (sigismember(&mask, signo) == 1) signals.push_back(signo);
  }
  return signals;
}

TEST(MaskHandoverTest, RestoresMaskAndRemovesVariable) {
  const std::vector<int> blocked = {SIGHUP, SIGUSR1, SIGCHLD, 64};
  Environment environment({"A=1", "B=2"});
  HandMaskOn(MaskOf(blocked), 1, environment);
  EXPECT_EQ(environment.entries().size(), 3u);
  const auto taken = ConsumeHandedMask(1, environment);
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(SignalsOf(*taken), blocked);
  EXPECT_EQ(environment.entries(), (std::vector<std::string>{"A=1", "B=2"}));
}

TEST(MaskHandoverTest, IgnoresMaskForAnotherPid) {
  Environment environment;
  HandMaskOn(MaskOf({SIGTERM}), 17, environment);
  EXPECT_FALSE(ConsumeHandedMask(1, environment).has_value());
  EXPECT_FALSE(ConsumeHandedMask(170, environment).has_value());
  EXPECT_EQ(environment.entries().size(), 1u);
}

TEST(MaskHandoverTest, IgnoresMalformedValue) {
  for (const char* value : {"", "1:", "1:01", "x"}) {
    Environment environment({"HERMES_ENTRY_SIGNAL_MASK=" + std::string(value)});
    EXPECT_FALSE(ConsumeHandedMask(1, environment).has_value()) << value;
  }
}

}  // namespace
}  // namespace hermes
