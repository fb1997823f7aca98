"""Measures many slots below one s6-svscan of this machine."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time

import memory

HERE = os.path.dirname(os.path.abspath(__file__))


class Tree:
    """An s6-svscan on a scan directory of its own. close() ends all of it."""

    def __init__(self, bin_dir):
        self.bin_dir = bin_dir
        self.place = tempfile.mkdtemp(prefix="hermes-bench-")
        self.scandir = f"{self.place}/service"
        self.home = f"{self.place}/data"
        os.makedirs(self.scandir)
        os.makedirs(self.home)
        self.svscan = None
        self.before = set(os.listdir("/proc"))

    def add_profiles(self, count):
        """Creates the directories of COUNT profiles, b0, b1 ..."""
        for number in range(count):
            directory = f"{self.home}/profiles/b{number}"
            os.makedirs(directory)
            with open(f"{directory}/SOUL.md", "w") as file:
                file.write("A profile to measure with.\n")

    def start(self):
        environment = dict(os.environ, HERMES_HOME=self.home,
                           HERMES_BIN=f"{self.bin_dir}/tests/benchmark/pause")
        self.svscan = subprocess.Popen(
            ("s6-svscan", "-c", "1100", self.scandir), env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        _until(lambda: os.path.exists(f"{self.scandir}/.s6-svscan/control"))

    def register(self, count, wanted):
        """Registers slots with hermes-entry's code. Returns milliseconds."""
        return _milliseconds(
            (f"{self.bin_dir}/tests/benchmark/register_slots", self.scandir,
             f"{self.bin_dir}/shim/hermes-entry", str(count), wanted),
            lambda: self.wait_for_loggers(count, "run", "s6-log"))

    def register_by_python(self, count, wanted):
        """Registers slots by a Python loop and shell scripts. Returns
        milliseconds."""
        return _milliseconds(
            ("/usr/bin/python3", f"{HERE}/register_slots.py", self.scandir,
             f"{self.place}/logs", f"{self.bin_dir}/tests/benchmark/pause",
             str(count), wanted),
            lambda: self.wait_for_loggers(count, "s6-log"))

    def descendants(self):
        """Returns pid, parent and name of every process below s6-svscan."""
        table = _processes()
        below, found = {self.svscan.pid}, []
        while True:
            more = [(pid, parent, name) for pid, (parent, name)
                    in table.items() if parent in below and pid not in below]
            if not more:
                return found
            below.update(pid for pid, _, _ in more)
            found += more

    def wait_for_loggers(self, count, *names):
        """Waits until COUNT processes with one of these names run, which only
        loggers have.

        The search must not take the processor from the processes that it waits
        for, so it sleeps four times as long as it works."""
        while True:
            begin = time.monotonic()
            if sum(_name(pid) in names for pid in _new_processes(
                    self.before)) >= count:
                return
            time.sleep(max(0.002, 4 * (time.monotonic() - begin)))

    def wait_for_gateways(self, count):
        """Waits until COUNT supervised programs run."""
        _until(lambda: sum(name == "pause" for _, _, name
                           in self.descendants()) >= count)

    def memory_by_slot(self, count):
        """Returns PSS and private KiB of supervisors and loggers per slot."""
        usages = [memory.usage(pid) for pid, _, name in self.descendants()
                  if name != "pause"]
        return (sum(usage["pss"] for usage in usages) / count,
                sum(usage["private"] for usage in usages) / count)

    def close(self):
        if self.svscan is not None:
            self.svscan.send_signal(signal.SIGTERM)
            self.svscan.wait()
        shutil.rmtree(self.place)


class Boot:
    """hermes-entry as PID 1 of a namespace, with COUNT profiles. The caller
    must call close()."""

    def __init__(self, bin_dir, count):
        self.tree = Tree(bin_dir)
        self.tree.add_profiles(count)
        place = self.tree.place
        for program in ("shim/hermes-entry", "tests/benchmark/pause"):
            shutil.copy(f"{bin_dir}/{program}", place)
        # hermes-entry drops root, and the user that it becomes needs access.
        subprocess.run(("chown", "-R", "10000:10000", place), check=True)
        os.chmod(place, 0o755)
        environment = dict(os.environ, HERMES_HOME=self.tree.home,
                           HERMES_BIN=f"{place}/pause",
                           HERMES_ENTRY_RUN_DIR=f"{place}/run",
                           HERMES_UID="10000", HERMES_GID="10000")
        os.mkdir(f"{place}/run", 0o777)
        os.chmod(f"{place}/run", 0o777)
        self.begin = time.monotonic()
        self.unshare = subprocess.Popen(
            ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc",
             f"{place}/hermes-entry", "gateway", "run"), env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        # All processes of interest are below `unshare`.
        self.tree.svscan = self.unshare

    def milliseconds(self):
        """Returns the time since its start."""
        return (time.monotonic() - self.begin) * 1000

    def wait_for_breadcrumb(self):
        for line in self.unshare.stderr:
            if b"under s6 supervision" in line:
                return
        raise RuntimeError("hermes-entry ended")

    def processor_milliseconds(self):
        """Returns the processor time of PID 1 itself so far."""
        [pid] = [pid for pid, parent, _ in self.tree.descendants()
                 if parent == self.unshare.pid]
        with open(f"/proc/{pid}/schedstat") as file:
            return int(file.read().split()[0]) / 1e6

    def close(self):
        [pid] = [pid for pid, parent, _ in self.tree.descendants()
                 if parent == self.unshare.pid]
        os.kill(pid, signal.SIGTERM)
        self.unshare.wait()
        self.unshare.stderr.close()
        self.tree.svscan = None
        self.tree.close()


def boot_times(bin_dir, count):
    """Returns milliseconds from the start of PID 1 until the breadcrumb and
    until the loggers of COUNT profiles run, and the processor time of PID
    1."""
    boot = Boot(bin_dir, count)
    try:
        boot.wait_for_breadcrumb()
        breadcrumb = boot.milliseconds()
        own = boot.processor_milliseconds()
        # The default profile has a logger as well.
        boot.tree.wait_for_loggers(count + 1, "run", "s6-log")
        return breadcrumb, boot.milliseconds(), own
    finally:
        boot.close()


@contextlib.contextmanager
def registered(bin_dir, count, wanted, by_python):
    """Yields a tree with COUNT slots and the milliseconds of their
    registration."""
    tree = Tree(bin_dir)
    try:
        tree.add_profiles(count)
        tree.start()
        register = tree.register_by_python if by_python else tree.register
        yield tree, register(count, wanted)
    finally:
        tree.close()


def register_times(bin_dir, count, wanted):
    """Returns milliseconds for COUNT slots by hermes-entry's code and by a
    Python loop."""
    times = []
    for by_python in (False, True):
        with registered(bin_dir, count, wanted, by_python) as (tree, taken):
            times.append(taken)
            if wanted == "up":
                tree.wait_for_gateways(count)
    return times


def memory_of_slots(bin_dir, count):
    """Returns (PSS, private) KiB per idle slot by hermes-entry's code and by a
    Python loop."""
    figures = []
    for by_python in (False, True):
        with registered(bin_dir, count, "down", by_python) as (tree, _):
            figures.append(tree.memory_by_slot(count))
    return figures


def _milliseconds(argv, then):
    begin = time.monotonic()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    then()
    return (time.monotonic() - begin) * 1000


def _until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("the condition was not met in time")
        time.sleep(0.01)


def _processes():
    """Returns parent and name of every process by pid."""
    table = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                text = file.read()
        except OSError:
            continue
        name = text[text.index("(") + 1:text.rindex(")")]
        table[int(entry)] = (int(text[text.rindex(")") + 2:].split()[1]), name)
    return table


def _new_processes(before):
    return [entry for entry in os.listdir("/proc")
            if entry.isdigit() and entry not in before]


def _name(pid):
    try:
        with open(f"/proc/{pid}/comm") as file:
            return file.read().rstrip()
    except OSError:
        return ""
