#include "shim/slot/slot_status.h"

#include <filesystem>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

constexpr char kEarly[] = "@400000006b03906b1b1d6c05";
constexpr char kLate[] = "@400000006b03906c12f939c4";

std::string Line(const std::string& words, const std::string& changed,
                 const std::string& ready) {
  return words + " " + changed + " " + ready + " 17\n";
}

TEST(ParseSlotStatusTest, ParsesUpAndReady) {
  const auto status =
      ParseSlotStatus(Line("true true true 42 -1 -1", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(status->up);
  EXPECT_TRUE(status->wanted_up);
  EXPECT_TRUE(status->ready);
  EXPECT_EQ(status->pid, 42);
  EXPECT_EQ(status->exit_code, -1);
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, DoesNotReportFinishingIfUpWithOlderReadiness) {
  const auto status =
      ParseSlotStatus(Line("true true false 42 -1 -1", kLate, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->ready);
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, ParsesDownAfterExitCode) {
  const auto status =
      ParseSlotStatus(Line("false false false -1 78 -1", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->up);
  EXPECT_EQ(status->exit_code, 78);
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, ParsesDownAfterSignal) {
  const auto status =
      ParseSlotStatus(Line("false true false -1 -1 9", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->exit_code, 137);
}

TEST(ParseSlotStatusTest, ReportsFinishingUntilFinishEnds) {
  const auto status =
      ParseSlotStatus(Line("false true false -1 1 -1", kLate, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(status->finishing);
}

TEST(ParseSlotStatusTest, DoesNotReportFinishingIfNeverStarted) {
  const auto status =
      ParseSlotStatus(Line("false false false -1 0 -1", kEarly, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->finishing);
}

// Found by a fuzzer: 128 + n overflowed, and -2 was accepted as a pid.
TEST(ParseSlotStatusTest, RejectsNumbersThatS6DoesNotPrint) {
  for (const char* const words :
       {"false true false -1 -1 2147483647", "false true false -1 -1 65",
        "false true false -1 -1 -2", "false true false -1 256 -1",
        "false true false -1 -2 -1", "true true true -2 -1 -1",
        "true true true 0 -1 -1"}) {
    EXPECT_FALSE(ParseSlotStatus(Line(words, kEarly, kLate))) << words;
  }
  EXPECT_TRUE(
      ParseSlotStatus(Line("false true false -1 255 -1", kEarly, kLate)));
  EXPECT_TRUE(
      ParseSlotStatus(Line("false true false -1 -1 64", kEarly, kLate)));
}

TEST(ParseSlotStatusTest, RejectsTimestampsThatAreNotHexadecimal) {
  EXPECT_FALSE(ParseSlotStatus(
      Line("true true true 42 -1 -1", kEarly, "@40000000_b03906c12f939c4")));
  EXPECT_FALSE(ParseSlotStatus(Line("true true true 42 -1 -1",
                                    "@40000000\x01"
                                    "b03906c12f939c4",
                                    kLate)));
}

TEST(ParseSlotStatusTest, RejectsOtherText) {
  EXPECT_EQ(ParseSlotStatus("").has_value(), false);
  EXPECT_FALSE(ParseSlotStatus("true true\n").has_value());
  EXPECT_FALSE(ParseSlotStatus(Line("yes true true 42 -1 -1", kEarly, kLate)));
  EXPECT_FALSE(ParseSlotStatus(Line("true true true 4x -1 -1", kEarly, kLate)));
  EXPECT_FALSE(ParseSlotStatus(Line("true true true 42 -1 -1", "@4", kLate)));
  EXPECT_FALSE(
      ParseSlotStatus(Line("true true true 42 -1 -1", kEarly, kLate) + "x"));
}

TEST(ParseSlotStatusTest, ParsesSecondsSinceLastChange) {
  const auto status =
      ParseSlotStatus(Line("true true true 42 -1 -1", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->seconds_since_change, 17);
}

// Notes in the data/ of a service directory for this test.
class AddNotesTest : public testing::Test {
 protected:
  AddNotesTest() {
    std::filesystem::create_directory(place_.Path("slot"));
    std::filesystem::create_directory(place_.Path("slot/data"));
    status_.up = true;
    status_.pid = 42;
  }

  void Note(const char* record, const std::string& text) {
    fixture::Spill(place_.Path("slot/data/") + record, text);
  }

  const SlotStatus& WithNotes() {
    AddNotes(place_.Path("slot"), status_);
    return status_;
  }

  fixture::SlotPlace place_;
  SlotStatus status_;
};

TEST_F(AddNotesTest, ReportsExecutedGateway) {
  Note(kStartFile, FormatRecord(StartRecord{42, 7, 1000}));
  EXPECT_TRUE(WithNotes().executed);
  EXPECT_FALSE(status_.backing_off);
}

TEST_F(AddNotesTest, ReportsDelayAsBackingOff) {
  Note(kStartFile, FormatRecord(StartRecord{42, 7, 0}));
  Note(kPhaseFile, FormatRecord(PhaseRecord{8, false}));
  EXPECT_TRUE(WithNotes().backing_off);
  EXPECT_EQ(status_.delay_s, 8);
  EXPECT_FALSE(status_.held);
  EXPECT_FALSE(status_.executed);
}

TEST_F(AddNotesTest, ReportsWaitForLockAsHeldAndBackingOff) {
  Note(kStartFile, FormatRecord(StartRecord{42, 7, 0}));
  Note(kPhaseFile, FormatRecord(PhaseRecord{0, true}));
  EXPECT_TRUE(WithNotes().backing_off);
  EXPECT_TRUE(status_.held);
}

TEST_F(AddNotesTest, IgnoresNotesOfEarlierLife) {
  Note(kStartFile, FormatRecord(StartRecord{41, 7, 1000}));
  EXPECT_FALSE(WithNotes().executed);
  Note(kStartFile, FormatRecord(StartRecord{41, 7, 0}));
  Note(kPhaseFile, FormatRecord(PhaseRecord{8, false}));
  EXPECT_FALSE(WithNotes().backing_off);
}

TEST_F(AddNotesTest, ReportsNoPhaseIfDown) {
  status_.up = false;
  status_.pid = -1;
  Note(kStartFile, FormatRecord(StartRecord{42, 7, 0}));
  Note(kPhaseFile, FormatRecord(PhaseRecord{8, false}));
  EXPECT_FALSE(WithNotes().backing_off);
}

TEST_F(AddNotesTest, ReportsFailureAndEarlyExitsAlsoIfDown) {
  status_.up = false;
  Note(kFailedFile, "78\n");
  Note(kDeathsFile, FormatRecord(DeathRecord{3, 2, 1, false}));
  EXPECT_EQ(WithNotes().failed_code, 78);
  EXPECT_EQ(status_.consecutive_early_exits, 3);
}

TEST_F(AddNotesTest, ReportsNoExitCodeIfNeverStarted) {
  status_.up = false;
  status_.exit_code = 0;
  AddNotes(place_.Path("slot"), status_);
  EXPECT_EQ(status_.exit_code, -1);
}

TEST_F(AddNotesTest, AddsNothingWithoutDirectory) {
  AddNotes(place_.Path("nowhere"), status_);
  EXPECT_EQ(status_.failed_code, -1);
  EXPECT_EQ(status_.consecutive_early_exits, 0);
  EXPECT_FALSE(status_.executed);
}

}  // namespace
}  // namespace hermes
