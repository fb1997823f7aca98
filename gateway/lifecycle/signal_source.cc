#include "gateway/lifecycle/signal_source.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

constexpr int kHandled[] = {SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGHUP};

sigset_t HandledSet() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signo : kHandled) sigaddset(&set, signo);
  return set;
}

}  // namespace

std::optional<StopEvent> EventFor(int signo) {
  switch (signo) {
    case SIGINT:
      return StopEvent::kInterrupt;
    case SIGTERM:
    case SIGQUIT:
      return StopEvent::kTerminate;
    case SIGUSR1:
      return StopEvent::kRestart;
    default:
      return std::nullopt;
  }
}

bool AsksForDump(int signo) { return signo == SIGUSR2; }

void BlockSignals() {
  const sigset_t set = HandledSet();
  sigprocmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

absl::StatusOr<UniqueFd> OpenSignalFd() {
  const sigset_t set = HandledSet();
  UniqueFd fd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd.valid()) return absl::ErrnoToStatus(errno, "signalfd");
  return fd;
}

std::optional<ReceivedSignal> ReadSignal(int fd) {
  signalfd_siginfo info;
  ssize_t got;
  do {
    got = read(fd, &info, sizeof(info));
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof(info))) return std::nullopt;
  ReceivedSignal signal;
  signal.signo = static_cast<int>(info.ssi_signo);
  // Codes above 0 are from the kernel itself.
  signal.from_process = info.ssi_code <= 0;
  signal.sender = static_cast<pid_t>(info.ssi_pid);
  return signal;
}

}  // namespace hermes::gateway
