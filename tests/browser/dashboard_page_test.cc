// Drives the dashboard's page in a real browser, as a user would, with
// hermes-entry as PID 1, a real s6, and the real gateways and dashboard.
// drive.js contains the checks and runs once; each check is a test case here.
// drive.js asks this program for what a page cannot do, such as killing a
// gateway or writing a line to its output.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

// Limits the time of all checks together; enough for a slow machine.
constexpr std::chrono::seconds kDeadline{600};
constexpr char kUser[] = "ann";
constexpr char kPassword[] = "correct horse";
// The shortest session that the dashboard's settings allow.
constexpr int kShortSessionSecs = 60;

// The checks of drive.js, in its order.
constexpr const char* kChecks[] = {
    "LoadsWithoutConsoleErrors",
    "PageFilesFitInSixtyKilobytes",
    "PureFunctionsReturnTheTablesValues",
    "ExplainsThatGatewaysAreNotSupervised",
    "LoginIsAccessibleInBothThemes",
    "ShowsWrongPasswordAtItsField",
    "RightPasswordOpensTheBoard",
    "ShowsProfilesWithTheirStates",
    "BoardIsAccessibleInBothThemes",
    "RemembersThemeAcrossReloads",
    "ShowsKilledGatewayWithinTwoSeconds",
    "TimelineShowsCauseOfExit",
    "UpdatesKeepTheFocus",
    "RestartButtonRestartsTheGateway",
    "EscapeCancelsTheStopDialog",
    "DialogsAreAccessible",
    "StopAndStartButtonsWork",
    "LogShowsNewLinesLive",
    "PausedLogCountsNewLines",
    "FilterHidesOtherLogLines",
    "LogKeepsTheLastTwoThousandLines",
    "EmptyLogShowsANote",
    "HiddenPageClosesItsConnections",
    "RefusedLogShowsReasonAndRecovers",
    "ShowsSystemFigures",
    "ShowsInvalidProfileNameAtItsField",
    "CreatesProfile",
    "DeletesProfileOnlyAfterItsNameIsTyped",
    "DoesNotScrollSidewaysOnPhone",
    "HasLargeTouchTargetsOnPhone",
    "KeyboardAloneLogsInAndRestarts",
    "ShowsFailingGatewayAndItsNextRetry",
    "ShowsThatTheDashboardIsUnreachable",
    "ReconnectsWhenTheDashboardReturns",
    "LoggingOutAlsoLogsOutOtherTabs",
    "DeletedCookiesLeadToTheLogin",
    "ExpiredSessionLeadsToTheLogin",
    "TooManyAttemptsStartACountdown",
    "LoadsNothingFromOtherHosts",
};

// One run of drive.js: the result of each check, and the whole output.
struct Drive {
  std::map<std::string, std::string> results;  // by check: "ok" or its failure
  std::string output;
  int exit_code = -1;
};

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

// Returns a port on which no process listens. The dashboard needs the same port
// after a restart, so it cannot leave the choice to the kernel (port 0).
int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

bool IsListenedOn(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool is =
      connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return is;
}

// The dashboard binds to the loopback address; the public URL makes it require
// a login.
Strings DashboardVariables(int port) {
  return {"HERMES_DASHBOARD_PORT=" + std::to_string(port),
          "HERMES_DASHBOARD_PUBLIC_URL=http://dashboard.example",
          std::string("HERMES_DASHBOARD_BASIC_AUTH_USERNAME=") + kUser,
          std::string("HERMES_DASHBOARD_BASIC_AUTH_PASSWORD=") + kPassword};
}

std::string UrlOf(int port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

// A container with two supervised profiles and the supervised dashboard.
class Stage {
 public:
  Stage() : port_(FreePort()), container_(Options(port_)) {}

  // Creates the profile coder, and waits for both gateways and the dashboard.
  // Returns false, and the programs' stderr in `why`, if one does not start.
  bool Prepare(std::string* why) {
    const bool up = WaitUntil([this] { return PidOf("gateway-default") > 0; });
    *why = container_.init().err();
    if (!up) return false;
    const Said made = Hermes(&container_,
                             {"profile", "create", "coder", "--description",
                              "Reviews and writes code"},
                             kHermesUid);
    // Another process of this machine may use the port that the profile was
    // given, so replace it by a free one.
    std::string settings = ReadFile(EnvPath());
    const size_t at = settings.find("API_SERVER_PORT=");
    if (at != std::string::npos) {
      const size_t end = settings.find('\n', at);
      settings.replace(at, end - at,
                       "API_SERVER_PORT=" + std::to_string(FreePort()));
      WriteFile(EnvPath(), settings);
    }
    const Said started =
        Hermes(&container_, {"-p", "coder", "gateway", "start"}, kHermesUid);
    *why = made.err + started.err + container_.init().err();
    return made.exit_code == 0 && started.exit_code == 0 &&
           WaitUntil([this] { return IsListenedOn(port_); });
  }

  std::string url() const { return UrlOf(port_); }

  // Performs a request of drive.js and returns the reply to it.
  std::string Do(const std::string& request) {
    std::istringstream words(request);
    std::string what;
    std::string who;
    words >> what >> who;
    const std::string slot = who == "dashboard" ? who : "gateway-" + who;
    if (what == "kill") {
      const pid_t pid = PidOf(slot);
      if (pid <= 0) return "it is not running";
      container_.ns().Signal(pid, SIGKILL);
      return std::to_string(pid);
    }
    if (what == "print") return Print(slot, request);
    if (what == "flood") return Flood(slot);
    // Kills the service, which s6-supervise then does not restart.
    if (what == "down") return Svc("-Ok", slot);
    if (what == "up") return Svc("-u", slot);
    return "unknown request: " + what;
  }

 private:
  static ContainerOptions Options(int port) {
    ContainerOptions options;
    options.arguments = {"gateway", "run"};
    options.real_gateway = true;
    options.variables = DashboardVariables(port);
    options.variables.push_back("API_SERVER_PORT=" +
                                std::to_string(FreePort()));
    for (const char* variable :
         {"HERMES_GATEWAY_NOTIFY=1", "HERMES_DASHBOARD=1", "TZ=UTC"}) {
      options.variables.emplace_back(variable);
    }
    return options;
  }

  std::string EnvPath() {
    return container_.ns().Path(std::string(kHome) + "/profiles/coder/.env");
  }

  pid_t PidOf(const std::string& slot) {
    const std::string status = container_.SlotStatus(slot, "up,pid");
    return status.rfind("true ", 0) == 0 ? std::stoi(status.substr(5)) : -1;
  }

  std::string Svc(const std::string& option, const std::string& slot) {
    Command command;
    command.argv = {"/usr/bin/s6-svc", option, "/run/service/" + slot};
    return container_.Start(command)->Wait() == 0 ? "done" : "s6-svc failed";
  }

  // Writes `text` to the pipe that is the gateway's own stdout.
  std::string WriteOutput(const std::string& slot, const std::string& text) {
    const std::string path =
        container_.ns().Path("/proc/" + std::to_string(PidOf(slot)) + "/fd/1");
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const auto size = static_cast<ssize_t>(text.size());
    const bool written = write(fd, text.data(), text.size()) == size;
    close(fd);
    return written ? "done" : "cannot write to its stdout";
  }

  // `request` is "print PROFILE TEXT".
  std::string Print(const std::string& slot, const std::string& request) {
    const size_t text = request.find(' ', request.find(' ') + 1) + 1;
    return WriteOutput(slot, request.substr(text) + "\n");
  }

  std::string Flood(const std::string& slot) {
    std::string text;
    for (int i = 1; i <= 2500; ++i) {
      text += "flood " + std::to_string(i) + "\n";
    }
    return WriteOutput(slot, text);
  }

  const int port_;
  Container container_;
};

// A dashboard that is not supervised, and whose sessions are short.
class LoneDashboard {
 public:
  LoneDashboard() : port_(FreePort()), container_(Options()) {
    Strings variables = DashboardVariables(port_);
    variables.push_back("HERMES_DASHBOARD_BASIC_AUTH_TTL_SECONDS=" +
                        std::to_string(kShortSessionSecs));
    dashboard_ =
        container_.Start({"dashboard"}, variables, kHermesUid, kHermes);
    WaitUntil([this] { return IsListenedOn(port_); });
  }
  std::string url() const { return UrlOf(port_); }

 private:
  static ContainerOptions Options() {
    ContainerOptions options;
    options.init = Init::kForeign;
    return options;
  }

  const int port_;
  Container container_;
  std::unique_ptr<Child> dashboard_;
};

// A node process that runs a script with exactly `environment`, connected by
// one pipe to its stdin and one from its stdout and stderr.
class Node {
 public:
  Node(const std::string& script, const Strings& environment) {
    int in[2];
    int out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      dup2(out[1], 2);
      std::vector<char*> variables;
      variables.reserve(environment.size() + 1);
      for (const std::string& variable : environment) {
        variables.push_back(const_cast<char*>(variable.c_str()));
      }
      variables.push_back(nullptr);
      const char* argv[] = {"node", script.c_str(), nullptr};
      execvpe("node", const_cast<char**>(argv), variables.data());
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  Node(const Node&) = delete;
  ~Node() {
    close(in_);
    close(out_);
    if (pid_ < 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  // Reads the output until node exits, and lets `stage` answer each line
  // "? REQUEST". Returns the exit code, or -1 if node was killed, as it is at
  // the deadline.
  int Serve(Stage* stage, std::string* output) {
    const Clock::time_point end = Clock::now() + kDeadline;
    std::string line;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          end - Clock::now());
      pollfd ready = {out_, POLLIN, 0};
      if (left.count() <= 0 ||
          poll(&ready, 1, static_cast<int>(left.count())) != 1) {
        kill(pid_, SIGKILL);
        break;
      }
      char bytes[4096];
      const ssize_t got = read(out_, bytes, sizeof bytes);
      if (got <= 0) break;
      for (const char byte : std::string(bytes, static_cast<size_t>(got))) {
        if (byte != '\n') {
          line += byte;
          continue;
        }
        *output += line + "\n";
        if (line.rfind("? ", 0) == 0) Answer(stage->Do(line.substr(2)));
        line.clear();
      }
    }
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  void Answer(const std::string& text) const {
    const std::string line = text + "\n";
    if (write(in_, line.data(), line.size()) < 0) kill(pid_, SIGKILL);
  }

  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
};

// Parses the lines `ok NAME` and `not ok NAME: why`. A `why` may have several
// lines: it extends to the end of the output.
std::map<std::string, std::string> ResultsIn(const std::string& output) {
  std::map<std::string, std::string> results;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("ok ", 0) == 0) {
      results[line.substr(3)] = "ok";
    } else if (line.rfind("not ok ", 0) == 0) {
      const std::string rest = line.substr(7);
      results[rest.substr(0, rest.find(':'))] =
          output.substr(output.find(line));
    }
  }
  return results;
}

// Prints the measurements ("# ..."), also when every check has passed.
void PrintFigures(const std::string& output) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("# ", 0) == 0) std::cout << line << "\n";
  }
}

// A directory on the host that the destructor removes. Not Bazel's temporary
// directory: the browser creates a Unix socket below it, whose path can have
// only about a hundred characters.
class Scratch {
 public:
  Scratch() {
    std::string name = "/tmp/hermes-browser-XXXXXX";
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void Run(Drive* run) {
  Drive& drive = *run;
  Stage stage;
  if (!stage.Prepare(&drive.output)) return;
  drive.output.clear();
  const LoneDashboard lone;
  const Scratch scratch;
  Node node(Variable("HERMES_BROWSER_DRIVE"),
            {"PATH=" + Variable("PATH"), "HOME=" + scratch.path(),
             "TMPDIR=" + scratch.path(), "TZ=UTC",
             "NODE_PATH=" + Variable("HERMES_BROWSER_MODULES"),
             "PAGE_URL=" + stage.url(), "PAGE_LONE_URL=" + lone.url(),
             std::string("PAGE_USER=") + kUser,
             std::string("PAGE_PASSWORD=") + kPassword,
             "PAGE_PICTURES=" + Variable("TEST_UNDECLARED_OUTPUTS_DIR")});
  drive.exit_code = node.Serve(&stage, &drive.output);
}

Drive RunDrive() {
  Drive drive;
  try {
    Run(&drive);
  } catch (const std::exception& error) {
    drive.output += error.what();
  }
  drive.results = ResultsIn(drive.output);
  PrintFigures(drive.output);
  return drive;
}

const Drive& TheDrive() {
  static const Drive* const drive = new Drive(RunDrive());
  return *drive;
}

// The fixture of all tests: a missing program is a failure, not a skipped test.
class DashboardPageTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string modules = Variable("HERMES_BROWSER_MODULES");
    ASSERT_FALSE(modules.empty())
        << "HERMES_BROWSER_MODULES, the driver's directory, is not set: pass "
           "--test_env=HERMES_BROWSER_MODULES=\"$(tests/node-modules "
           "tests/browser)\"";
    ASSERT_EQ(access((modules + "/playwright-core/package.json").c_str(), R_OK),
              0)
        << modules
        << " does not contain the driver: run tests/node-modules tests/browser";
    ASSERT_EQ(access("/usr/bin/chromium", X_OK), 0)
        << "there is no browser: install the package chromium";
    ASSERT_NE(TheDrive().exit_code, 127)
        << "node cannot be started: install the package nodejs";
  }
};

class DashboardPageCheckTest : public DashboardPageTest,
                               public testing::WithParamInterface<const char*> {
};

INSTANTIATE_TEST_SUITE_P(Check, DashboardPageCheckTest,
                         testing::ValuesIn(kChecks),
                         [](const testing::TestParamInfo<const char*>& each) {
                           return std::string(each.param);
                         });

TEST_P(DashboardPageCheckTest, Holds) {
  const auto& results = TheDrive().results;
  const auto found = results.find(GetParam());
  ASSERT_TRUE(found != results.end())
      << "this check did not run, because an earlier one failed";
  EXPECT_EQ(found->second, "ok");
}

TEST_F(DashboardPageTest, RunsExactlyTheListedChecks) {
  std::set<std::string> known(std::begin(kChecks), std::end(kChecks));
  std::set<std::string> seen;
  for (const auto& [name, result] : TheDrive().results) seen.insert(name);
  EXPECT_EQ(seen, known) << TheDrive().output;
  EXPECT_EQ(TheDrive().exit_code, 0) << TheDrive().output;
}

}  // namespace
}  // namespace hermes::fixture
