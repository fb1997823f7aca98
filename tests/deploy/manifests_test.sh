#!/bin/bash
# Tests that the manifests and pages of docs/deploy follow rules.js and
# pages.js.
set -euo pipefail

entry=$(realpath "$HERMES_ENTRY")
here=$(dirname "$(readlink -f "$DEPLOY_CHECK")")
root=$(dirname "$(dirname "$here")")
if [[ ! -d ${HERMES_DEPLOY_MODULES:-} ]]; then
  echo "HERMES_DEPLOY_MODULES must be the directory that tests/node-modules tests/deploy" \
    "prints, but is '${HERMES_DEPLOY_MODULES:-}'" >&2
  exit 1
fi
NODE_PATH=$HERMES_DEPLOY_MODULES exec node "$here/check.js" \
  "$root/docs/deploy" "$root/docker/compose.yaml" "$root/docs/reference.md" \
  "$root/docker/Dockerfile" "$entry"
