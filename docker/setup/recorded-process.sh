# shellcheck shell=bash
# Functions for processes that outlive the script that started them and that
# later scripts find again. Each process is recorded in a file with its pid,
# boot and start time, so that another process with a reused pid is never
# mistaken for it. Source this file after setting RUN, the directory of the
# records and logs.

# Prints an identity that distinguishes process $1 from every other process that
# had or will have its pid. Fails if that process does not exist, or only as
# a zombie.
process_identity() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) } # the command's name before it may hold any character
  read -ra fields <<<"$stat"
  [[ ${fields[0]} != [ZX] ]] || return 1
  echo "$(cat /proc/sys/kernel/random/boot_id) ${fields[19]}"
}

# Records process $2 under the name $1. Fails if it has exited already.
record_process() {
  local identity
  identity=$(process_identity "$2") || return 1
  echo "$2 $identity" >"$RUN/$1.pid.new"
  mv "$RUN/$1.pid.new" "$RUN/$1.pid"
}

# Prints the pid recorded as $1; fails unless that process still lives.
recorded_process() {
  local pid identity
  read -r pid identity 2>/dev/null <"$RUN/$1.pid" || return 1
  [[ $pid =~ ^[0-9]+$ && $(process_identity "$pid") == "$identity" ]] &&
    echo "$pid"
}

# Starts "${@:2}" in a session of its own, without a terminal and with its
# output in $RUN/$1.log, and records it as $1. The caller must close, with
# redirections, the descriptors that the process must not inherit.
start_recorded() {
  local name=$1 deadline=$((SECONDS + 10))
  shift
  rm -f "$RUN/$name.started"
  # shellcheck disable=SC2016  # for the inner shell
  setsid --fork bash -c 'echo $$ >"$0"; exec "$@"' "$RUN/$name.started" "$@" \
    </dev/null >"$RUN/$name.log" 2>&1
  until [[ -s $RUN/$name.started ]]; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
  record_process "$name" "$(cat "$RUN/$name.started")"
  rm -f "$RUN/$name.started"
}

# Waits until the process recorded as $1 has exited; fails after $2 seconds.
wait_until_exited() {
  local deadline=$((SECONDS + $2))
  while recorded_process "$1" >/dev/null; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}

# Ends the process recorded as $1: sends TERM, and KILL if it still lives after
# $2 seconds. Returns when it has exited and its record is removed.
end_recorded() {
  local pid
  if pid=$(recorded_process "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    if ! wait_until_exited "$1" "$2"; then
      echo "$1 (pid $pid) did not end within $2 s of TERM: killing it" >&2
      kill -KILL "$pid" 2>/dev/null || true
      wait_until_exited "$1" 10 || return 1
    fi
  fi
  rm -f "$RUN/$1.pid"
}
