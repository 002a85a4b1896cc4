# Programs in the background: start, wait until ready, show, stop. Sourced by deploy/up.
#
# The caller sets `logs`, the folder of one log a program. `code` is what deploy/up exits with: 1 once a program has died.

declare -A pid address state stop_signal
started=() code=0 nap=''

# start NAME ADDRESS COMMAND…
#
# A session of its own keeps the terminal's Ctrl-C away, so that the order of stopping is ours. If this shell is killed,
# the kernel sends the program its stop signal, which is SIGTERM unless `stop_signal` says otherwise.
start() {
  say "Starting $1"
  setsid setpriv --pdeathsig "${stop_signal[$1]:-TERM}" -- "${@:3}" >> "$logs/$1.log" 2>&1 9>&- &
  pid[$1]=$! address[$1]=$2 state[$1]=starting
  started+=("$1")
}

alive() { kill -0 "${pid[$1]}" 2> /dev/null; }

# accepts PORT: whether something listens on loopback.
accepts() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# answers PORT PATH: whether HTTP on loopback says 200.
answers() {
  local line=''
  { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
  read -r -t 2 line <&3 || true
  exec 3>&-
  [[ $line == HTTP/1.?\ 200* ]]
}

# wait_until NAME CHECK…: until the program is ready, at most 30 s.
wait_until() {
  local deadline=$((SECONDS + 30))
  until "${@:2}"; do
    alive "$1" || { show_end_of "$1"; exit 1; }
    ((SECONDS < deadline)) || fail "$1 did not become ready within 30 s; its log is $logs/$1.log."
    sleep 0.05
  done
  state[$1]=running
}

# show_end_of NAME: why a program that is no more has ended.
show_end_of() {
  local ended=0
  wait "${pid[$1]}" || ended=$?
  state[$1]="ended with exit code $ended"
  code=1
  say "$1 ${state[$1]}. The end of $logs/$1.log:" >&2
  tail -n 15 "$logs/$1.log" | sed 's/^/  | /' >&2
}

status_of() {
  local kib=''
  [[ ${state[$1]} != running ]] || kib=$(awk '/^VmRSS/ { print $2 }' "/proc/${pid[$1]}/status" 2> /dev/null) || true
  printf '%-12s %-26s %-18s %s\n' "$1" "${state[$1]}" "${address[$1]}" "${kib:+$((kib / 1024)) MiB}"
}

# One line a program: renewed in place on a terminal, elsewhere written when something changed. Does not return. Every few
# seconds it calls `each_turn`, where the caller has one; it says by itself what it could not do.
watch_all() {
  local name shown=''
  while :; do
    ! declare -F each_turn > /dev/null || each_turn || shown=''
    for name in "${started[@]}"; do
      [[ ${state[$name]} != running ]] || alive "$name" || { show_end_of "$name"; shown=''; }
    done
    if [[ -t 1 ]]; then
      [[ -z $shown ]] || printf '\e[%dA' "${#started[@]}"
      for name in "${started[@]}"; do printf '\e[2K%s\n' "$(status_of "$name")"; done
      shown=yes
    elif [[ $shown != "${state[*]}" ]]; then
      for name in "${started[@]}"; do status_of "$name"; done
      shown=${state[*]}
    fi
    # A pause that the end of a program cuts short.
    sleep 3 > /dev/null 2>&1 9>&- &
    nap=$!
    wait -n || true
    kill "$nap" 2> /dev/null || true
  done
}

# stop_all: in the reverse order of starting, each only when the one before has ended. For the trap on EXIT.
stop_all() {
  local last=$? i name tick
  trap '' INT TERM HUP
  [[ -z $nap ]] || kill "$nap" 2> /dev/null || true
  ((${#started[@]} == 0)) || say "" "Stopping"
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    name=${started[i]}
    alive "$name" || continue
    kill -s "${stop_signal[$name]:-TERM}" "${pid[$name]}"
    for ((tick = 0; tick < 1200; tick++)); do
      alive "$name" || break
      sleep 0.05
    done
    if alive "$name"; then
      kill -s KILL "${pid[$name]}"
      say "$name did not stop within a minute and was killed"
      code=1
    else
      say "$name stopped"
    fi
  done
  exit $((last ? last : code))
}
