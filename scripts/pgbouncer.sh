#!/bin/sh
# Finds the PgBouncer that tests put before Postgres: `path` prints it (nothing when there is none), `install` gets the
# distribution's when none is there and we may install packages.
set -u

found() {
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "${CHARTER_PGBOUNCER:-pgbouncer}"
}

case "${1:-path}" in
path)
    found || true
    ;;
install)
    found >/dev/null && exit 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root=no; fi
    fi
    if [ "$as_root" != no ] && command -v apt-get >/dev/null; then
        printf '\n==> Installing PgBouncer for the tests through a connection pooler\n'
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pgbouncer
    fi
    if ! found >/dev/null; then
        printf '\n!!! No PgBouncer is here and none could be installed: THE TESTS THROUGH A POOLER ARE SKIPPED.\n'
        printf '!!! Install pgbouncer, or set CHARTER_PGBOUNCER to one.\n\n'
    fi
    ;;
*)
    echo "usage: pgbouncer.sh path | install" >&2
    exit 2
    ;;
esac
