// The `hermes` program: wiring only.
#include <gflags/gflags.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/command/command_line.h"
#include "gateway/command/exit_code.h"
#include "gateway/command/help_text.h"
#include "gateway/command/version.h"
#include "gateway/config/environment.h"
#include "gateway/control/run_control.h"
#include "gateway/dashboard/run_dashboard.h"
#include "gateway/lifecycle/run_gateway.h"
#include "gateway/lifecycle/signal_source.h"
#include "gateway/logging/stderr_log.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/run_profile_command.h"
#include "gateway/sessions/run_sessions_command.h"

DEFINE_int32(verbosity, 0, "number of -v: 1 INFO, 2 DEBUG on stderr");
DEFINE_bool(quiet, false, "no log on stderr");
DEFINE_bool(replace, false, "take over from a running gateway");
DEFINE_bool(external_supervisor, false, "another supervisor restarts this one");
DEFINE_bool(no_supervise, false, "for the entrypoint; no effect here");
DEFINE_bool(force, false, "accepted for compatibility");
DEFINE_bool(accept_hooks, false, "accepted for compatibility");

namespace hermes::gateway {
namespace {

ExitCode Run(const CommandLine& line, const std::vector<std::string>& argv) {
  // Set one by one, so that gflags never parses, reorders or rejects the user's
  // words.
  for (const auto& [name, value] : line.flags) {
    gflags::SetCommandLineOption(name.c_str(), value.c_str());
  }
  if (FLAGS_external_supervisor) {
    setenv("HERMES_GATEWAY_EXTERNAL_SUPERVISOR", "1", 1);
  }
  StderrLog log(LogOptions{FLAGS_verbosity, FLAGS_quiet});
  RunOptions options;
  options.argv = argv;
  options.profile = line.profile;
  options.replace = FLAGS_replace;
  options.environment = ProcessEnvironment();
  return RunGateway(options, log);
}

int Main(const std::vector<std::string>& argv) {
  const absl::StatusOr<CommandLine> line =
      ParseCommandLine({argv.begin() + 1, argv.end()});
  if (!line.ok()) {
    Complain(absl::StrCat(line.status().message()));
    return ExitCodeFor(line.status());
  }
  switch (line->kind) {
    case CommandKind::kGatewayRun:
      return Run(*line, argv);
    case CommandKind::kControl:
      return RunControl(line->control, line->profile);
    case CommandKind::kProfile:
      return RunProfileCommand(
          {line->words, line->profile, ProcessEnvironment()});
    case CommandKind::kSessions:
      return RunSessionsCommand(
          {line->words, line->profile, ProcessEnvironment()});
    case CommandKind::kAdvice:
      Complain(AdviceLine(line->subject));
      return kPlanned;
    case CommandKind::kDashboard:
      return dashboard::RunDashboard(line->dashboard, line->profile,
                                     ProcessEnvironment());
    case CommandKind::kVersion:
      Announce(absl::StrCat("hermes ", kVersion, "\n"));
      return kPlanned;
    case CommandKind::kHelp:
      Announce(HelpText(line->subject));
      return kPlanned;
    case CommandKind::kNotBuilt:
      break;
  }
  Complain(NotBuiltLine(line->subject));
  return kUsage;
}

}  // namespace
}  // namespace hermes::gateway

int main(int argc, char** argv) {
  hermes::gateway::BlockSignals();
  if (!hermes::gateway::OpenStandardStreams()) {
    return hermes::gateway::kSystemCall;
  }
  // The kernel allows an empty argv.
  std::vector<std::string> words(argv, argv + argc);
  if (words.empty()) words.push_back("hermes");
  return hermes::gateway::Main(words);
}
