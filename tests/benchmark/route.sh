#!/bin/sh
# Makes hermes-entry's routing decision as a shell wrapper would. tests/bench
# compares hermes-entry with it.
supervised() {
  [ -z "${HERMES_S6_SUPERVISED_CHILD:-}" ] || return 1
  for word in "$@"; do
    case $word in
      --) break ;;
      --no-supervise) return 1 ;;
    esac
  done
  case $(printf %s "${HERMES_GATEWAY_NO_SUPERVISE:-}" |
    tr '[:upper:]' '[:lower:]') in
    1 | true | yes) return 1 ;;
  esac
  [ "$(cat /proc/1/comm)" = s6-svscan ] &&
    [ -p /run/service/.s6-svscan/control ]
}

refuse() {
  echo "route: $2" >&2
  exit "$1"
}

while [ "${1:-}" = hermes ] || [ "${1:-}" = hermes-entry ]; do
  shift
done
case ${1:-} in
  '') exec hermes ;;
  gateway)
    if supervised "$@"; then
      s6-svc -u /run/service/gateway-default && exec sleep infinity
    fi
    exec hermes "$@"
    ;;
  chat | login | logs | mcp | profile | dashboard | setup | status)
    exec hermes "$@"
    ;;
  */*)
    [ -e "$1" ] || refuse 127 "no such program: $1"
    if [ -d "$1" ] || [ ! -x "$1" ]; then
      refuse 126 "not an executable file: $1"
    fi
    exec "$@"
    ;;
esac
if command -v "$1" >/dev/null; then
  exec "$@"
fi
exec hermes "$@"
