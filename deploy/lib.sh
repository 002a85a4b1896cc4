# What deploy/up and deploy/test share: words for people, packages, the build. Sourced by bash at the root of the tree.

program=deploy/${0##*/}
say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "$program" "$*" >&2; exit 1; }
misuse() { printf '%s: %s\n' "$program" "$*" >&2; exit 2; }

# quietly LOG COMMAND…: its output goes to the file and is shown, the end of it, only if it fails.
quietly() {
  local log=$1; shift
  "$@" > "$log" 2>&1 && return
  local code=$?
  tail -n 25 "$log" >&2
  return "$code"
}

# progress: keeps the errors of ninja and one line for every ten per cent.
progress() {
  awk '/^\[ *[0-9]+%/ { if (int(substr($0, 2) / 10) > shown) { shown = int(substr($0, 2) / 10); print $1, $2; fflush() } next }
       /^ninja: (no work|Entering)/ { next }
       { print; fflush() }'
}

# build PRESET [TARGET…]: compiles into build/PRESET what is not up to date; without targets everything.
build() {
  local preset=$1 folder=build/$1; shift
  mkdir -p "$folder" 2> /dev/null && [[ -w $folder ]] || fail "cannot write in $folder: who built it first was another user."
  # Two builds in one folder would disturb each other; the second waits.
  exec 8> "$folder/lock"
  flock -n 8 || { say "Waiting for another build in $folder"; flock 8; }
  if [[ ! -e $folder/build.ninja ]]; then
    quietly "$folder/configure.log" cmake --preset "$preset" || fail "CMake could not configure $folder."
  fi
  local run=(ninja -C "$folder" -j "$(nproc)" "$@")
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%p %f/%t] ' "${run[@]}"
  else
    NINJA_STATUS='[%p %f/%t] ' "${run[@]}" | progress
  fi || fail "the build in $folder failed."
  exec 8>&-
}
