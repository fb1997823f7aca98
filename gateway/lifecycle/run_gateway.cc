#include "gateway/lifecycle/run_gateway.h"

#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/lifecycle/gateway.h"
#include "gateway/lifecycle/readiness.h"
#include "gateway/lifecycle/signal_source.h"
#include "gateway/lifecycle/verdict.h"
#include "gateway/logging/file_log.h"
#include "gateway/logging/streams.h"
#include "gateway/turn/command_environment.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

ExitCode Fail(const absl::Status& status) {
  Complain(absl::StrCat(status.message()));
  return ExitCodeFor(status);
}

// Returns the exit code of a start that a signal interrupted before anything
// was claimed, and so before a marker could be meant for it.
ExitCode CutShort(int signal_fd) {
  std::optional<StopProgress> progress;
  while (const auto signal = ReadSignal(signal_fd)) {
    const std::optional<StopEvent> event = EventFor(signal->signo);
    if (event.has_value()) progress = Advance(progress, *event, Marker::kNone);
  }
  return progress.has_value() ? progress->verdict.exit_code : kUnplanned;
}

ExitCode Run(const RunOptions& options, StderrLog& log) {
  UniqueFd notify_fd = ConsumeNotifyFd();
  const absl::StatusOr<UniqueFd> signal_fd = OpenSignalFd();
  if (!signal_fd.ok()) return Fail(signal_fd.status());
  const absl::StatusOr<PreparedHome> prepared = PrepareHome(options);
  if (!prepared.ok()) return Fail(prepared.status());
  auto logs = std::make_unique<FileLog>(prepared->home.fd.get(), log.secrets());
  const absl::StatusOr<ClaimedHome> claimed =
      ConfigureAndClaim(*prepared, options, signal_fd->get());
  if (absl::IsCancelled(claimed.status())) return CutShort(signal_fd->get());
  if (!claimed.ok()) return Fail(claimed.status());
  log.Hide(claimed->config.api.key);
  for (const std::string& secret : SecretValues(claimed->config.environment)) {
    log.Hide(secret);
  }
  log.Hide(claimed->config.model.api_key);
  auto gateway = std::make_unique<Gateway>(*prepared, *claimed, options, *logs,
                                           signal_fd->get());
  const absl::StatusOr<Verdict> verdict = gateway->Run(std::move(notify_fd));
  // Not destroyed if a part of it is still in use; the process ends anyway.
  const bool gateway_hangs = gateway->disk_hangs();
  if (!gateway->unwound()) static_cast<void>(gateway.release());
  if (verdict.ok() && gateway_hangs) {
    logs.reset();
    claimed->lock->RemovePidFile();
    _exit(verdict->exit_code);
  }
  if (!verdict.ok()) return Fail(verdict.status());
  return verdict->exit_code;
}

}  // namespace

ExitCode RunGateway(const RunOptions& options, StderrLog& log) {
  try {
    return Run(options, log);
  } catch (const std::system_error& e) {
    Complain(absl::StrCat("cannot start a thread: ", e.what(),
                          "; this container or user may have reached its "
                          "limit of processes (pids.max, ulimit -u)"));
    return kSystemCall;
  }
}

}  // namespace hermes::gateway
