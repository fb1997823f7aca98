#include "shim/profile/profile.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes {
namespace {

ProfileChoice ChooseWhereOnlyCoderExists(const ProfileSources& sources) {
  return ChooseProfile(sources,
                       [](const std::string& name) { return name == "coder"; });
}

TEST(ParseDataHomeTest, UsesDataOfImageIfUnset) {
  const DataHome home = ParseDataHome("");
  EXPECT_EQ(home.root, "/opt/data");
  EXPECT_EQ(home.profile, std::nullopt);
}

TEST(ParseDataHomeTest, TreatsOtherDirectoryAsRoot) {
  const DataHome home = ParseDataHome("/srv/hermes/");
  EXPECT_EQ(home.root, "/srv/hermes");
  EXPECT_EQ(home.profile, std::nullopt);
}

TEST(ParseDataHomeTest, SplitsProfileDirectoryIntoRootAndProfile) {
  const DataHome home = ParseDataHome("/opt/data/profiles/coder/");
  EXPECT_EQ(home.root, "/opt/data");
  EXPECT_EQ(home.profile, "coder");
}

TEST(ParseDataHomeTest, RequiresParentNamedProfiles) {
  EXPECT_EQ(ParseDataHome("/opt/profiles").profile, std::nullopt);
  EXPECT_EQ(ParseDataHome("/opt/myprofiles/x").profile, std::nullopt);
  EXPECT_EQ(ParseDataHome("/opt/profiles/x/y").profile, std::nullopt);
  EXPECT_EQ(ParseDataHome("/").root, "/");
}

TEST(ParseDataHomeTest, AcceptsProfilesInRootDirectory) {
  EXPECT_EQ(ParseDataHome("/profiles/x").root, "/");
  EXPECT_EQ(ParseDataHome("/profiles/x").profile, "x");
}

TEST(ProfileDirectoryTest, ReturnsRootForDefault) {
  EXPECT_EQ(ProfileDirectory("/opt/data", "default"), "/opt/data");
  EXPECT_EQ(ProfileDirectory("/opt/data", "a"), "/opt/data/profiles/a");
}

TEST(ChooseProfileTest, ChoosesDefaultIfNothingIsNamed) {
  EXPECT_EQ(ChooseWhereOnlyCoderExists({}).name, "default");
}

TEST(ChooseProfileTest, PrefersOptionThenHomeThenActiveProfile) {
  EXPECT_EQ(ChooseWhereOnlyCoderExists({"coder", "no", "no"}).name, "coder");
  EXPECT_EQ(ChooseWhereOnlyCoderExists({{}, "coder", "no"}).name, "coder");
  EXPECT_EQ(ChooseWhereOnlyCoderExists({{}, {}, "coder"}).name, "coder");
}

TEST(ChooseProfileTest, AcceptsDefaultWithoutDirectory) {
  const ProfileChoice choice = ChooseWhereOnlyCoderExists({"default", {}, {}});
  EXPECT_EQ(choice.name, "default");
  EXPECT_EQ(choice.error, "");
}

TEST(ChooseProfileTest, RejectsInvalidName) {
  for (const std::string& name :
       {std::string("A"), std::string("../x"), std::string(),
        std::string(".tmp"), std::string(300, 'a'), std::string("a\nb"),
        std::string("Coder")}) {
    const ProfileChoice choice =
        ChooseProfile({name, {}, {}}, [](const std::string&) { return true; });
    EXPECT_EQ(choice.name, "") << name;
    EXPECT_NE(choice.error, "") << name;
    EXPECT_LT(choice.error.size(), 300u) << name;
  }
}

TEST(ChooseProfileTest, NamesMissingProfileInError) {
  for (const ProfileSources& sources :
       {ProfileSources{"gone", {}, {}}, ProfileSources{{}, "gone", {}}}) {
    const ProfileChoice choice = ChooseWhereOnlyCoderExists(sources);
    EXPECT_EQ(choice.name, "");
    EXPECT_NE(choice.error.find("'gone'"), std::string::npos) << choice.error;
  }
}

TEST(ChooseProfileTest, FallsBackWithWarningIfActiveProfileIsInvalidOrMissing) {
  for (const char* content : {"gone\n", "../x", "Coder"}) {
    const ProfileChoice choice = ChooseWhereOnlyCoderExists({{}, {}, content});
    EXPECT_EQ(choice.name, "default") << content;
    EXPECT_EQ(choice.error, "") << content;
    EXPECT_NE(choice.warning, "") << content;
  }
}

TEST(ChooseProfileTest, TrimsActiveProfileAndAcceptsEmptyFile) {
  EXPECT_EQ(ChooseWhereOnlyCoderExists({{}, {}, " coder\r\n"}).name, "coder");
  const ProfileChoice choice = ChooseWhereOnlyCoderExists({{}, {}, " \n"});
  EXPECT_EQ(choice.name, "default");
  EXPECT_EQ(choice.warning, "");
}

}  // namespace
}  // namespace hermes
