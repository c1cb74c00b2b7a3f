#!/usr/bin/env bash
# What a reader would find by eye: formatting, imports, migrations, templates, security lint, deployment.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

echo "== Formatting and lint"
$bin/ruff format --check .
$bin/ruff check .

echo "== Imports go down only"
$bin/lint-imports

echo "== Migrations and templates"
$bin/python manage.py makemigrations --check --dry-run
$bin/python manage.py check_templates

echo "== Security"
bandit="$bin/bandit --quiet --recursive --severity-level medium"
$bandit --exclude ./.venv,./frontend/node_modules,./tests,./var,./search/engines .
# The index is SQL of our own: names of tables and columns are put in from constants (B608), values
# always as parameters.
$bandit --skip B608 search/engines
SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.org \
    DJANGO_SETTINGS_MODULE=directory_site.settings.production PUBLIC_URL=https://example.org \
    $bin/python manage.py check --deploy --fail-level WARNING
