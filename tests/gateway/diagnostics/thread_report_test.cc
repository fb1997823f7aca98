#include "gateway/diagnostics/thread_report.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

TEST(ThreadPlaceTest, ParsesKernelText) {
  const auto place = ParsePlace("0 0x3 0x7f 0x200 0x1 0x2 0x0 0x7ffe 0x401\n");
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->syscall, 0);
  EXPECT_EQ(place->stack, 0x7ffeu);
  EXPECT_EQ(place->code, 0x401u);
  EXPECT_EQ(ParsePlace("-1 0x7ffe 0x401")->syscall, -1);
}

TEST(ThreadPlaceTest, ReturnsNothingForRunningThread) {
  for (const char* text : {"running\n", "", "1 2", "x 0x1 0x2", "1 0x1 y"}) {
    EXPECT_FALSE(ParsePlace(text).has_value()) << text;
  }
}

TEST(CodeRangesTest, ReturnsExecutableRanges) {
  const auto ranges = CodeRanges(
      "00400000-00401000 r--p 00000000 08:01 7  /bin/x y\n"
      "00401000-00402000 r-xp 00001000 08:01 7  /bin/x y\n"
      "nonsense\n\n7f00-7f10 rwxp 0 0:0 0\n");
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[0].begin, 0x401000u);
  EXPECT_EQ(ranges[0].end, 0x402000u);
}

TEST(CodeAddressesTest, KeepsWordsThatPointIntoCode) {
  EXPECT_EQ(CodeAddresses({0x1, 0x10, 0x1f, 0x20, 0xffff}, {{0x10, 0x20}}),
            (std::vector<uint64_t>{0x10, 0x1f}));
  EXPECT_EQ(CodeAddresses(std::vector<uint64_t>(1000, 5), {{0, 9}}).size(),
            64u);
}

TEST(FormatThreadTest, IsOneLineWithAnyName) {
  ThreadReport thread;
  thread.tid = 7;
  thread.comm = "evil\n)";
  thread.state = 'D';
  thread.wchan = "nfs_wait";
  thread.cpu_secs = 1.5;
  thread.place = ThreadPlace{0, 0x7ffe, 0x401};
  EXPECT_EQ(FormatThread(thread),
            "thread 7 (evil\\n)) state=D cpu=1.50s wchan=nfs_wait syscall=0 "
            "pc=0x401");
}

// A thread that is blocked in read() during its lifetime.
class BlockedThread {
 public:
  BlockedThread() {
    int fds[2];
    EXPECT_EQ(pipe2(fds, O_CLOEXEC), 0);
    in_.reset(fds[0]);
    out_.reset(fds[1]);
    thread_ = std::thread([this] {
      prctl(PR_SET_NAME, "blocked");
      tid_ = gettid();
      char got;
      while (read(in_.get(), &got, 1) < 0) {
      }
    });
    while (tid_ == 0) std::this_thread::yield();
  }
  ~BlockedThread() {
    out_.reset();
    thread_.join();
  }
  pid_t tid() const { return tid_; }

  // Returns its report when it is blocked.
  ThreadReport Report() const {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    std::optional<ThreadReport> report;
    do {
      report = ReportThread(tid_);
    } while (
        report.has_value() &&
        !(report->place.has_value() && report->place->syscall == SYS_read) &&
        std::chrono::steady_clock::now() < deadline);
    return report.value_or(ThreadReport());
  }

 private:
  UniqueFd in_;
  UniqueFd out_;
  std::atomic<pid_t> tid_ = 0;
  std::thread thread_;
};

TEST(ReportThreadTest, ReportsWhereThreadWaits) {
  const BlockedThread blocked;
  const ThreadReport report = blocked.Report();
  EXPECT_EQ(report.comm, "blocked");
  EXPECT_EQ(report.state, 'S');
  ASSERT_TRUE(report.place.has_value());
  EXPECT_EQ(report.place->syscall, SYS_read);
  const auto addresses = StackAddresses(*report.place);
  ASSERT_FALSE(addresses.empty());
  EXPECT_EQ(addresses.front(), report.place->code);
  EXPECT_GT(addresses.size(), 1u);  // includes its callers
}

TEST(ReportThreadTest, ReturnsNoAddressesForInvalidStack) {
  EXPECT_TRUE(StackAddresses({0, 8, 8}).empty());
}

TEST(ReportThreadsTest, ReportsAllThreads) {
  const BlockedThread blocked;
  const std::vector<ThreadReport> threads = ReportThreads();
  const auto has = [&](pid_t tid) {
    return std::any_of(threads.begin(), threads.end(),
                       [tid](const ThreadReport& t) { return t.tid == tid; });
  };
  EXPECT_TRUE(has(blocked.tid()));
  EXPECT_TRUE(has(gettid()));
}

TEST(ReportThreadTest, ReturnsNothingForEndedThread) {
  EXPECT_FALSE(ReportThread(0).has_value());
}

}  // namespace
}  // namespace hermes::gateway
