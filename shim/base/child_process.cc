#include "shim/base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr size_t kOutputLimit = 65536;
constexpr long kForkPatienceMs = 500;
constexpr unsigned kShortestForkPauseUs = 1000;
constexpr unsigned kLongestForkPauseUs = 50000;

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

Expected<Pipe> MakePipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return Error{errno, "making a pipe", ""};
  return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

// Calls fork(2). A lack of processes (EAGAIN) or memory (ENOMEM) is often
// short: retries for kForkPatienceMs.
pid_t ForkPatiently() {
  const long deadline = MonotonicMs() + kForkPatienceMs;
  unsigned pause_us = kShortestForkPauseUs;
  while (true) {
    const pid_t pid = fork();
    const bool may_pass = pid < 0 && (errno == EAGAIN || errno == ENOMEM);
    if (!may_pass || MonotonicMs() >= deadline) return pid;
    usleep(pause_us);
    pause_us = std::min(pause_us * 2, kLongestForkPauseUs);
  }
}

pid_t WaitFor(pid_t pid, int* status) {
  pid_t got;
  do {
    got = waitpid(pid, status, 0);
  } while (got < 0 && errno == EINTR);
  return got;
}

// Waits for the child's exit; returns false after `deadline`. End of file on
// the child's streams does not prove that it has exited: it may have closed
// them itself.
bool WaitUntil(pid_t pid, long deadline, int* status) {
  unsigned pause_us = 50;
  while (true) {
    const pid_t got = waitpid(pid, status, WNOHANG);
    if (got == pid) return true;
    if (got < 0 && errno != EINTR) return false;
    if (MonotonicMs() >= deadline) return false;
    usleep(pause_us);
    pause_us = std::min(pause_us * 2, 5000U);
  }
}

// Reads once and appends to `text`; returns false at end of file or on an
// error.
bool Drain(int fd, std::string& text) {
  char buffer[4096];
  const ssize_t n = read(fd, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  if (n == 0) return false;
  if (text.size() < kOutputLimit) text.append(buffer, static_cast<size_t>(n));
  return true;
}

// Reads both pipes until end of file; returns false after `deadline`.
bool Collect(UniqueFd out, UniqueFd err, long deadline, ProgramResult& result) {
  while (out.valid() || err.valid()) {
    const long left = deadline - MonotonicMs();
    if (left <= 0) return false;
    pollfd fds[] = {{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}};
    if (poll(fds, 2, static_cast<int>(left)) < 0 && errno != EINTR)
      return false;
    if (fds[0].revents != 0 && !Drain(out.get(), result.output)) out.reset();
    if (fds[1].revents != 0 && !Drain(err.get(), result.stderr_text))
      err.reset();
  }
  return true;
}

// The environment of a child, optionally with the child's own pid in a
// variable. The constructor allocates all memory before the fork, because the
// child must not allocate.
class ChildEnvironment {
 public:
  explicit ChildEnvironment(const ChildRequest& request)
      : environment_(request.environment) {
    if (!request.pid_variable.empty()) {
      environment_.Set(request.pid_variable, std::string(kDigits, '0'));
    }
    pointers_ = PointerArray(environment_.entries());
    const std::string begin = request.pid_variable + "=";
    for (char* entry : pointers_) {
      if (request.pid_variable.empty() || entry == nullptr) break;
      if (strncmp(entry, begin.c_str(), begin.size()) == 0) {
        value_ = entry + begin.size();
      }
    }
  }

  // Writes `pid` into the variable and returns the array for execve. To be
  // called in the child. Async-signal-safe.
  char** ForChild(pid_t pid) {
    if (value_ == nullptr) return pointers_.data();
    char digits[kDigits];
    size_t count = 0;
    for (; pid > 0 && count < kDigits; pid /= 10) {
      digits[count++] = static_cast<char>('0' + pid % 10);
    }
    for (size_t i = 0; i < count; ++i) value_[i] = digits[count - 1 - i];
    value_[count] = '\0';
    return pointers_.data();
  }

 private:
  static constexpr size_t kDigits = 12;  // more than any pid has

  Environment environment_;
  std::vector<char*> pointers_;
  char* value_ = nullptr;
};

int RedirectStandardStreams(int out, int err) {
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  // If the container lacks /dev/null, the program keeps this process's stdin.
  if (null >= 0 && dup2(null, STDIN_FILENO) < 0) return errno;
  if (dup2(out, STDOUT_FILENO) < 0) return errno;
  if (dup2(err, STDERR_FILENO) < 0) return errno;
  return 0;
}

}  // namespace

Error Exec(const ChildRequest& request) {
  const std::vector<char*> argv = PointerArray(request.argv);
  const std::vector<char*> envp = PointerArray(request.environment.entries());
  if (request.ignore_child_signal) IgnoreChildSignal();
  SetSignalMask(request.signal_mask);
  execve(request.program.c_str(), argv.data(), envp.data());
  return Error{errno, "executing", request.program};
}

Expected<pid_t> Spawn(const ChildRequest& request,
                      absl::FunctionRef<int()> in_child) {
  Expected<Pipe> pipe = MakePipe();
  if (!pipe.ok()) return pipe.error();
  const std::vector<char*> argv = PointerArray(request.argv);
  ChildEnvironment environment(request);
  const pid_t pid = ForkPatiently();
  if (pid < 0) return Error{errno, "forking for", request.program};
  if (pid == 0) {
    int err = in_child();
    if (err == 0) {
      if (request.ignore_child_signal) IgnoreChildSignal();
      SetSignalMask(request.signal_mask);
      execve(request.program.c_str(), argv.data(),
             environment.ForChild(getpid()));
      err = errno;
    }
    if (write(pipe.value().write_end.get(), &err, sizeof err) < 0) _exit(126);
    _exit(127);
  }
  pipe.value().write_end.reset();
  int err = 0;
  ssize_t n;
  do {
    n = read(pipe.value().read_end.get(), &err, sizeof err);
  } while (n < 0 && errno == EINTR);
  if (n == 0) return pid;  // End of file: the exec closed the pipe.
  WaitFor(pid, nullptr);
  return Error{n == sizeof err ? err : EIO, "executing", request.program};
}

Expected<ProgramResult> RunProgram(const ChildRequest& request,
                                   int deadline_ms) {
  Expected<Pipe> out = MakePipe();
  if (!out.ok()) return out.error();
  Expected<Pipe> err = MakePipe();
  if (!err.ok()) return err.error();
  const Expected<pid_t> pid = Spawn(request, [&] {
    return RedirectStandardStreams(out.value().write_end.get(),
                                   err.value().write_end.get());
  });
  if (!pid.ok()) return pid.error();
  out.value().write_end.reset();
  err.value().write_end.reset();
  ProgramResult result;
  const long deadline = MonotonicMs() + deadline_ms;
  int status = 0;
  const bool ended =
      Collect(std::move(out.value().read_end), std::move(err.value().read_end),
              deadline, result) &&
      WaitUntil(pid.value(), deadline, &status);
  if (!ended) {
    kill(pid.value(), SIGKILL);
    WaitFor(pid.value(), &status);
    return Error{ETIMEDOUT, "waiting for", request.program};
  }
  result.exit_code = ExitCodeOfStatus(status);
  return result;
}

int ExitCodeOfStatus(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status)
                                  : WEXITSTATUS(wait_status);
}

}  // namespace hermes
