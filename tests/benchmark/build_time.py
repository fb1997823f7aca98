"""build_time.py

Builds both programs, optimized, from nothing (a new output base, no disk cache)
and prints what that took: the wall clock, the seconds that all actions took
together, how much of that was processor time, and the ten sources that took longest. Then it changes one source and
prints how long the rebuild took. tests/bench --only build calls it.

Action seconds depend on what else the machine does: compare only runs of one
quiet machine. Processor seconds, those of the compilers and linkers, hardly do.
"""

import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ["//shim:hermes-entry", "//gateway:hermes"]
# A source in the middle of the gateway, for the rebuild.
TOUCHED = "gateway/api/chat_endpoint.cc"
ACTION_SECONDS_TARGET = 480
REBUILD_TARGET = 15
DEAREST = 10


def say(text):
    print(f"tests/bench: {text}", file=sys.stderr, flush=True)


def build(tree, base, profile):
    """Builds both programs and returns how long that took, in seconds."""
    begin = time.monotonic()
    subprocess.run(
        ["bazel", f"--output_base={base}", "build", "-c", "opt",
         "--disk_cache=", "--symlink_prefix=/", f"--profile={profile}",
         *PROGRAMS], cwd=tree, check=True, stdout=sys.stderr)
    return time.monotonic() - begin


def processor_seconds(tree, base):
    """What all actions of the Bazel server of `base` have used so far."""
    pid = subprocess.run(
        ["bazel", f"--output_base={base}", "info", "server_pid"], cwd=tree,
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        encoding="utf-8").stdout.strip()
    # Fields 16 and 17 are those of the children it has waited for; field 2, the
    # name, may contain spaces.
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def actions_of(profile):
    """The actions of a Bazel profile, as (seconds, name), longest first."""
    with gzip.open(profile, "rt") as file:
        events = json.load(file)["traceEvents"]
    found = [(event["dur"] / 1e6, event["name"]) for event in events
             if event.get("cat") == "action processing"]
    return sorted(found, reverse=True)


def copy_tree(target):
    """Copies what the build reads, so that a source can be changed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "bazel", "docker", "gateway", "shim",
         "third_party", "BUILD.bazel", "WORKSPACE", ".bazelrc",
         ".bazelversion"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    for name in listed.stdout.decode().split("\0"):
        if name:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def measure(work):
    tree, base, profile = work / "tree", work / "base", work / "profile.gz"
    tree.mkdir()
    copy_tree(tree)
    try:
        cold = build(tree, base, profile)
        processor = processor_seconds(tree, base)
        actions = actions_of(profile)
        with open(tree / TOUCHED, "a", encoding="utf-8") as source:
            source.write("\nstatic_assert(sizeof(int) == 4);\n")
        rebuild = build(tree, base, work / "rebuild.gz")
    finally:
        subprocess.run(["bazel", f"--output_base={base}", "shutdown"],
                       cwd=tree, check=False)
        # Bazel takes the write permission from what it has made.
        subprocess.run(["chmod", "-R", "u+w", str(base)], check=False)
    total = sum(seconds for seconds, _ in actions)
    print(f"cold build of both programs, {os.cpu_count()} processors: "
          f"{cold:.0f} s, {len(actions)} actions, {total:.0f} action seconds "
          f"(target: {ACTION_SECONDS_TARGET}), {processor:.0f} processor "
          f"seconds")
    print(f"rebuild after a change of {TOUCHED}: {rebuild:.1f} s "
          f"(target: {REBUILD_TARGET})")
    for seconds, name in actions[:DEAREST]:
        print(f"{seconds:6.1f} s  {name}")


def main():
    say("building from nothing; this takes minutes")
    with tempfile.TemporaryDirectory(prefix="hermes-entry-build-") as work:
        measure(pathlib.Path(work))


main()
