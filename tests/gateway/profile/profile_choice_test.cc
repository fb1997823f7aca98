#include "gateway/profile/profile_choice.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

bool Always(const std::string&) { return true; }
bool Never(const std::string&) { return false; }

TEST(ProfileNameTest, AcceptsName) {
  for (const std::string& name :
       {std::string("a"), std::string("0"), std::string("a-b_c9"),
        std::string(64, 'x')}) {
    EXPECT_TRUE(IsProfileName(name)) << name;
  }
}

TEST(ProfileNameTest, RejectsName) {
  for (const std::string& name :
       {std::string(), std::string("A"), std::string("-a"), std::string("_a"),
        std::string("a b"), std::string("a/b"), std::string(".."),
        std::string("a\n"), std::string(65, 'x'), std::string("\xc3\xa4")}) {
    EXPECT_FALSE(IsProfileName(name)) << name;
  }
}

struct RootCase {
  const char* name;
  std::string variable;
  std::string user_home;
  bool image;
  std::string path;
  std::optional<std::string> named;
};

class RootTest : public testing::TestWithParam<RootCase> {};

TEST_P(RootTest, FindsRoot) {
  ProfileFacts facts;
  facts.home_variable = GetParam().variable;
  facts.user_home = GetParam().user_home;
  facts.image_home_exists = GetParam().image;
  facts.working_directory = "/cwd";
  const auto root = FindProfileRoot(facts);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->path, GetParam().path);
  EXPECT_EQ(root->named, GetParam().named);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RootTest,
    testing::Values(
        RootCase{"Variable", "/data", "/u", true, "/data", {}},
        RootCase{"Image", "", "/u", true, "/opt/data", {}},
        RootCase{"Home", "", "/u", false, "/u/.hermes", {}},
        RootCase{"Named", "/data/profiles/ab", "", true, "/data", "ab"},
        RootCase{"NamedSlash", "/data/profiles/ab/", "", true, "/data", "ab"},
        RootCase{"Slashes", "/data//x/./y/", "", true, "/data/x/y", {}},
        RootCase{"Relative", "d", "", true, "/cwd/d", {}},
        RootCase{"ProfilesItself",
                 "/data/profiles",
                 "",
                 true,
                 "/data/profiles",
                 {}}),
    [](const testing::TestParamInfo<RootCase>& i) { return i.param.name; });

TEST(RootTest, ReportsUsageErrorWithoutAnyVariable) {
  EXPECT_EQ(FindProfileRoot(ProfileFacts()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ChooseTest, PrefersOption) {
  ProfileFacts facts;
  facts.option = "one";
  const auto profile = ChooseProfile(facts, {"/data", "two"}, "three", Always);
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->name, "one");
  EXPECT_EQ(profile->home, "/data/profiles/one");
  EXPECT_EQ(profile->root, "/data");
}

TEST(ChooseTest, PrefersHomeToActiveProfile) {
  const auto profile =
      ChooseProfile(ProfileFacts(), {"/data", "two"}, "three", Always);
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->name, "two");
}

TEST(ChooseTest, PrefersActiveProfileToDefault) {
  const auto profile =
      ChooseProfile(ProfileFacts(), {"/data", {}}, "three\n", Always);
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->name, "three");
  EXPECT_EQ(profile->warning, "");
}

TEST(ChooseTest, IgnoresActiveProfileInSupervisedChild) {
  ProfileFacts facts;
  facts.supervised_child = true;
  const auto profile = ChooseProfile(facts, {"/data", {}}, "three", Always);
  ASSERT_TRUE(profile.ok());
  EXPECT_TRUE(profile->is_default());
}

TEST(ChooseTest, ChoosesDefaultWithoutCheckingDirectory) {
  ProfileFacts facts;
  facts.option = "default";
  const auto profile = ChooseProfile(facts, {"/data", {}}, "", Never);
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->home, "/data");
}

TEST(ChooseTest, ReportsUnknownProfileByName) {
  ProfileFacts facts;
  facts.option = "ghost";
  const auto profile = ChooseProfile(facts, {"/data", {}}, "", Never);
  EXPECT_EQ(profile.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(profile.status().message()).find("ghost"),
            std::string::npos);
}

TEST(ChooseTest, RejectsInvalidNameEvenIfDirectoryExists) {
  ProfileFacts facts;
  facts.option = "../x";
  EXPECT_EQ(ChooseProfile(facts, {"/data", {}}, "", Always).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ChooseTest, FallsBackWithWarningIfActiveIsDeleted) {
  const auto profile =
      ChooseProfile(ProfileFacts(), {"/data", {}}, "gone", Never);
  ASSERT_TRUE(profile.ok());
  EXPECT_TRUE(profile->is_default());
  EXPECT_NE(profile->warning.find("gone"), std::string::npos);
}

TEST(ChooseTest, FallsBackWithWarningIfActiveIsInvalid) {
  const auto profile =
      ChooseProfile(ProfileFacts(), {"/data", {}}, "NOT VALID", Always);
  ASSERT_TRUE(profile.ok());
  EXPECT_TRUE(profile->is_default());
  EXPECT_NE(profile->warning, "");
}

}  // namespace
}  // namespace hermes::gateway
