#!/usr/bin/env bash
# The whole suite on SQLite, browser included; then everything but the browser on PostgreSQL.
# Arguments go to pytest: scripts/test.sh tests/search -x
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=directory_site.settings.tests
# What is compiled once serves every process of both runs.
export PYTHONDONTWRITEBYTECODE=

workers=${TEST_WORKERS:-$(nproc)}

echo "== On SQLite, with Chromium"
.venv/bin/python -m pytest -n "$workers" "$@"

echo "== On PostgreSQL"
DATABASE_URL=$(scripts/postgres.sh start)
export DATABASE_URL
trap 'scripts/postgres.sh stop' EXIT
.venv/bin/python -m pytest -n "$workers" -m "not browser" "$@"
