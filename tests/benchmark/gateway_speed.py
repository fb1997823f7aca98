"""Compares the gateway with nginx, under the same load and with the same
upstream."""

import json
import os
import sys
import time

import loopback
import memory
import streams
from table import median

# The request that measures the time to the first token, and how many per run.
PROBE = {"tokens": 20}
PROBES = 30
# The pause between two such requests. Without it, one route would find the
# processor still awake and another, which waits for a disk in between, would
# not. With it every run also takes equally long on every route.
PROBE_PAUSE_MS = 20
# As fast as possible: the upstream writes each token separately.
FLOOD = {"tokens": 500}
# As a model would: each token follows the one before after a delay. The other
# streams do this while the first token is measured; 4,000 tokens per second in
# both cases.
PACED = {100: {"tokens": 120, "delay_ms": 25},
         2000: {"tokens": 24, "delay_ms": 500}}
# Rounds of measurements that take seconds.
FEWER_ROUNDS = 5
MOST_ROUNDS_2000 = 3
HEALTH_CONNECTIONS = 64
HEALTH_SECS = 2


def say(text):
    print(f"tests/bench: {text}", file=sys.stderr, flush=True)


def starts(table, gateway, rounds):
    say("starts of the gateway")
    gateway.launch()  # creates the files of a first start
    times = []
    for _ in range(rounds):
        gateway.end()
        times.append(gateway.launch())
    ready, health = (median(each) for each in zip(*times))
    table.limit("gateway: exec -> ready", ready, "ms", 50)
    table.note("gateway: exec -> /health answers", health, "ms")


def idle(table, gateway):
    time.sleep(1)
    usage = memory.usage(gateway.serving_pid())
    table.limit("gateway, idle: RSS", usage["rss"] / 1024, "MiB", 20)
    table.note("gateway, idle: PSS", usage["pss"] / 1024, "MiB")
    table.note("gateway, idle: private", usage["private"] / 1024, "MiB")


def health(table, gateway, nginx):
    say("/health under load")
    runs = {server: [] for server in (gateway, nginx)}
    for _ in range(FEWER_ROUNDS):
        for server, figures in runs.items():
            figures.append(streams.health(server.port, HEALTH_CONNECTIONS,
                                          HEALTH_SECS))
    mine, peer = ([median(each) for each in zip(*runs[server])]
                  for server in (gateway, nginx))
    for figure, unit, a, b in zip(
            (f"/health, {HEALTH_CONNECTIONS} connections", "the same: p50",
             "the same: p99"), ("requests/s", "ms", "ms"), mine, peer):
        table.compare(figure, a, unit, "nginx, static", b)


class Routes:
    """The routes to the upstream, each with the program that the client talks
    to."""

    def __init__(self, bin_dir, upstream, nginx, gateway):
        self._bin_dir = bin_dir
        self._upstream = upstream
        self._routes = {
            "direct": (upstream.url, upstream),
            "nginx": (nginx.url, nginx),
            "nginx, no keepalive": (nginx.closing_url, nginx),
            "gateway": (gateway.url, gateway),
        }

    def _in_turns(self, rounds, sample):
        """Calls sample(url, program) for every route in turn. Returns, by
        route, the medians of the figures that sample() returned."""
        runs = {route: [] for route in self._routes}
        for _ in range(rounds):
            for route, where in self._routes.items():
                runs[route].append(sample(*where))
        return {route: [median(each) for each in zip(*figures)]
                for route, figures in runs.items()}

    def probe(self, rounds):
        """Returns the median and the 99th percentile of the milliseconds to
        the first token with one stream at a time."""
        return self._in_turns(rounds, lambda url, _: self._probe(url))

    def probe_with_load(self, rounds, others):
        """Returns the same while `others` streams use the same route, then the
        RSS of the serving program in KiB, and the times to the first token of
        the other streams, which are all requested at once."""
        return self._in_turns(
            rounds,
            lambda url, program: self._probe_with_load(url, program, others))

    def flood(self, rounds, number):
        """Returns tokens per second, and the serving program's processor time
        per token in microseconds, with `number` streams at full speed."""
        return self._in_turns(
            rounds, lambda url, program: self._flood(url, program, number))

    def _probe(self, url):
        return first_token(streams.run(self._bin_dir, url, 1, PROBES, PROBE,
                                       pause_ms=PROBE_PAUSE_MS))

    def _probe_with_load(self, url, program, others):
        load = streams.start(self._bin_dir, url, others, 1, PACED[others])
        while self._open_streams() < others and load.poll() is None:
            time.sleep(0.02)
        figures = self._probe(url)
        rss = memory.usage(program.serving_pid())["rss"]
        still = self._open_streams()
        report = streams.finish(load)
        if still < others:
            raise RuntimeError(f"{others} streams to {url} were never open at"
                               " once, or not for long enough: the first token"
                               f" took {first_token(report)} ms")
        return (*figures, rss, *first_token(report))

    def _open_streams(self):
        _, body = loopback.get(self._upstream.port, "/stats")
        return json.loads(body)["streams"] if body else 0

    def _flood(self, url, program, number):
        pid = program.serving_pid()
        before = memory.cpu_ticks(pid)
        report = streams.run(self._bin_dir, url, number, 1, FLOOD)
        seconds = ((memory.cpu_ticks(pid) - before)
                   / os.sysconf("SC_CLK_TCK"))
        return report["tokens_per_s"], seconds * 1e6 / report["tokens"]


def first_token(report):
    return report["first_token_ms"]["p50"], report["first_token_ms"]["p99"]


def first_token_rows(table, condition, figures):
    """Adds rows of the times that the gateway and nginx add to the direct
    route; 0 if the direct route was slower by chance."""
    added = {route: [max(mine - direct, 0) for mine, direct in
                     zip(times[:2], figures["direct"][:2])]
             for route, times in figures.items()}
    row = f"added time to first token, {condition}"
    table.ratio(f"{row}: p50", added["gateway"][0], "ms", "nginx",
                added["nginx"][0], 1.5)
    table.compare(f"{row}: p99", added["gateway"][1], "ms", "nginx",
                  added["nginx"][1])
    table.compare("  compared with nginx without keepalive: p50",
                  added["gateway"][0], "ms", "nginx",
                  added["nginx, no keepalive"][0])
    table.note("  time to first token, direct: p50", figures["direct"][0],
               "ms")


def one_stream(table, routes, rounds):
    say("one stream")
    first_token_rows(table, "1 stream",
                     routes.probe(rounds))


def hundred_streams(table, routes, rounds):
    rounds = min(rounds, FEWER_ROUNDS)
    say("100 streams, as a model would send them")
    first_token_rows(table, "with 100 other streams",
                     routes.probe_with_load(rounds, 100))
    say("100 streams at full speed")
    flood = routes.flood(rounds, 100)
    table.least("tokens/s, 100 streams", flood["gateway"][0], "/s", "nginx",
                flood["nginx"][0], 0.7)
    table.note("  nginx without keepalive", flood["nginx, no keepalive"][0],
               "/s")
    table.note("  direct", flood["direct"][0], "/s")
    table.compare("processor time per token, 100 streams",
                  flood["gateway"][1], "us", "nginx", flood["nginx"][1])


def two_thousand_streams(table, routes, rounds):
    rounds = min(rounds, MOST_ROUNDS_2000)
    say("2000 streams, as a model would send them")
    loaded = routes.probe_with_load(rounds, 2000)
    first_token_rows(table, "with 2000 other streams", loaded)
    for index, percentile in enumerate(("p50", "p99")):
        table.compare("time to first token, 2000 streams requested at once:"
                      f" {percentile}", loaded["gateway"][3 + index], "ms",
                      "nginx", loaded["nginx"][3 + index])
    table.limit("gateway, 2000 streams: RSS", loaded["gateway"][2] / 1024,
                "MiB", 100)
    table.note("  nginx", loaded["nginx"][2] / 1024, "MiB")


def measure(table, bin_dir, rounds, nginx_program):
    loopback.allow_many_files()
    with loopback.FakeUpstream(bin_dir) as upstream, \
            loopback.Nginx(nginx_program, upstream) as nginx, \
            loopback.Gateway(f"{bin_dir}/gateway/hermes",
                             upstream) as gateway:
        starts(table, gateway, rounds)
        idle(table, gateway)
        health(table, gateway, nginx)
        routes = Routes(bin_dir, upstream, nginx, gateway)
        one_stream(table, routes, rounds)
        hundred_streams(table, routes, rounds)
        two_thousand_streams(table, routes, rounds)
