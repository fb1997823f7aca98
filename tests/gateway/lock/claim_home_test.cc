#include "gateway/lock/claim_home.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include "absl/status/status.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(AnswerHolderTest, DecidesAnswer) {
  EXPECT_EQ(AnswerHolder(true, false), HolderAnswer::kRefuse);
  EXPECT_EQ(AnswerHolder(false, false), HolderAnswer::kRefuse);
  EXPECT_EQ(AnswerHolder(true, true), HolderAnswer::kReplace);
  EXPECT_EQ(AnswerHolder(false, true), HolderAnswer::kWait);
}

class NobodyTable : public ProcessTable {
 public:
  std::optional<ProcessFacts> Find(pid_t) const override {
    return std::nullopt;
  }
};

PidRecord Process(pid_t pid) {
  PidRecord record;
  record.pid = pid;
  record.start_time = 1;
  return record;
}

TEST(ClaimHomeTest, FailsWhileUnknownProcessHoldsLock) {
  const TempDirectory dir;
  const NobodyTable table;
  const auto first = ClaimHome(dir.fd(), Process(7), table, ClaimOptions());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(absl::IsAlreadyExists(
      ClaimHome(dir.fd(), Process(8), table, ClaimOptions()).status()));
}

TEST(ClaimHomeTest, StopsWaitingForUnknownHolderIfSignalIsPending) {
  const TempDirectory dir;
  const NobodyTable table;
  const auto first = ClaimHome(dir.fd(), Process(7), table, ClaimOptions());
  ASSERT_TRUE(first.ok());
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  ClaimOptions options;
  options.replace = true;
  options.wake_fd = wake.get();
  EXPECT_TRUE(absl::IsCancelled(
      ClaimHome(dir.fd(), Process(8), table, options).status()));
}

}  // namespace
}  // namespace hermes::gateway
