#include "gateway/turn/command_end.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hermes::gateway {
namespace {

using Kind = CommandEnd::Kind;
using std::chrono::milliseconds;

CommandEnd End(Kind kind, int value = 0, std::string errors = "") {
  CommandEnd end;
  end.kind = kind;
  end.value = value;
  end.limit = milliseconds(1500);
  end.detail = "x is not on PATH";
  end.errors = std::move(errors);
  return end;
}

std::string MessageOf(const CommandEnd& end) {
  const BackendResult result = ResultOf(end, {"sesame-open"});
  EXPECT_TRUE(result.failure.has_value());
  if (!result.failure.has_value()) return "";
  EXPECT_EQ(result.failure->http_status, 502);
  EXPECT_EQ(result.failure->code, "agent_incomplete");
  return result.failure->message;
}

TEST(CommandEndTest, TreatsExitCodeZeroAsComplete) {
  const BackendResult result =
      ResultOf(End(Kind::kExited, 0, "a warning\n"), {});
  EXPECT_FALSE(result.failure.has_value());
  EXPECT_EQ(result.finish_reason, "stop");
}

struct Case {
  const char* name;
  Kind kind;
  int value;
  const char* message;
};

class FailureTest : public testing::TestWithParam<Case> {};

TEST_P(FailureTest, DescribesHowTheProgramEnded) {
  EXPECT_EQ(MessageOf(End(GetParam().kind, GetParam().value)),
            GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Table, FailureTest,
    testing::Values(
        Case{"Exited", Kind::kExited, 3, "The command ended with exit code 3"},
        Case{"Signalled", Kind::kSignalled, 9,
             "The command was ended by signal 9 (Killed)"},
        Case{"NotStarted", Kind::kNotStarted, 0,
             "The command could not be started: x is not on PATH"},
        Case{"Lost", Kind::kLost, 0,
             "The command ended, but its exit status is unknown"},
        Case{"Stopped", Kind::kStopped, 0, "The command was stopped"},
        Case{"Silent", Kind::kSilent, 0,
             "The command wrote nothing for 1.5 s and was ended"},
        Case{"TooSlow", Kind::kTooSlow, 0,
             "The command was not done within 1.5 s and was ended"},
        Case{"TooMuch", Kind::kTooMuch, 0,
             "The command wrote more than 10 MiB and was ended"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(CommandEndTest, QuotesTheLastLineOfStderr) {
  EXPECT_EQ(MessageOf(End(Kind::kExited, 1, "first\n  no key \r\n\n")),
            "The command ended with exit code 1: no key");
}

TEST(CommandEndTest, RedactsSecretsInQuote) {
  const std::string message = MessageOf(
      End(Kind::kExited, 1, "key sesame-open, Authorization: Bearer abc\n"));
  EXPECT_EQ(message.find("sesame"), std::string::npos) << message;
  EXPECT_EQ(message.find("abc"), std::string::npos) << message;
  EXPECT_NE(message.find("[redacted]"), std::string::npos) << message;
}

TEST(CommandEndTest, AbbreviatesQuoteBetweenCharacters) {
  std::string line = "a";
  for (int n = 0; n < 300; ++n) line += "\xC3\xA9";
  const std::string message = MessageOf(End(Kind::kExited, 1, line));
  EXPECT_LT(message.size(), 260u);
  EXPECT_EQ(message.substr(message.size() - 5), "\xC3\xA9...");
}

TEST(CommandEndTest, ReplacesControlCharactersInQuote) {
  EXPECT_EQ(MessageOf(End(Kind::kExited, 1, "\x1b[31mred\xFF\x07")),
            "The command ended with exit code 1: [31mred\xEF\xBF\xBD");
}

TEST(CommandEndTest, IndentsLinesForTheLog) {
  EXPECT_EQ(
      ErrorsForLog("one\n2026-11-24 ERROR sesame-open\r\n\n", {"sesame-open"}),
      "one\n  2026-11-24 ERROR [redacted]");
}

}  // namespace
}  // namespace hermes::gateway
