#include "shim/facts/overlay.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace hermes {
namespace {

class OverlayTest : public testing::Test {
 protected:
  OverlayTest() : root_(testing::TempDir() + "/overlay_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
  }

  void MakeDirectory(const std::string& path) {
    ASSERT_EQ(mkdir((root_ + path).c_str(), 0755), 0) << path;
  }

  void MakeFile(const std::string& path, mode_t mode) {
    std::ofstream(root_ + path) << "x";
    ASSERT_EQ(chmod((root_ + path).c_str(), mode), 0) << path;
  }

  void MakeSuexec() {
    MakeDirectory("/command");
    MakeFile("/command/s6-overlay-suexec", 0755);
  }

  std::string root_;
};

TEST_F(OverlayTest, FindsNoInitInEmptyImage) {
  EXPECT_FALSE(HasOverlayInit(root_));
  EXPECT_FALSE(HasForeignInit(root_));
}

TEST_F(OverlayTest, RecognisesOverlayBySuexecProgram) {
  MakeFile("/init", 0755);
  MakeSuexec();
  EXPECT_TRUE(HasOverlayInit(root_));
  EXPECT_FALSE(HasForeignInit(root_));
}

TEST_F(OverlayTest, RecognisesOverlayByPackage) {
  MakeFile("/init", 0755);
  MakeDirectory("/package");
  MakeDirectory("/package/admin");
  MakeDirectory("/package/admin/s6-overlay-3.2.0.2");
  EXPECT_TRUE(HasOverlayInit(root_));
}

TEST_F(OverlayTest, TreatsInitWithoutOverlayAsForeign) {
  MakeFile("/init", 0755);
  MakeDirectory("/package");
  MakeDirectory("/package/admin");
  MakeDirectory("/package/admin/s6");
  EXPECT_FALSE(HasOverlayInit(root_));
  EXPECT_TRUE(HasForeignInit(root_));
}

TEST_F(OverlayTest, RequiresInit) {
  MakeSuexec();
  EXPECT_FALSE(HasOverlayInit(root_));
}

TEST_F(OverlayTest, IgnoresInitThatCannotBeExecuted) {
  MakeFile("/init", 0644);
  MakeSuexec();
  EXPECT_FALSE(HasOverlayInit(root_));
  EXPECT_FALSE(HasForeignInit(root_));
}

}  // namespace
}  // namespace hermes
