#!/bin/sh
# Finds the Chromium that browser tests use: `path` prints it (nothing when there is none), `install` gets the
# distribution's when none is there and we may install packages.
set -u

found() {
    for name in "${CHARTER_CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
        [ -n "$name" ] && command -v "$name" && return 0
    done
    return 1
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
        printf '\n==> Installing Chromium for the browser tests\n'
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    fi
    if ! found >/dev/null; then
        printf '\n!!! No Chromium is here and none could be installed: THE BROWSER TESTS ARE SKIPPED.\n'
        printf '!!! Install chromium, or set CHARTER_CHROMIUM to one.\n\n'
    fi
    ;;
*)
    echo "usage: chromium.sh path | install" >&2
    exit 2
    ;;
esac
