#include "shim/scripts/stop_wait.h"

#include <signal.h>

#include "gtest/gtest.h"
#include "shim/base/signals.h"

namespace hermes {
namespace {

class StopComesWithinTest : public testing::Test {
 protected:
  StopComesWithinTest() : before_(BlockWaitedSignals()) {}
  ~StopComesWithinTest() override { SetSignalMask(before_); }

  const sigset_t before_;
};

TEST_F(StopComesWithinTest, ReturnsTrueForEachStopSignalAndConsumesIt) {
  for (const int signo : {SIGTERM, SIGINT, SIGQUIT}) {
    raise(signo);
    EXPECT_TRUE(StopComesWithin(3600000)) << signo;
    EXPECT_FALSE(StopSignalPending());
  }
}

TEST_F(StopComesWithinTest, DropsSignalMeantForGateway) {
  raise(SIGUSR1);
  EXPECT_FALSE(StopComesWithin(3600000));
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGUSR1), 0);
}

TEST_F(StopComesWithinTest, ReturnsFalseAtTimeout) {
  EXPECT_FALSE(StopComesWithin(1));
}

}  // namespace
}  // namespace hermes
