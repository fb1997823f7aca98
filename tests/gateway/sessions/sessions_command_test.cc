#include "gateway/sessions/sessions_command.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/retention_limits.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

SessionsCommand Parsed(const Words& words) {
  const absl::StatusOr<SessionsCommand> command = ParseSessionsCommand(words);
  EXPECT_TRUE(command.ok()) << command.status();
  return command.value_or(SessionsCommand());
}

TEST(ParseSessionsCommandTest, UsesDefaultListLimit) {
  const SessionsCommand command = Parsed({"list"});
  EXPECT_EQ(command.verb, SessionsVerb::kList);
  EXPECT_EQ(command.list_limit, 1000);
  EXPECT_FALSE(command.json);
}

TEST(ParseSessionsCommandTest, AcceptsListLimitInBothForms) {
  EXPECT_EQ(Parsed({"list", "--limit", "7", "--json"}).list_limit, 7);
  EXPECT_TRUE(Parsed({"list", "--limit", "7", "--json"}).json);
  EXPECT_EQ(Parsed({"list", "--limit=1"}).list_limit, 1);
  EXPECT_EQ(Parsed({"list", "--limit=1000000"}).list_limit, 1'000'000);
}

TEST(ParseSessionsCommandTest, AcceptsDeleteIdsAndOptionsInAnyOrder) {
  const SessionsCommand command =
      Parsed({"delete", "a", "-y", "b", "--dry-run", "--json"});
  EXPECT_EQ(command.verb, SessionsVerb::kDelete);
  EXPECT_EQ(command.ids, (Words{"a", "b"}));
  EXPECT_TRUE(command.confirmed);
  EXPECT_TRUE(command.dry_run);
  EXPECT_TRUE(command.json);
  EXPECT_FALSE(Parsed({"delete", "a"}).confirmed);
  EXPECT_FALSE(Parsed({"delete", "a"}).dry_run);
  EXPECT_TRUE(Parsed({"delete", "a", "--yes"}).confirmed);
}

TEST(ParseSessionsCommandTest, TreatsWordsAfterDashesAsIds) {
  const SessionsCommand command =
      Parsed({"delete", "--", "-y", "--", "--help"});
  EXPECT_EQ(command.ids, (Words{"-y", "--", "--help"}));
  EXPECT_FALSE(command.confirmed);
}

TEST(ParseSessionsCommandTest, ParsesPruneLimits) {
  const SessionsCommand command =
      Parsed({"prune", "--max-age-days", "30", "--max-count=0", "--max-bytes",
              "1048576", "--yes", "--vacuum"});
  EXPECT_EQ(command.verb, SessionsVerb::kPrune);
  EXPECT_EQ(command.max_age_days, 30);
  EXPECT_EQ(command.max_count, 0);
  EXPECT_EQ(command.max_bytes, 1'048'576);
  EXPECT_TRUE(command.confirmed);
  EXPECT_TRUE(command.vacuum);
  const SessionsCommand bare = Parsed({"prune"});
  EXPECT_FALSE(bare.max_age_days || bare.max_count || bare.max_bytes);
  EXPECT_FALSE(bare.vacuum);
}

TEST(ParseSessionsCommandTest, PrefersHelpToOtherOptions) {
  for (const Words& words :
       {Words{"--help"}, Words{"-h"}, Words{"list", "--help"},
        Words{"delete", "-h"}, Words{"prune", "--max-count", "1", "--help"}}) {
    EXPECT_EQ(Parsed(words).verb, SessionsVerb::kHelp);
  }
}

struct WrongCase {
  const char* name;
  Words words;
  const char* text;  // contained in the message
};

class WrongSessionsCommandTest : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongSessionsCommandTest, ReportsErrorInOneLine) {
  const absl::Status status = ParseSessionsCommand(GetParam().words).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  const std::string message(status.message());
  EXPECT_NE(message.find(GetParam().text), std::string::npos) << message;
  EXPECT_NE(message.find("`hermes sessions --help`"), std::string::npos);
  EXPECT_EQ(message.find('\n'), std::string::npos);
  EXPECT_LT(message.size(), 400u);
}

const std::string kLong(257, 'x');

INSTANTIATE_TEST_SUITE_P(
    Table, WrongSessionsCommandTest,
    testing::Values(
        WrongCase{"Nothing", {}, "needs a sub-command"},
        WrongCase{"UnknownVerb", {"remove"}, "remove"},
        WrongCase{"EmptyVerb", {""}, "unknown sessions command"},
        WrongCase{"LineBreak", {"a\nb"}, "a\\nb"},
        WrongCase{"EndlessVerb", {std::string(100'000, 'v')}, "vvv"},
        WrongCase{
            "EndlessOption", {"list", "--" + std::string(100'000, 'v')}, "vvv"},
        WrongCase{"UnknownOption", {"prune", "--frob"}, "--frob"},
        WrongCase{"OptionOfAnotherVerb", {"list", "-y"}, "-y"},
        WrongCase{"VacuumIsPrunes", {"delete", "a", "--vacuum"}, "--vacuum"},
        WrongCase{"SwitchWithAValue", {"prune", "--yes=1"}, "--yes=1"},
        WrongCase{"ListTakesNoId", {"list", "a"}, "unknown argument: a"},
        WrongCase{"PruneTakesNoId", {"prune", "a"}, "unknown argument: a"},
        WrongCase{"IdsAfterDashesAreDeletes", {"prune", "--", "a"}, "a"},
        WrongCase{"DeleteNeedsAnId", {"delete", "-y"}, "needs a session id"},
        WrongCase{"DeleteNeedsAnIdAfterDashes",
                  {"delete", "--"},
                  "needs a session id"},
        WrongCase{"EmptyId", {"delete", ""}, "1 to 256 characters"},
        WrongCase{"LongId", {"delete", kLong}, "1 to 256 characters"},
        WrongCase{"NumberIsMissing", {"list", "--limit"}, "needs a number"},
        WrongCase{"NumberIsEmpty", {"list", "--limit="}, "1 to 1000000"},
        WrongCase{"NumberIsAWord", {"list", "--limit", "all"}, "1 to 1000000"},
        WrongCase{"NumberIsAFraction", {"list", "--limit=1.5"}, "1 to 1000000"},
        WrongCase{"NumberIsTooSmall", {"list", "--limit=0"}, "1 to 1000000"},
        WrongCase{
            "NumberIsTooLarge", {"list", "--limit=1000001"}, "1 to 1000000"},
        WrongCase{"NumberOverflows",
                  {"prune", "--max-bytes=99999999999999999999"},
                  "--max-bytes needs a number from 0"},
        WrongCase{"NumberIsNegative",
                  {"prune", "--max-age-days", "-1"},
                  "--max-age-days needs a number from 0 to 36500"}),
    [](const testing::TestParamInfo<WrongCase>& i) { return i.param.name; });

TEST(LimitsForTest, ReplacesConfiguredLimitsWithOptions) {
  RetentionLimits configured;
  configured.max_age = std::chrono::days(90);
  configured.max_sessions = 50;
  configured.max_bytes = 1 << 20;
  const RetentionLimits same = LimitsFor(SessionsCommand(), configured);
  EXPECT_EQ(same.max_age, configured.max_age);
  EXPECT_EQ(same.max_sessions, 50);
  EXPECT_EQ(same.max_bytes, 1 << 20);
  SessionsCommand command;
  command.max_age_days = 1;
  command.max_count = 0;
  const RetentionLimits changed = LimitsFor(command, configured);
  EXPECT_EQ(changed.max_age, std::chrono::hours(24));
  EXPECT_EQ(changed.max_sessions, 0);
  EXPECT_EQ(changed.max_bytes, 1 << 20);
  command.max_bytes = 7;
  EXPECT_EQ(LimitsFor(command, configured).max_bytes, 7);
}

TEST(SessionsHelpTest, NamesEveryOption) {
  const std::string help = SessionsHelp();
  for (const char* word : {"list", "delete", "prune", "--limit", "--json",
                           "--yes", "-y", "--dry-run", "--vacuum",
                           "--max-age-days", "--max-count", "--max-bytes"}) {
    EXPECT_NE(help.find(word), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace hermes::gateway
