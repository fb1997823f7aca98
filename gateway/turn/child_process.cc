#include "gateway/turn/child_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <initializer_list>

namespace hermes::gateway {
namespace {

constexpr int kKillPatienceMs = 2000;
constexpr int kNotExecuted = 127;
// A limit for kernels before Linux 5.11, whose close_range() does not support
// CLOSE_RANGE_CLOEXEC.
constexpr rlim_t kMostDescriptorsToMark = 65536;

constexpr const char* kStages[] = {"setsid",    "dup2",  "fchdir",
                                   "setrlimit", "prctl", "execve"};
enum Stage : int { kSetsid, kDup, kChdir, kLimit, kPrctl, kExec };

struct Report {
  int stage;
  int error;
};

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

absl::Status OpenPipe(Pipe* pipe) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  pipe->read.reset(ends[0]);
  pipe->write.reset(ends[1]);
  if (std::min(ends[0], ends[1]) > STDERR_FILENO) return absl::OkStatus();
  return absl::InternalError("a standard descriptor is closed");
}

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

void UnignoreChildren() {
  struct sigaction action = {};
  if (sigaction(SIGCHLD, nullptr, &action) != 0) return;
  const bool kept =
      (action.sa_flags & SA_NOCLDWAIT) == 0 && action.sa_handler != SIG_IGN;
  if (!kept) signal(SIGCHLD, SIG_DFL);
}

// All that the child needs. It is prepared before the fork, because the child
// must not allocate memory.
struct ExecImage {
  const char* program;
  char* const* argv;
  char* const* environment;
  int input;
  int output;
  int errors;
  int report;
  int directory;
  bool has_limit;
  rlim_t limit;
  pid_t parent;
};

[[noreturn]] void Fail(const ExecImage& image, Stage stage) {
  const Report report = {stage, errno};
  // The pipe accepts so few bytes at once; a failure could not be handled
  // anyway.
  if (write(image.report, &report, sizeof(report)) < 0) _exit(kNotExecuted);
  _exit(kNotExecuted);
}

void ResetSignals() {
  // The kernel's structure, all zero, means SIG_DFL without flags. libc's
  // sigaction() refuses the two signals that libc uses for threads, and the
  // parent of this process may have set them to be ignored.
  constexpr uint64_t kDefault[8] = {};
  for (int signo = 1; signo < NSIG; ++signo) {
    syscall(SYS_rt_sigaction, signo, kDefault, nullptr, sizeof(uint64_t));
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void MarkDescriptors() {
  constexpr unsigned kFirst = STDERR_FILENO + 1;
  if (syscall(SYS_close_range, kFirst, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int end =
      static_cast<int>(std::min(limit.rlim_cur, kMostDescriptorsToMark));
  for (int fd = static_cast<int>(kFirst); fd < end; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

void LimitDescriptors(const ExecImage& image) {
  if (!image.has_limit) return;
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) Fail(image, kLimit);
  limit.rlim_cur = std::min(image.limit, limit.rlim_max);
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) Fail(image, kLimit);
}

// Runs in the child after the fork. Makes only async-signal-safe calls.
[[noreturn]] void Execute(const ExecImage& image) {
  if (setsid() < 0) Fail(image, kSetsid);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) Fail(image, kPrctl);
  // The parent may have died before PR_SET_PDEATHSIG was set.
  if (getppid() != image.parent) _exit(kNotExecuted);
  if (dup2(image.input, STDIN_FILENO) < 0 ||
      dup2(image.output, STDOUT_FILENO) < 0 ||
      dup2(image.errors, STDERR_FILENO) < 0) {
    Fail(image, kDup);
  }
  if (fchdir(image.directory) != 0) Fail(image, kChdir);
  MarkDescriptors();
  LimitDescriptors(image);
  ResetSignals();
  execve(image.program, image.argv, image.environment);
  Fail(image, kExec);
}

// Sleeps until the process has ended, or for kKillPatienceMs.
void AwaitEnd(const ChildProcess& child) {
  if (child.pidfd() >= 0) {
    pollfd ended = {child.pidfd(), POLLIN, 0};
    while (poll(&ended, 1, kKillPatienceMs) < 0 && errno == EINTR) {
    }
    return;
  }
  const timespec nap = {0, 1'000'000};
  for (int ms = 0; ms < kKillPatienceMs && !child.HasEnded(); ++ms) {
    nanosleep(&nap, nullptr);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const ChildPlan& plan) {
  Pipe input;
  Pipe output;
  Pipe errors;
  Pipe report;
  for (Pipe* const pipe : {&input, &output, &errors, &report}) {
    absl::Status status = OpenPipe(pipe);
    if (!status.ok()) return status;
  }
  // Another child that has not reached its exec yet may hold a copy of the
  // write end, and End() must not wait for that.
  fcntl(report.read.get(), F_SETFL, O_NONBLOCK);
  UnignoreChildren();
  const std::vector<char*> argv = Pointers(plan.argv);
  const std::vector<char*> environment = Pointers(plan.environment);
  const ExecImage image = {plan.program.c_str(),
                           argv.data(),
                           environment.data(),
                           input.read.get(),
                           output.write.get(),
                           errors.write.get(),
                           report.write.get(),
                           plan.directory_fd,
                           plan.descriptor_limit.has_value(),
                           plan.descriptor_limit.value_or(0),
                           getpid()};
  std::unique_ptr<ChildProcess> child(new ChildProcess);
  child->pid_ = fork();
  if (child->pid_ == 0) Execute(image);
  if (child->pid_ < 0) return absl::ErrnoToStatus(errno, "fork");
  child->pidfd_.reset(
      static_cast<int>(syscall(SYS_pidfd_open, child->pid_, 0)));
  child->input_ = std::move(input.write);
  child->output_ = std::move(output.read);
  child->errors_ = std::move(errors.read);
  child->report_ = std::move(report.read);
  return child;
}

ChildProcess::~ChildProcess() {
  if (pid_ < 0) return;
  Signal(SIGKILL);
  AwaitEnd(*this);
  if (HasEnded()) End();
}

bool ChildProcess::HasEnded() const {
  siginfo_t info = {};
  const int result = waitid(P_PID, static_cast<id_t>(pid_), &info,
                            WEXITED | WNOHANG | WNOWAIT);
  return result != 0 || info.si_pid == pid_;
}

void ChildProcess::Signal(int signo) const {
  // The group does not exist until the child has called setsid().
  if (kill(-pid_, signo) != 0) kill(pid_, signo);
}

ChildEnd ChildProcess::End() {
  kill(-pid_, SIGKILL);
  siginfo_t info = {};
  const int result =
      waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG);
  pid_ = -1;
  Report report = {};
  if (read(report_.get(), &report, sizeof(report)) == sizeof(report)) {
    return {ChildEnd::Kind::kNotStarted, report.error, kStages[report.stage]};
  }
  if (result != 0) return {};
  if (info.si_code == CLD_EXITED) {
    return {ChildEnd::Kind::kExited, info.si_status, ""};
  }
  return {ChildEnd::Kind::kSignalled, info.si_status, ""};
}

}  // namespace hermes::gateway
