#include "shim/facts/s6_programs.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace hermes {
namespace {

TEST(S6ProgramsTest, NamesAllMissingProgramsInOrder) {
  EXPECT_EQ(
      S6Programs{}.Missing(),
      (std::vector<std::string>{"s6-svscan", "s6-svscanctl", "s6-supervise",
                                "s6-svc", "s6-svstat", "s6-log"}));
}

TEST(S6ProgramsTest, NamesOnlyMissingProgram) {
  S6Programs programs = FindS6Programs("");
  programs.svc.clear();
  EXPECT_EQ(programs.Missing(), (std::vector<std::string>{"s6-svc"}));
}

TEST(FindS6ProgramsTest, FindsInstalledProgramsWithoutPath) {
  const S6Programs programs = FindS6Programs("");
  EXPECT_TRUE(programs.Missing().empty());
  EXPECT_EQ(programs.log.front(), '/');
}

TEST(FindS6ProgramsTest, PrefersInstalledProgramsToPath) {
  EXPECT_EQ(FindS6Programs("/nonexistent").svc, FindS6Programs("").svc);
}

}  // namespace
}  // namespace hermes
