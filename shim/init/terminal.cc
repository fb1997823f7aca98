#include "shim/init/terminal.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace hermes {
namespace {

constexpr int kStandardStreams[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};

bool Pending(int signo) {
  sigset_t pending;
  return sigpending(&pending) == 0 && sigismember(&pending, signo) == 1;
}

// Discards a pending signal; does not wait for one.
void Swallow(int signo) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signo);
  const timespec now = {0, 0};
  sigtimedwait(&set, nullptr, &now);
}

// Returns true if `fd` is the controlling terminal of the session that this
// process leads.
bool LeadsSessionOf(int fd) {
  pid_t session = 0;
  return ioctl(fd, TIOCGSID, &session) == 0 && session == getpid();
}

}  // namespace

void GiveTerminalsTo(uid_t uid) {
  for (const int fd : kStandardStreams) {
    if (isatty(fd) == 1 && fchown(fd, uid, static_cast<gid_t>(-1)) != 0) {
      continue;  // errors are ignored: see the header
    }
  }
}

int LetTerminalGo() {
  for (const int fd : kStandardStreams) {
    if (isatty(fd) != 1 || !LeadsSessionOf(fd)) continue;
    const bool hup_was_pending = Pending(SIGHUP);
    if (ioctl(fd, TIOCNOTTY) != 0) return -1;
    if (!hup_was_pending) Swallow(SIGHUP);
    Swallow(SIGCONT);
    return fd;
  }
  return -1;
}

int StartSession(int fd) {
  if (setsid() < 0) return errno;
  if (fd >= 0 && ioctl(fd, TIOCSCTTY, 0) != 0) return errno;
  return 0;
}

}  // namespace hermes
