// Tests of the heartbeat below a real s6-svscan when it is called as `hermes`.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>

#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

constexpr char kBreadcrumb[] = "now runs under s6 supervision";

// A tree that hermes-entry treats as its own, whatever PID 1 is on this
// machine.
class ResidentNameTest : public testing::Test {
 protected:
  ResidentNameTest() : run_(NewDirectory()), data_(NewDirectory()) {
    environment_ = {"PATH=/usr/bin:/bin", "HERMES_ENTRY_RUN_DIR=" + run_,
                    "HERMES_HOME=" + data_,
                    "HERMES_BIN=" + DataFile("tests/artefact/show_process")};
    for (const char* name : {"/service", "/hermes-entry"}) {
      EXPECT_EQ(mkdir((run_ + name).c_str(), 0755), 0);
    }
    std::ofstream(run_ + "/hermes-entry/tree") << "";
    const std::string scandir = run_ + "/service";
    scan_ = std::make_unique<RunningProgram>(ProgramStart{
        "/usr/bin/s6-svscan", {"s6-svscan", scandir}, environment_, ""});
    EXPECT_TRUE(WaitUntil([&] {
      const int fd = open((scandir + "/.s6-svscan/control").c_str(),
                          O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      if (fd < 0) return false;
      close(fd);
      return true;
    })) << scan_->err();
  }

  // TERM stops the slots, and with them their gateways, in order.
  ~ResidentNameTest() override {
    kill(scan_->pid(), SIGTERM);
    EXPECT_EQ(scan_->WaitForEnd().exit_code, 0);
  }

  std::string run_;
  std::string data_;
  Strings environment_;
  std::unique_ptr<RunningProgram> scan_;
};

// Tools that look for a gateway by name and arguments would mistake a resident
// process called `hermes gateway run` for one.
TEST_F(ResidentNameTest, HeartbeatIsNotCalledHermes) {
  RunningProgram heartbeat({DataFile("shim/hermes-entry"),
                            {"hermes", "gateway", "run"},
                            environment_,
                            ""});
  ASSERT_TRUE(WaitUntil([&] {
    return heartbeat.err().find(kBreadcrumb) != std::string::npos;
  })) << heartbeat.err();
  const std::string name("hermes-entry\0gateway\0run\0", 25);
  EXPECT_EQ(Content("/proc/" + std::to_string(heartbeat.pid()) + "/cmdline"),
            name);
  EXPECT_EQ(heartbeat.err().find(kBreadcrumb),
            heartbeat.err().rfind(kBreadcrumb));
  kill(heartbeat.pid(), SIGTERM);
  EXPECT_EQ(heartbeat.WaitForEnd().exit_code, 0);
}

// hermes-entry executes itself to change its name. A signal that is pending
// then must not be lost.
TEST_F(ResidentNameTest, HandlesSignalThatWasPendingAtStart) {
  ProgramStart start{DataFile("shim/hermes-entry"),
                     {"hermes", "gateway", "run"},
                     environment_,
                     ""};
  start.prepare = [] {
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, nullptr);
    kill(getpid(), SIGTERM);
  };
  EXPECT_EQ(RunToEnd(start).exit_code, 0);
}

}  // namespace
}  // namespace hermes::testing_artefact
