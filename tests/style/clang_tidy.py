#!/usr/bin/python3
"""Runs clang-tidy over C++ sources that are compiled with the same flags.

usage: clang_tidy.py REPORT CONFIG SOURCE... -- FLAG...

Writes clang-tidy's findings to REPORT, which is empty if there are none; ends
with 0 in both cases.

Most of a run over one source is spent in the headers that it shares with its
neighbours. The sources are therefore checked as one translation unit. Where that
does not compile, because two of them define the same local name, each half is
one, and so on.
"""

import os
import subprocess
import sys
import tempfile


def run(checks, source, flags):
    """Returns clang-tidy's exit code and all of its output."""
    done = subprocess.run(
        ["clang-tidy", "--quiet"] + checks + [source, "--", "-iquote", "."] +
        flags,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        encoding="utf-8", errors="replace")
    return done.returncode, done.stdout


def write_unit(sources, directory):
    """Writes a source that includes `sources` and returns its path."""
    path = os.path.join(directory, "unit.cc")
    with open(path, "w", encoding="utf-8") as unit:
        for source in sources:
            unit.write('#include "%s"  // NOLINT\n' % source)
    return path


def units(sources, flags, directory):
    """Splits `sources` into lists that compile as one translation unit each."""
    if len(sources) == 1:
        return [sources]
    unit = write_unit(sources, directory)
    # A cheap check, since clang-tidy refuses to run without any.
    if run(["--checks=-*,google-explicit-constructor"], unit, flags)[0] == 0:
        return [sources]
    half = len(sources) // 2
    return (units(sources[:half], flags, directory) +
            units(sources[half:], flags, directory))


def main():
    report_path, config = sys.argv[1:3]
    separator = sys.argv.index("--")
    sources, flags = sys.argv[3:separator], sys.argv[separator + 1:]
    with tempfile.TemporaryDirectory() as directory, \
            open(report_path, "w", encoding="utf-8") as report:
        for unit in units(sources, flags, directory):
            source = unit[0]
            if len(unit) > 1:
                source = write_unit(unit, directory)
            code, output = run(["--config-file=" + config], source, flags)
            if code != 0:
                report.write(output)


main()
