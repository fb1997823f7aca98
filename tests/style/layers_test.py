#!/usr/bin/python3
"""Passes if every include points down, by the layers in bazel/layers.bzl.

Also holds the tables of docs/architecture.md and the picture of CONTRIBUTING.md
against that list. With --picture it prints the picture instead.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
INCLUDE = re.compile(r'^#include "((?:shim|gateway|tests)/[^"]+)"', re.M)
TABLE_ROW = re.compile(r"^\| (\d+) \| (.*?) \|", re.M)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def load_layers():
    names = {"fail": None}
    # Starlark without load() is Python.
    exec(read("bazel/layers.bzl"), names)  # pylint: disable=exec-used
    return names


def sources():
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "*.h",
         "*.cc"], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return [path for path in listed.stdout.split("\n")
            if path and os.path.exists(os.path.join(ROOT, path))]


def layer_numbers(layers):
    return {folder: number for number, layer in enumerate(layers)
            for folder in layer}


def objection(user, used, names):
    """Why a file in the folder `user` may not include one of `used`, or None."""
    if user == used:
        return None
    gateway = layer_numbers(names["GATEWAY_LAYERS"])
    shim = layer_numbers(names["SHIM_LAYERS"])
    for folder in (user, used):
        if folder not in gateway and folder not in shim:
            return "%s is in no layer" % folder
    if user in gateway and used in shim:
        if used in names["SHIM_FOR_THE_GATEWAY"]:
            return None
        return "the gateway uses only %s of the shim" % ", ".join(
            names["SHIM_FOR_THE_GATEWAY"])
    if user in shim and used in gateway:
        return "the shim knows nothing of the gateway"
    numbers = shim if user in shim else gateway
    if numbers[used] > numbers[user]:
        return None
    if numbers[used] == numbers[user]:
        return "both are in layer %d" % (numbers[user] + 1)
    return "it points up from layer %d to layer %d" % (
        numbers[user] + 1, numbers[used] + 1)


def include_errors(names):
    errors = []
    checked = 0
    for path in sources():
        user = os.path.dirname(path)
        if user.split("/")[0] not in ("shim", "gateway"):
            continue
        for header in INCLUDE.findall(read(path)):
            checked += 1
            why = "programs do not use tests"
            if not header.startswith("tests/"):
                why = objection(user, os.path.dirname(header), names)
            if why:
                errors.append("%s includes %s: %s" % (path, header, why))
    if checked == 0:
        errors.append("no include was found: is %s the repository?" % ROOT)
    return errors


def layers_in_document(text, heading):
    """The folders of each row of the table below `heading`."""
    section = text.split("\n" + heading + "\n", 1)
    if len(section) == 1:
        return None
    section = re.split(r"^#", section[1], maxsplit=1, flags=re.M)[0]
    return [sorted(folder.rstrip("/") for folder in
                   re.findall(r"`([^`]+)`", folders))
            for _, folders in TABLE_ROW.findall(section)]


def document_errors(names):
    text = read("docs/architecture.md")
    errors = []
    for heading, key in (("## Layers of the shim", "SHIM_LAYERS"),
                         ("## Layers of the gateway", "GATEWAY_LAYERS")):
        wanted = [sorted(layer) for layer in names[key]]
        found = layers_in_document(text, heading)
        if found != wanted:
            errors.append("docs/architecture.md, '%s': the table has %s, "
                          "bazel/layers.bzl has %s" % (heading, found, wanted))
    return errors


def picture(names):
    """The layers as a Mermaid diagram."""
    lines = ["```mermaid", "flowchart TB"]
    for title, key in (("gateway", "GATEWAY_LAYERS"), ("shim", "SHIM_LAYERS")):
        lines.append("  subgraph %s" % title)
        layers = names[key]
        for number, layer in enumerate(layers):
            folders = " · ".join(
                folder.split("/", 1)[1] if "/" in folder else "main.cc"
                for folder in layer)
            lines.append('    %s%d["%s"]' % (title, number + 1, folders))
        lines.append("    " + " --> ".join(
            "%s%d" % (title, number + 1) for number in range(len(layers))))
        lines.append("  end")
    lines.append('  gateway -->|"%s"| shim' % " · ".join(
        folder.split("/", 1)[1] for folder in names["SHIM_FOR_THE_GATEWAY"]))
    lines.append("```")
    return "\n".join(lines)


def main():
    names = load_layers()
    if sys.argv[1:] == ["--picture"]:
        print(picture(names))
        return
    errors = include_errors(names) + document_errors(names)
    if picture(names) not in read("CONTRIBUTING.md"):
        errors.append("CONTRIBUTING.md does not show the layers as "
                      "`tests/style/layers_test.py --picture` prints them")
    for error in errors:
        print(error)
    sys.exit(1 if errors else 0)


main()
