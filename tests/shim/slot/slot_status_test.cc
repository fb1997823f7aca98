#include "shim/slot/slot_status.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

constexpr char kEarly[] = "@400000006b03906b1b1d6c05";
constexpr char kLate[] = "@400000006b03906c12f939c4";

std::string Line(const std::string& words, const std::string& changed,
                 const std::string& ready) {
  return words + " " + changed + " " + ready + "\n";
}

TEST(ParseSlotStatusTest, UpAndReady) {
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

TEST(ParseSlotStatusTest, UpWithAnOlderReadinessIsNotFinishing) {
  const auto status =
      ParseSlotStatus(Line("true true false 42 -1 -1", kLate, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->ready);
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, DownAfterAnExitCode) {
  const auto status =
      ParseSlotStatus(Line("false false false -1 78 -1", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->up);
  EXPECT_EQ(status->exit_code, 78);
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, DownAfterASignal) {
  const auto status =
      ParseSlotStatus(Line("false true false -1 -1 9", kEarly, kLate));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->exit_code, 137);
}

TEST(ParseSlotStatusTest, DownBeforeTheEndOfFinish) {
  const auto status =
      ParseSlotStatus(Line("false true false -1 1 -1", kLate, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(status->finishing);
}

TEST(ParseSlotStatusTest, NeverStartedIsNotFinishing) {
  const auto status =
      ParseSlotStatus(Line("false false false -1 0 -1", kEarly, kEarly));
  ASSERT_TRUE(status.has_value());
  EXPECT_FALSE(status->finishing);
}

TEST(ParseSlotStatusTest, AnythingElseIsNothing) {
  EXPECT_EQ(ParseSlotStatus("").has_value(), false);
  EXPECT_FALSE(ParseSlotStatus("true true\n").has_value());
  EXPECT_FALSE(ParseSlotStatus(Line("yes true true 42 -1 -1", kEarly, kLate)));
  EXPECT_FALSE(ParseSlotStatus(Line("true true true 4x -1 -1", kEarly, kLate)));
  EXPECT_FALSE(ParseSlotStatus(Line("true true true 42 -1 -1", "@4", kLate)));
  EXPECT_FALSE(
      ParseSlotStatus(Line("true true true 42 -1 -1", kEarly, kLate) + "x"));
}

}  // namespace
}  // namespace hermes
