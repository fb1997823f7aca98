#include "gateway/turn/command_backend.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/config/environment.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/command_prompt.h"
#include "gateway/turn/turn_stop.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

// Longer than any step of these tests takes.
constexpr seconds kPatience{60};

class Recorder : public TextSink {
 public:
  asio::awaitable<void> Write(std::string_view piece) override {
    EXPECT_FALSE(piece.empty());
    text.append(piece);
    pieces.emplace_back(piece);
    if (on_write) co_await on_write(pieces.size());
  }

  std::string text;
  std::vector<std::string> pieces;
  std::function<asio::awaitable<void>(size_t)>
      on_write;  // called with 1, 2 ...
};

// Polls until `holds` returns true, for at most kPatience.
bool Eventually(const std::function<bool()>& holds) {
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (!holds()) {
    if (Clock::now() > deadline) return false;
    usleep(2000);
  }
  return true;
}

bool IsGone(pid_t pid) { return kill(pid, 0) != 0 && errno == ESRCH; }

// Returns the letter of the process's state in /proc, or '\0' if the process
// does not exist.
char StateOf(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const size_t name_end = text.rfind(") ");
  return name_end == std::string::npos ? '\0' : text[name_end + 2];
}

// Returns true if this process has no child left, running or zombie.
bool NoChildren() { return waitpid(-1, nullptr, WNOHANG) < 0; }

size_t OpenDescriptors() {
  size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/fd")) {
    static_cast<void>(entry);
    ++count;
  }
  return count;
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class CommandBackendTest : public testing::Test {
 protected:
  CommandBackendTest() {
    signal(SIGPIPE, SIG_IGN);  // as the gateway does
    options_.model.kind = ModelSettings::Kind::kCommand;
    options_.model.idle_timeout = kPatience;
    options_.model.total_timeout = kPatience;
    options_.home_fd = home_.fd();
    options_.home = home_.path();
    options_.effective = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
    prompt_.messages = {TextMessage(Role::kUser, "hello")};
  }
  ~CommandBackendTest() override {
    EXPECT_TRUE(NoChildren());
    signal(SIGCHLD, SIG_DFL);
  }

  void Shell(const std::string& script) {
    options_.model.command = {"/bin/sh", "-c", script};
  }

  asio::awaitable<void> Turn(CommandBackend& backend) {
    result_ = co_await backend.Run(prompt_, sink_, stop_);
    ended_ = true;
  }

  // Runs one turn to its end.
  BackendResult Run() {
    CommandBackend backend(options_);
    asio::io_context io;
    ended_ = false;
    const Clock::time_point start = Clock::now();
    asio::co_spawn(io, Turn(backend),
                   [](const std::exception_ptr& e) { EXPECT_EQ(e, nullptr); });
    io.run_for(kPatience);
    took_ = Clock::now() - start;
    EXPECT_TRUE(ended_);
    // No pending operation may be left after a turn.
    EXPECT_TRUE(io.stopped());
    return result_;
  }
  std::string Answer() {
    const BackendResult result = Run();
    EXPECT_FALSE(result.failure.has_value()) << result.failure->message;
    return sink_.text;
  }
  std::string Failure() {
    const BackendResult result = Run();
    EXPECT_TRUE(result.failure.has_value());
    return result.failure.has_value() ? result.failure->message : "";
  }

  // Creates the file `go` when the first piece has arrived.
  void GoAfterFirstPiece() {
    sink_.on_write = [this](size_t count) -> asio::awaitable<void> {
      if (count == 1) home_.Write("go", "");
      co_return;
    };
  }
  // Returns the pid that the script has written to the file `pid`.
  pid_t WrittenPid() const { return atoi(home_.Read("pid").c_str()); }
  bool HasWrittenPid() const {
    const std::string text = home_.Read("pid");
    return !text.empty() && text.back() == '\n';
  }

  TempDirectory home_;
  CommandBackendOptions options_;
  Prompt prompt_;
  Recorder sink_;
  TurnStop stop_;
  BackendResult result_;
  bool ended_ = false;
  Clock::duration took_{};
};

constexpr char kWaitForGo[] = "while [ ! -e go ]; do sleep 0.01; done; ";

TEST_F(CommandBackendTest, AnswersWithStdoutOfTheProgram) {
  options_.model.command = {"python3", "-c",
                            "import json, sys\n"
                            "d = json.load(sys.stdin)\n"
                            "print(d['version'], d['prompt'], end='')"};
  EXPECT_EQ(Answer(), "1 hello");
  EXPECT_EQ(result_.finish_reason, "stop");
  EXPECT_FALSE(result_.usage.has_value());
}

TEST_F(CommandBackendTest, ExecutesProgramWithoutShell) {
  options_.model.command = {"printf", "%s|%s", "$HOME `id` *", "a b"};
  EXPECT_EQ(Answer(), "$HOME `id` *|a b");
}

TEST_F(CommandBackendTest, StreamsOutputAsItIsWritten) {
  // The program continues only after its first piece has arrived.
  Shell(std::string("printf one; ") + kWaitForGo + "printf two");
  GoAfterFirstPiece();
  EXPECT_EQ(Answer(), "onetwo");
  EXPECT_EQ(sink_.pieces.front(), "one");
}

TEST_F(CommandBackendTest, HoldsBackIncompleteCharacter) {
  Shell(std::string("printf 'a\\303'; ") + kWaitForGo + "printf '\\251b'");
  GoAfterFirstPiece();
  Answer();
  EXPECT_EQ(sink_.pieces, (std::vector<std::string>{"a",
                                                    "\xC3\xA9"
                                                    "b"}));
}

TEST_F(CommandBackendTest, ReplacesInvalidUtf8) {
  Shell("printf 'a\\377b\\303'");
  EXPECT_EQ(Answer(),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST_F(CommandBackendTest, AcceptsEmptyAnswer) {
  options_.model.command = {"true"};
  EXPECT_EQ(Answer(), "");
}

TEST_F(CommandBackendTest, PassesLargePromptCompletely) {
  prompt_.messages = {TextMessage(Role::kUser, std::string(3 << 20, 'x'))};
  options_.model.command = {"cat"};
  const std::string answer = Answer();
  EXPECT_TRUE(answer == CommandDocument(prompt_, "")) << answer.size();
}

TEST_F(CommandBackendTest, ProgramNeedNotReadItsInput) {
  prompt_.messages = {TextMessage(Role::kUser, std::string(3 << 20, 'x'))};
  Shell("echo done");
  EXPECT_EQ(Answer(), "done\n");
}

TEST_F(CommandBackendTest, ProgramMayCloseStdinAndContinue) {
  prompt_.messages = {TextMessage(Role::kUser, std::string(3 << 20, 'x'))};
  Shell("exec <&-; sleep 0.1; echo done");
  EXPECT_EQ(Answer(), "done\n");
}

TEST_F(CommandBackendTest, ReportsExitCodeAndLastLineOfStderr) {
  Shell("printf partial; echo first >&2; echo 'no such model' >&2; exit 3");
  EXPECT_EQ(Failure(), "The command ended with exit code 3: no such model");
  EXPECT_EQ(sink_.text, "partial");
  EXPECT_EQ(result_.failure->http_status, 502);
  EXPECT_EQ(result_.failure->code, "agent_incomplete");
}

TEST_F(CommandBackendTest, ReadsStderrOfAnyLength) {
  Shell(
      "head -c 3000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo end >&2; "
      "exit 1");
  EXPECT_EQ(Failure(), "The command ended with exit code 1: end");
}

TEST_F(CommandBackendTest, RedactsSecretsOfTheEnvironmentInFailure) {
  options_.effective["OPENAI_API_KEY"] = "sk-0123456789";
  Shell("echo \"bad key $OPENAI_API_KEY\" >&2; exit 1");
  EXPECT_EQ(Failure(),
            "The command ended with exit code 1: bad key [redacted]");
}

TEST_F(CommandBackendTest, ReportsSignalThatKilledTheProgram) {
  Shell("kill -9 $$");
  EXPECT_EQ(Failure(), "The command was ended by signal 9 (Killed)");
}

TEST_F(CommandBackendTest, ReportsMissingProgram) {
  options_.model.command = {"no-such-program-anywhere"};
  EXPECT_EQ(Failure(),
            "The command could not be started: no-such-program-anywhere is "
            "not on PATH");
}

TEST_F(CommandBackendTest, ReportsProgramThatIsNotExecutable) {
  home_.Write("tool", "#!/bin/sh\necho no\n");
  options_.model.command = {"./tool"};
  EXPECT_NE(Failure().find("./tool is not a file that uid"), std::string::npos);
}

class ScriptTest
    : public CommandBackendTest,
      public testing::WithParamInterface<std::pair<const char*, const char*>> {
};

TEST_P(ScriptTest, ReportsWhyScriptCannotBeExecuted) {
  home_.Write("tool", GetParam().first);
  ASSERT_EQ(chmod(home_.Path("tool").c_str(), 0755), 0);
  options_.model.command = {"./tool"};
  EXPECT_EQ(Failure(), std::string("The command could not be started: ") +
                           GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ScriptTest,
    testing::Values(
        std::make_pair("echo no\n",
                       "it is neither a program nor a script that begins with "
                       "#!"),
        std::make_pair(
            "#!/no/such/interpreter\n",
            "the interpreter that its first line names after #! does "
            "not exist")));

TEST_F(CommandBackendTest, WaitsForExitAfterStdoutIsClosed) {
  Shell("echo hi; exec >&-; sleep 0.2; exit 4");
  EXPECT_EQ(Failure(), "The command ended with exit code 4");
  Shell("echo hi; exec >&-; sleep 0.2");
  Answer();
}

TEST_F(CommandBackendTest, AppliesIdleTimeoutAfterStdoutIsClosed) {
  options_.model.idle_timeout = seconds(3);
  Shell("echo hi; exec >&-; exec sleep 1000");
  EXPECT_EQ(Failure(), "The command wrote nothing for 3 s and was ended");
  EXPECT_EQ(sink_.text, "hi\n");
}

TEST_F(CommandBackendTest, KillsOrphanThatHoldsStdoutAfterASecond) {
  Shell("sleep 1000 & echo $! > pid; echo hi");
  EXPECT_EQ(Answer(), "hi\n");
  EXPECT_GE(took_, milliseconds(900));
  EXPECT_LT(took_, seconds(30));
  EXPECT_TRUE(Eventually([this] { return IsGone(WrittenPid()); }));
}

TEST_F(CommandBackendTest, StreamsWhatAnOrphanWritesWithinASecond) {
  // The child waits until the program is a zombie.
  Shell(
      "(until read s < /proc/$$/stat && case $s in *') Z '*) true;; "
      "*) false;; esac; do :; done; echo late) & echo hi");
  EXPECT_EQ(Answer(), "hi\nlate\n");
}

TEST_F(CommandBackendTest, KillsOrphanThatWritesWithoutEnd) {
  Shell("(while :; do echo x; sleep 0.05; done) & echo $! > pid");
  Answer();
  EXPECT_LT(took_, seconds(30));
  EXPECT_TRUE(Eventually([this] { return IsGone(WrittenPid()); }));
}

TEST_F(CommandBackendTest, KillsBackgroundChildWithTheProgram) {
  Shell("sleep 1000 >/dev/null 2>&1 & echo $! > pid; echo hi");
  EXPECT_EQ(Answer(), "hi\n");
  EXPECT_TRUE(Eventually([this] { return IsGone(WrittenPid()); }));
}

// All that is in the pipe when the program ends belongs to its answer, however
// slow the reader is, and even if an orphan is killed meanwhile.
TEST_F(CommandBackendTest, SlowReaderReceivesTheWholeAnswer) {
  Shell("sleep 1000 & head -c 60000 /dev/zero | tr '\\0' x");
  sink_.on_write = [](size_t count) -> asio::awaitable<void> {
    if (count > 1) co_return;
    asio::steady_timer slow(co_await asio::this_coro::executor,
                            milliseconds(1500));
    co_await slow.async_wait(asio::use_awaitable);
  };
  EXPECT_EQ(Answer().size(), 60000u);
}

TEST_F(CommandBackendTest, DoesNotCountSlowReaderAsIdleTime) {
  options_.model.idle_timeout = seconds(3);
  Shell(std::string("printf a; ") + kWaitForGo + "printf b");
  sink_.on_write = [this](size_t count) -> asio::awaitable<void> {
    if (count > 1) co_return;
    home_.Write("go", "");
    asio::steady_timer slow(co_await asio::this_coro::executor, seconds(4));
    co_await slow.async_wait(asio::use_awaitable);
  };
  EXPECT_EQ(Answer(), "ab");
}

TEST_F(CommandBackendTest, TerminatesProgramAfterIdleTimeout) {
  options_.model.idle_timeout = seconds(3);
  Shell("echo hi; sleep 1000");
  EXPECT_EQ(Failure(), "The command wrote nothing for 3 s and was ended");
  EXPECT_EQ(sink_.text, "hi\n");
}

TEST_F(CommandBackendTest, TerminatesProgramAfterTotalTimeout) {
  options_.model.total_timeout = seconds(3);
  Shell("while :; do echo x; sleep 0.05; done");
  EXPECT_EQ(Failure(), "The command was not done within 3 s and was ended");
  EXPECT_NE(sink_.text, "");
}

TEST_F(CommandBackendTest, TerminatesProgramThatWritesTooMuch) {
  options_.model.command = {"yes"};
  EXPECT_EQ(Failure(), "The command wrote more than 10 MiB and was ended");
  EXPECT_LE(sink_.text.size(), kMostCommandOutput);
  EXPECT_GT(sink_.text.size(), kMostCommandOutput - (1 << 20));
}

TEST_F(CommandBackendTest, StopSendsTermToTheGroup) {
  Shell(
      "trap 'echo stopped > trapped; exit 0' TERM; sleep 1000 & "
      "echo $! > pid; printf ready; wait");
  sink_.on_write = [this](size_t) -> asio::awaitable<void> {
    stop_.Request(StopReason::kClientGone);
    co_return;
  };
  EXPECT_EQ(Failure(), "The command was stopped");
  EXPECT_EQ(home_.Read("trapped"), "stopped\n");
  EXPECT_TRUE(Eventually([this] { return IsGone(WrittenPid()); }));
}

TEST_F(CommandBackendTest, StopEndsProgramThatWritesNothing) {
  Shell("echo $$ > pid; exec sleep 1000");
  CommandBackend backend(options_);
  asio::io_context io;
  asio::co_spawn(io, Turn(backend), asio::detached);
  ASSERT_TRUE(Eventually([&] {
    io.poll();
    return HasWrittenPid();
  }));
  stop_.Request(StopReason::kStopCommand);
  io.run_for(kPatience);
  EXPECT_TRUE(ended_);
  EXPECT_TRUE(IsGone(WrittenPid()));
}

TEST_F(CommandBackendTest, KillsGroupThatIgnoresTerm) {
  Shell(
      "trap '' TERM; (trap '' TERM; sleep 1000) & echo $! > pid; "
      "printf ready; sleep 1000; sleep 1000");
  sink_.on_write = [this](size_t) -> asio::awaitable<void> {
    stop_.Request(StopReason::kDraining);
    co_return;
  };
  Failure();
  EXPECT_GE(took_, milliseconds(1900));
  EXPECT_LT(took_, seconds(30));
  EXPECT_TRUE(Eventually([this] { return IsGone(WrittenPid()); }));
}

TEST_F(CommandBackendTest, TermReachesSuspendedProgram) {
  Shell(
      "trap 'echo trapped > trapped; exit 0' TERM; echo $$ > pid; "
      "kill -STOP $$; sleep 1000");
  CommandBackend backend(options_);
  asio::io_context io;
  asio::co_spawn(io, Turn(backend), asio::detached);
  ASSERT_TRUE(Eventually([&] {
    io.poll();
    return HasWrittenPid() && StateOf(WrittenPid()) == 'T';
  }));
  stop_.Request(StopReason::kStopCommand);
  io.run_for(kPatience);
  EXPECT_TRUE(ended_);
  EXPECT_EQ(home_.Read("trapped"), "trapped\n");
}

TEST_F(CommandBackendTest, StartsNoProgramIfTheStopWasRequested) {
  Shell("echo $$ > pid");
  stop_.Request(StopReason::kDraining);
  Failure();
  EXPECT_FALSE(home_.Has("pid"));
}

TEST_F(CommandBackendTest, KillsProgramWhenTheLoopIsDestroyed) {
  Shell("trap '' TERM; sleep 1000 & echo $$ > pid; wait; wait");
  CommandBackend backend(options_);
  {
    asio::io_context io;
    asio::co_spawn(io, Turn(backend), asio::detached);
    ASSERT_TRUE(Eventually([&] {
      io.poll();
      return HasWrittenPid();
    }));
  }
  EXPECT_FALSE(ended_);
  EXPECT_TRUE(IsGone(WrittenPid()));
  EXPECT_TRUE(NoChildren());
}

TEST_F(CommandBackendTest, KillsProgramIfTheSinkThrows) {
  Shell("echo $$ > pid; echo hi; sleep 1000");
  sink_.on_write = [](size_t) -> asio::awaitable<void> {
    throw std::runtime_error("full");
    co_return;
  };
  CommandBackend backend(options_);
  asio::io_context io;
  bool threw = false;
  asio::co_spawn(io, Turn(backend),
                 [&](const std::exception_ptr& e) { threw = e != nullptr; });
  io.run_for(kPatience);
  EXPECT_TRUE(threw);
  EXPECT_TRUE(io.stopped());
  EXPECT_TRUE(IsGone(WrittenPid()));
}

TEST_F(CommandBackendTest, StartsProgramWithDefaultSignals) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  for (const int signo : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&blocked, signo);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  signal(SIGHUP, SIG_IGN);
  options_.model.command = {"cat", "/proc/self/status"};
  const std::string status = Answer();
  for (const char* line :
       {"SigBlk:\t0000000000000000\n", "SigIgn:\t0000000000000000\n"}) {
    EXPECT_NE(status.find(line), std::string::npos) << status;
  }
  signal(SIGHUP, SIG_DFL);
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

TEST_F(CommandBackendTest, StartsProgramInItsOwnSessionAndGroup) {
  // Reads fields 5 and 6 of stat; the name "sh" contains no space.
  Shell("echo $$; cut -d' ' -f5 /proc/$$/stat; cut -d' ' -f6 /proc/$$/stat");
  const std::vector<std::string> lines = Lines(Answer());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], lines[0]);
  EXPECT_EQ(lines[2], lines[0]);
}

TEST_F(CommandBackendTest, PassesOnlyStandardDescriptors) {
  const int leak = open("/dev/null", O_RDONLY);  // not close-on-exec
  ASSERT_GE(leak, 0);
  Shell("ls /proc/$$/fd; true");
  const std::string fds = Answer();
  close(leak);
  EXPECT_EQ(fds, "0\n1\n2\n");
}

TEST_F(CommandBackendTest, SetsTheConfiguredDescriptorLimit) {
  options_.descriptor_limit = 123;
  Shell("ulimit -Sn");
  EXPECT_EQ(Answer(), "123\n");
}

TEST_F(CommandBackendTest, RunsInWorkspaceOrElseInHome) {
  Shell("pwd -P; echo $PWD; echo $HERMES_HOME");
  EXPECT_EQ(Lines(Answer()), (std::vector<std::string>{
                                 home_.path(), home_.path(), home_.path()}));
  ASSERT_EQ(mkdir(home_.Path("workspace").c_str(), 0755), 0);
  sink_.text.clear();
  EXPECT_EQ(Lines(Answer()),
            (std::vector<std::string>{home_.Path("workspace"),
                                      home_.Path("workspace"), home_.path()}));
}

TEST_F(CommandBackendTest, PassesEnvironmentWithoutTheGatewaysVariables) {
  options_.effective["API_SERVER_KEY"] = "the gateway's own";
  options_.effective["TELEGRAM_BOT_TOKEN"] = "the gateway's own";
  options_.effective["HERMES_NOTIFY_FD"] = "3";
  options_.effective["OPENAI_API_KEY"] = "its own";
  setenv("HERMES_TEST_OF_THE_PROCESS", "not passed on", 1);
  options_.model.command = {"env"};
  const std::string environment = Answer();
  EXPECT_EQ(environment.find("gateway's"), std::string::npos) << environment;
  EXPECT_EQ(environment.find("NOTIFY"), std::string::npos) << environment;
  EXPECT_EQ(environment.find("HERMES_TEST"), std::string::npos) << environment;
  EXPECT_NE(environment.find("OPENAI_API_KEY=its own\n"), std::string::npos);
}

TEST_F(CommandBackendTest, GetsExitCodeIfSigchldWasIgnored) {
  signal(SIGCHLD, SIG_IGN);
  Shell("exit 5");
  EXPECT_EQ(Failure(), "The command ended with exit code 5");
}

TEST_F(CommandBackendTest, LeaksNoDescriptorInManyTurns) {
  Shell("cat > /dev/null; echo hi");
  Run();
  const size_t before = OpenDescriptors();
  for (int n = 0; n < 20; ++n) Run();
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST_F(CommandBackendTest, RunsManyTurnsAtTheSameTime) {
  Shell("cat > /dev/null; sleep 0.1; echo hi");
  CommandBackend backend(options_);
  asio::io_context io;
  std::vector<Recorder> sinks(20);
  std::vector<TurnStop> stops(sinks.size());
  int done = 0;
  for (size_t n = 0; n < sinks.size(); ++n) {
    asio::co_spawn(io, backend.Run(prompt_, sinks[n], stops[n]),
                   [&](const std::exception_ptr&, const BackendResult& result) {
                     if (!result.failure.has_value()) ++done;
                   });
  }
  io.run_for(kPatience);
  EXPECT_EQ(done, 20);
  for (const Recorder& sink : sinks) EXPECT_EQ(sink.text, "hi\n");
}

TEST_F(CommandBackendTest, CheckReportsWhetherTheProgramExists) {
  asio::io_context io;
  const auto check = [&](const char* program) {
    options_.model.command = {program, "argument"};
    CommandBackend backend(options_);
    BackendHealth health;
    asio::co_spawn(io, backend.Check(),
                   [&](const std::exception_ptr&, const BackendHealth& found) {
                     health = found;
                   });
    io.restart();
    io.run();
    return health;
  };
  EXPECT_TRUE(check("sh").ok);
  EXPECT_EQ(check("sh").detail, "sh");
  EXPECT_FALSE(check("no-such-program-anywhere").ok);
  EXPECT_EQ(check("no-such-program-anywhere").detail,
            "no-such-program-anywhere is not on PATH");
}

// Makes pidfd_open() fail with `error` in this process from now on.
void ForbidPidfds(int error) {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
      BPF_STMT(BPF_RET | BPF_K,
               SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {std::size(code), code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0 ||
      syscall(SYS_pidfd_open, getpid(), 0) >= 0 || errno != error) {
    _exit(99);
  }
}

TEST_F(CommandBackendTest, WorksOnKernelWithoutPidfds) {
  Shell("echo hi; sleep 0.1; exit 6");
  EXPECT_EXIT(
      {
        ForbidPidfds(ENOSYS);
        const bool right =
            Failure() == "The command ended with exit code 6" && NoChildren();
        _exit(right ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(CommandBackendTest, KillsProgramWithTheLoopOnKernelWithoutPidfds) {
  Shell("echo $$ > pid; exec sleep 1000");
  EXPECT_EXIT(
      {
        ForbidPidfds(ENOSYS);
        CommandBackend backend(options_);
        {
          asio::io_context io;
          asio::co_spawn(io, Turn(backend), asio::detached);
          if (!Eventually([&] {
                io.poll();
                return HasWrittenPid();
              })) {
            _exit(2);
          }
        }
        _exit(IsGone(WrittenPid()) && NoChildren() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

// A program must end when its gateway is killed.
TEST_F(CommandBackendTest, ProgramDiesWithTheGateway) {
  Shell("echo $$ > pid; exec sleep 1000");
  const pid_t gateway = fork();
  if (gateway == 0) {
    CommandBackend backend(options_);
    asio::io_context io;
    asio::co_spawn(io, Turn(backend), asio::detached);
    io.run();
    _exit(0);
  }
  const bool started = Eventually([this] { return HasWrittenPid(); });
  kill(gateway, SIGKILL);
  waitpid(gateway, nullptr, 0);
  ASSERT_TRUE(started);
  // The process that inherits it may need a moment to reap it.
  EXPECT_TRUE(Eventually([this] {
    const char state = StateOf(WrittenPid());
    return state == '\0' || state == 'Z';
  }));
}

}  // namespace
}  // namespace hermes::gateway
