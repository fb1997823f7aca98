#include "shim/facts/run_directory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

using Strings = std::vector<std::string>;

TEST(RunDirectoryTest, ListsFixedCandidatesWithUid) {
  EXPECT_EQ(RunDirectoryCandidates(Environment(), 10000),
            (Strings{"/run", "/dev/shm/hermes-entry-10000",
                     "/tmp/hermes-entry-10000"}));
}

TEST(RunDirectoryTest, UsesOnlyVariableIfSet) {
  EXPECT_EQ(
      RunDirectoryCandidates(Environment({"HERMES_ENTRY_RUN_DIR=/var/x"}), 0),
      Strings{"/var/x"});
  EXPECT_EQ(
      RunDirectoryCandidates(Environment({"HERMES_ENTRY_RUN_DIR="}), 0).size(),
      3u);
}

TEST(RunDirectoryTest, NamesScanDirectoryService) {
  EXPECT_EQ(ScandirOf("/run"), "/run/service");
}

}  // namespace
}  // namespace hermes
