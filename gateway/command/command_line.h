#ifndef GATEWAY_COMMAND_COMMAND_LINE_H_
#define GATEWAY_COMMAND_COMMAND_LINE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/command/control_request.h"
#include "gateway/command/dashboard_request.h"

namespace hermes::gateway {

enum class CommandKind {
  kGatewayRun,
  kControl,    // gateway start, stop, restart, status, list
  kAdvice,     // gateway install, uninstall
  kProfile,    // profile ...
  kSessions,   // sessions ...
  kDashboard,  // dashboard ...
  kVersion,
  kHelp,
  kNotBuilt,
};

// A parsed command line. `flags` holds names of our own gflags and their
// values; gflags sees nothing else of what the user typed.
struct CommandLine {
  CommandKind kind = CommandKind::kNotBuilt;
  std::vector<std::pair<std::string, std::string>> flags;  // kGatewayRun
  std::optional<std::string> profile;  // the value of -p, not validated yet
  ControlRequest control;              // kControl
  DashboardRequest dashboard;          // kDashboard
  // kProfile, kSessions: all words after `profile` or `sessions` except -p and
  // its value. Includes `--` and the words after it.
  std::vector<std::string> words;
  // kHelp: "", "gateway", "gateway run", "gateway VERB" or "dashboard".
  // kAdvice: the verb.
  // kNotBuilt: the command that was requested, "" if no command was given.
  std::string subject;
};

// Parses `args` (argv without argv[0]) into a CommandLine. Pure.
//  * -p NAME, -pNAME, --profile NAME, --profile=NAME are accepted anywhere
//    before `--`; the last one wins.
//  * `gateway` alone or followed only by options is `gateway run`.
//  * A command that hermes has, but this version does not, is kNotBuilt.
//  * The words of `profile` and `sessions` are not parsed.
// Errors: InvalidArgument, naming the word, for an unknown word or option, a
// missing value, or a word that the command does not accept.
absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& args);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_COMMAND_LINE_H_
