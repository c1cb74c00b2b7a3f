#!/usr/bin/env bash
# A PostgreSQL server for the tests only, in a folder of its own, on a Unix socket: postgres.sh start | stop | url.
# "start" prints the DATABASE_URL; it does nothing else where the server is up already.
set -euo pipefail

FOLDER=${OPEN_DOOR_TEST_POSTGRES:-/tmp/open-door-test-postgres}
BIN=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1 || command -v postgres)")
PORT=54329

# PostgreSQL refuses to run as root, so root lends the job to the user "postgres".
as_server() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

start() {
    if ! [ -f "$FOLDER/data/PG_VERSION" ]; then
        rm -rf "$FOLDER"
        mkdir -p "$FOLDER"
        if [ "$(id -u)" = 0 ]; then chown postgres "$FOLDER"; fi
        as_server "$BIN/initdb" -D "$FOLDER/data" -U open_door --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    fi
    if ! as_server "$BIN/pg_ctl" -D "$FOLDER/data" status >/dev/null 2>&1; then
        as_server "$BIN/pg_ctl" -D "$FOLDER/data" -l "$FOLDER/log" -w \
            -o "-c listen_addresses='' -k $FOLDER -p $PORT -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
            start >/dev/null
    fi
    url
}

stop() {
    as_server "$BIN/pg_ctl" -D "$FOLDER/data" -m fast -w stop >/dev/null || true
}

url() {
    echo "postgres://open_door@:$PORT/$FOLDER/postgres"
}

"$1"
