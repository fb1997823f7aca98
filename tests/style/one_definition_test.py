#!/usr/bin/python3
"""Passes if no two files define a type of the same qualified name.

Two such definitions in one program are undefined behaviour, which neither the
compiler nor the linker reports. Types in unnamed namespaces do not count; nor do
those of two test programs, which are never linked together.
"""

import collections
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
KINDS = {"class", "struct", "union", "enum"}


def tags():
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard",
         "shim/*.h", "shim/*.cc", "gateway/*.h", "gateway/*.cc", "tests/*.h",
         "tests/*.cc"], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    files = [path for path in listed.stdout.split("\n")
             if path and os.path.exists(os.path.join(ROOT, path))]
    found = subprocess.run(
        ["ctags", "--languages=C++", "--map-C++=+.h", "--kinds-C++=csug",
         "--fields=+KsnZ", "--output-format=json", "-f", "-", "-L", "-"],
        input="\n".join(files), check=True, stdout=subprocess.PIPE,
        encoding="utf-8", cwd=ROOT)
    return [json.loads(line) for line in found.stdout.split("\n") if line]


def main():
    places = collections.defaultdict(set)
    for tag in tags():
        scope = tag.get("scope", "")
        if tag.get("kind") not in KINDS or "__anon" in scope + tag["name"]:
            continue
        places[scope + "::" + tag["name"]].add(tag["path"])
    if not places:
        print("no type was found: is %s the repository?" % ROOT)
        sys.exit(1)
    failed = False
    for name, paths in sorted(places.items()):
        programs = [path for path in paths if path.endswith("_test.cc")]
        if len(paths) > 1 and len(paths) > len(programs):
            print("%s is defined in %s" % (name, ", ".join(sorted(paths))))
            failed = True
    sys.exit(1 if failed else 0)


main()
