#ifndef GATEWAY_TURN_COMMAND_BACKEND_H_
#define GATEWAY_TURN_COMMAND_BACKEND_H_

#include <sys/resource.h>

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/child_process.h"
#include "gateway/turn/command_end.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

struct CommandBackendOptions {
  ModelSettings model;       // of kind kCommand
  int home_fd = -1;          // the profile's home, must outlive the back end
  std::string home;          // its path
  EnvironmentMap effective;  // GatewayConfig::environment
  // The soft limit of open files that the gateway was started with, if it has
  // raised its own.
  std::optional<rlim_t> descriptor_limit;
};

// Answers a turn by a program of its own, ModelSettings::command, no shell in
// between. It reads CommandDocument() on stdin and then end of file; what it
// writes to stdout is the answer, streamed as it comes, bytes that are no
// UTF-8 as U+FFFD; exit code 0 makes it complete. The end of its stderr goes to
// the log, and into the failure. It runs in the home's directory `workspace`,
// or else in the home, with CommandEnvironment() and as ChildProcess says.
//
// Its group is ended, TERM and two seconds later KILL, when the turn's stop is
// requested, when it writes nothing for idle_timeout, also between the end of
// its stdout and its own, when total_timeout is over, and when it writes more
// than kMostCommandOutput. What the program leaves in its group is killed: at
// once, or, where that still holds stdout, after a second.
//
// Assumes that SIGPIPE is ignored. Looks for the program in each turn anew.
class CommandBackend : public Backend {
 public:
  explicit CommandBackend(CommandBackendOptions options);

  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;
  // Ok if the program is there and may be executed.
  boost::asio::awaitable<BackendHealth> Check() override;

 private:
  absl::StatusOr<std::unique_ptr<ChildProcess>> StartProgram() const;
  BackendResult Conclude(const CommandEnd& end) const;

  CommandBackendOptions options_;
  std::vector<std::string> secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_BACKEND_H_
