# make demo   sets everything up and serves the demonstration on http://127.0.0.1:8000/
# make test   sets everything up and runs the whole suite, on SQLite and on PostgreSQL
# make check  formatting, import contract, missing migrations, security lint, deployment check
# make run    serves the site as it is set up

PYTHON := .venv/bin/python
ADDRESS ?= 127.0.0.1:8000
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup:
	@scripts/setup.sh python frontend env

demo: setup
	@$(PYTHON) manage.py setup_demonstration
	@$(MAKE) --no-print-directory run

run:
	@.venv/bin/gunicorn directory_site.wsgi --bind $(ADDRESS) --workers 1 --threads 4 --log-level warning

test: setup
	@scripts/setup.sh tests browser postgres
	@scripts/test.sh

check: setup
	@scripts/setup.sh tests
	@scripts/check.sh

.PHONY: help setup demo run test check
