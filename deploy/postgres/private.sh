# A PostgreSQL of our own under the data folder. Sourced by deploy/up, which sets `data`, `home`, `logs` and `port`.

# Makes the cluster if there is none, starts it, and sets `postgres_url`.
start_postgres() {
  local tools as=() cluster=$home/cluster
  tools=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if ((!EUID)); then  # PostgreSQL refuses root.
    as=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres: "$home"
    "${as[@]}" test -w "$home" ||
      fail "PostgreSQL does not run as root, and its user postgres cannot reach $data: name another folder with --data."
  fi
  if [[ ! -e $cluster/PG_VERSION ]]; then
    (umask 077 && head -c 18 /dev/urandom | base64 > "$home/password")
    ((EUID)) || chown postgres: "$home/password"
    quietly "$logs/initdb.log" "${as[@]}" "$tools/initdb" --pgdata="$cluster" --username=mandat --encoding=UTF8 \
      --locale=C.UTF-8 --auth=scram-sha-256 --pwfile="$home/password" --data-checksums ||
      fail "PostgreSQL could not make a cluster in $cluster."
  fi
  # libpq finds the password here, and nobody finds it among the arguments of a process.
  export PGPASSFILE=$home/pgpass
  (umask 077 && echo "127.0.0.1:*:*:mandat:$(< "$home/password")" > "$PGPASSFILE")
  stop_signal[postgres]=INT  # a fast shutdown: it does not wait for clients to leave
  # The change of user forgets the signal on death, so it is asked for again.
  start postgres "127.0.0.1:${port[postgres]}" "${as[@]:-setpriv}" --pdeathsig INT "$tools/postgres" -D "$cluster" \
    -c listen_addresses=127.0.0.1 -c port="${port[postgres]}" -c unix_socket_directories= -c fsync=on
  postgres_url=postgresql://mandat@127.0.0.1:${port[postgres]}/postgres
  wait_until postgres "$tools/pg_isready" -q -d "$postgres_url"
}
