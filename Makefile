# Everything here works on a fresh machine with Python 3.11 or newer and make. `make help` lists the commands.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python on the path that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

VENV := .venv
# npm does not put its own node on the path, and an other Node of the machine must not be picked up.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
PIP := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check
WORKSPACE := $(VENV)/bin/python -m workspace

RUNNING := $(VENV)/.running-$(shell cat requirements/main.txt requirements/build.txt 2>/dev/null | cksum | cut -d' ' -f1)
TESTING := $(VENV)/.testing-$(shell cat requirements/dev.txt 2>/dev/null | cksum | cut -d' ' -f1)
PACKAGES := node_modules/.installed
PARALLEL ?= --numprocesses=auto --maxprocesses=4 --dist=loadfile
PAGES := static/dist/.built
SOURCES := $(shell find static/src -type f 2>/dev/null) $(wildcard *.mjs static/*.mjs)
BROWSER := .data/browser/.unpacked

.PHONY: help
help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

.PHONY: run
run: $(RUNNING) $(PAGES) ## Start everything with the demonstration family, on http://127.0.0.1:8000
	@exec $(WORKSPACE) demo

.PHONY: demo
demo: run ## The same as `make run`

.PHONY: test
test: $(RUNNING) $(TESTING) $(PAGES) $(BROWSER) ## Run every test, the browser's and the front end's included
	@echo "==> Front-end tests"
	@npm test --silent
	@echo "==> Tests"
	@$(VENV)/bin/python -m pytest $(PARALLEL) $(ARGS)

.PHONY: check
check: $(RUNNING) $(TESTING) $(PACKAGES) ## Check style, types, layers and the front end's sources
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	npm run --silent lint

.PHONY: format
format: $(RUNNING) $(TESTING) $(PACKAGES) ## Bring every source file into its one format
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .
	npm run --silent lint -- --fix

.PHONY: access
access: $(RUNNING) ## Write who may call and see what into tests/architecture/access.txt
	$(WORKSPACE) access > tests/architecture/access.txt.new
	mv tests/architecture/access.txt.new tests/architecture/access.txt

.PHONY: bench
bench: $(RUNNING) $(TESTING) $(PAGES) ## Measure, side by side, into benchmarks/results.json (ONLY=name for one)
	$(VENV)/bin/python -m benchmarks $(if $(ONLY),--only $(ONLY))

.PHONY: prove
prove: $(RUNNING) $(TESTING) ## Play other and longer random histories than the tests do (HISTORIES=2000, SEED=number)
	HISTORIES=$(HISTORIES) SEED=$(SEED) $(VENV)/bin/python -m pytest tests -m prove --numprocesses=0 -s $(ARGS)

.PHONY: mutants
mutants: $(RUNNING) $(TESTING) ## Take each clause out of each rule and policy, and see it noticed (ONLY=documents)
	$(VENV)/bin/python -m tests.permissions.mutants_run $(if $(ONLY),--only $(ONLY))

.PHONY: migration
migration: $(RUNNING) ## Write a new migration from what the models say (m="why")
	@test -n "$(m)" || { echo 'Say what the migration is for: make migration m="add consents"'; exit 64; }
	$(WORKSPACE) migration "$(m)"

.PHONY: lock
lock: $(VENV)/bin/python ## Choose versions anew and lock them with their hashes
	$(PIP) install uv
	cd requirements && for name in main build dev; do \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --custom-compile-command "make lock" $$name.in -o $$name.txt; done

.PHONY: clean
clean: ## Remove what was built; the data under .data/ stay
	rm -rf $(VENV) node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# What the targets above stand on, each made again only when its inputs changed.

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Workspace needs Python 3.11 or newer, and none was found on the path. Install it, or name it: make PYTHON=/path/to/python3.12"; exit 69; }
	@echo "==> Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(RUNNING): | $(VENV)/bin/python
	@echo "==> Installing the locked dependencies"
	@$(PIP) install --require-hashes -r requirements/main.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-index --no-build-isolation -e .
	@rm -f $(VENV)/.running-*; touch $@

$(TESTING): | $(RUNNING)
	@echo "==> Installing the locked tools for tests and checks"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@rm -f $(VENV)/.testing-*; touch $@

$(PACKAGES): package.json package-lock.json $(wildcard .npmrc) | $(RUNNING)
	@echo "==> Installing the locked front-end packages"
	@npm ci --loglevel=error
	@touch $@

$(PAGES): $(PACKAGES) $(SOURCES)
	@echo "==> Building the front end"
	@npm run --silent build
	@mkdir -p $(@D); touch $@

$(BROWSER): $(PACKAGES)
	@echo "==> Unpacking the browser for the tests"
	@mkdir -p $(@D)
	@$(VENV)/bin/python -m tests.chromium
	@touch $@
