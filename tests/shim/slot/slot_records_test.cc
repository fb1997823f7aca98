#include "shim/slot/slot_records.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

TEST(StartRecordTest, IsRestoredFromItsText) {
  const auto record =
      ParseStartRecord(FormatRecord(StartRecord{4711, 8812345, 99}));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->pid, 4711);
  EXPECT_EQ(record->start_ticks, 8812345);
  EXPECT_EQ(record->exec_ms, 99);
}

TEST(DeathRecordTest, IsRestoredFromItsText) {
  const auto record =
      ParseDeathRecord(FormatRecord(DeathRecord{3, 4, 137, true}));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->consecutive_early_exits, 3);
  EXPECT_EQ(record->delay_s, 4);
  EXPECT_EQ(record->last_code, 137);
  EXPECT_TRUE(record->taken_over);
}

TEST(AskRecordTest, IsRestoredFromItsText) {
  const AskRecord asks = {{9, 8, 7, 6, 5, 0}};
  const auto record = ParseAskRecord(FormatRecord(asks));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->at_ms, asks.at_ms);
}

TEST(PhaseRecordTest, IsRestoredFromItsText) {
  EXPECT_EQ(
      ParsePhaseRecord(FormatRecord(PhaseRecord{8, false}))->backing_off_s, 8);
  EXPECT_TRUE(ParsePhaseRecord(FormatRecord(PhaseRecord{0, true}))->held);
  EXPECT_FALSE(ParsePhaseRecord(FormatRecord(PhaseRecord{}))->held);
  EXPECT_EQ(ParsePhaseRecord(FormatRecord(PhaseRecord{}))->backing_off_s, 0);
}

TEST(PhaseRecordTest, IsFormattedReadably) {
  EXPECT_EQ(FormatRecord(PhaseRecord{8, false}), "backing-off 8\n");
  EXPECT_EQ(FormatRecord(PhaseRecord{0, true}), "held\n");
  EXPECT_EQ(FormatRecord(PhaseRecord{}), "started\n");
}

class BadRecordTest : public testing::TestWithParam<const char*> {};

TEST_P(BadRecordTest, IsRejected) {
  EXPECT_FALSE(ParseStartRecord(GetParam()).has_value());
  EXPECT_FALSE(ParseDeathRecord(GetParam()).has_value());
  EXPECT_FALSE(ParsePhaseRecord(GetParam()).has_value());
  EXPECT_FALSE(ParseAskRecord(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(Table, BadRecordTest,
                         testing::Values("", "\n", "1 2 3", "1 2\n",
                                         "1 2 3 4 5\n", "1 2 3\n\n", "-1 2 3\n",
                                         "1  2 3\n", "a b c\n",
                                         "99999999999 2 99999999999999999999\n",
                                         "backing-off\n", "backing-off x\n",
                                         "started"));

class RecordFileTest : public testing::Test {
 protected:
  RecordFileTest()
      : data_(OpenDirectory(AT_FDCWD, place_.home()).value().release()) {}

  fixture::SlotPlace place_;
  UniqueFd data_;
};

TEST_F(RecordFileTest, WritesPrivateRecordAndReadsItBack) {
  ASSERT_TRUE(WriteRecord(data_.get(), kDeathsFile, "1 1 1\n").ok());
  EXPECT_EQ(ReadRecord(data_.get(), kDeathsFile), "1 1 1\n");
  struct stat st;
  ASSERT_EQ(fstatat(data_.get(), kDeathsFile, &st, 0), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
}

TEST_F(RecordFileTest, ReadsMissingRecordAsEmpty) {
  EXPECT_EQ(ReadRecord(data_.get(), kDeathsFile), "");
}

TEST_F(RecordFileTest, DoesNotFollowSymlink) {
  fixture::Spill(place_.Path("target"), "1 1 1\n");
  ASSERT_EQ(symlinkat(place_.Path("target").c_str(), data_.get(), kDeathsFile),
            0);
  EXPECT_EQ(ReadRecord(data_.get(), kDeathsFile), "");
}

TEST_F(RecordFileTest, ReportsWhetherRemovedRecordExisted) {
  EXPECT_FALSE(RemoveRecord(data_.get(), kRestartFile));
  ASSERT_TRUE(WriteRecord(data_.get(), kRestartFile, "").ok());
  EXPECT_TRUE(RemoveRecord(data_.get(), kRestartFile));
  EXPECT_FALSE(RemoveRecord(data_.get(), kRestartFile));
}

}  // namespace
}  // namespace hermes
