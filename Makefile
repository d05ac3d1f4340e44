# One target per habit; each works alone from a bare clone, `make setup` comes first by itself.

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
DEMO := examples/vostochny-2021.toml
DEMO_DIR := build/vostochny-2021

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format-check lint types floors slow bench bench-peers validate docs lock clean

help:
	@echo "make setup     install everything into .venv (the other targets do it by themselves)"
	@echo "make demo      plan the 2021 season of Vostochny and show the report"
	@echo "make test      the fast tests"
	@echo "make check     format, lint, types, floors, test: what CI runs, in the same order"
	@echo "make slow      the slow tests"
	@echo "make bench     the benchmarks, as JSON lines in benchmarks/results"
	@echo "make bench-peers  Delta III, the falls and the windows beside their peers"
	@echo "make validate  rebuild docs/validation from the authorities"
	@echo "make docs      the documentation, in docs/_build/html"
	@echo "make lock      pin the requirements anew"
	@echo "make clean     remove what was built, but not .venv"

setup: $(STAMP)

# Installed anew when the lock changes. uv stands in the development lock too, so that it survives.
# uv does not read pip's settings: where only pip knows the way to the packages, pip takes over.
$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked requirements into .venv ..."
	@$(BIN)/uv --version >/dev/null 2>&1 || $(PIP) --require-hashes -r requirements/uv.txt
	@[ -w "$${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$(CURDIR)/.venv/.cache"; \
	$(UV) --require-hashes -r requirements/dev.txt || { \
	  echo "uv could not install them, pip tries (this takes a minute) ..." >&2; \
	  $(PIP) --no-deps --require-hashes -r requirements/dev.txt; } && \
	{ $(UV) --no-deps --no-build-isolation --editable . || $(PIP) --no-deps --no-build-isolation --editable .; }
	@touch $@

$(BIN)/python:
	@command -v git >/dev/null 2>&1 || { echo "git is missing: install it first (Debian and Ubuntu: apt-get install git)." >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "$(PYTHON) is missing: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1); name another: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' >/dev/null 2>&1 || { echo "Python's venv module is missing (Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

demo: $(STAMP)
	$(BIN)/cosmodrome plan $(DEMO) -o $(DEMO_DIR)
	@report="$(CURDIR)/$(DEMO_DIR)/report.html"; \
	if [ "$$(uname)" = Darwin ]; then open "$$report"; \
	elif [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null 2>&1; then xdg-open "$$report" >/dev/null 2>&1 & \
	fi; \
	echo "The report: $$report"

test: $(STAMP)
	$(BIN)/pytest -n $(WORKERS) -m "not slow"

check: format-check lint types floors test

format-check: $(STAMP)
	$(BIN)/ruff format --check

lint: $(STAMP)
	$(BIN)/ruff check

types: $(STAMP)
	$(BIN)/mypy

floors: $(STAMP)
	$(BIN)/lint-imports

slow: $(STAMP)
	$(BIN)/pytest -n $(WORKERS) -m slow

bench: $(STAMP)
	@mkdir -p benchmarks/results
	@set -e; for script in $$(ls benchmarks/[!_]*.py 2>/dev/null); do \
	  result="benchmarks/results/$$(basename "$$script" .py).jsonl"; \
	  echo "$$script > $$result"; \
	  $(BIN)/python "$$script" > "$$result"; \
	done

# The peers ask for an older CasADi than ours: they live apart, and .venv is left alone.
PEERS := build/bench
bench-peers: $(STAMP) $(PEERS)/.installed
	@mkdir -p benchmarks/results
	$(BIN)/python benchmarks/delta_iii.py --peers --peer-python $(PEERS)/bin/python \
	  | tee benchmarks/results/delta_iii_peers.jsonl
	$(BIN)/python benchmarks/falls.py --peers --peer-python $(PEERS)/bin/python \
	  | tee benchmarks/results/falls_peers.jsonl
	$(BIN)/python benchmarks/windows.py --peers | tee benchmarks/results/windows_peers.jsonl

$(PEERS)/.installed: requirements/bench.txt | $(STAMP)
	@echo "Installing the peers into $(PEERS) ..."
	@$(BIN)/python -m venv $(PEERS)
	@[ -w "$${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$(CURDIR)/.venv/.cache"; \
	$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python --require-hashes -r requirements/bench.txt || { \
	  echo "uv could not install them, pip tries ..." >&2; \
	  $(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt; }
	@touch $@

validate: $(STAMP)
	@set -e; for script in $$(ls validation/[!_]*.py 2>/dev/null); do \
	  echo "$$script"; \
	  $(BIN)/python "$$script"; \
	done

docs: $(STAMP)
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "The documentation: $(CURDIR)/docs/_build/html/index.html"

# No index and no command line is written into the locks: they name versions and hashes only.
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal -p 3.11 --no-header --no-annotate
lock: $(STAMP)
	printf 'uv\n' | $(LOCK) --upgrade - -o requirements/uv.txt
	$(LOCK) --upgrade --group dev pyproject.toml -o requirements/dev.txt
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], sep="\n")' \
	  | $(LOCK) --upgrade - -o requirements/bench.txt

clean:
	rm -rf build dist docs/_build benchmarks/results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
