#include "gateway/dashboard/other_dashboard.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

#include "absl/strings/str_cat.h"
#include "gateway/control/outcome.h"
#include "gateway/dashboard/instance.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/program_context.h"
#include "shim/base/unique_fd.h"
#include "shim/manager/service_manager.h"
#include "shim/manager/slot_state.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr std::chrono::seconds kEndLimit{5};

UniqueFd OpenRoot(const std::string& root) {
  return UniqueFd(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

void UnblockSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Returns the state of the dashboard's slot; std::nullopt if this container
// does not supervise or the slot's state is not known.
std::optional<SlotView> ViewOfSlot(
    Expected<ServiceManager, ManagerError>& manager) {
  if (!manager.ok()) return std::nullopt;
  const Expected<SlotView, ManagerError> view =
      manager.value().View(kDashboardSlot);
  if (!view.ok()) return std::nullopt;
  return view.value();
}

ExitCode StopSlot(ServiceManager& manager) {
  const Expected<OperationResult, ManagerError> stopped =
      manager.Stop(kDashboardSlot);
  if (!stopped.ok()) {
    Complain(absl::StrCat("dashboard: ", stopped.error().line));
    return static_cast<ExitCode>(ExitCodeOf(stopped.error().fault));
  }
  const Expected<void, ManagerError> ended = manager.WaitForEnd(kDashboardSlot);
  if (!ended.ok()) {
    Complain(absl::StrCat("dashboard: ", ended.error().line));
    return static_cast<ExitCode>(ExitCodeOf(ended.error().fault));
  }
  Announce(
      "dashboard: stopped; its slot stays down until the container's next "
      "boot\n");
  return kPlanned;
}

ExitCode StopProcess(int root_fd, const InstanceRecord& record) {
  // A pid descriptor, so that the signal reaches no other process that reuses
  // the pid. The record matched the process before; check it again now.
  const UniqueFd process(
      static_cast<int>(syscall(SYS_pidfd_open, record.pid, 0)));
  const InstanceHolder again = FindInstance(root_fd);
  if (!again.held) {
    Announce("dashboard: not running\n");
    return kPlanned;
  }
  if (!again.record.has_value() || again.record->pid != record.pid ||
      !process.valid() ||
      syscall(SYS_pidfd_send_signal, process.get(), SIGTERM, nullptr, 0) != 0) {
    Complain(absl::StrCat("dashboard: pid ", record.pid,
                          " cannot be stopped: ", strerror(errno),
                          "; only its own uid and root may stop it"));
    return kPermission;
  }
  pollfd ended = {process.get(), POLLIN, 0};
  const int limit = static_cast<int>(
      std::chrono::duration_cast<std::chrono::milliseconds>(kEndLimit).count());
  int got;
  do {
    got = poll(&ended, 1, limit);
  } while (got < 0 && errno == EINTR);
  if (got != 1) {
    Complain(absl::StrCat("dashboard: pid ", record.pid,
                          " was asked to end but still runs"));
    return kRestart;
  }
  Announce(absl::StrCat("dashboard: stopped (pid ", record.pid, ")\n"));
  return kPlanned;
}

}  // namespace

ExitCode PrintDashboardStatus(const std::string& root) {
  UnblockSignals();
  const UniqueFd root_fd = OpenRoot(root);
  const InstanceHolder holder = FindInstance(root_fd.get());
  std::string line = "dashboard: not running";
  if (holder.record.has_value()) {
    line = absl::StrCat("dashboard: running (pid ", holder.record->pid, ")",
                        holder.record->url.empty() ? "" : ", ",
                        holder.record->url);
  } else if (holder.held) {
    line = "dashboard: runs outside of this container";
  }
  Expected<ServiceManager, ManagerError> manager =
      ServiceManager::Open(ContextOfPrograms(), root);
  const std::optional<SlotView> view = ViewOfSlot(manager);
  if (view.has_value()) {
    absl::StrAppend(&line, "; its slot is ",
                    std::string(hermes::WordOf(view->state)));
  }
  Announce(absl::StrCat(line, "\n"));
  return holder.held ? kPlanned : kUnplanned;
}

ExitCode StopDashboard(const std::string& root) {
  UnblockSignals();
  const UniqueFd root_fd = OpenRoot(root);
  Expected<ServiceManager, ManagerError> manager =
      ServiceManager::Open(ContextOfPrograms(), root);
  const std::optional<SlotView> view = ViewOfSlot(manager);
  if (view.has_value() && (view->status.up || view->status.wanted_up)) {
    return StopSlot(manager.value());
  }
  const InstanceHolder holder = FindInstance(root_fd.get());
  if (!holder.held) {
    Announce("dashboard: not running\n");
    return kPlanned;
  }
  if (!holder.record.has_value()) {
    Complain(
        "the dashboard of this data directory runs outside of this container; "
        "stop it there");
    return kUnplanned;
  }
  return StopProcess(root_fd.get(), *holder.record);
}

}  // namespace hermes::gateway::dashboard
