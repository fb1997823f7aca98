#include "gateway/state/pid_record.h"

#include <gtest/gtest.h>

#include <random>

namespace hermes::gateway {
namespace {

constexpr char kText[] =
    R"({"pid":4711,"kind":"hermes-gateway","argv":["/bin/hermes","gateway"],)"
    R"("start_time":8812345,"hermes_home":"/opt/data"})"
    "\n";

TEST(PidRecordTest, MatchesContractFormat) {
  PidRecord record;
  record.pid = 4711;
  record.argv = {"/bin/hermes", "gateway"};
  record.start_time = 8812345;
  record.hermes_home = "/opt/data";
  EXPECT_EQ(FormatPidRecord(record), kText);
}

TEST(PidRecordTest, ParsesOwnFormat) {
  const auto record = ParsePidRecord(kText);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->pid, 4711);
  EXPECT_EQ(record->argv.size(), 2u);
  EXPECT_EQ(record->start_time, 8812345u);
  EXPECT_EQ(record->hermes_home, "/opt/data");
}

TEST(PidRecordTest, ParsesBareInteger) {
  const auto record = ParsePidRecord("4711\n");
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->pid, 4711);
  EXPECT_FALSE(record->start_time.has_value());
}

TEST(PidRecordTest, KeepsUnknownStartTimeUnknown) {
  for (const char* text :
       {R"({"pid":1})", R"({"pid":1,"start_time":null})",
        R"({"pid":1,"start_time":-5})", R"({"pid":1,"start_time":"x"})"}) {
    const auto record = ParsePidRecord(text);
    ASSERT_TRUE(record.has_value()) << text;
    EXPECT_FALSE(record->start_time.has_value()) << text;
  }
}

TEST(PidRecordTest, RejectsOtherText) {
  for (const char* text : {"", "{", "0", "-1", "99999999999", "1.5", "\"7\"",
                           "[7]", "{}", R"({"pid":"7"})", "7 8"}) {
    EXPECT_FALSE(ParsePidRecord(text).has_value()) << text;
  }
}

// kill() would take an invalid pid for a process group.
TEST(PidRecordTest, NeverReturnsInvalidPidForRandomBytes) {
  std::mt19937 random(5);
  for (int round = 0; round < 5000; ++round) {
    std::string text = kText;
    for (int flips = 0; flips < 3; ++flips) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const auto record = ParsePidRecord(text);
    if (record.has_value()) {
      ASSERT_GT(record->pid, 0) << text;
    }
  }
}

}  // namespace
}  // namespace hermes::gateway
