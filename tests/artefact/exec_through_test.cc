// Tests of the real binary in front of real programs: how the programs are
// started, and how their exit codes are returned. hermes-entry is not PID 1
// here and no supervision tree exists.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

constexpr int kExitUsage = 64;
constexpr int kExitNotExecutable = 126;
constexpr int kExitNotFound = 127;

class ExecThroughTest : public testing::Test {
 protected:
  ExecThroughTest()
      : entry_(DataFile("shim/hermes-entry")),
        show_(DataFile("tests/artefact/show_process")),
        directory_(NewDirectory()) {
    environment_ = {"PATH=/usr/bin:/bin", "HERMES_BIN=" + show_,
                    "HERMES_ENTRY_RUN_DIR=" + directory_};
  }

  ProgramEnd Run(const Strings& args) { return RunAs("hermes-entry", args); }

  ProgramEnd RunAs(const std::string& name, const Strings& args) {
    ProgramStart start{entry_, {name}, environment_, ""};
    start.argv.insert(start.argv.end(), args.begin(), args.end());
    return RunToEnd(start);
  }

  std::string MakeFile(const std::string& content, mode_t mode) {
    const std::string path = NewDirectory() + "/file";
    std::ofstream(path) << content;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  std::string entry_;
  std::string show_;
  std::string directory_;
  Strings environment_;
};

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Strings LinesWith(const std::string& prefix, const std::string& text) {
  Strings lines;
  size_t begin = 0;
  while (begin < text.size()) {
    // Values may contain newlines, so an entry ends with "]\n".
    size_t end = text.find("]\n", begin);
    if (end == std::string::npos) break;
    if (text.compare(begin, prefix.size(), prefix) == 0) {
      lines.push_back(
          text.substr(begin + prefix.size(), end - begin - prefix.size()));
    }
    begin = end + 2;
  }
  return lines;
}

Strings Arguments(const ProgramEnd& end) { return LinesWith("arg:[", end.out); }
Strings Variables(const ProgramEnd& end) { return LinesWith("env:[", end.out); }

void ExpectOneLineAbout(const ProgramEnd& end, const std::string& what) {
  EXPECT_EQ(end.err.rfind("hermes-entry: ", 0), 0u) << end.err;
  EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1) << end.err;
  EXPECT_TRUE(Has(end.err, what)) << end.err;
}

TEST_F(ExecThroughTest, ReturnsExitCodeOfCommand) {
  EXPECT_EQ(Run({"/bin/true"}).exit_code, 0);
  EXPECT_EQ(Run({"sh", "-c", "exit 42"}).exit_code, 42);
  EXPECT_EQ(Run({"sh", "-c", "kill -SEGV $$"}).exit_code, 128 + SIGSEGV);
}

TEST_F(ExecThroughTest, AddsNoOutputToCommand) {
  const ProgramEnd end = Run({"sh", "-c", "echo out; echo err >&2"});
  EXPECT_EQ(end.out, "out\n");
  EXPECT_EQ(end.err, "err\n");
}

TEST_F(ExecThroughTest, ExitsWith127AndNamesMissingPath) {
  const ProgramEnd end = Run({"/opt/hermes/docker/entrypoint.sh", "x"});
  EXPECT_EQ(end.exit_code, kExitNotFound);
  ExpectOneLineAbout(end, "/opt/hermes/docker/entrypoint.sh");
}

TEST_F(ExecThroughTest, ExitsWith126AndNamesFileThatCannotBeExecuted) {
  for (const std::string& path : {NewDirectory(), MakeFile("#!/bin/sh\n", 0644),
                                  MakeFile("#!/no/such/interpreter\n", 0755),
                                  MakeFile("no program", 0755)}) {
    const ProgramEnd end = Run({path});
    EXPECT_EQ(end.exit_code, kExitNotExecutable) << path;
    ExpectOneLineAbout(end, path);
  }
}

TEST_F(ExecThroughTest, PassesArgumentsByteForByte) {
  std::string bytes;
  for (int c = 1; c < 256; ++c) bytes.push_back(static_cast<char>(c));
  const Strings argv = {show_,
                        "",
                        bytes,
                        "a b",
                        "--",
                        "-p",
                        "-g",
                        "--",
                        "--entry-version",
                        "--no-supervise"};
  EXPECT_EQ(Arguments(Run(argv)), argv);
}

TEST_F(ExecThroughTest, PassesEnvironmentByteForByte) {
  environment_.push_back("A=1\n2\xff");
  environment_.push_back("A=twice");
  environment_.push_back("no-equals-sign");
  environment_.push_back("=x");
  environment_.push_back("LONG=" + std::string(100000, 'y'));
  EXPECT_EQ(Variables(Run({show_})), environment_);
}

TEST_F(ExecThroughTest, RunsCommandInSameProcess) {
  const ProgramEnd end = Run({show_});
  EXPECT_EQ(LinesWith("pid:[", end.out), Strings{std::to_string(end.pid)});
}

// The command must start with the mask and the dispositions that hermes-entry
// was started with, whatever they are.
TEST_F(ExecThroughTest, RestoresSignalMaskAndDispositions) {
  ProgramStart direct{show_, {show_}, environment_, ""};
  direct.prepare = [] {
    sigset_t mask;
    sigemptyset(&mask);
    for (const int signo : {SIGUSR1, SIGWINCH, SIGRTMIN + 3}) {
      sigaddset(&mask, signo);
    }
    sigprocmask(SIG_SETMASK, &mask, nullptr);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR2, SIG_IGN);
  };
  ProgramStart through = direct;
  through.program = entry_;
  through.argv.insert(through.argv.begin(), "hermes-entry");
  const auto signals = [](const ProgramEnd& end) {
    const size_t begin = end.out.find("SigBlk:");
    return begin == std::string::npos ? "" : end.out.substr(begin);
  };
  const std::string expected = signals(RunToEnd(direct));
  ASSERT_TRUE(Has(expected, "SigIgn:")) << expected;
  ASSERT_FALSE(Has(expected, "SigBlk:\t0000000000000000")) << expected;
  EXPECT_EQ(signals(RunToEnd(through)), expected);
}

TEST_F(ExecThroughTest, PassesUnknownWordToHermes) {
  environment_.push_back("SHOW_EXIT=3");
  const ProgramEnd end = Run({"frobnicate", "--now"});
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_EQ(Arguments(end), (Strings{"hermes", "frobnicate", "--now"}));
}

TEST_F(ExecThroughTest, PassesEnvironmentAndDepthToHermes) {
  environment_.push_back("A=1\n2\xff");
  Strings expected = environment_;
  expected.push_back("HERMES_ENTRY_DEPTH=1");
  EXPECT_EQ(Variables(Run({"chat"})), expected);
}

TEST_F(ExecThroughTest, SuggestsGatewayRunWithoutArguments) {
  environment_.push_back("SHOW_EXIT=5");
  const ProgramEnd end = Run({});
  EXPECT_EQ(end.exit_code, 5);
  EXPECT_EQ(Arguments(end), Strings{"hermes"});
  ExpectOneLineAbout(end, "gateway run");
}

TEST_F(ExecThroughTest, RunsGatewayInForegroundWithoutTree) {
  environment_.push_back("SHOW_EXIT=78");
  const ProgramEnd end = Run({"hermes-entry", "gateway", "run", "-v"});
  EXPECT_EQ(end.exit_code, 78);
  EXPECT_EQ(Arguments(end), (Strings{"hermes", "gateway", "run", "-v"}));
  EXPECT_EQ(LinesWith("pid:[", end.out), Strings{std::to_string(end.pid)});
  ExpectOneLineAbout(end, "foreground");
  EXPECT_FALSE(Has(end.err, "under s6 supervision")) << end.err;
}

TEST_F(ExecThroughTest, RefusesForegroundIfSupervisionIsRequired) {
  environment_.push_back("HERMES_GATEWAY_SUPERVISE=require");
  const ProgramEnd end = Run({"gateway", "run"});
  EXPECT_EQ(end.exit_code, 69);
  EXPECT_EQ(end.out, "");
  ExpectOneLineAbout(end, "require");
}

TEST_F(ExecThroughTest, ExitsWith64OnBadProfileName) {
  for (const std::string& name :
       {std::string("A"), std::string("../x"), std::string(""),
        std::string(".tmp"), std::string(300, 'a')}) {
    const ProgramEnd end = Run({"-p", name, "gateway", "run"});
    EXPECT_EQ(end.exit_code, kExitUsage) << name;
    EXPECT_EQ(end.out, "") << name;
    ExpectOneLineAbout(end, "profile");
  }
}

TEST_F(ExecThroughTest, ExitsWith127AndNamesEveryPathOfMissingGateway) {
  environment_ = {"PATH=/no/a:/no/b"};
  const ProgramEnd end = Run({"gateway", "run"});
  EXPECT_EQ(end.exit_code, kExitNotFound);
  ExpectOneLineAbout(end,
                     "/no/a/hermes, /no/b/hermes, /opt/hermes/libexec/hermes");
}

TEST_F(ExecThroughTest, ExitsWith64OnUnknownSwitch) {
  const ProgramEnd end = Run({"--entry-frobnicate"});
  EXPECT_EQ(end.exit_code, kExitUsage);
  ExpectOneLineAbout(end, "--entry-frobnicate");
}

TEST_F(ExecThroughTest, PrintsHelpAndExplanationToStdout) {
  const ProgramEnd help = Run({"--entry-help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_TRUE(Has(help.out, "--no-supervise"));
  const ProgramEnd explanation =
      Run({"--entry-explain", "-p", "coder", "gateway", "run"});
  EXPECT_EQ(explanation.exit_code, 0);
  EXPECT_EQ(explanation.err, "");
  EXPECT_TRUE(Has(explanation.out, "closed gate: s6-evidence\n"));
  EXPECT_TRUE(Has(explanation.out, "slot: gateway-coder\n"));
  EXPECT_TRUE(Has(explanation.out, "program: " + show_ + "\n"));
}

TEST_F(ExecThroughTest, ReportsHealthyIfNothingIsSupervised) {
  EXPECT_EQ(Run({"--entry-health"}).exit_code, 0);
}

TEST_F(ExecThroughTest, DropsTinisOptionsIfCalledTini) {
  EXPECT_EQ(Arguments(RunAs("/usr/bin/tini", {"-g", "-e", "143", "-p",
                                              "SIGTERM", "--", show_, "-g"})),
            (Strings{show_, "-g"}));
  EXPECT_EQ(Arguments(RunAs("tini", {"-vvs", "frobnicate"})),
            (Strings{"hermes", "frobnicate"}));
}

TEST_F(ExecThroughTest, RunsCommandIfCalledByOldEntryPointName) {
  for (const char* name :
       {"/opt/hermes/docker/entrypoint.sh",
        "/opt/hermes/docker/main-wrapper.sh", "hermes", "run", "finish"}) {
    EXPECT_EQ(Arguments(RunAs(name, {show_, "-g"})), (Strings{show_, "-g"}))
        << name;
  }
}

// hermes-entry cannot recognise a copy of itself, which is a different file,
// nor itself called by a script. Only a counter ends the loop of two copies
// that find each other.
TEST_F(ExecThroughTest, EndsLoopThroughCopies) {
  std::string path = "PATH=/usr/bin:/bin";
  for (int i = 0; i < 2; ++i) {
    std::ifstream original(entry_, std::ios::binary);
    const std::string directory = NewDirectory();
    const std::string copy = directory + "/hermes";
    std::ofstream(copy, std::ios::binary) << original.rdbuf();
    ASSERT_EQ(chmod(copy.c_str(), 0755), 0);
    path += ":" + directory;
  }
  environment_ = {path};
  const ProgramEnd end = Run({"chat"});
  EXPECT_EQ(end.exit_code, kExitNotExecutable);
  ExpectOneLineAbout(end, "4 times");
}

TEST_F(ExecThroughTest, EndsLoopThroughScript) {
  const std::string script =
      MakeFile("#!/bin/sh\nexec " + entry_ + " \"$@\"\n", 0755);
  environment_ = {"PATH=/usr/bin:/bin", "HERMES_BIN=" + script};
  const ProgramEnd end = Run({"chat"});
  EXPECT_EQ(end.exit_code, kExitNotExecutable);
  ExpectOneLineAbout(end, "4 times");
}

}  // namespace
}  // namespace hermes::testing_artefact
