# Two commands matter: `make run` opens the training site, `make test` checks everything.
# Python 3.11 or newer and make are all a machine needs beforehand.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PY := $(BIN)/python
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:
export PYTHONUNBUFFERED = 1
export PORT

.DEFAULT_GOAL := help
.PHONY: help .venv dev

help:
	@echo 'make run        open the training site on PORT (8000); Ctrl-C ends it'
	@echo 'make training   the same, with the clock and the made-up day begun afresh'
	@echo 'make stop       end a site that runs in another terminal'
	@echo 'make test       everything a change must pass: checks, tests, journeys in a browser'
	@echo 'make check      the checks alone;  make fmt  puts the code in order'
	@echo 'make bench      the figures, each beside its limit or peer'
	@echo 'make .venv      the environment alone, from the hash-checked lock'

# The environment is current when the lock it was made from, kept inside it, equals ours.
.venv:
	@cmp -s requirements.lock .venv/requirements.lock || { \
	  set -e; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo 'Python 3.11 or newer is needed (PYTHON=... names another one).'; exit 1; }; \
	  $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	    || { echo 'This Python has no venv module: install it (on Debian: apt install python3-venv).'; exit 1; }; \
	  echo 'Making the environment in .venv (once, about half a minute) ...'; \
	  test -x $(PY) || $(PYTHON) -m venv .venv; \
	  $(PY) $(INSTALL) -r requirements.lock; \
	  cp requirements.lock .venv/requirements.lock; \
	}

dev: .venv
	@cmp -s requirements-dev.lock .venv/requirements-dev.lock || { \
	  set -e; \
	  echo 'Adding the tools for checks and tests ...'; \
	  $(PY) $(INSTALL) -r requirements-dev.lock; \
	  cp requirements-dev.lock .venv/requirements-dev.lock; \
	}

.PHONY: run training stop
run: .venv ## the site; TRAINING=0 for the real clock
	@exec $(PY) -m config.supervisor

training: .venv
	@exec $(PY) -m config.supervisor afresh

stop: .venv
	@$(PY) -m config.supervisor stop

# Checks and tests. `make test` is what .ci/run calls.

.PHONY: check fmt test unit journeys bench install-browser clean
check: dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(PY) -m mypy .
	@DJANGO_SETTINGS_MODULE=config.settings.tests $(PY) manage.py check --fail-level WARNING
	@DJANGO_SETTINGS_MODULE=config.settings.tests $(PY) -W ignore manage.py makemigrations --check --dry-run

fmt: dev
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

test: dev install-browser check unit journeys

unit: dev
	@status=0; $(PY) -m pytest -q -n 2 --dist loadfile --ignore=tests/journeys || status=$$?; \
	  $(PY) -m tests.cluster stop; exit $$status

journeys: dev install-browser
	@$(PY) -m pytest -q tests/journeys

bench: dev
	@$(PY) -m benchmarks

# As root Chromium is installed where it is missing; otherwise the system must have one.
install-browser: dev
	@$(PY) -m tests.browser || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'Installing Chromium ...'; mkdir -p var; \
	    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
	      >var/chromium.log 2>&1 || { cat var/chromium.log; exit 1; }; \
	  else \
	    echo 'The journeys need a browser: install Chromium (on Debian: apt install chromium).'; exit 1; \
	  fi; }

clean: stop ## every state of this folder but the environment
	@$(PY) -m tests.cluster stop
	@rm -rf var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis locale/*/LC_MESSAGES

.PHONY: lock
lock: dev ## both lock files; read their diff like code
	@set -e; for extra in '' dev; do \
	  suffix=$${extra:+-dev}; \
	  $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-header --no-annotate pyproject.toml $${extra:+--extra dev -c requirements.lock} \
	    -c constraints.in -o requirements$$suffix.lock; \
	done
