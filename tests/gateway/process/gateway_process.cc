#include "tests/gateway/process/gateway_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "gateway/state/rfc3339.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr int64_t kDeadlineMs = 30000;

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

int OpenOutput(const std::string& path) {
  return open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
}

// A blocked pending signal remains pending across exec.
void MakePending(int signo) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signo);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  kill(getpid(), signo);
}

// Simulates a full disk: files can be created, but not written.
void FillDisk() {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit nothing = {0, 0};
  setrlimit(RLIMIT_FSIZE, &nothing);
}

}  // namespace

GatewayProcess::GatewayProcess(const TempDirectory& home, const Launch& launch)
    : home_(home) {
  const char* path = getenv("HERMES_GATEWAY");
  // Executed by descriptor, because an unprivileged user may not have access to
  // the build directory.
  const UniqueFd binary(
      open(path != nullptr ? path : "", O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(binary.valid()) << "HERMES_GATEWAY names no file";
  pid_ = fork();
  if (pid_ == 0) RunChild(launch, binary.get());
  EXPECT_GT(pid_, 0);
}

GatewayProcess::~GatewayProcess() {
  if (status_.has_value()) return;
  kill(pid_, SIGCONT);
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void GatewayProcess::RunChild(const Launch& launch, int binary) const {
  const int in =
      launch.stdin_fd >= 0 ? launch.stdin_fd : open("/dev/null", O_RDONLY);
  const int out = launch.stdout_fd >= 0 ? launch.stdout_fd
                                        : OpenOutput(streams_.Path("out"));
  const int err = OpenOutput(streams_.Path("err"));
  dup2(in, 0);
  dup2(out, 1);
  dup2(err, 2);
  if (launch.notify_fd >= 0) fcntl(launch.notify_fd, F_SETFD, 0);
  if (launch.close_standard_streams) {
    for (int fd = 0; fd <= 2; ++fd) close(fd);
  }
  if (launch.full_disk) FillDisk();
  if (launch.pending_signal != 0) MakePending(launch.pending_signal);
  if (launch.uid != 0 && (setresgid(launch.uid, launch.uid, launch.uid) != 0 ||
                          setresuid(launch.uid, launch.uid, launch.uid) != 0)) {
    _exit(99);
  }
  if (launch.prepare) launch.prepare();
  std::vector<std::string> argv = {"hermes"};
  argv.insert(argv.end(), launch.args.begin(), launch.args.end());
  const std::vector<std::string> environment = Environment(launch);
  fexecve(binary, Pointers(argv).data(), Pointers(environment).data());
  _exit(98);
}

std::vector<std::string> GatewayProcess::Environment(
    const Launch& launch) const {
  std::map<std::string, std::string> variables = {
      {"HERMES_HOME", home_.path()},
      {"HERMES_ALLOW_ROOT_GATEWAY", "1"},
      {"API_SERVER_PORT", "0"}};
  if (launch.notify_fd >= 0) {
    variables["HERMES_NOTIFY_FD"] = std::to_string(launch.notify_fd);
  }
  for (const auto& [name, value] : launch.environment) variables[name] = value;
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) {
    if (!value.empty()) environment.push_back(name + "=" + value);
  }
  return environment;
}

void GatewayProcess::Signal(int signo) const {
  EXPECT_EQ(kill(pid_, signo), 0) << "signal " << signo;
}

int GatewayProcess::Wait() {
  if (status_.has_value()) return *status_;
  const UniqueFd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  pollfd ended = {pidfd.get(), POLLIN, 0};
  if (poll(&ended, 1, kDeadlineMs) != 1) {
    ADD_FAILURE() << "the gateway does not end; stderr: " << Err();
    return -1;
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return *status_;
}

bool GatewayProcess::Running() {
  if (status_.has_value()) return false;
  siginfo_t info = {};
  waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  return info.si_pid == 0;
}

json::object GatewayProcess::State() const {
  json::error_code error;
  const json::value state =
      json::parse(home_.Read("gateway_state.json"), error);
  return state.is_object() ? state.get_object() : json::object();
}

bool GatewayProcess::WaitForState(const std::string& state) const {
  const bool seen = Eventually([&] {
    const json::object now = State();
    const json::value* pid = now.if_contains("pid");
    const json::value* is = now.if_contains("gateway_state");
    return pid != nullptr && is != nullptr && *pid == pid_ &&
           *is == json::string(state);
  });
  if (!seen) {
    ADD_FAILURE() << "never " << state << "; stderr: " << Err();
  }
  return seen;
}

uint16_t GatewayProcess::Port() const {
  const json::object state = State();
  const json::value* platforms = state.if_contains("platforms");
  if (platforms == nullptr) return 0;
  const json::value* api = platforms->as_object().if_contains("api_server");
  if (api == nullptr) return 0;
  const std::string base(api->at("listener_base").as_string());
  return static_cast<uint16_t>(std::stoi(base.substr(base.rfind(':') + 1)));
}

std::string PlannedStopFor(pid_t target, const json::value& start_time) {
  json::object marker;
  marker["target_pid"] = target;
  marker["target_start_time"] = start_time;
  marker["stopper_pid"] = getpid();
  marker["written_at"] = FormatRfc3339(WallNow());
  return json::serialize(marker);
}

void ShortPause() { poll(nullptr, 0, 2); }

int64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool Expired(int64_t started_ms) { return NowMs() - started_ms > kDeadlineMs; }

}  // namespace hermes::gateway
