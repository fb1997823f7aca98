#include "shim/base/message.h"

#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <thread>

#include "gtest/gtest.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

std::string Said(std::initializer_list<std::string_view> parts) {
  testing::internal::CaptureStderr();
  Say(parts);
  return testing::internal::GetCapturedStderr();
}

TEST(SayTest, WritesOneLineWithPrefix) {
  EXPECT_EQ(Said({"a", "", "b"}), "hermes-entry: ab\n");
}

TEST(SayTest, ReplacesControlCharactersByQuestionMarks) {
  EXPECT_EQ(Said({"\x1b[31m\r\x7f\t"}), "hermes-entry: ?[31m???\n");
}

TEST(SayTest, KeepsNonAsciiText) {
  EXPECT_EQ(Said({"\xc3\xa9"}), "hermes-entry: \xc3\xa9\n");
}

TEST(SayTest, IgnoresClosedStderr) {
  const int kept = dup(STDERR_FILENO);
  close(STDERR_FILENO);
  Say({"into the void"});
  EXPECT_EQ(dup2(kept, STDERR_FILENO), STDERR_FILENO);
  close(kept);
}

// Replaces stderr by a pipe and blocks signals as main() does.
class LimitedSayTest : public testing::Test {
 protected:
  LimitedSayTest() : mask_(BlockWaitedSignals()) {
    EXPECT_EQ(pipe2(fds_, O_CLOEXEC), 0);
    EXPECT_EQ(fcntl(fds_[0], F_SETFL, O_NONBLOCK), 0);
    EXPECT_EQ(dup2(fds_[1], STDERR_FILENO), STDERR_FILENO);
    LimitSay(100);
  }
  ~LimitedSayTest() override {
    dup2(kept_, STDERR_FILENO);
    for (const int fd : {kept_, fds_[0], fds_[1]}) close(fd);
    LimitSay(-1);
    SetSignalMask(mask_);
  }

  // Fills the pipe completely.
  void Fill() const {
    const UniqueFd own(open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK));
    while (write(own.get(), "x", 1) == 1) {
    }
  }
  std::string Read() const {
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = read(fds_[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<size_t>(n));
    }
    text.erase(0, text.find_first_not_of('x'));
    return text;
  }

  const sigset_t mask_;
  const int kept_ = dup(STDERR_FILENO);
  int fds_[2];
};

TEST_F(LimitedSayTest, WritesLinesWhileStderrHasRoom) {
  Say({"one"});
  Say({"two"});
  EXPECT_EQ(Read(), "hermes-entry: one\nhermes-entry: two\n");
}

TEST_F(LimitedSayTest, DropsLinesWithoutRoomAndReportsTheirNumberOnce) {
  Fill();
  Say({"one"});
  const long began = MonotonicMs();
  // Say() must not wait for each of these lines.
  for (int i = 0; i < 1000; ++i) Say({"another"});
  EXPECT_LT(MonotonicMs() - began, 50000);
  EXPECT_EQ(Read(), "");
  Say({"last"});
  Say({"and so on"});
  EXPECT_EQ(Read(),
            "hermes-entry: lines missing here, because stderr could not be "
            "written: 1001\nhermes-entry: last\nhermes-entry: and so on\n");
}

TEST_F(LimitedSayTest, WaitsForSlowReader) {
  LimitSay(60000);
  Fill();
  std::thread reader([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    char buffer[8192];
    EXPECT_GT(read(fds_[0], buffer, sizeof buffer), 0);
  });
  Say({"one"});
  reader.join();
  EXPECT_EQ(Read(), "hermes-entry: one\n");
}

TEST_F(LimitedSayTest, WaitsOnNonBlockingStderr) {
  LimitSay(60000);
  Fill();
  EXPECT_EQ(fcntl(STDERR_FILENO, F_SETFL, O_WRONLY | O_NONBLOCK), 0);
  std::thread reader([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    char buffer[8192];
    EXPECT_GT(read(fds_[0], buffer, sizeof buffer), 0);
  });
  Say({"one"});
  reader.join();
  EXPECT_EQ(Read(), "hermes-entry: one\n");
}

TEST_F(LimitedSayTest, LeavesForeignAlarmPending) {
  EXPECT_EQ(kill(getpid(), SIGALRM), 0);
  Say({"one"});
  EXPECT_EQ(Read(), "hermes-entry: one\n");
  sigset_t pending;
  EXPECT_EQ(sigpending(&pending), 0);
  EXPECT_EQ(sigismember(&pending, SIGALRM), 1);
  const sigset_t waited = WaitedSignals();
  EXPECT_EQ(sigwaitinfo(&waited, nullptr), SIGALRM);
  const timespec now = {0, 0};
  EXPECT_EQ(sigtimedwait(&waited, nullptr, &now), -1);
}

}  // namespace
}  // namespace hermes
