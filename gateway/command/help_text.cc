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
  gateway status  what is supervised in this container and how it does
  gateway list    one line for each profile
  profile         create, delete, list, choose, show profiles
  sessions        list, delete, prune the stored sessions of a profile
  dashboard       serve the web page that shows and operates all of these

`hermes gateway run --help`, `hermes gateway start --help`, `hermes profile
--help`, `hermes sessions --help` and `hermes dashboard --help` tell more. Chat
is not in this version.
)";

constexpr char kControlHelp[] =
    R"(usage: hermes [-p NAME] gateway start|stop|restart [--all] [--no-wait]
       hermes [-p NAME] gateway status [--deep] [--json]
       hermes gateway list [--json]

Operates the supervised gateways of this container (service directories of s6,
named gateway-PROFILE). A profile that has none yet gets one with start.

  -p, --profile NAME  the profile; otherwise the one HERMES_HOME lies in, the
                      one in active_profile, or default
  --all               every gateway that is registered, one line for each
  --no-wait           do not wait until it has started or ended
  --json              for programs; the schema is in docs/reference.md
  --deep, -l, --full  status: everything that is known about the slot
  --system, --platform X  accepted, without effect

start and restart wait at most 5 s; a gateway that is still starting then is no
failure. stop waits until the gateway has ended, which may take a drain.
exit codes: 0 done; 1 started, but ended again or is backing off, or refused;
64 usage or no such profile; 69 nothing supervises here, or s6 failed; 73 cannot
register; 75 still draining; 77 permission; 78 (or 126, 127) failed for good.
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

constexpr char kDashboardHelp[] =
    R"(usage: hermes dashboard [--host ADDRESS] [--port N]
       hermes dashboard --status | --stop | --hash-password

Serves the dashboard of all profiles until a signal ends it.

  --host ADDRESS   where to listen: an IP address or localhost (127.0.0.1)
  --port N         the port (9119); 0: one that is free
  --status         whether a dashboard of this data directory runs; 1: none
  --stop           end it
  --hash-password  read a password, one line of stdin, and print what can stand
                   in HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH
  --no-open, --skip-build, --isolated  accepted: nothing is opened or built
  --insecure       accepted, without effect: there is no way past the login

Other addresses than loopback's need a login: set
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
