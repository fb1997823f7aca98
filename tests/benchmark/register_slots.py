"""register_slots.py SCANDIR LOGS COMMAND COUNT up|down

Does what register_slots does, as a Python loop with shell scripts for run and
log/run: the same service directories, the same s6 programs. Prints
milliseconds, without the start of the interpreter."""

import os
import subprocess
import sys
import time


def write(path, content, mode=0o644):
    with open(path, "w") as file:
        file.write(content)
    os.chmod(path, mode)


def publish(scandir, logs, command, name):
    staging = f"{scandir}/.{name}.tmp"
    os.makedirs(f"{staging}/log")
    write(f"{staging}/type", "longrun\n")
    write(f"{staging}/down", "")
    write(f"{staging}/run", f"#!/bin/sh\nexec 2>&1\nexec {command}\n", 0o755)
    write(f"{staging}/finish", "#!/bin/sh\nexit 0\n", 0o755)
    write(f"{staging}/log/run",
          f"#!/bin/sh\nmkdir -p {logs}/{name}\n"
          f"exec s6-log -p 1 n10 s1000000 T {logs}/{name}\n", 0o755)
    os.rename(staging, f"{scandir}/{name}")


def wait_for_supervisors(slot):
    while subprocess.run(("s6-svok", slot), check=False).returncode != 0 or (
            subprocess.run(("s6-svok", f"{slot}/log"),
                           check=False).returncode != 0):
        time.sleep(0.005)


def main(scandir, logs, command, count, wanted):
    begin = time.monotonic()
    for number in range(int(count)):
        name = f"gateway-b{number}"
        publish(scandir, logs, command, name)
        subprocess.run(("s6-svscanctl", "-a", scandir), check=True)
        wait_for_supervisors(f"{scandir}/{name}")
        while wanted == "up" and subprocess.run(
                ("s6-svc", "-u", f"{scandir}/{name}"),
                check=False).returncode != 0:
            time.sleep(0.005)
    print(int((time.monotonic() - begin) * 1000))


if __name__ == "__main__":
    main(*sys.argv[1:])
