"""The gateway beside nginx, both between the same load and the same upstream."""

import json
import os
import sys
import time

import loopback
import memory
import streams
from table import median

# Times to the first token, one stream at a time.
SINGLE = {"tokens": 20}
SINGLE_ASKS = 50
# As fast as it goes: each token is a write of its own of the upstream.
FLOOD = {"tokens": 500}
# As a model would: every token comes a while after the one before.
PACED_100 = {"tokens": 40, "delay_ms": 25}
PACED_2000 = {"tokens": 20, "delay_ms": 500}
# How often what takes seconds is repeated.
FEWER_ROUNDS = 5
MOST_ROUNDS_2000 = 3
HEALTH_CONNECTIONS = 64
HEALTH_SECS = 2


def say(text):
    print(f"tests/bench: {text}", file=sys.stderr, flush=True)


def starts(table, gateway, rounds):
    say("starts of the gateway")
    gateway.launch()  # makes what a first start makes
    times = []
    for _ in range(rounds):
        gateway.end()
        times.append(gateway.launch())
    ready, health = (median(each) for each in zip(*times))
    table.limit("gateway: exec -> readiness told", ready, "ms", 50)
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
    """The ways to the upstream, each with the program that serves it."""

    def __init__(self, bin_dir, upstream, nginx, gateway):
        self.bin_dir = bin_dir
        self.urls = {
            "direct": (upstream.url, upstream),
            "nginx": (nginx.url, nginx),
            "nginx, no keepalive": (nginx.closing_url, nginx),
            "gateway": (gateway.url, gateway),
        }

    def measure(self, rounds, number, asks, script):
        """Loads every route in turns; by route the medians of p50 and p99 of
        the first token in ms, tokens/s, and the serving program's processor
        time for a token in microseconds."""
        runs = {route: [] for route in self.urls}
        tick = 1e6 / os.sysconf("SC_CLK_TCK")
        for _ in range(rounds):
            for route, (url, program) in self.urls.items():
                pid = program.serving_pid()
                before = memory.cpu_ticks(pid)
                report = streams.run(self.bin_dir, url, number, asks, script)
                ticks = memory.cpu_ticks(pid) - before
                first = report["first_token_ms"]
                runs[route].append((first["p50"], first["p99"],
                                    report["tokens_per_s"],
                                    ticks * tick / report["tokens"]))
        return {route: [median(each) for each in zip(*figures)]
                for route, figures in runs.items()}


def added(figures, route, index):
    """What a route adds to the direct way; never quite nothing, by which a
    ratio could not be told."""
    return max(figures[route][index] - figures["direct"][index], 0.001)


def first_tokens(table, name, figures, target):
    """Rows of the times to the first token."""
    for index, percentile in enumerate(("p50", "p99")):
        row = f"added time to first token, {name}, {percentile}"
        mine, peer = (added(figures, route, index)
                      for route in ("gateway", "nginx"))
        if target and index == 0:
            table.ratio(row, mine, "ms", "nginx", peer, target)
        else:
            table.compare(row, mine, "ms", "nginx", peer)
    table.note(f"the same through nginx without keepalive, {name}, p50",
               added(figures, "nginx, no keepalive", 0), "ms")
    table.note(f"time to first token, direct, {name}, p50",
               figures["direct"][0], "ms")


def one_stream(table, routes, rounds):
    say("one stream")
    figures = routes.measure(rounds, 1, SINGLE_ASKS, SINGLE)
    first_tokens(table, "1 stream", figures, 1.5)
    table.compare("tokens/s, 1 stream", figures["gateway"][2], "/s", "nginx",
                  figures["nginx"][2])


def hundred_streams(table, routes, rounds):
    say("100 streams")
    paced = routes.measure(min(rounds, FEWER_ROUNDS), 100, 1, PACED_100)
    first_tokens(table, "100 streams", paced, 1.5)
    flood = routes.measure(min(rounds, FEWER_ROUNDS), 100, 1, FLOOD)
    table.least("tokens/s, 100 streams", flood["gateway"][2], "/s", "nginx",
                flood["nginx"][2], 0.7)
    table.note("tokens/s, 100 streams, nginx without keepalive",
               flood["nginx, no keepalive"][2], "/s")
    table.note("tokens/s, 100 streams, direct", flood["direct"][2], "/s")
    table.compare("processor time for a token, 100 streams",
                  flood["gateway"][3], "us", "nginx", flood["nginx"][3])


def two_thousand_streams(table, routes, gateway, upstream, rounds):
    say("2000 streams")
    rounds = min(rounds, MOST_ROUNDS_2000)
    figures = routes.measure(rounds, 2000, 1, PACED_2000)
    first_tokens(table, "2000 streams", figures, 1.5)
    table.compare("tokens/s, 2000 streams", figures["gateway"][2], "/s",
                  "nginx", figures["nginx"][2])
    rss = [rss_at_2000(routes.bin_dir, gateway, upstream)
           for _ in range(rounds)]
    table.limit("gateway, 2000 streams: RSS", median(rss) / 1024, "MiB", 100)


def rss_at_2000(bin_dir, gateway, upstream):
    """The most that the gateway has while all streams are open, in KiB."""
    load = streams.start(bin_dir, gateway.url, 2000, 1, PACED_2000)
    most = []
    while load.poll() is None:
        _, body = loopback.get(upstream.port, "/stats")
        if body and json.loads(body)["streams"] == 2000:
            most.append(memory.usage(gateway.serving_pid())["rss"])
        time.sleep(0.2)
    streams.finish(load)
    if not most:
        raise RuntimeError("2000 streams were never open at once")
    return max(most)


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
        two_thousand_streams(table, routes, gateway, upstream, rounds)
