#include "shim/privileges/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr const char* kPasswd =
    "root:x:0:0:root:/root:/bin/bash\n"
    "hermes:x:12000:12001::/opt/data:/bin/sh\n";

Expected<Identity> Choose(const std::vector<std::string>& environment,
                          const std::string& passwd = kPasswd,
                          const std::string& group = "",
                          const std::vector<gid_t>& groups = {}) {
  return ChooseIdentity(Environment(environment), passwd, group, groups);
}

struct Case {
  std::string name;
  std::vector<std::string> environment;
  uid_t uid;
  gid_t gid;
};

class ChooseIdentityTest : public testing::TestWithParam<Case> {};

TEST_P(ChooseIdentityTest, ReadsIdsFromEnvironmentOrPasswd) {
  const Expected<Identity> identity = Choose(GetParam().environment);
  ASSERT_TRUE(identity.ok()) << Describe(identity.error());
  EXPECT_EQ(identity.value().uid, GetParam().uid);
  EXPECT_EQ(identity.value().gid, GetParam().gid);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ChooseIdentityTest,
    testing::Values(
        Case{"HermesUserByDefault", {}, 12000, 12001},
        Case{"HermesIds", {"HERMES_UID=99", "HERMES_GID=100"}, 99, 100},
        Case{"NasIds", {"PUID=1000", "PGID=10"}, 1000, 10},
        Case{"HermesIdsWin", {"HERMES_UID=5", "PUID=6"}, 5, 12001},
        Case{"EmptyIsUnset", {"HERMES_UID=", "PUID=7"}, 7, 12001},
        Case{"LargeIds",
             {"HERMES_UID=1000670000", "HERMES_GID=4294967294"},
             1000670000,
             4294967294}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ChooseIdentityDefaultsTest, Uses10000WithoutHermesUser) {
  const Expected<Identity> identity = Choose({}, "root:x:0:0::/root:/bin/sh\n");
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(identity.value().uid, 10000u);
  EXPECT_EQ(identity.value().gid, 10000u);
}

class RefusedIdTest : public testing::TestWithParam<std::string> {};

TEST_P(RefusedIdTest, NamesInvalidIdInError) {
  const Expected<Identity> identity = Choose({GetParam()});
  ASSERT_FALSE(identity.ok());
  EXPECT_THAT(Describe(identity.error()), HasSubstr(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedIdTest,
                         testing::Values("HERMES_UID=0", "HERMES_GID=0",
                                         "PUID=0", "HERMES_UID=hermes",
                                         "HERMES_UID=-1", "HERMES_UID= 1",
                                         "HERMES_UID=4294967295",
                                         "HERMES_UID=99999999999"));

TEST(ChooseIdentityGroupsTest, KeepsGivenGroupsExceptThoseOfRoot) {
  const Expected<Identity> identity = Choose(
      {}, kPasswd, "adm:x:4:root\ndisk:x:6:someone,root\ndocker:x:998:\n",
      {0, 4, 6, 998, 4711});
  ASSERT_TRUE(identity.ok());
  EXPECT_THAT(identity.value().groups,
              UnorderedElementsAre(12001u, 998u, 4711u));
}

TEST(KnowsHermesUserTest, NeedsVariableOrPasswdEntry) {
  EXPECT_TRUE(KnowsHermesUser(Environment(), kPasswd));
  EXPECT_TRUE(KnowsHermesUser(Environment({"HERMES_UID=5"}), ""));
  EXPECT_TRUE(KnowsHermesUser(Environment({"PUID=5"}), ""));
  EXPECT_FALSE(KnowsHermesUser(Environment(), "root:x:0:0::/root:/bin/sh\n"));
}

TEST(IdentityFromStatusTest, ReadsEffectiveIdsAndGroups) {
  const std::optional<Identity> identity = IdentityFromStatus(
      "Name:\ts6-svscan\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"
      "Groups:\t6 998 \nVmPeak:\t1 kB\n");
  ASSERT_TRUE(identity.has_value());
  EXPECT_EQ(identity->uid, 2u);
  EXPECT_EQ(identity->gid, 6u);
  EXPECT_THAT(identity->groups, ElementsAre(6u, 998u));
}

// Found by a fuzzer: a word that is not an id was read as 0, which is root.
TEST(IdentityFromStatusTest, RefusesWordsThatAreNotIds) {
  const std::string uid = "Uid:\t1\t1\t1\t1\n";
  const std::string gid = "Gid:\t2\t2\t2\t2\n";
  EXPECT_TRUE(IdentityFromStatus(uid + gid + "Groups:\t3 \n").has_value());
  EXPECT_TRUE(IdentityFromStatus(uid + gid + "Groups:\t \n").has_value());
  EXPECT_FALSE(IdentityFromStatus("Uid:\t1\tx\t1\t1\n" + gid + "Groups:\t3\n"));
  EXPECT_FALSE(
      IdentityFromStatus(uid + "Gid:\t2\t4294967295\t2\t2\nGroups:\t3\n"));
  EXPECT_FALSE(IdentityFromStatus(uid + gid + "Groups:\t3 -4\n"));
}

TEST(IdentityFromStatusTest, RejectsTextThatIsNotAStatusFile) {
  EXPECT_FALSE(IdentityFromStatus("").has_value());
  EXPECT_FALSE(IdentityFromStatus("Uid:\t1\n").has_value());
}

}  // namespace
}  // namespace hermes
