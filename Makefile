# Terreau: install, run, test. `make help` lists what there is; docs/decisions/0011 says why make.
# Every recipe runs from this folder with relative paths only, so the checkout may live under a path with spaces.

PORT ?= 8080
DATA ?= var
# Test processes (pytest-xdist) for the tests that can stand beside each other; 0 keeps everything in one.
WORKERS ?= 3
# More words for pytest, e.g. `make test PYTEST_ARGS="-k outbox -x"`.
PYTEST_ARGS ?=
# `make lock UPGRADE=--upgrade` takes the newest versions instead of keeping the locked ones.
UPGRADE ?=

PY := .venv/bin/python
SERVICES_ENV := .cache/test-services.env
# Python keeps what it compiled (`__pycache__`), also where the environment says not to: tests and commands start hundreds
# of processes, and each would compile the whole house again.
unexport PYTHONDONTWRITEBYTECODE
WITH_SERVICES := set -a && . ./$(SERVICES_ENV) && set +a
BESIDE := --dist loadfile --no-loadscope-reorder
XDIST := $(if $(filter-out 0,$(WORKERS)),-n $(WORKERS) $(BESIDE))
# Browsers hold each other up on two cores, and everybody else: two of them, and nothing beside.
JOURNEYS := tests/journeys
BY_TWO := $(if $(filter-out 0,$(WORKERS)),-n 2 $(BESIDE))
# Whole stacks fill PostgreSQL's connections: these run one after the other, all others beside each other.
APART := tests/integration/test_full_stack.py
# Whole stacks with servers of their own, which are broken: two files at a time (each process keeps its stack from one
# test to the next) and nothing beside, since what is starved by others is slow to heal.
LONG := tests/faults/test_servers_broken.py tests/faults/test_portal.py tests/faults/test_replay.py \
	tests/faults/test_restore.py tests/faults/test_rolling_restart.py tests/faults/test_services_killed.py \
	tests/faults/test_replicas.py tests/faults/test_house_hears.py \
	tests/integration/test_servers_away.py tests/integration/test_backup.py
PIP_COMPILE := .cache/pip-tools/bin/pip-compile --quiet --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --strip-extras --no-annotate --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test ordeals test-fast check bench faults screenshots lock install install-test services \
	servers stop-services

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: install ## install, then start everything in one process (PORT=8080 DATA=var)
	@exec .venv/bin/terreau --data "$(DATA)" up --port "$(PORT)"

test: install-test services check ## everything: services, checks, every test
	@$(WITH_SERVICES) && $(PY) -m pytest $(XDIST) $(PYTEST_ARGS) $(JOURNEYS:%=--ignore=%) $(APART:%=--ignore=%) $(LONG:%=--ignore=%)
	@$(WITH_SERVICES) && $(PY) -m pytest $(BY_TWO) $(PYTEST_ARGS) $(JOURNEYS)
	@$(WITH_SERVICES) && exec $(PY) -m pytest $(PYTEST_ARGS) $(APART)

ordeals: install-test services ## whole stacks and servers that are broken, each once or a few times (minutes)
	@$(WITH_SERVICES) && exec $(PY) -m pytest $(BY_TWO) $(PYTEST_ARGS) $(LONG)

test-fast: install-test ## rules and contracts only, in seconds, no server needed
	@exec $(PY) -m pytest $(XDIST) --hypothesis-profile=quick $(PYTEST_ARGS) tests/unit tests/contracts

check: install-test ## ruff, mypy, import-linter
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: install-test servers ## every benchmark: ours, the raw limit, the ratio
	@$(WITH_SERVICES) && exec $(PY) -m benchmarks

faults: install-test servers ## the fault suite at full counts (hours); writes docs/reliability.md
	@$(WITH_SERVICES) && TERREAU_FAULTS=full exec $(PY) -m pytest --timeout=0 $(PYTEST_ARGS) tests/faults tests/integration/test_servers_away.py \
		tests/integration/test_backup.py tests/integration/notifications/test_replicas_killed.py

screenshots: install-test ## pictures of every page, at 1280 and 390 px, into docs/images/ (needs chromium)
	@exec $(PY) -m scripts.screenshots

stop-services: ## end the test servers that were started under .cache or in Docker
	@bash scripts/ensure_services.sh $(SERVICES_ENV) stop

lock: install ## write requirements/*.txt again from pyproject.toml
	@test -x .cache/pip-tools/bin/pip-compile || { $(PY) -m venv .cache/pip-tools && \
		PIP_CACHE_DIR="$${PIP_CACHE_DIR:-$$PWD/.cache/pip}" .cache/pip-tools/bin/python -m pip install --quiet pip-tools; }
	@$(PIP_COMPILE) --output-file requirements/base.txt pyproject.toml
	@$(PIP_COMPILE) --extra test --output-file requirements/test.txt pyproject.toml

# What the targets above stand on; each does nothing when there is nothing to do.

install:
	@bash scripts/install.sh base

install-test:
	@bash scripts/install.sh test

services:
	@bash scripts/ensure_services.sh $(SERVICES_ENV)

servers:
	@bash scripts/ensure_services.sh $(SERVICES_ENV) amqp database
