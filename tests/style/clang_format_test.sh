#!/bin/bash
# Every C++ file is laid out as .clang-format says, and there are some.
set -euo pipefail

root=$(dirname "$(readlink -f .clang-format)")
cd "$root"
mapfile -d '' files < <(find shim gateway tests \
  \( -name '*.cc' -o -name '*.h' \) -type f -print0)
((${#files[@]} > 0))
clang-format --dry-run --Werror "${files[@]}"
echo "${#files[@]} files"
