"""Measures the memory and the processor time of processes."""

import os
import subprocess
import time


def usage(pid):
    """Returns RSS, PSS and private memory of a process, in KiB.

    Private memory is what the process alone has written. Pages of its file
    belong to the page cache even if only this process uses them; its PSS
    counts them."""
    sizes = {}
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            words = line.split()
            if len(words) == 3 and words[2] == "kB":
                sizes[words[0].rstrip(":")] = int(words[1])
    return {"rss": sizes["Rss"], "pss": sizes["Pss"],
            "private": sizes["Private_Dirty"]}


def cpu_ticks(pid):
    """Returns user and system time of a process, in clock ticks."""
    return sum(_times(pid)[:2])


def cpu_ticks_with_children(pid):
    """Returns the same including the children that it has waited for."""
    return sum(_times(pid))


def _times(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return [int(field) for field in fields[11:15]]


def usage_of_command(argv):
    """Returns usage() of a command that does not exit, once it does not
    change."""
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        before = None
        while True:
            time.sleep(0.1)
            if child.poll() is not None:
                raise RuntimeError(f"{argv[0]} exits")
            now = usage(child.pid)
            if now == before and _executes(child.pid, argv[0]):
                return now
            before = now
    finally:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _executes(pid, program):
    return os.path.samefile(f"/proc/{pid}/exe", os.path.realpath(program))
