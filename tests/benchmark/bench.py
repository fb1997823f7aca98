"""bench.py BAZEL_BIN ROUNDS entry|gateway|dashboard...

Measures the parts and prints a table. tests/bench calls it after it has built
and installed everything. `gateway` needs the path of nginx in
HERMES_BENCH_NGINX."""

import os
import subprocess
import sys
import time

import containers
import dashboard_load
import gateway_speed
import memory
import slots
from table import Table, median

HERE = os.path.dirname(os.path.abspath(__file__))
# How often a command is started if one start takes about a millisecond.
SPAWNS_PER_ROUND = 20
# Before hermes-entry, a supervised container (s6-overlay, a shell wrapper,
# boot hooks, a Python stub for the gateway) took this many times as long until
# it answered as the bare Python server. Measured once, side by side on one
# machine.
UPSTREAM_PER_PYTHON = 1115 / 350


# How often starts with many slots are measured; each takes seconds.
SLOT_ROUNDS = 3
MANY_FILES = 100000


def say(text):
    print(f"tests/bench: {text}", file=sys.stderr, flush=True)


def exec_through(table, bin_dir, rounds):
    say("exec-through")
    shim = f"{bin_dir}/shim/hermes-entry"
    commands = {
        "hermes-entry": [shim, "/bin/true"],
        "plain": ["/bin/true"],
        "tini": ["/usr/bin/tini", "-s", "--", "/bin/true"],
        "dumb-init": ["/usr/bin/dumb-init", "/bin/true"],
        "catatonit": ["/usr/bin/catatonit", "--", "/bin/true"],
        "sh": [f"{HERE}/route.sh", "/bin/true"],
        "python3": ["/usr/bin/python3", f"{HERE}/route.py", "/bin/true"],
    }
    words = []
    for command in commands.values():
        words += command + [","]
    timed = subprocess.run(
        [f"{bin_dir}/tests/benchmark/spawn_timer",
         str(rounds * SPAWNS_PER_ROUND)] + words[:-1],
        check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    times = {name: float(time) / 1000
             for name, time in zip(commands, timed)}
    figure, unit = "exec-through of /bin/true", "ms"
    mine = times["hermes-entry"]
    table.note("start of /bin/true alone", times["plain"], unit)
    table.ratio(figure, mine, unit, "tini", times["tini"], 1.3)
    table.ratio(figure, mine, unit, "sh wrapper", times["sh"], 0.5)
    table.ratio(figure, mine, unit, "python3", times["python3"], 0.1)
    for peer in ("dumb-init", "catatonit"):
        table.note(f"the same through {peer}", times[peer], unit)


def sizes(table, bin_dir):
    table.limit("size of hermes-entry",
                os.path.getsize(f"{bin_dir}/shim/hermes-entry") / 2**20, "MiB",
                1.5)
    for peer in ("tini-static", "dumb-init", "catatonit"):
        table.note(f"size of {peer}",
                   os.path.getsize(f"/usr/bin/{peer}") / 2**20, "MiB")


def settled(pid):
    """Returns memory.usage() once two samples are equal."""
    before = None
    while True:
        now = memory.usage(pid)
        if now == before:
            return now
        before = now
        time.sleep(0.3)


def occupied(table, bin_dir):
    say("memory and processor time")
    container = containers.supervised()
    try:
        container.wait_for_health()
        pid = container.main_pid()
        heartbeat = settled(pid)
        before = memory.cpu_ticks(pid)
        time.sleep(3)
        ticks = memory.cpu_ticks(pid) - before
        tree = [memory.usage(process) for process, arguments in
                container.pids() if "gateway run --replace" not in arguments]
    finally:
        container.remove()
    table.limit("heartbeat, private memory", heartbeat["private"], "KiB", 64)
    table.limit("heartbeat, CPU in 3 s", ticks, "ticks", 0)
    table.note("heartbeat, PSS", heartbeat["pss"], "KiB")
    table.note("heartbeat, RSS", heartbeat["rss"], "KiB")
    peers = {
        "sleep infinity": ["/usr/bin/sleep", "infinity"],
        "tini": ["/usr/bin/tini-static", "-s", "--", "/usr/bin/sleep",
                 "infinity"],
        "static pause": [f"{bin_dir}/tests/benchmark/pause"],
    }
    for name, argv in peers.items():
        peer = memory.usage_of_command(argv)
        table.note(f"{name}: private / PSS / RSS",
                   peer["private"], f"/ {peer['pss']} / {peer['rss']} KiB")
    table.limit("tree without the gateway, PSS",
                sum(usage["pss"] for usage in tree) / 1024, "MiB", 1.5)
    table.limit("tree without the gateway", len(tree), "processes", 6)


def short_commands(table, rounds):
    say("containers of a short command")
    shim, plain = [], []
    for _ in range(rounds):
        shim.append(containers.run_to_end((), ("date", "+%s%N")))
        plain.append(containers.run_to_end(("--entrypoint", "date"),
                                           ("+%s%N",)))
    for index, (figure, most) in enumerate((
            ("docker run: first instruction of the command", 30),
            ("docker run --rm of a short command, wall", 100))):
        table.difference(figure, median([run[index] for run in shim]), "ms",
                         "plain", median([run[index] for run in plain]), most)


def one_life(start):
    """Returns the times of a container until it is healthy and, if it is
    supervised, until its slot is ready and for its stop. (A bare server as PID
    1 does not stop in order.)"""
    container = start()
    try:
        health = container.wait_for_health()
        if start is not containers.supervised:
            return health, None, None
        return health, container.ready_since(), container.stop()
    finally:
        container.remove()


def tini_stop():
    container = containers.tini()
    try:
        return container.stop()
    finally:
        container.remove()


def servers(table, rounds):
    say("containers of a server")
    kinds = (containers.supervised, containers.unsupervised,
             containers.python_server)
    lives = {kind: [] for kind in kinds}
    tini = []
    for _ in range(rounds):
        for kind in kinds:
            lives[kind].append(one_life(kind))
        tini.append(tini_stop())
    health = {kind: median([life[0] for life in lives[kind]])
              for kind in kinds}
    mine = health[containers.supervised]
    python = health[containers.python_server]
    table.note("gateway run -> slot ready",
               median([life[1] for life in lives[containers.supervised]]),
               "ms")
    table.ratio("gateway run -> /health answers", mine, "ms",
                "Python server, unsupervised", python, 1)
    table.ratio("gateway run -> /health answers", mine, "ms",
                "upstream-like (its ratio to Python)",
                python * UPSTREAM_PER_PYTHON, 0.5)
    table.note("the same with --no-supervise",
               health[containers.unsupervised], "ms")
    table.ratio("docker stop of an idle gateway",
                median([life[2] for life in lives[containers.supervised]]),
                "ms", "tini with sleep", median(tini), 1.5)


def many_slots(table, bin_dir):
    for count, wanted in ((1, "up"), (10, "up"), (100, "up"), (500, "up"),
                          (100, "down")):
        say(f"{count} slots, {wanted}")
        times = [slots.register_times(bin_dir, count, wanted)
                 for _ in range(SLOT_ROUNDS)]
        mine, python = (median(times) for times in zip(*times))
        table.ratio(f"{count} slots one by one, {wanted}, every logger runs",
                    mine, "ms", "Python loop, shell scripts", python,
                    0.3 if wanted == "down" else 1)
    say("memory of slots")
    (pss, private), (python_pss, python_private) = slots.memory_of_slots(
        bin_dir, 100)
    table.ratio("memory of an idle slot, PSS", pss, "KiB",
                "Python loop, shell scripts", python_pss, 1)
    table.ratio("memory of an idle slot, private", private, "KiB",
                "Python loop, shell scripts", python_private, 1)


def boots_of_many(table, bin_dir):
    figures = {}
    for count in (0, 100, 500, 1000):
        say(f"boot with {count} profiles")
        boots = [slots.boot_times(bin_dir, count)
                 for _ in range(SLOT_ROUNDS)]
        figures[count] = [median(times) for times in zip(*boots)]
    table.limit("boot, 100 profiles: every logger runs", figures[100][1], "ms",
                1000)
    for count in (100, 500, 1000):
        table.note(f"boot, {count} profiles: breadcrumb", figures[count][0],
                   "ms")
    for count in (500, 1000):
        table.note(f"boot, {count} profiles: every logger runs",
                   figures[count][1], "ms")
    table.limit("boot, 500 profiles: PID 1's own processor time",
                figures[500][2] - figures[0][2], "ms", 500)


def crashes(table, rounds):
    say("kill -9 until the gateway answers again")
    times = []
    for _ in range(rounds):
        container = containers.supervised()
        try:
            times.append(container.kill_to_answer())
        finally:
            container.remove()
    table.limit("kill -9 -> /health answers again", median(times), "ms", 250)


def warm_boots(table, rounds):
    """Compares boots on a volume with many files to boots on an empty one."""
    say(f"warm boots on a volume of {MANY_FILES} files")
    volume = containers.volume_with_files(MANY_FILES)
    lives = {(): [], ("-v", f"{volume}:/opt/data"): []}
    try:
        for _ in range(rounds):
            for options, times in lives.items():
                container = containers.supervised(*options)
                try:
                    times.append(container.wait_for_health())
                finally:
                    container.remove()
    finally:
        containers.docker("volume", "rm", volume)
    empty, full = (median(times) for times in lives.values())
    table.ratio(f"gateway run, {MANY_FILES} files in the volume", full, "ms",
                "empty volume", empty, 1.1)


def entry(table, bin_dir, rounds):
    exec_through(table, bin_dir, rounds)
    sizes(table, bin_dir)
    occupied(table, bin_dir)
    short_commands(table, rounds)
    servers(table, rounds)
    crashes(table, rounds)
    warm_boots(table, rounds)
    many_slots(table, bin_dir)
    boots_of_many(table, bin_dir)


def gateway(table, bin_dir, rounds):
    gateway_speed.measure(table, bin_dir, rounds,
                          os.environ["HERMES_BENCH_NGINX"])


def dashboard(table, bin_dir, _):
    dashboard_load.measure(table, bin_dir)


PARTS = {"entry": entry, "gateway": gateway, "dashboard": dashboard}
# How often figures were measured if not ROUNDS times.
EXCEPTIONS = {
    "entry": "exec-through: {spawns} runs, many slots: {slots}",
    "gateway": "one stream: {probes} runs of {asks} requests; /health and"
               " 100 streams: {fewer} runs, 2000 streams: {fewest}",
    "dashboard": "with open pages, and kill -9: {pages} runs; the rest: once",
}


def main(bin_dir, rounds, parts):
    table = Table()
    for part in parts:
        PARTS[part](table, bin_dir, rounds)
    exceptions = "; ".join(EXCEPTIONS[part] for part in parts).format(
        spawns=rounds * SPAWNS_PER_ROUND, slots=SLOT_ROUNDS,
        asks=gateway_speed.PROBES,
        probes=rounds,
        fewer=gateway_speed.FEWER_ROUNDS,
        fewest=gateway_speed.MOST_ROUNDS_2000,
        pages=dashboard_load.ROUNDS)
    print(f"medians of {rounds} runs, all of one session, in turns"
          f" ({exceptions})\n")
    print(table)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
