#!/bin/bash
# The linter shellcheck has nothing to say about any shell script, and there are some.
set -euo pipefail

root=$(dirname "$(readlink -f .clang-format)")
cd "$root"
scripts=()
while IFS= read -r -d '' file; do
  read -r first <"$file" || continue
  case $first in
    '#!/bin/sh'* | '#!/bin/bash'* | '# shellcheck shell='*)
      scripts+=("$file")
      ;;
  esac
done < <(find .ci docker tests third_party -type f -print0 2>/dev/null)
((${#scripts[@]} > 0))
shellcheck -x "${scripts[@]}"
echo "${#scripts[@]} scripts"
