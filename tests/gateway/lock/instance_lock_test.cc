#include "gateway/lock/instance_lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <memory>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class FakeTable : public ProcessTable {
 public:
  std::optional<ProcessFacts> Find(pid_t pid) const override {
    const auto found = processes.find(pid);
    if (found == processes.end()) return std::nullopt;
    return found->second;
  }
  std::map<pid_t, ProcessFacts> processes;
};

PidRecord Gateway(pid_t pid) {
  PidRecord record;
  record.pid = pid;
  record.argv = {"hermes", "gateway", "run"};
  record.start_time = static_cast<uint64_t>(pid) * 10;
  record.hermes_home = "/data";
  return record;
}

ProcessFacts Facts(const PidRecord& record) {
  return {*record.start_time, false, record.argv};
}

int NoLocks(int) { return ENOLCK; }

class InstanceLockTest : public testing::Test {
 protected:
  ClaimResult Claim(pid_t pid,
                    InstanceClaim::FlockFn flock = &InstanceClaim::Flock) {
    auto result =
        InstanceClaim(dir_.fd(), Gateway(pid), table_, std::move(flock)).Try();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : ClaimResult();
  }

  void Live(pid_t pid) { table_.processes[pid] = Facts(Gateway(pid)); }

  TempDirectory dir_;
  FakeTable table_;
};

TEST_F(InstanceLockTest, WritesBothRecords) {
  const ClaimResult claim = Claim(7);
  ASSERT_NE(claim.lock, nullptr);
  EXPECT_TRUE(claim.lock->has_flock());
  EXPECT_EQ(dir_.Read("gateway.pid"), FormatPidRecord(Gateway(7)));
  EXPECT_EQ(dir_.Read("gateway.lock"), FormatPidRecord(Gateway(7)));
}

TEST_F(InstanceLockTest, ReportsHolderToSecondClaim) {
  Live(7);
  const ClaimResult first = Claim(7);
  const ClaimResult second = Claim(8);
  EXPECT_EQ(second.lock, nullptr);
  ASSERT_TRUE(second.holder.has_value());
  EXPECT_EQ(second.holder->pid, 7);
}

// Holds a shared lock, as a probe does.
class Probe {
 public:
  explicit Probe(const TempDirectory& directory)
      : fd_(openat(directory.fd(), "gateway.lock", O_RDONLY | O_CREAT, 0644)) {
    EXPECT_EQ(flock(fd_, LOCK_SH | LOCK_NB), 0);
  }
  ~Probe() { close(fd_); }

 private:
  const int fd_;
};

TEST_F(InstanceLockTest, WaitsForProbe) {
  auto probe = std::make_unique<Probe>(dir_);
  int tries = 0;
  const ClaimResult claim = Claim(7, [&](int fd) {
    if (++tries == 3) probe.reset();
    return InstanceClaim::Flock(fd);
  });
  EXPECT_NE(claim.lock, nullptr);
  EXPECT_EQ(tries, 3);
}

TEST_F(InstanceLockTest, WaitsForProbeAfterDeadGateway) {
  Claim(7).lock.reset();
  auto probe = std::make_unique<Probe>(dir_);
  int tries = 0;
  const ClaimResult claim = Claim(8, [&](int fd) {
    if (++tries == 3) probe.reset();
    return InstanceClaim::Flock(fd);
  });
  EXPECT_NE(claim.lock, nullptr);
}

TEST_F(InstanceLockTest, DoesNotWaitForIdentifiedHolder) {
  Live(7);
  const ClaimResult first = Claim(7);
  int tries = 0;
  const ClaimResult second = Claim(8, [&](int fd) {
    ++tries;
    return InstanceClaim::Flock(fd);
  });
  EXPECT_EQ(second.lock, nullptr);
  EXPECT_EQ(tries, 1);
}

TEST_F(InstanceLockTest, StopsWaitingForUnidentifiedHolder) {
  const Probe probe(dir_);
  EXPECT_EQ(Claim(7).lock, nullptr);
}

TEST_F(InstanceLockTest, DoesNotNameInvisibleHolder) {
  const ClaimResult first = Claim(7);  // for example in another container
  const ClaimResult second = Claim(8);
  EXPECT_EQ(second.lock, nullptr);
  EXPECT_FALSE(second.holder.has_value());
}

TEST_F(InstanceLockTest, ReleasesLockAndPidFile) {
  { const ClaimResult first = Claim(7); }
  EXPECT_FALSE(dir_.Has("gateway.pid"));
  EXPECT_NE(Claim(8).lock, nullptr);
}

TEST_F(InstanceLockTest, LeavesForeignPidFileOnRelease) {
  {
    const ClaimResult first = Claim(7);
    dir_.Write("gateway.pid", FormatPidRecord(Gateway(8)));
    EXPECT_FALSE(first.lock->Intact());
  }
  EXPECT_EQ(dir_.Read("gateway.pid"), FormatPidRecord(Gateway(8)));
}

TEST_F(InstanceLockTest, NoticesRemovedLockFile) {
  const ClaimResult claim = Claim(7);
  EXPECT_TRUE(claim.lock->Intact());
  ASSERT_EQ(unlink(dir_.Path("gateway.lock").c_str()), 0);
  EXPECT_FALSE(claim.lock->Intact());
}

TEST_F(InstanceLockTest, SweepsPidFileOfDeadGateway) {
  dir_.Write("gateway.pid", FormatPidRecord(Gateway(7)));
  ASSERT_NE(Claim(8).lock, nullptr);
}

TEST_F(InstanceLockTest, SweepsPidFileWithReusedPid) {
  dir_.Write("gateway.pid", FormatPidRecord(Gateway(7)));
  table_.processes[7] = ProcessFacts{999, false, {"hermes", "gateway"}};
  ASSERT_NE(Claim(8).lock, nullptr);
}

TEST_F(InstanceLockTest, SweepsMalformedPidFileWhileHoldingLock) {
  Live(7);
  for (const char* text : {"", "{", "7\n"}) {
    dir_.Write("gateway.pid", text);
    ASSERT_NE(Claim(8).lock, nullptr) << text;
  }
}

// gateway.lock was deleted while its gateway runs.
TEST_F(InstanceLockTest, RespectsCertainMatchWithoutItsLock) {
  Live(7);
  dir_.Write("gateway.pid", FormatPidRecord(Gateway(7)));
  const ClaimResult claim = Claim(8);
  EXPECT_EQ(claim.lock, nullptr);
  ASSERT_TRUE(claim.holder.has_value());
  EXPECT_EQ(claim.holder->pid, 7);
}

TEST_F(InstanceLockTest, UsesPidFileWithoutLocks) {
  Live(7);
  const ClaimResult first = Claim(7, NoLocks);
  ASSERT_NE(first.lock, nullptr);
  EXPECT_FALSE(first.lock->has_flock());
  const ClaimResult second = Claim(8, NoLocks);
  EXPECT_EQ(second.lock, nullptr);
  EXPECT_EQ(second.holder->pid, 7);
}

TEST_F(InstanceLockTest, RespectsPossibleMatchWithoutLocks) {
  Live(7);
  dir_.Write("gateway.pid", "7");
  EXPECT_EQ(Claim(8, NoLocks).lock, nullptr);
}

TEST_F(InstanceLockTest, SweepsDeadGatewaysFileWithoutLocks) {
  dir_.Write("gateway.pid", FormatPidRecord(Gateway(7)));
  EXPECT_NE(Claim(8, NoLocks).lock, nullptr);
}

TEST_F(InstanceLockTest, LeavesMalformedPidFileWithoutLocks) {
  dir_.Write("gateway.pid", "{");
  const auto result =
      InstanceClaim(dir_.fd(), Gateway(8), table_, NoLocks).Try();
  EXPECT_TRUE(absl::IsAborted(result.status())) << result.status();
  EXPECT_EQ(dir_.Read("gateway.pid"), "{");
}

TEST_F(InstanceLockTest, ReportsOtherLockErrors) {
  const auto result = InstanceClaim(dir_.fd(), Gateway(8), table_, [](int) {
                        return EIO;
                      }).Try();
  EXPECT_FALSE(result.ok());
  EXPECT_FALSE(dir_.Has("gateway.pid"));
}

}  // namespace
}  // namespace hermes::gateway
