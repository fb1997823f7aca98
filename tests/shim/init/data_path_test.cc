#include "shim/init/data_path.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes {
namespace {

struct GivenCase {
  const char* name;
  DataRootFacts facts;  // is_roots, is_mount_point, names, regular_files
  bool given;
};

class MayGiveDataRootTest : public testing::TestWithParam<GivenCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, MayGiveDataRootTest,
    testing::Values(
        GivenCase{"ImageUsers", {false, false, {"x"}, {"x"}}, true},
        GivenCase{"MountPoint", {true, true, {"x"}, {"x"}}, true},
        GivenCase{"Empty", {true, false, {}, {}}, true},
        GivenCase{"HermesData",
                  {true, false, {"x", "SOUL.md"}, {"x", "SOUL.md"}},
                  true},
        GivenCase{"SettingsAlone",
                  {true, false, {"config.yaml", "logs"}, {"config.yaml"}},
                  true},
        GivenCase{"SettingsNextToOtherFiles",
                  {true, false, {"config.yaml", "x"}, {"config.yaml", "x"}},
                  false},
        GivenCase{"DirectoryCalledSoul", {true, false, {"SOUL.md"}, {}}, false},
        GivenCase{"NamesOfHermesAlone", {true, false, {"home"}, {}}, false},
        GivenCase{"Other", {true, false, {"x"}, {"x"}}, false}),
    [](const testing::TestParamInfo<GivenCase>& each) {
      return each.param.name;
    });

TEST_P(MayGiveDataRootTest, DecidesAsTableSays) {
  EXPECT_EQ(MayGiveDataRoot(GetParam().facts), GetParam().given);
}

TEST(IsSystemDirectoryTest, RecognisesSystemDirectoriesAndTrees) {
  for (const char* path : {"/", "/home", "/usr", "/opt", "/etc", "/etc/x/y",
                           "/usr/lib/hermes", "/dev", "/dev/mqueue", "/run"}) {
    EXPECT_TRUE(IsSystemDirectory(path)) << path;
  }
  for (const char* path :
       {"/data", "/opt/data", "/home/hermes", "/etcetera", "/usr/local/hermes",
        "/dev/shm/data", "/mnt/data", "/var/lib/hermes"}) {
    EXPECT_FALSE(IsSystemDirectory(path)) << path;
  }
}

}  // namespace
}  // namespace hermes
