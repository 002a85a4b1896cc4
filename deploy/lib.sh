# What deploy/up and deploy/test share: words for people, packages, the build. Sourced by bash at the root of the tree.

program=deploy/${0##*/}
say() { printf '%s\n' "$@"; }
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
  awk '/^\[ *[0-9]+% / { tenth = int(substr($0, 2) / 10); if (tenth > shown) { shown = tenth; print substr($0, 1, index($0, "]")); fflush() } next }
       /^ninja: (no work|Entering)/ { next }
       { print; fflush() }'
}

# configure PRESET: prepares build/PRESET. Always, because CMake does not see by itself that a folder is new.
configure() {
  local folder=build/$1
  mkdir -p "$folder" 2> /dev/null && [[ -w $folder ]] || fail "cannot write in $folder: another user has built there."
  quietly "$folder/configure.log" cmake --preset "$1" || fail "CMake could not configure $folder."
}

# build PRESET [TARGET…]: compiles into build/PRESET what is not up to date; without targets everything.
build() {
  local folder=build/$1 run=(ninja -C "build/$1" -j "$(nproc)" "${@:2}")
  configure "$1"
  # Two builds in one folder would disturb each other; the second waits.
  exec 8> "$folder/lock"
  flock -n 8 || { say "Waiting for another build in $folder"; flock 8; }
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%p %f/%t] ' "${run[@]}"
  else
    NINJA_STATUS='[%p %f/%t] ' "${run[@]}" | progress
  fi || fail "the build in $folder failed."
  exec 8>&-
}
