#include "shim/facts/ancestry.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

namespace hermes {
namespace {

TEST(ParentFromStatTest, ReadsTheFourthField) {
  EXPECT_EQ(ParentFromStat("42 (sh) S 7 42 42 0"), 7);
}

TEST(ParentFromStatTest, AcceptsParenthesesInComm) {
  EXPECT_EQ(ParentFromStat("42 (a) S 9 (b) S 7 42"), 7);
  EXPECT_EQ(ParentFromStat("42 ()) Z 0 42"), 0);
}

TEST(ParentFromStatTest, RejectsMalformedText) {
  for (const char* text : {"", "42", "42 (sh)", "42 (sh) S", "42 (sh) S x",
                           "42 (sh) S  7", "42 (sh) S 99999999999 1"}) {
    EXPECT_EQ(ParentFromStat(text), std::nullopt) << text;
  }
}

TEST(ParentFromStatTest, AgreesWithTheKernel) {
  std::ifstream file("/proc/self/stat");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_EQ(ParentFromStat(line), getppid());
}

class IsBelowPid1Test : public testing::Test {
 protected:
  IsBelowPid1Test() : proc_(testing::TempDir() + "/ancestry_XXXXXX") {
    EXPECT_NE(mkdtemp(proc_.data()), nullptr);
  }

  void AddProcess(pid_t pid, pid_t parent) {
    const std::string directory = proc_ + "/" + std::to_string(pid);
    ASSERT_EQ(mkdir(directory.c_str(), 0755), 0);
    std::ofstream(directory + "/stat")
        << pid << " (x) S " << parent << " 1 1 0\n";
  }

  std::string proc_;
};

TEST_F(IsBelowPid1Test, ReturnsTrueForDescendantOfPid1) {
  AddProcess(20, 10);
  AddProcess(10, 1);
  EXPECT_TRUE(IsBelowPid1(20, proc_));
  EXPECT_TRUE(IsBelowPid1(1, proc_));
}

TEST_F(IsBelowPid1Test, ReturnsFalseForProcessFromOutside) {
  AddProcess(20, 10);
  AddProcess(10, 0);
  EXPECT_FALSE(IsBelowPid1(20, proc_));
  EXPECT_FALSE(IsBelowPid1(0, proc_));
}

TEST_F(IsBelowPid1Test, ReturnsTrueIfProcCannotBeRead) {
  EXPECT_TRUE(IsBelowPid1(20, proc_));
}

TEST_F(IsBelowPid1Test, ReturnsTrueForCircleOfParents) {
  AddProcess(20, 10);
  AddProcess(10, 20);
  EXPECT_TRUE(IsBelowPid1(20, proc_));
}

}  // namespace
}  // namespace hermes
