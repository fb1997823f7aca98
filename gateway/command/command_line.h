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

// What a command line asks for. `flags` are gflags names of our own with their
// values: all that gflags ever gets to see of the user's words.
struct CommandLine {
  CommandKind kind = CommandKind::kNotBuilt;
  std::vector<std::pair<std::string, std::string>> flags;  // kGatewayRun
  std::optional<std::string> profile;  // the value of -p, not yet judged
  ControlRequest control;              // kControl
  DashboardRequest dashboard;          // kDashboard
  // kProfile, kSessions: all words behind `profile` or `sessions` but for -p
  // and its value; with what stands behind `--`, and that word itself.
  std::vector<std::string> words;
  // kHelp: "", "gateway", "gateway run", "gateway VERB" or "dashboard".
  // kAdvice: the verb.
  // kNotBuilt: what was asked for, "" for no command at all.
  std::string subject;
};

// Cuts `args` (argv without argv[0]) into a CommandLine. Pure.
//  * -p NAME, -pNAME, --profile NAME, --profile=NAME count anywhere before
//    `--`; the last one wins.
//  * `gateway` alone or with options only is `gateway run`.
//  * A command that hermes has, but not in this version, is kNotBuilt.
//  * The words of `profile` and `sessions` are not looked at.
// Errors: InvalidArgument, naming the word, for an unknown word or option, a
// missing value, or words that the command does not take.
absl::StatusOr<CommandLine> CutCommandLine(
    const std::vector<std::string>& args);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_COMMAND_LINE_H_
