#include "shim/entry/help_text.h"

namespace hermes {

const char kHelpText[] =
    R"(Usage: hermes-entry [COMMAND [ARGUMENT...]]
       hermes-entry --entry-SWITCH

The entry point of a Hermes container. `gateway run` is supervised by s6
wherever that is possible; every other command runs as if it had been started
directly.

What a command line means, in this order
  (nothing)              hermes
  hermes, hermes-entry   dropped when leading, however many there are
  gateway [run]          the gates below, then supervised or in the foreground
  a hermes sub-command   hermes ARGUMENTS
  a word with a '/'      that program
  a program on PATH      that program
  anything else          hermes ARGUMENTS

Switches (leading words; the rest of the line is never read by them)
  --entry-version        print the version
  --entry-help           print this text
  --entry-explain [ARGS] print what ARGS would do and every fact it rests on;
                         changes nothing
  --entry-health         exit 0 if every gateway that is wanted up is running,
                         1 with one line if not, 0 if none is wanted; any uid
    --ready              wait until that is so
    --timeout=DURATION   for at most so long: 500ms, 30s, 2m, 1h (default 60s)
  --entry-reconcile      bring the slots of the live tree in line with the
                         profiles; from the boot scripts of s6-overlay images
                         it also starts what is recorded as running

Options of `gateway run` that are read here (and stay in the command line)
  -p NAME, -pNAME, --profile NAME, --profile=NAME
                         the profile; a name is 1 to 64 of a-z 0-9 _ -
  --no-supervise         run in the foreground; the container's exit code is
                         the gateway's
  -h, --help             an ordinary command: nothing is supervised

Gates of `gateway run`, in this order; the first closed one means foreground
  sentinel               HERMES_S6_SUPERVISED_CHILD is set and not empty
  opt-out-flag           --no-supervise is given
  opt-out-variable       HERMES_GATEWAY_NO_SUPERVISE is 1, true or yes
  s6-evidence            hermes-entry is not PID 1, PID 1 is no s6-svscan with
                         a live scan directory, and no tree of hermes-entry's
                         own is there or, with HERMES_GATEWAY_SUPERVISE=always,
                         to be made

Variables
  HERMES_GATEWAY_NO_SUPERVISE    1, true or yes in any case: foreground
  HERMES_GATEWAY_SUPERVISE       auto (default): foreground, with a warning,
                                 where supervision is impossible; require:
                                 exit 69 there; always: also below another
                                 PID 1, in a tree of hermes-entry's own
  HERMES_GATEWAY_AUTOSTART       1: start gateways by what is recorded of them,
                                 whatever the command is; 0: only the command's
  HERMES_GATEWAY_BOOTSTRAP_STATE running or stopped: recorded for a default
                                 profile of which nothing is
  HERMES_GATEWAY_START_STAGGER   seconds between starts at a boot, default 0
  HERMES_GATEWAY_ON_FATAL        when the gateway has failed for good: stay
                                 (default), or exit with its exit code
  HERMES_DASHBOARD               1, true or yes: start the dashboard too
  HERMES_S6_SUPERVISED_CHILD     set for the gateway in a slot
  HERMES_SUPERVISED_CHILD        the same, for other tools
  HERMES_BIN                     the gateway program; default: the first hermes
                                 on PATH that is not hermes-entry, then
                                 /opt/hermes/libexec/hermes
  HERMES_HOME                    data, default /opt/data; ROOT/profiles/NAME
                                 names the profile too
  HERMES_ENV_FILE                dotenv files, separated by colons, read before
                                 anything else; the container's own variables
                                 beat them
  HERMES_UID, HERMES_GID         ids to run as instead of root; also PUID, PGID;
                                 default: the user hermes, else 10000
  UMASK                          octal: of the gateway and of every command
  HERMES_ALLOW_ROOT_GATEWAY      1, true or yes: stay root where root cannot be
                                 dropped
  HERMES_ALLOW_NEW_PRIVILEGES    1, true or yes: set-user-id programs work even
                                 where root has been dropped
  HERMES_DOCKER_EXEC_AS_ROOT     1, true or yes: `hermes` in docker exec stays
                                 root
  HERMES_ENTRY_RUN_DIR           where the supervision tree is; default /run,
                                 /dev/shm/hermes-entry-UID, /tmp/...
  HERMES_ENTRY_STOP_TIMEOUT      seconds until KILL when stopping, default 75
  HERMES_ENTRY_TERM_EXIT_CODE    the heartbeat's exit code on TERM, default 0
  HERMES_GATEWAY_NOTIFY          1: a gateway named by HERMES_BIN gets the
                                 readiness descriptor too
  HERMES_NOTIFY_FD               set for the gateway: its readiness descriptor
  HERMES_ENTRY_DEPTH             set: ends loops of hermes-entry at 4
  HERMES_ENTRY_SIGNAL_MASK       set for one exec of hermes-entry by itself
  HERMES_ENTRY_NOFILE_SOFT, HERMES_ENTRY_UMASK
                                 set for slots: what to restore for the gateway

Signals of a supervised container's main process
  TERM, QUIT             stop in order, exit 0
  INT                    stop in order, exit 130
  HUP, USR1, USR2        passed on to the gateway

Exit codes
    0  planned end
    1  --entry-health: not healthy
   64  usage: a wrong switch, profile name or profile
   69  an s6 program is missing or failed
   71  a system call failed
   73  a directory or file cannot be made
   75  from the gateway: start me again
   77  this uid may not do that
   78  from the gateway: the configuration is wrong
  126  found, but cannot be executed; root cannot be dropped (docker exec)
  127  not found
  128+n  ended by signal n
  else the command's own
)";

}  // namespace hermes
