// Tests of what the binary reads before it decides, traced by strace.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

class SystemCallsTest : public testing::Test {
 protected:
  SystemCallsTest()
      : entry_(DataFile("shim/hermes-entry")),
        show_(DataFile("tests/artefact/show_process")) {
    environment_ = {"PATH=/usr/bin:/bin", "HERMES_BIN=" + show_};
  }

  // Returns the calls of hermes-entry alone, one per line: from its own exec to
  // the exec of the program that it runs.
  Strings Trace(const Strings& args) {
    const std::string log = NewDirectory() + "/strace";
    ProgramStart start{"/usr/bin/strace",
                       {"strace", "-f", "-qq", "-s", "4096", "-o", log, entry_},
                       environment_,
                       ""};
    start.argv.insert(start.argv.end(), args.begin(), args.end());
    EXPECT_EQ(RunToEnd(start).exit_code, 0);
    Strings calls;
    int execs = 0;
    std::ifstream file(log);
    for (std::string line; std::getline(file, line);) {
      const bool exec = line.find(" execve(") != std::string::npos;
      if (exec && line.find(") = 0") != std::string::npos) ++execs;
      if (execs == 2) break;
      if (execs == 1) calls.push_back(line);
    }
    EXPECT_EQ(execs, 2) << "the program was not reached";
    return calls;
  }

  std::string entry_;
  std::string show_;
  Strings environment_;
};

Strings CallsWith(const Strings& calls, const std::string& part) {
  Strings found;
  // Skip the first line: it is the exec of hermes-entry, with its environment.
  std::copy_if(calls.begin() + 1, calls.end(), std::back_inserter(found),
               [&](const std::string& call) {
                 return call.find(part) != std::string::npos;
               });
  return found;
}

void ExpectNoneWith(const Strings& calls, const Strings& parts) {
  ASSERT_FALSE(calls.empty());
  for (const std::string& part : parts) {
    EXPECT_EQ(CallsWith(calls, part), Strings{}) << part;
  }
}

TEST_F(SystemCallsTest, ReadsNothingForCommandByPath) {
  ExpectNoneWith(Trace({"/bin/true"}),
                 {"open(", "openat(", "stat", "access", "getdents", "clone",
                  "fork", "/proc/1", "socket("});
}

TEST_F(SystemCallsTest, OnlySearchesPathForProgramName) {
  const Strings calls = Trace({"true"});
  ExpectNoneWith(calls, {"open(", "openat(", "/proc/1", "s6", "clone", "fork"});
  EXPECT_FALSE(CallsWith(calls, "/usr/bin/true").empty());
}

TEST_F(SystemCallsTest, TakesNameOfPid1AndScanDirectoryAsEvidence) {
  const Strings calls = Trace({"gateway", "run"});
  EXPECT_FALSE(CallsWith(calls, "/proc/1/comm").empty());
  EXPECT_FALSE(CallsWith(calls, "/run/service").empty());
  ExpectNoneWith(
      calls, {"cgroup", ".dockerenv", ".containerenv", "environ\"", "mountinfo",
              "/proc/1/sched", "/proc/1/cmdline", "/proc/1/exe"});
}

TEST_F(SystemCallsTest, LooksForNoTreeWithSentinel) {
  environment_.push_back("HERMES_S6_SUPERVISED_CHILD=1");
  ExpectNoneWith(Trace({"gateway", "run"}),
                 {"/proc/1", "service", "s6", "openat(", "clone", "fork"});
}

TEST_F(SystemCallsTest, LooksForNoTreeAfterOptOut) {
  ExpectNoneWith(Trace({"gateway", "run", "--no-supervise"}),
                 {"/proc/1", "service", "s6-", "clone", "fork"});
}

TEST_F(SystemCallsTest, DoesNotListDataDirectory) {
  ExpectNoneWith(Trace({"gateway", "run"}), {"getdents"});
}

}  // namespace
}  // namespace hermes::testing_artefact
