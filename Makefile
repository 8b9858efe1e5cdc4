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

.PHONY: lock
lock: dev ## both lock files; read their diff like code
	@set -e; for extra in '' dev; do \
	  suffix=$${extra:+-dev}; \
	  $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-header --no-annotate pyproject.toml $${extra:+--extra dev -c requirements.lock} \
	    -c constraints.in -o requirements$$suffix.lock; \
	done
