#include "shim/slot/supervisor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

// A service directory with control FIFOs. Read() makes this process read one of
// them.
class SupervisorTest : public testing::Test {
 protected:
  SupervisorTest() : slot_(place_.Path("slot")) {
    std::filesystem::create_directory(slot_);
  }
  ~SupervisorTest() override {
    for (const int fd : readers_) close(fd);
  }

  void MakeFifo(const std::string& service) {
    std::filesystem::create_directories(service + "/supervise");
    ASSERT_EQ(mkfifo((service + "/supervise/control").c_str(), 0600), 0);
  }

  void Read(const std::string& service) {
    const std::string fifo = service + "/supervise/control";
    readers_.push_back(open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  }

  fixture::SlotPlace place_;
  const std::string slot_;
  std::vector<int> readers_;
};

TEST_F(SupervisorTest, RequiresReaderOfFifo) {
  EXPECT_FALSE(HasSupervisor(slot_));
  MakeFifo(slot_);
  EXPECT_FALSE(HasSupervisor(slot_));
  Read(slot_);
  EXPECT_TRUE(HasSupervisor(slot_));
}

TEST_F(SupervisorTest, RequiresBothSupervisorsForSlotWithLogger) {
  MakeFifo(slot_);
  MakeFifo(slot_ + "/log");
  Read(slot_);
  EXPECT_FALSE(IsSupervised(slot_));
  EXPECT_TRUE(IsPartlySupervised(slot_));
  Read(slot_ + "/log");
  EXPECT_TRUE(IsSupervised(slot_));
}

TEST_F(SupervisorTest, RequiresOwnSupervisorForSlotWithoutLogger) {
  MakeFifo(slot_);
  EXPECT_FALSE(IsPartlySupervised(slot_));
  Read(slot_);
  EXPECT_TRUE(IsSupervised(slot_));
}

TEST_F(SupervisorTest, ReportsPartlySupervisedForLoggerAlone) {
  MakeFifo(slot_);
  MakeFifo(slot_ + "/log");
  Read(slot_ + "/log");
  EXPECT_FALSE(IsSupervised(slot_));
  EXPECT_TRUE(IsPartlySupervised(slot_));
}

}  // namespace
}  // namespace hermes
