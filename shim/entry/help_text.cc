#include "shim/entry/help_text.h"

namespace hermes {

const char kHelpText[] =
    R"(Usage: hermes-entry [COMMAND [ARGUMENT...]]
       hermes-entry --entry-SWITCH

The entry point of a Hermes container. `gateway run` is supervised by s6 if
that is possible; every other command runs as if it had been started directly.

Meaning of a command line; these rules apply in this order
  (nothing)              runs hermes
  hermes, hermes-entry   leading ones are dropped, any number of them
  gateway [run]          passes the gates below, then runs supervised or in the
                         foreground
  a hermes sub-command   runs hermes ARGUMENTS
  a word with a '/'      runs that program
  a program on PATH      runs that program
  anything else          runs hermes ARGUMENTS

Switches (recognised only as the first word)
  --entry-version        print the version
  --entry-help           print this text
  --entry-explain [ARGS] print what ARGS would do and every fact that the
                         decision is based on; changes nothing
  --entry-health         exit 0 if every gateway that is wanted up is running,
                         or none is wanted up; else 1, with one line; works as
                         any uid
    --ready              wait until all gateways that are wanted up are ready
    --timeout=DURATION   the longest wait: 500ms, 30s, 2m, 1h (default 60s)
  --entry-reconcile      make the slots of the live tree match the profiles;
                         from the boot scripts of s6-overlay images it also
                         starts the gateways that are recorded as running

Options of `gateway run` that hermes-entry reads; the gateway gets them too
  -p NAME, -pNAME, --profile NAME, --profile=NAME
                         the profile; a name is 1 to 64 of a-z 0-9 _ -
  --no-supervise         run in the foreground; the container's exit code is
                         the gateway's
  -h, --help             run as an ordinary command, without supervision

Gates of `gateway run`, in this order; if one is closed, it runs in the
foreground
  sentinel               HERMES_S6_SUPERVISED_CHILD is set and not empty
  opt-out-flag           --no-supervise is given
  opt-out-variable       HERMES_GATEWAY_NO_SUPERVISE is 1, true or yes
  s6-evidence            hermes-entry is not PID 1, PID 1 is not an s6-svscan
                         with a live scan directory, and there is no tree of
                         hermes-entry's own; it makes one below another PID 1
                         if HERMES_GATEWAY_SUPERVISE=always

Variables
  HERMES_GATEWAY_NO_SUPERVISE    1, true or yes, in upper or lower case: run in
                                 the foreground
  HERMES_GATEWAY_SUPERVISE       auto (default): if supervision is impossible,
                                 run in the foreground, with a warning;
                                 require: exit with 69 instead; always:
                                 supervise below another PID 1 too, in a tree
                                 of hermes-entry's own
  HERMES_GATEWAY_AUTOSTART       1: start the gateways that are recorded as
                                 running, whatever the command is; 0: only the
                                 command's
  HERMES_GATEWAY_BOOTSTRAP_STATE running or stopped: the state of a default
                                 profile that has no recorded state
  HERMES_GATEWAY_START_STAGGER   seconds between starts at a boot, default 0
  HERMES_GATEWAY_ON_FATAL        when the gateway has failed for good: stay
                                 (default), or exit with its exit code
  HERMES_DASHBOARD               1, true or yes: start the dashboard too
  HERMES_S6_SUPERVISED_CHILD     set for the gateway in a slot
  HERMES_SUPERVISED_CHILD        the same, for other tools
  HERMES_BIN                     the gateway program; default: the first hermes
                                 on PATH that is not hermes-entry, then
                                 /opt/hermes/libexec/hermes
  HERMES_HOME                    the data directory, default /opt/data;
                                 ROOT/profiles/NAME also selects the profile
  HERMES_ENV_FILE                dotenv files, separated by colons, read before
                                 anything else; the container's own variables
                                 take precedence
  HERMES_UID, HERMES_GID         ids to run as instead of root; also PUID, PGID;
                                 default: the user hermes, else 10000
  UMASK                          octal umask of the gateway and every command
  HERMES_ALLOW_ROOT_GATEWAY      1, true or yes: stay root if root cannot be
                                 dropped
  HERMES_ALLOW_NEW_PRIVILEGES    1, true or yes: set-user-id programs work even
                                 after root was dropped
  HERMES_DOCKER_EXEC_AS_ROOT     1, true or yes: `hermes` in docker exec stays
                                 root
  HERMES_ENTRY_RUN_DIR           the directory of the supervision tree; default
                                 /run, /dev/shm/hermes-entry-UID, /tmp/...
  HERMES_ENTRY_STOP_TIMEOUT      seconds until KILL when stopping, default 75
  HERMES_ENTRY_TERM_EXIT_CODE    the heartbeat's exit code on TERM, default 0
  HERMES_GATEWAY_NOTIFY          1: a gateway named by HERMES_BIN gets the
                                 readiness descriptor too
  HERMES_NOTIFY_FD               set for the gateway: its readiness descriptor
  HERMES_ENTRY_DEPTH             set: how often hermes-entry has executed
                                 hermes; it refuses at 4, which ends a loop
  HERMES_ENTRY_SIGNAL_MASK       set when hermes-entry executes itself
  HERMES_ENTRY_NOFILE_SOFT, HERMES_ENTRY_UMASK
                                 set for slots: the values to restore for the
                                 gateway

Signals of a supervised container's main process
  TERM, QUIT             stop in order, exit 0
  INT                    stop in order, exit 130
  HUP, USR1, USR2        forwarded to the gateway

Exit codes
    0  planned end
    1  --entry-health: not healthy
   64  usage: a wrong switch, profile name or profile
   69  an s6 program is missing or failed
   71  a system call failed
   73  a directory or file cannot be made
   75  from the gateway: restart it
   77  permission denied
   78  from the gateway: the configuration is wrong
  126  found, but cannot be executed; root cannot be dropped (docker exec)
  127  not found
  128+n  ended by signal n
  else the command's own
)";

}  // namespace hermes
