#include "shim/init/scan_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/init/socket_activation.h"

namespace hermes {
namespace {

constexpr int kReadinessFd = 3;  // s6-svscan requires 3 or more
constexpr const char* kMostServices = "1100";
constexpr int kReadinessTimeoutMs = 5000;
constexpr int kPollStepMs = 5;

Environment ScanEnvironment(const Environment& base, mode_t umask,
                            const rlimit& descriptors) {
  Environment environment = base;
  char octal[8];
  snprintf(octal, sizeof octal, "%03o", static_cast<unsigned>(umask));
  environment.Set("HERMES_ENTRY_UMASK", octal);
  environment.Set("HERMES_ENTRY_NOFILE_SOFT",
                  std::to_string(descriptors.rlim_cur));
  return environment;
}

// Sets up the child as StartScan() promises; returns 0 or an errno. Runs in the
// child. Async-signal-safe.
int PrepareScan(int scandir, int readiness, const rlimit& raised, pid_t parent,
                int sockets) {
  CloseSocketsAtExec(sockets);
  if (fchdir(scandir) != 0) return errno;
  if (setsid() < 0) return errno;
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) return errno;
  // If the parent died before the prctl(), no signal will come.
  if (getppid() != parent) return ESRCH;
  umask(022);
  // s6-svscan sends HUP to the loggers' supervisors, so that they exit. HUP
  // would kill one that was just forked, and the output of its gateway would be
  // lost. With HUP ignored that supervisor continues, and its logger ends it
  // later (LogSlot()). A supervisor that already waits for HUP gets it: it has
  // HUP blocked, and a blocked signal is queued even if it is ignored.
  signal(SIGHUP, SIG_IGN);
  // If the limit cannot be raised, fewer slots fit; that is not an error.
  setrlimit(RLIMIT_NOFILE, &raised);
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null >= 0 && dup2(null, STDIN_FILENO) < 0) return errno;
  // dup2() of a descriptor to itself would not clear close-on-exec.
  if (readiness == kReadinessFd) {
    return fcntl(readiness, F_SETFD, 0) < 0 ? errno : 0;
  }
  return dup2(readiness, kReadinessFd) < 0 ? errno : 0;
}

}  // namespace

Expected<ScanProcess> StartScan(const std::string& svscan, int scandir_fd,
                                const ProcessContext& context, mode_t umask) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return Error{errno, "making a pipe", ""};
  ScanProcess scan;
  scan.readiness.reset(fds[0]);
  const UniqueFd write_end(fds[1]);
  rlimit descriptors = {};
  getrlimit(RLIMIT_NOFILE, &descriptors);
  const rlimit raised = {descriptors.rlim_max, descriptors.rlim_max};
  ChildRequest request;
  request.program = svscan;
  request.argv = {"s6-svscan", "-d",          std::to_string(kReadinessFd),
                  "-c",        kMostServices, "--",
                  "."};
  request.environment =
      ScanEnvironment(context.environment, umask, descriptors);
  request.signal_mask = context.signal_mask;
  const pid_t parent = getpid();
  const int sockets = SocketsFor(parent, context.environment);
  const Expected<pid_t> pid = Spawn(request, [&] {
    return PrepareScan(scandir_fd, write_end.get(), raised, parent, sockets);
  });
  if (!pid.ok()) return pid.error();
  scan.pid = pid.value();
  return scan;
}

Expected<void> WaitUntilScanning(const ScanProcess& scan) {
  for (int waited = 0; waited < kReadinessTimeoutMs; waited += kPollStepMs) {
    if (StopSignalPending()) return Error{EINTR, "waiting for", "s6-svscan"};
    pollfd fd = {scan.readiness.get(), POLLIN, 0};
    if (poll(&fd, 1, kPollStepMs) <= 0) continue;
    char newline;
    if (read(fd.fd, &newline, 1) == 1) return {};
    return Error{EPIPE, "waiting for", "s6-svscan"};
  }
  return Error{ETIMEDOUT, "waiting for", "s6-svscan"};
}

}  // namespace hermes
