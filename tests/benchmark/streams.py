"""Generates load: streamed completions with stream_load, and /health with
wrk."""

import json
import os
import re
import subprocess

import loopback

TOKEN_BYTES = 4
_UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def _command(bin_dir, url, streams, rounds, script, pause_ms=0):
    content = script["tokens"] * TOKEN_BYTES
    return [f"{bin_dir}/tests/benchmark/stream_load", f"--url={url}",
            f"--streams={streams}", f"--rounds={rounds}",
            f"--message={json.dumps(script)}", f"--expect_bytes={content}",
            f"--pause_ms={pause_ms}"]


def start(bin_dir, url, streams, rounds, script, pause_ms=0):
    """Starts a load. The caller passes the result to finish()."""
    return subprocess.Popen(
        _command(bin_dir, url, streams, rounds, script, pause_ms), text=True,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "STREAM_LOAD_KEY": loopback.KEY})


def finish(load):
    """Waits for the load and returns its report, see load_report.h. Raises an
    error if a response was incomplete, since the figures would be
    meaningless."""
    out, _ = load.communicate()
    if not out:
        raise RuntimeError(f"stream_load exited with {load.returncode}")
    report = json.loads(out)
    if report["errors"]:
        raise RuntimeError(f"{report['errors']} streams of"
                           f" {report['streams'] * report['rounds']} failed: "
                           + report["first_error"])
    return report


def run(*arguments, **options):
    return finish(start(*arguments, **options))


def health(port, connections, seconds):
    """Returns requests per second of GET /health, and the median and the 99th
    percentile in milliseconds."""
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
         f"http://127.0.0.1:{port}/health"],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    failed = re.search(r"Non-2xx.*|Socket errors.*[1-9].*", out)
    if failed:
        raise RuntimeError(f"wrk: {failed.group()}")
    times = [float(number) * _UNITS[unit] for percent in ("50", "99")
             for number, unit in
             re.findall(rf"^ +{percent}% +([\d.]+)(us|ms|s|m)$", out,
                        re.MULTILINE)]
    rate = float(re.search(r"Requests/sec: +([\d.]+)", out).group(1))
    return (rate, *times)
