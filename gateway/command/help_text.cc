#include "gateway/command/help_text.h"

#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"

namespace hermes::gateway {
namespace {

constexpr char kTopHelp[] =
    R"(usage: hermes [-p NAME] gateway run [options]
       hermes [-p NAME] gateway start|stop|restart|status|list [options]
       hermes profile create|delete|list|use|show ...
       hermes [-p NAME] sessions list|delete|prune ...
       hermes dashboard [options]
       hermes --version | --help

  gateway run     run the gateway in the foreground (also: hermes gateway)
  gateway start   start, stop, restart the supervised gateway of a profile
  gateway status  show what is supervised in this container, and its state
  gateway list    one line for each profile
  profile         create, delete, list, choose, show profiles
  sessions        list, delete, prune the stored sessions of a profile
  dashboard       serve the web page that shows and operates all of these

`hermes gateway run --help`, `hermes gateway start --help`, `hermes profile
--help`, `hermes sessions --help` and `hermes dashboard --help` describe the
commands. This version has no chat.
)";

constexpr char kControlHelp[] =
    R"(usage: hermes [-p NAME] gateway start|stop|restart [--all] [--no-wait]
       hermes [-p NAME] gateway status [--deep] [--json]
       hermes gateway list [--json]

Operates the supervised gateways of this container (service directories of s6,
named gateway-PROFILE). `start` creates a missing one.

  -p, --profile NAME  the profile; by default the one that HERMES_HOME is in,
                      else the one in active_profile, else default
  --all               every registered gateway, one line each
  --no-wait           do not wait until it has started or ended
  --json              print JSON; its schema is in docs/reference.md
  --deep, -l, --full  status: everything that is known about the slot
  --system, --platform X  accepted, without effect

start and restart wait at most 5 s; it is not an error if the gateway is still
starting then. stop waits until the gateway has ended, after any drain.
exit codes: 0 done; 1 ended again after its start, backing off, or refused;
64 usage or no such profile; 69 no supervisor here, or s6 failed; 73 cannot
register; 75 still draining; 77 permission; 78 (or 126, 127) failed for good.
)";

constexpr char kRunHelp[] =
    R"(usage: hermes [-p NAME] gateway run [options]

Runs the gateway of a profile in the foreground until a signal ends it.

  -p, --profile NAME      the profile; by default the one that HERMES_HOME is
                          in, else the one in active_profile, else default
  -v, --verbose           log more on stderr: once INFO, twice DEBUG
  -q, --quiet             no log on stderr
  --replace               end a running gateway of this profile and take over
  --no-supervise          for the container's entrypoint; no effect here
  --external-supervisor   another supervisor restarts this gateway
  --force, --accept-hooks accepted for compatibility, no effect yet

signals: INT ends it (exit 0); TERM ends it (exit 0 after a planned-stop or
takeover marker, otherwise 1, after which a supervisor restarts it); USR1
requests a restart (exit 75); a second INT or TERM cuts the drain short.
exit codes: 0 planned end, 1 unplanned end or already running, 64 usage,
71 system call failed, 73 cannot create, 75 restart, 77 permission,
78 configuration.
)";

constexpr char kDashboardHelp[] =
    R"(usage: hermes dashboard [--host ADDRESS] [--port N]
       hermes dashboard --status | --stop | --hash-password

Serves the dashboard of all profiles until a signal ends it.

  --host ADDRESS   where to listen: an IP address or localhost (127.0.0.1)
  --port N         the port (9119); 0 chooses a free one
  --status         report whether a dashboard of this data directory runs; exits
                   with 1 if not
  --stop           end that dashboard
  --hash-password  read a password from one line of stdin and print a value for
                   HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH
  --no-open, --skip-build, --isolated  accepted, without effect
  --insecure       accepted, without effect: the login cannot be disabled

Addresses other than loopback need a login: set
HERMES_DASHBOARD_BASIC_AUTH_USERNAME and ..._PASSWORD or ..._PASSWORD_HASH.
signals: INT and TERM end it (exit 0).
exit codes: 0 planned end, 1 already running, 64 usage, 71 system call failed,
73 cannot create, 77 permission, 78 configuration, or the port is taken.
)";

}  // namespace

std::string HelpText(const std::string& subject) {
  const std::string version = absl::StrCat("hermes ", kVersion, "\n\n");
  if (subject.empty()) return absl::StrCat(version, kTopHelp);
  if (subject == "dashboard") return absl::StrCat(version, kDashboardHelp);
  const bool is_run = subject == "gateway" || subject == "gateway run";
  return absl::StrCat(version, is_run ? kRunHelp : kControlHelp);
}

std::string NotBuiltLine(const std::string& subject) {
  const std::string what =
      subject.empty() ? "the interactive chat (hermes without a command)"
                      : absl::StrCat("`hermes ", subject, "`");
  return absl::StrCat(what, " is not in this version (", kVersion,
                      "); `hermes gateway run` runs the gateway");
}

std::string AdviceLine(const std::string& verb) {
  return absl::StrCat(
      "nothing to ", verb, ": a container has no host services; a profile's ",
      "gateway is registered with the supervisor when the profile is created ",
      "and is operated with `hermes gateway start`, `stop` and `status`");
}

}  // namespace hermes::gateway
