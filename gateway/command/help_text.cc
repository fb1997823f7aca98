#include "gateway/command/help_text.h"

#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"

namespace hermes::gateway {
namespace {

constexpr char kTopHelp[] =
    R"(usage: hermes [-p NAME] gateway run [options]
       hermes --version | --help

  gateway run   run the gateway in the foreground (also: hermes gateway)

`hermes gateway run --help` lists its options. Chat, profiles, the dashboard
and gateway start, stop, restart, status and list are not in this version.
)";

constexpr char kRunHelp[] =
    R"(usage: hermes [-p NAME] gateway run [options]

Runs the gateway of a profile in the foreground until a signal ends it.

  -p, --profile NAME      the profile; otherwise the one HERMES_HOME lies in,
                          the one in active_profile, or default
  -v, --verbose           more on stderr: once INFO, twice DEBUG
  -q, --quiet             no log on stderr
  --replace               end a running gateway of this profile and take over
  --no-supervise          for the container's entrypoint; no effect here
  --external-supervisor   says that something else restarts this gateway
  --force, --accept-hooks accepted for compatibility, no effect yet

signals: INT ends it (exit 0); TERM ends it (exit 0 after a planned-stop or
takeover marker, otherwise 1, to be started again); USR1 asks for a restart
(exit 75); a second INT or TERM cuts the drain short.
exit codes: 0 planned end, 1 unplanned end or already running, 64 usage,
71 system call failed, 73 cannot create, 75 restart, 77 permission,
78 configuration.
)";

}  // namespace

std::string HelpText(const std::string& subject) {
  const std::string version = absl::StrCat("hermes ", kVersion, "\n\n");
  return absl::StrCat(version, subject.empty() ? kTopHelp : kRunHelp);
}

std::string NotBuiltLine(const std::string& subject) {
  const std::string what =
      subject.empty() ? "the interactive chat (hermes without a command)"
                      : absl::StrCat("`hermes ", subject, "`");
  return absl::StrCat(what, " is not in this version (", kVersion,
                      "); `hermes gateway run` runs the gateway");
}

}  // namespace hermes::gateway
