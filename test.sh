#!/usr/bin/env bash
# Installs what the tests need where it is missing, builds the solution once, and runs every suite.
# The last line is "N passed, N failed"; a skipped test, an empty suite and a missing result file count as failures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly solution=CommunityRealtime.sln
readonly configuration=Release
readonly results="$PWD/TestResults"
readonly service_policy=/usr/sbin/policy-rc.d

export COMMUNITYREALTIME_REQUIRE_ALL=1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Some two hundred processes are started and soon ended; none lives long enough to gain from profiling its own code.
# Nor from compiling at once what was called thirty times, as the sample asks for: wait until nothing new has come for a second (hexadecimal).
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=3E8
# Build nodes that outlive this script would keep its output open for whoever reads it through a pipe.
export MSBUILDDISABLENODEREUSE=1

passed=0
failed=0
wrote_service_policy=no
lane=
table=()

# Also after a failed build or an interruption: the line comes, and then it names at least one failure.
finish() {
  local status=$?
  trap - EXIT
  remove_service_policy
  [[ -z $lane ]] || kill "$lane" 2> /dev/null || true
  if (( status != 0 && failed == 0 )); then
    failed=1
  fi
  if (( ${#table[@]} > 0 )); then
    printf '\n%-48s %7s %7s %8s %8s\n' suite passed failed skipped seconds
    printf '%s\n' "${table[@]}"
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  (( failed == 0 )) || exit 1
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

row() { # suite, passed, failed, skipped, seconds
  table+=("$(printf '%-48s %7s %7s %8s %8s' "$@")")
}

fail() { # message
  printf 'error: %s\n' "$1" >&2
  failed=$((failed + 1))
}

die() { # message
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# --- What the tests need ------------------------------------------------------------------------------------------

has_program() {
  command -v "$1" > /dev/null || compgen -G "/usr/lib/postgresql/*/bin/$1" > /dev/null
}

missing_programs() {
  local program
  for program in redis-server initdb chromium chromedriver; do
    has_program "$program" || printf '%s\n' "$program"
  done
}

as_root() {
  if (( EUID == 0 )); then
    "$@"
  else
    sudo "$@"
  fi
}

# Debian starts a service as soon as it is installed unless this file says no (101). The tests start their own servers.
forbid_service_start() {
  if [[ ! -e $service_policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$service_policy" > /dev/null
    wrote_service_policy=yes
    as_root chmod 755 "$service_policy"
  fi
}

remove_service_policy() {
  if [[ $wrote_service_policy == yes ]]; then
    wrote_service_policy=no
    as_root rm -f "$service_policy"
  fi
}

install_missing_programs() {
  local missing program packages=()
  mapfile -t missing < <(missing_programs)
  (( ${#missing[@]} > 0 )) || return 0

  printf 'The tests need what this machine lacks: %s\n' "${missing[*]}"
  command -v apt-get > /dev/null || die "there is no apt-get here; install redis-server, PostgreSQL (initdb), chromium and
chromedriver with this system's package manager, put them on the PATH, and run ./test.sh again"

  for program in "${missing[@]}"; do
    case $program in
      initdb) packages+=(postgresql) ;;
      chromedriver) packages+=(chromium-driver) ;;
      *) packages+=("$program") ;;
    esac
  done

  (( EUID == 0 )) || command -v sudo > /dev/null \
    || die "installing packages needs root or sudo; as root: apt-get install ${packages[*]}"

  forbid_service_start
  as_root apt-get update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
  remove_service_policy

  mapfile -t missing < <(missing_programs)
  (( ${#missing[@]} == 0 )) || die "${packages[*]} installed, but still not found: ${missing[*]}"
}

# --- Suites -------------------------------------------------------------------------------------------------------

counter() { # name, trx file
  local value
  value=$(grep -o '<Counters [^>]*' "$2" | head -n 1 | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9' || true)
  printf '%s' "${value:-0}"
}

# Two suites run at a time: most of them wait more than they work. What they print comes when they have ended, so that it stays readable.

run_lane() { # steps, one after the other
  local step started status
  for step in "$@"; do
    started=$SECONDS
    status=0
    run_step "$step" > "$results/$step.log" 2>&1 || status=$?
    printf '%d %d\n' "$status" "$((SECONDS - started))" > "$results/$step.status"
  done
}

run_step() { # "style", or a suite
  if [[ $1 == style ]]; then
    # White space alone: the build itself enforces every other rule.
    dotnet format whitespace "$solution" --verify-no-changes --no-restore
  else
    dotnet test "tests/$1" --configuration "$configuration" --no-build --results-directory "$results" \
      --logger "trx;LogFileName=$1.trx" --logger 'console;verbosity=minimal' \
      --blame-hang --blame-hang-timeout 4m --blame-hang-dump-type none
  fi
}

report() { # steps
  local step status seconds
  for step in "$@"; do
    printf '\n== %s\n' "$step"
    cat "$results/$step.log" 2> /dev/null || true
    read -r status seconds < "$results/$step.status" 2> /dev/null || { status=1; seconds=-; }
    if [[ $step == style ]]; then
      report_style "$status" "$seconds"
    else
      report_suite "$step" "$status" "$seconds"
    fi
  done
}

report_style() { # status, seconds
  if (( $1 == 0 )); then
    row 'style (dotnet format)' ok - - "$2"
  else
    fail "the style differs; 'dotnet format $solution' mends it"
    row 'style (dotnet format)' - 1 - "$2"
  fi
}

report_suite() { # name, status, seconds
  local name=$1 trx=$results/$1.trx total ok bad not_run
  if [[ ! -s $trx ]]; then
    fail "$name left no result file"
    row "$name" - - - "$3"
    return 0
  fi

  total=$(counter total "$trx")
  ok=$(counter passed "$trx")
  not_run=$((total - $(counter executed "$trx")))
  bad=$((total - ok - not_run))
  passed=$((passed + ok))
  failed=$((failed + bad + not_run))

  if (( total == 0 )); then
    fail "$name ran no tests"
  elif (( not_run > 0 )); then
    printf 'error: %s skipped %d tests; skipped counts as failed\n' "$name" "$not_run" >&2
  elif (( $2 != 0 && bad == 0 )); then
    fail "$name ended with exit code $2"
  fi
  row "$name" "$ok" "$bad" "$not_run" "$3"
}

# --- The run ------------------------------------------------------------------------------------------------------

command -v dotnet > /dev/null || die 'there is no dotnet on the PATH; install the .NET 10 SDK from https://dotnet.microsoft.com/download'
dotnet --version > /dev/null || die 'the .NET SDK that global.json asks for is missing; install it from https://dotnet.microsoft.com/download'
install_missing_programs

rm -rf "$results"
dotnet restore "$solution"
dotnet build "$solution" --configuration "$configuration" --no-restore

mkdir -p "$results"
shopt -s nullglob
projects=(tests/*.Tests/*.Tests.csproj)
(( ${#projects[@]} > 0 )) || die 'there are no test projects in tests/'

# The core suite counts allocations and milliseconds, so it runs alone. Of the others, one lane has the sample's, with its browser, and the fuzzer.
alone=CommunityRealtime.Tests
first=(CommunityRealtime.Sample.Tests CommunityRealtime.Fuzzing.Tests style)
second=()
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  [[ " $alone ${first[*]} " == *" $name "* ]] || second+=("$name")
done

run_lane "${first[@]}" &
lane=$!
run_lane "${second[@]}"
wait "$lane"
lane=
run_lane "$alone"
report "${first[@]}" "${second[@]}" "$alone"
