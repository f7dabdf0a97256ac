#!/usr/bin/env bash
# Two servers of one chat on this machine, without containers: redis-server and PostgreSQL as they are installed, in a temporary folder.
# Ctrl-C ends everything that was started. PORT1, PORT2, REDIS_PORT and POSTGRES_PORT choose other ports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly port1=${PORT1:-8001} port2=${PORT2:-8002} redis_port=${REDIS_PORT:-16379} postgres_port=${POSTGRES_PORT:-15432}
readonly folder=$(mktemp -d "${TMPDIR:-/tmp}/two-servers-XXXXXX")
started=()

die() { # message
  printf 'error: %s\n' "$1" >&2
  exit 1
}

postgres_program() { # program
  command -v "$1" || compgen -G "/usr/lib/postgresql/*/bin/$1" | tail -n 1 || die "there is no $1 here; install PostgreSQL"
}

# PostgreSQL does not run as root.
as_postgres() {
  if (( EUID == 0 )); then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

finish() {
  trap - EXIT
  for pid in "${started[@]}"; do
    kill "$pid" 2> /dev/null || true
  done
  for pid in "${started[@]}"; do
    wait "$pid" 2> /dev/null || true
  done
  if [[ -f $folder/data/postmaster.pid ]]; then
    as_postgres "$pg_ctl" stop -D "$folder/data" -m fast > /dev/null
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v redis-server > /dev/null || die 'there is no redis-server here; install Redis'
initdb=$(postgres_program initdb)
pg_ctl=$(postgres_program pg_ctl)

dotnet build samples/CommunityRealtime.Sample --configuration Release --nologo --verbosity quiet

if (( EUID == 0 )); then
  chown postgres "$folder"
fi
(
  cd "$folder"
  as_postgres "$initdb" -D data -U chat -A trust -E UTF8 > /dev/null
  as_postgres "$pg_ctl" start -w -D data -l log -o "-p $postgres_port -k $folder -c listen_addresses=127.0.0.1" > /dev/null
)

redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" > /dev/null &
started+=($!)

serve() { # port
  env ASPNETCORE_ENVIRONMENT=Development \
    CommunityChat__Database__Provider=PostgreSql \
    ConnectionStrings__Chat="Host=127.0.0.1;Port=$postgres_port;Username=chat;Database=postgres" \
    ConnectionStrings__Redis="127.0.0.1:$redis_port" \
    dotnet samples/CommunityRealtime.Sample/bin/Release/net10.0/CommunityRealtime.Sample.dll --urls "http://127.0.0.1:$1" &
  started+=($!)
}
serve "$port1"
serve "$port2"

printf 'Two servers, one chat: http://127.0.0.1:%s and http://127.0.0.1:%s. Ctrl-C ends them.\n' "$port1" "$port2"
wait "${started[@]}"
