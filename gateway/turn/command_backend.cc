#include "gateway/turn/command_backend.h"

#include <fcntl.h>
#include <glog/logging.h>

#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/command_environment.h"
#include "gateway/turn/command_prompt.h"
#include "gateway/turn/command_turn.h"
#include "gateway/turn/find_program.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr char kWorkspace[] = "workspace";

// The directory in which the program runs.
struct Directory {
  UniqueFd fd;
  std::string path;
};

absl::StatusOr<Directory> OpenDirectory(int home_fd, const std::string& home) {
  constexpr int kFlags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  Directory directory;
  directory.fd.reset(openat(home_fd, kWorkspace, kFlags));
  directory.path = absl::StrCat(home, "/", kWorkspace);
  if (directory.fd.valid()) return directory;
  directory.fd.reset(openat(home_fd, ".", kFlags));
  directory.path = home;
  if (directory.fd.valid()) return directory;
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", home));
}

std::vector<std::string> Assignments(const EnvironmentMap& environment) {
  std::vector<std::string> assignments;
  assignments.reserve(environment.size());
  for (const auto& [name, value] : environment) {
    assignments.push_back(absl::StrCat(name, "=", value));
  }
  return assignments;
}

// The returned plan borrows the descriptor of `directory`.
absl::StatusOr<ChildPlan> PlanOf(const CommandBackendOptions& options,
                                 const Directory& directory) {
  const EnvironmentMap environment =
      CommandEnvironment(options.effective, options.home, directory.path);
  absl::StatusOr<std::string> program =
      FindProgram(options.model.command.front(), environment.at("PATH"),
                  directory.fd.get());
  if (!program.ok()) return program.status();
  ChildPlan plan;
  plan.program = *std::move(program);
  plan.argv = options.model.command;
  plan.environment = Assignments(environment);
  plan.directory_fd = directory.fd.get();
  plan.descriptor_limit = options.descriptor_limit;
  return plan;
}

// Ends the program if Run() does not reach its end: because of an exception, or
// because the io_context is destroyed with the suspended coroutine.
class Abandonment {
 public:
  explicit Abandonment(CommandTurn& turn) : turn_(turn) {}
  Abandonment(const Abandonment&) = delete;
  ~Abandonment() { turn_.Abandon(); }

 private:
  CommandTurn& turn_;
};

}  // namespace

CommandBackend::CommandBackend(CommandBackendOptions options)
    : options_(std::move(options)),
      secrets_(SecretValues(options_.effective)) {}

boost::asio::awaitable<BackendResult> CommandBackend::Run(const Prompt& prompt,
                                                          TextSink& sink,
                                                          TurnStop& stop) {
  CommandEnd end;
  end.kind = CommandEnd::Kind::kStopped;
  if (stop.requested()) co_return ResultOf(end, secrets_);
  absl::StatusOr<std::unique_ptr<ChildProcess>> child = StartProgram();
  if (!child.ok()) {
    end.kind = CommandEnd::Kind::kNotStarted;
    end.detail = absl::StrCat(child.status().message());
    co_return Conclude(end);
  }
  CommandLimits limits;
  limits.idle = options_.model.idle_timeout;
  limits.total = options_.model.total_timeout;
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto turn = std::make_shared<CommandTurn>(
      executor, *std::move(child),
      CommandDocument(prompt, options_.model.model), limits);
  const Abandonment abandonment(*turn);
  end = co_await turn->Run(sink, stop);
  co_return Conclude(end);
}

boost::asio::awaitable<BackendHealth> CommandBackend::Check() {
  BackendHealth health;
  const absl::StatusOr<Directory> directory =
      OpenDirectory(options_.home_fd, options_.home);
  const absl::Status status = directory.ok()
                                  ? PlanOf(options_, *directory).status()
                                  : directory.status();
  health.ok = status.ok();
  health.detail = status.ok() ? options_.model.command.front()
                              : absl::StrCat(status.message());
  co_return health;
}

absl::StatusOr<std::unique_ptr<ChildProcess>> CommandBackend::StartProgram()
    const {
  const absl::StatusOr<Directory> directory =
      OpenDirectory(options_.home_fd, options_.home);
  if (!directory.ok()) return directory.status();
  const absl::StatusOr<ChildPlan> plan = PlanOf(options_, *directory);
  if (!plan.ok()) return plan.status();
  return ChildProcess::Start(*plan);
}

BackendResult CommandBackend::Conclude(const CommandEnd& end) const {
  BackendResult result = ResultOf(end, secrets_);
  const std::string errors = ErrorsForLog(end.errors, secrets_);
  const bool failed =
      result.failure.has_value() && end.kind != CommandEnd::Kind::kStopped;
  if (failed) {
    LOG(WARNING) << "command back end: " << result.failure->message
                 << (errors.empty() ? "" : "; its stderr ended with:\n  ")
                 << errors;
  } else if (!errors.empty()) {
    VLOG(1) << "command back end, stderr:\n  " << errors;
  }
  return result;
}

}  // namespace hermes::gateway
