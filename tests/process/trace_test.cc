// Tests of the system calls that hermes-entry makes before it becomes the
// heartbeat, traced by strace(1).
#include <algorithm>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kTrace[] = "/mnt/record/trace";

// Runs `hermes-entry gateway run` under strace below a real s6-svscan until the
// gateway runs, and keeps the traced calls.
class TraceTest : public testing::Test {
 protected:
  static ContainerOptions Options() {
    ContainerOptions options;
    options.init = Init::kS6;
    return options;
  }
  TraceTest() : container_(Options()) {}

  void Trace(const std::string& calls) {
    strace_ = container_.Start(
        {"-f", "-qq", "-s", "200", "-e", "trace=" + calls, "-e", "signal=none",
         "-o", kTrace, kEntry, "gateway", "run"},
        {}, 0, "/usr/bin/strace");
    ASSERT_TRUE(strace_->WaitForErr("under s6 supervision")) << strace_->err();
    ASSERT_NE(container_.WaitForGateway().pid, -1);
    std::istringstream lines(ReadFile(container_.ns().Path(kTrace)));
    for (std::string line; std::getline(lines, line);) lines_.push_back(line);
    ASSERT_FALSE(lines_.empty());
  }
  Strings LinesWith(const std::string& part) const {
    Strings found;
    std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(found),
                 [&](const std::string& line) {
                   return line.find(part) != std::string::npos;
                 });
    return found;
  }

  Container container_;
  std::unique_ptr<Child> strace_;
  Strings lines_;
};

TEST_F(TraceTest, ReadsNoMarkerFileCgroupOrForeignEnvironment) {
  Trace("%file");
  // The evidence that hermes-entry reads instead. It proves that the trace
  // covers the decision.
  EXPECT_FALSE(LinesWith("/proc/1/comm").empty());
  for (const char* forbidden :
       {"dockerenv", "containerenv", "cgroup", "/environ"}) {
    EXPECT_EQ(LinesWith(forbidden), Strings{}) << forbidden;
  }
}

TEST_F(TraceTest, ExecutesOnlyS6Programs) {
  Trace("execve,execveat");
  int s6_programs = 0;
  for (const std::string& line : LinesWith("exec")) {
    if (line.find(std::string("\"") + kEntry) != std::string::npos) continue;
    EXPECT_NE(line.find("/s6-sv"), std::string::npos) << line;
    ++s6_programs;
  }
  EXPECT_GT(s6_programs, 0);
}

TEST_F(TraceTest, SignalsNoBroadSetOfProcesses) {
  Trace("kill,execve");
  EXPECT_EQ(LinesWith("kill(-1,"), Strings{});
}

}  // namespace
}  // namespace hermes::fixture
