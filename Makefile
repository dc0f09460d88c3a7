# Mingzhang. `make` alone lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help

INBOX ?= raw_pdfs
WAREHOUSE ?= $(or $(MINGZHANG_WAREHOUSE),warehouse/mingzhang.db)
WORKERS ?=
OUT ?= export
JOBS ?= 2
DOCUMENTS ?= 300
SCORED := build/accuracy
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Hashes for everything, and no build environment that would fetch something without one.
INSTALL := $(PIP) install --require-hashes --no-build-isolation
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--fork-strategy fewest --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help setup dev ingest test accuracy soak lint bench export lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make ingest INBOX=raw_pdfs WAREHOUSE=warehouse/mingzhang.db WORKERS=2"

setup: $(VENV)/.stamp-run ## install the command into .venv/bin/mingzhang

dev: $(VENV)/.stamp-dev ## install what tests, lint and benchmarks need

# By the environment, so that make does not print the password of a WAREHOUSE.
ingest export: export MINGZHANG_WAREHOUSE := $(WAREHOUSE)

ingest: $(VENV)/.stamp-run ## read the PDFs of INBOX into WAREHOUSE
	@$(BIN)/mingzhang ingest "$(INBOX)" $(if $(WORKERS),--workers $(WORKERS))

export: $(VENV)/.stamp-run ## write every table of WAREHOUSE as CSV into OUT
	@$(BIN)/mingzhang export --out "$(OUT)"

test: lint accuracy ## lint, accuracy and tests; ends with the list of what was skipped
	$(BIN)/python -m pytest -n $(JOBS) -m "not soak"

accuracy: $(VENV)/.stamp-dev ## read raw_pdfs/ afresh and score it against the known truth
	@rm -rf "$(SCORED)"
	$(BIN)/mingzhang ingest raw_pdfs --warehouse "$(SCORED)/warehouse.db"
	@$(BIN)/mingzhang export --out "$(SCORED)/csv" --warehouse "$(SCORED)/warehouse.db" > /dev/null
	$(BIN)/python -m benchmarks.accuracy "$(SCORED)/csv" tests/typeset/truth

soak: $(VENV)/.stamp-dev ## tests that take longer
	$(BIN)/python -m pytest -n $(JOBS) -m soak

lint: $(VENV)/.stamp-dev ## ruff, mypy --strict, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.stamp-dev ## speed and accuracy beside peers
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.loading
	$(BIN)/python -m benchmarks.exporting
	$(BIN)/python -m benchmarks.scale --documents $(DOCUMENTS)

lock: $(VENV)/.stamp-dev ## resolve both locks again (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group build --group dev --all-extras -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment, caches and builds; the warehouse stays
	rm -rf "$(VENV)" build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本：请安装后重试，或用 make PYTHON=/path/to/python3"; \
		echo "Python 3.11 or newer is needed: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv "$(VENV)" || { rm -rf "$(VENV)"; \
		echo "无法建立虚拟环境：Debian、Ubuntu 上请先 apt install python3-venv"; \
		echo "no virtual environment: on Debian and Ubuntu, apt install python3-venv first"; exit 1; }

# The build backend goes first: sources in the lock (jieba) are built with it.
$(VENV)/.stamp-run: requirements.lock pyproject.toml | $(BIN)/python
	sed -n '/^setuptools==/,/# via/p' requirements.lock > "$(VENV)/build.lock"
	$(INSTALL) -r "$(VENV)/build.lock"
	$(INSTALL) -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.stamp-dev: requirements-dev.lock $(VENV)/.stamp-run
	$(INSTALL) -r requirements-dev.lock
	@touch $@
