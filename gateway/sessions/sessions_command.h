#ifndef GATEWAY_SESSIONS_SESSIONS_COMMAND_H_
#define GATEWAY_SESSIONS_SESSIONS_COMMAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/retention_limits.h"

namespace hermes::gateway {

enum class SessionsVerb { kList, kDelete, kPrune, kHelp };

// The parsed command line of `hermes sessions ...`.
struct SessionsCommand {
  SessionsVerb verb = SessionsVerb::kHelp;
  std::vector<std::string> ids;  // delete: at least one
  bool json = false;
  bool confirmed = false;     // delete, prune: -y
  bool dry_run = false;       // delete, prune
  bool vacuum = false;        // prune
  int64_t list_limit = 1000;  // list: the number of sessions, newest first
  // prune: these replace the values of config.yaml; 0 switches a limit off.
  std::optional<int64_t> max_age_days;
  std::optional<int64_t> max_count;
  std::optional<int64_t> max_bytes;
};

// Parses the words after `sessions`. Pure.
// Errors: InvalidArgument, one line that names the word, for an unknown or
// missing word, and for a number out of range.
absl::StatusOr<SessionsCommand> ParseSessionsCommand(
    const std::vector<std::string>& words);

// Returns `configured`, changed by the limits that `command` sets. Pure.
RetentionLimits LimitsFor(const SessionsCommand& command,
                          RetentionLimits configured);

// Returns the text of `hermes sessions --help`.
std::string SessionsHelp();

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_SESSIONS_COMMAND_H_
