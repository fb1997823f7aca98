#include "shim/facts/tree_mark.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

namespace hermes {
namespace {

constexpr uid_t kHermes = 10000;

// The mark of a tree that PID 1 made as the hermes user, examined by root.
TreeMarkFacts OwnTree() {
  TreeMarkFacts facts;
  facts.is_file = true;
  facts.owner = kHermes;
  facts.directory_owner = kHermes;
  facts.directory_mode = 0755;
  facts.scandir_owner = kHermes;
  facts.scandir_mode = 0755;
  facts.pid1_name = "s6-svscan";
  facts.pid1_uid = kHermes;
  facts.caller_uid = 0;
  return facts;
}

struct Case {
  const char* name;
  std::function<void(TreeMarkFacts&)> change;
  const char* violated_rule;
};

class TreeMarkTest : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Table, TreeMarkTest,
    testing::Values(
        Case{"OwnTree", [](TreeMarkFacts&) {}, ""},
        Case{"TreeOfRoot",
             [](TreeMarkFacts& f) {
               f.owner = f.directory_owner = f.scandir_owner = 0;
               f.pid1_uid = 0;
             },
             ""},
        Case{"BelowAnotherPid1",
             [](TreeMarkFacts& f) {
               f.pid1_name = "tini";
               f.pid1_uid = 0;
             },
             ""},
        Case{"Pid1HiddenFromOwner",
             [](TreeMarkFacts& f) {
               f.pid1_name.reset();
               f.pid1_uid.reset();
               f.caller_uid = kHermes;
             },
             ""},
        Case{"Link", [](TreeMarkFacts& f) { f.is_file = false; }, "not-a-file"},
        Case{"PlantedNextToTreeOfRoot",
             [](TreeMarkFacts& f) {
               f.scandir_owner = 0;
               f.pid1_uid = 0;
             },
             "not-the-scandirs-owner"},
        Case{"HardLinkInDirectoryOfAnotherUid",
             [](TreeMarkFacts& f) { f.directory_owner = 4711; },
             "not-in-its-owners-directory"},
        Case{"DirectoryWritableByOthers",
             [](TreeMarkFacts& f) { f.directory_mode = 01777; },
             "directory-open-to-others"},
        Case{"DirectoryWritableByGroup",
             [](TreeMarkFacts& f) { f.directory_mode = 0775; },
             "directory-open-to-others"},
        Case{"ScandirWritableByOthers",
             [](TreeMarkFacts& f) { f.scandir_mode = 0777; },
             "scandir-open-to-others"},
        Case{"TreeOfOtherUidThanPid1", [](TreeMarkFacts& f) { f.pid1_uid = 0; },
             "not-pid-1s-owner"},
        Case{"UnknownUidOfPid1", [](TreeMarkFacts& f) { f.pid1_uid.reset(); },
             "not-pid-1s-owner"},
        Case{"Pid1HiddenFromOtherUid",
             [](TreeMarkFacts& f) { f.pid1_name.reset(); },
             "not-pid-1s-owner"}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

TEST_P(TreeMarkTest, AcceptsOnlyMarkOfTreeOwner) {
  TreeMarkFacts facts = OwnTree();
  GetParam().change(facts);
  EXPECT_EQ(ViolatedTreeMarkRule(facts), GetParam().violated_rule);
}

}  // namespace
}  // namespace hermes
