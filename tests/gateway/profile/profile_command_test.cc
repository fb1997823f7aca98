#include "gateway/profile/profile_command.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

ProfileCommand Parsed(const Words& words) {
  const absl::StatusOr<ProfileCommand> command = ParseProfileCommand(words);
  EXPECT_TRUE(command.ok()) << command.status();
  return command.ok() ? *command : ProfileCommand();
}

TEST(ProfileCommandTest, AcceptsCreateOptionsOnEitherSideOfName) {
  const ProfileCommand command =
      Parsed({"create", "--clone-from", "coder", "ops", "--no-skills",
              "--no-alias", "--description=for the night"});
  EXPECT_EQ(command.verb, ProfileVerb::kCreate);
  EXPECT_EQ(command.name, "ops");
  EXPECT_EQ(command.clone_from, "coder");
  EXPECT_FALSE(command.skills);
  EXPECT_EQ(command.description, "for the night");
}

TEST(ProfileCommandTest, ClonesActiveProfileByDefault) {
  const ProfileCommand command = Parsed({"create", "ops", "--clone"});
  EXPECT_TRUE(command.clone_active);
  EXPECT_TRUE(command.skills);
  EXPECT_FALSE(command.clone_from.has_value());
}

TEST(ProfileCommandTest, AsksBeforeDeleteUnlessYesIsGiven) {
  EXPECT_FALSE(Parsed({"delete", "ops"}).confirmed);
  EXPECT_TRUE(Parsed({"delete", "ops", "-y"}).confirmed);
  EXPECT_TRUE(Parsed({"delete", "--yes", "ops"}).confirmed);
}

TEST(ProfileCommandTest, ParsesListUseAndShow) {
  EXPECT_EQ(Parsed({"list"}).verb, ProfileVerb::kList);
  EXPECT_TRUE(Parsed({"list", "--json"}).json);
  EXPECT_EQ(Parsed({"use", "default"}).name, "default");
  EXPECT_EQ(Parsed({"show"}).name, "");
  EXPECT_TRUE(Parsed({"show", "ops", "--json"}).json);
}

TEST(ProfileCommandTest, PrefersHelpToOtherWords) {
  EXPECT_EQ(Parsed({"--help"}).verb, ProfileVerb::kHelp);
  EXPECT_EQ(Parsed({"create", "-h"}).verb, ProfileVerb::kHelp);
  EXPECT_EQ(Parsed({"delete", "UPPER", "-h"}).verb, ProfileVerb::kHelp);
}

struct BadCase {
  const char* name;
  Words words;
  const char* part;  // of the error message
};

class BadProfileCommandTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadProfileCommandTest, ReportsErrorWithTheWord) {
  const absl::Status status = ParseProfileCommand(GetParam().words).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), GetParam().part)) << status;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadProfileCommandTest,
    testing::Values(
        BadCase{"NoWord", {}, "needs a sub-command"},
        BadCase{"UnknownVerb", {"paint"}, "paint"},
        BadCase{"NoName", {"create"}, "needs a profile name"},
        BadCase{"EmptyName", {"create", ""}, "'' is not a valid profile name"},
        BadCase{"TwoNames", {"create", "a", "b"}, ": b"},
        BadCase{"NameForList", {"list", "a"}, ": a"},
        BadCase{"UpperCase", {"create", "A"}, "'A'"},
        BadCase{"Climbing", {"create", "../x"}, "'../x'"},
        BadCase{"Dotted", {"create", ".tmp"}, "'.tmp'"},
        BadCase{"LeadingSpace", {"create", " a"}, "' a'"},
        BadCase{"Newline", {"create", "a\nb"}, "'a\\nb'"},
        BadCase{"TooLong",
                {"create", std::string(65, 'a')},
                "not a valid profile name"},
        BadCase{"DashedName", {"create", "--", "-a"}, "'-a'"},
        BadCase{"BadSource", {"create", "a", "--clone-from", "../b"}, "'../b'"},
        BadCase{"BothClones",
                {"create", "a", "--clone", "--clone-from", "b"},
                "exclude"},
        BadCase{"NoSource", {"create", "a", "--clone-from"}, "needs a value"},
        BadCase{
            "TwoLines", {"create", "a", "--description", "b\nc"}, "one line"},
        BadCase{"YesForCreate", {"create", "a", "-y"}, "-y"},
        BadCase{"JsonForUse", {"use", "a", "--json"}, "--json"},
        BadCase{
            "CloneAll", {"create", "a", "--clone-all"}, "not in this version"},
        BadCase{"CloneChannels",
                {"create", "a", "--clone-channels"},
                "never copied"},
        BadCase{"Rename", {"rename", "a", "b"}, "not in this version"},
        BadCase{"Describe", {"describe", "a"}, "profile.yaml"},
        BadCase{"Alias", {"alias", "a"}, "hermes -p"},
        BadCase{"Export", {"export", "a"}, "not in this version"},
        BadCase{"Import", {"import", "a"}, "not in this version"},
        BadCase{"DeleteDefault", {"delete", "default"}, "cannot be deleted"},
        BadCase{"BadNameOfDelete", {"delete", "A"}, "'A'"},
        BadCase{"BadNameOfUse", {"use", "a/b"}, "'a/b'"}),
    [](const testing::TestParamInfo<BadCase>& i) { return i.param.name; });

TEST(NewProfileNameTest, AcceptsOrdinaryNames) {
  for (const std::string& name :
       {std::string("a"), std::string("0"), std::string("night_bot-2"),
        std::string(64, 'z')}) {
    EXPECT_TRUE(CheckNewProfileName(name).ok()) << name;
  }
}

class ReservedNameTest : public testing::TestWithParam<const char*> {};

TEST_P(ReservedNameTest, RejectsReservedName) {
  const absl::Status status = CheckNewProfileName(GetParam());
  EXPECT_TRUE(absl::StrContains(status.message(), "reserved")) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Table, ReservedNameTest,
                         testing::Values("default", "hermes", "root", "sudo",
                                         "test", "tmp"),
                         [](const testing::TestParamInfo<const char*>& i) {
                           return std::string(i.param);
                         });

}  // namespace
}  // namespace hermes::gateway
