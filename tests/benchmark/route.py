"""Makes hermes-entry's routing decision as a Python program would. tests/bench
compares hermes-entry with it."""

import os
import shutil
import stat
import sys

SUBCOMMANDS = {"chat", "login", "logs", "mcp", "profile", "dashboard", "setup",
               "status"}
SCANDIR = "/run/service"


def evidence():
    with open("/proc/1/comm") as comm:
        if comm.read().strip() != "s6-svscan":
            return False
    try:
        control = os.stat(SCANDIR + "/.s6-svscan/control")
    except OSError:
        return False
    return stat.S_ISFIFO(control.st_mode)


def supervised(args):
    if os.environ.get("HERMES_S6_SUPERVISED_CHILD"):
        return False
    ours = args[:args.index("--")] if "--" in args else args
    if "--no-supervise" in ours:
        return False
    opt_out = os.environ.get("HERMES_GATEWAY_NO_SUPERVISE", "").lower()
    return opt_out not in ("1", "true", "yes") and evidence()


def main(args):
    if args and args[0] == "gateway" and supervised(args):
        os.execvp("s6-svc", ["s6-svc", "-u", SCANDIR + "/gateway-default"])
    if not args or args[0] == "gateway" or args[0] in SUBCOMMANDS:
        os.execvp("hermes", ["hermes"] + args)
    if "/" in args[0] or shutil.which(args[0]):
        os.execvp(args[0], args)
    os.execvp("hermes", ["hermes"] + args)


if __name__ == "__main__":
    main(sys.argv[1:])
