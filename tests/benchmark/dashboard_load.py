"""Measures the supervised dashboard in a container: its own cost, the cost of
open pages, and their effect on the gateway in the same container."""

import http.client
import json
import os
import random
import re
import selectors
import signal
import socket
import sys
import threading
import time

import containers
import gateway_speed
import loopback
import memory
import streams
from table import median

PATIENCE_SECS = 30
IDLE_SECS = 60
BUSY_SECS = 20
# Open pages, and streams that follow a log.
FEW, MANY = (1, 1), (50, 20)
ROUNDS = 5
# Requests to /health, one after the other on one connection, with pauses.
ASKS = 400
ASK_PAUSE_SECS = 0.002


def say(text):
    print(f"tests/bench: {text}", file=sys.stderr, flush=True)


class Supervised:
    """A container on this machine's own network with the dashboard and with a
    gateway that has an upstream. As a context manager it removes the
    container."""

    def __init__(self, upstream):
        self.port = loopback.free_port()
        self.dashboard_port = loopback.free_port()
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._container = containers.host_network({
            "API_SERVER_KEY": loopback.KEY,
            "API_SERVER_PORT": self.port,
            "API_SERVER_MAX_CONCURRENT_RUNS": 0,
            "OPENAI_BASE_URL": upstream.url,
            "HERMES_MODEL": "fake-model",
            "HERMES_DASHBOARD": 1,
            "HERMES_DASHBOARD_PORT": self.dashboard_port,
        })

    def pid(self, arguments):
        """Returns this machine's pid of the process whose arguments contain
        `arguments`."""
        [pid] = [pid for pid, all_arguments in self._container.pids()
                 if arguments in all_arguments
                 and "s6-" not in all_arguments]
        return pid

    def dashboard_pid(self):
        return self.pid(" dashboard --no-open")

    def gateway_pid(self):
        return self.pid(" gateway run --replace")

    def wait_until_ready(self):
        wait_until(lambda: self.document().get("health") == "ok")

    def document(self):
        """Returns the dashboard's entry of the default profile, or {}."""
        status, body = loopback.get(self.dashboard_port, "/api/profiles")
        return json.loads(body)["profiles"][0] if status == 200 else {}

    def restart_gateway(self):
        """Restarts the gateway as an operator does, which also resets the
        count of early exits."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.dashboard_port, timeout=10)
        connection.request(
            "POST", "/api/gateway/restart", '{"profile":"default"}',
            {"Content-Type": "application/json",
             "Sec-Fetch-Site": "same-origin"})
        status = connection.getresponse().status
        connection.close()
        if status != 202:
            raise RuntimeError(f"restart: {status}")

    def __enter__(self):
        try:
            self.wait_until_ready()
        except Exception:
            self._container.remove()
            raise
        return self

    def __exit__(self, *_):
        self._container.remove()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("the dashboard or the gateway does not answer")
        time.sleep(0.02)


class Pages:
    """A context manager that keeps pages open and discards their events."""

    def __init__(self, port, pages, followers):
        self._sockets = [_stream(port, "/api/events") for _ in range(pages)]
        self._sockets += [_stream(port, "/api/logs?file=current&follow=1")
                          for _ in range(followers)]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def _read(self):
        with selectors.DefaultSelector() as selector:
            for each in self._sockets:
                selector.register(each, selectors.EVENT_READ)
            while not self._ended.is_set():
                for key, _ in selector.select(0.5):
                    if not key.fileobj.recv(1 << 16):
                        raise RuntimeError("a page's stream was closed")

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()
        for each in self._sockets:
            each.close()


def _stream(port, path):
    """Returns a connection on which the first event of GET PATH has
    arrived."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                       .encode())
    seen = b""
    while b"\n\n" not in seen:
        piece = connection.recv(1 << 16)
        seen += piece
        if not piece or not seen.startswith(b"HTTP/1.1 200 "[:len(seen)]):
            raise RuntimeError(f"no stream of {path}: {seen[:200]}")
    return connection


def processor_share(pid, seconds):
    """Returns the percentage of one processor used during that time: by the
    process alone, and including the programs that it has run."""
    own, all_ = memory.cpu_ticks(pid), memory.cpu_ticks_with_children(pid)
    begin = time.monotonic()
    time.sleep(seconds)
    ticks = os.sysconf("SC_CLK_TCK") * (time.monotonic() - begin) / 100
    return ((memory.cpu_ticks(pid) - own) / ticks,
            (memory.cpu_ticks_with_children(pid) - all_) / ticks)


def idle(table, tree):
    say(f"the dashboard, idle for {IDLE_SECS} s")
    pid = tree.dashboard_pid()
    time.sleep(2)
    before = memory.cpu_ticks_with_children(pid)
    time.sleep(IDLE_SECS)
    usage = memory.usage(pid)
    table.limit("dashboard, idle: RSS", usage["rss"] / 1024, "MiB", 15)
    table.note("dashboard, idle: PSS", usage["pss"] / 1024, "MiB")
    table.note("dashboard, idle: private", usage["private"] / 1024, "MiB")
    table.limit(f"dashboard, no page open: CPU in {IDLE_SECS} s",
                memory.cpu_ticks_with_children(pid) - before, "ticks", 1)


def open_pages(table, tree):
    pid = tree.dashboard_pid()
    for pages, followers in (FEW, MANY):
        say(f"{pages} open pages")
        figure = f"dashboard, open pages: {pages}, followed logs: {followers}"
        with Pages(tree.dashboard_port, pages, followers):
            time.sleep(1)
            own, with_programs = processor_share(pid, BUSY_SECS)
            rss = memory.usage(pid)["rss"]
        table.note(f"{figure}: CPU", own, "%")
        table.note("  the same with the s6-svstat that it starts",
                   with_programs, "%")
        table.note(f"{figure}: RSS", rss / 1024, "MiB")


def health_times(port):
    """Returns the median and the 99th percentile of GET /health in
    milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    times = []
    for _ in range(ASKS):
        begin = time.perf_counter_ns()
        connection.request("GET", "/health")
        connection.getresponse().read()
        times.append((time.perf_counter_ns() - begin) / 1e6)
        time.sleep(ASK_PAUSE_SECS)
    connection.close()
    times.sort()
    return median(times), times[len(times) * 99 // 100]


def gateway_times(bin_dir, tree, upstream):
    """Returns the median and the 99th percentile of /health, and the time that
    the gateway adds to the first token, in milliseconds."""
    through, direct = (
        gateway_speed.first_token(streams.run(
            bin_dir, url, 1, gateway_speed.PROBES, gateway_speed.PROBE,
            pause_ms=gateway_speed.PROBE_PAUSE_MS))[0]
        for url in (tree.url, upstream.url))
    return (*health_times(tree.port), max(through - direct, 0))


def gateway_with_pages(table, bin_dir, tree, upstream):
    say("the gateway with open pages")
    quiet, loaded = [], []
    gateway_times(bin_dir, tree, upstream)  # warm
    for _ in range(ROUNDS):
        quiet.append(gateway_times(bin_dir, tree, upstream))
        with Pages(tree.dashboard_port, *MANY):
            loaded.append(gateway_times(bin_dir, tree, upstream))
    figures = zip(
        ("gateway's /health: p50", "gateway's /health: p99",
         "added time to first token, 1 stream: p50"),
        ([median(each) for each in zip(*loaded)]),
        ([median(each) for each in zip(*quiet)]))
    for figure, mine, without in figures:
        table.ratio(f"{figure}, with {MANY[0]} open pages", mine, "ms",
                    "no page", without, 1.1)


def transfer(port, path):
    """Returns the number of bytes over the wire, header included."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
                       "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
                       .encode())
    size = 0
    while piece := connection.recv(1 << 16):
        size += len(piece)
    connection.close()
    return size


def page_size(table, tree):
    _, body = loopback.get(tree.dashboard_port, "/")
    paths = set(re.findall(rb'(?:src|href)="(/?assets/[^"#?]+)', body))
    size = transfer(tree.dashboard_port, "/") + sum(
        transfer(tree.dashboard_port, "/" + path.decode().lstrip("/"))
        for path in paths)
    table.limit(f"the page over the wire, {len(paths) + 1} files", size / 1000,
                "kB", 60)


def kill_to_event(tree):
    """Returns milliseconds from a kill -9 of the gateway until a page is
    notified."""
    tree.restart_gateway()
    time.sleep(1)
    tree.wait_until_ready()
    pid = tree.document()["gateway_pid"]
    events = _stream(tree.dashboard_port, "/api/events")
    # The dashboard has just polled because this page connected.
    time.sleep(random.random())
    begin = time.monotonic_ns()
    os.kill(tree.gateway_pid(), signal.SIGKILL)
    seen = b""
    while not re.search(rb'"gateway_pid":(?!%d,)' % pid, seen):
        seen += events.recv(1 << 16)
    events.close()
    return (time.monotonic_ns() - begin) / 1e6


def kills(table, tree):
    say("kill -9 of the gateway until a page is notified")
    times = [kill_to_event(tree) for _ in range(ROUNDS)]
    table.limit("kill -9 of the gateway -> event at a page", median(times),
                "ms", 2000)
    table.note("  the longest", max(times), "ms")


def measure(table, bin_dir):
    with loopback.FakeUpstream(bin_dir) as upstream, \
            Supervised(upstream) as tree:
        table.note("load average of the last minute, before",
                   os.getloadavg()[0], "")
        page_size(table, tree)
        idle(table, tree)
        open_pages(table, tree)
        gateway_with_pages(table, bin_dir, tree, upstream)
        kills(table, tree)
