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
  // The soft limit of open files that the gateway was started with; set if the
  // gateway has raised its own.
  std::optional<rlim_t> descriptor_limit;
};

// Answers each turn with a new process of the program ModelSettings::command,
// which is executed without a shell. The program reads CommandDocument() and
// then end of file on stdin. What it writes to stdout is the answer, which is
// streamed as it is written, with invalid UTF-8 replaced by U+FFFD; exit code 0
// means that it is complete. The last lines of its stderr are logged and quoted
// in the failure. It runs as ChildProcess describes, with CommandEnvironment(),
// in the home's directory `workspace`, or in the home if `workspace` does not
// exist.
//
// The program's group gets TERM, and KILL two seconds later, if the turn's stop
// is requested, if the program writes nothing for idle_timeout (also after it
// has closed stdout), if total_timeout expires, or if it writes more than
// kMostCommandOutput. After the program has ended, the rest of its group is
// killed: at once, or after a second if it still holds stdout.
//
// Assumes that SIGPIPE is ignored. Searches for the program again in each turn.
class CommandBackend : public Backend {
 public:
  explicit CommandBackend(CommandBackendOptions options);

  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;
  // Reports ok if the program exists and can be executed.
  boost::asio::awaitable<BackendHealth> Check() override;

 private:
  absl::StatusOr<std::unique_ptr<ChildProcess>> StartProgram() const;
  BackendResult Conclude(const CommandEnd& end) const;

  CommandBackendOptions options_;
  std::vector<std::string> secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_BACKEND_H_
