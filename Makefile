# Two commands matter: `make serve` and `make test`.  Needs make and Python 3.11, 3.12 or 3.13.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The lock is whole, so pip resolves nothing (--no-deps) and fetches no build tools: left to
# resolve, an older pip takes a newer release for a requirement with an extra, then refuses it.
# `pip check` tells of a lock that is not whole.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
OWN := --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help serve test lint bench quality lock clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

serve: $(VENV)/.installed  ## install what is needed, build the corpus, serve the pages
	@exec $(BIN)/mizan up

test: lint  ## everything that is checked: style, types, architecture, documentation, tests
	@$(BIN)/python -m pytest -q

lint: $(VENV)/.installed-dev  ## style, types and architecture only
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --no-cache --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.installed-dev  ## speed beside a peer, as ratios
	@$(BIN)/python benchmarks/parse_speed.py

quality: $(VENV)/.installed-dev  ## measure the shipped build for the honesty page
	@$(BIN)/python benchmarks/quality.py

lock: $(VENV)/.installed-dev  ## pin dependencies anew, with hashes
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --extra build --quiet --upgrade -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --extra build --extra dev --quiet --upgrade -o requirements-dev.lock

clean:  ## take away the environment and what the tools left
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# a venv that was only half made is taken away, or the next run would take it for a whole one
$(VENV)/bin/python:
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "There is no $(PYTHON) here; name a Python 3.11, 3.12 or 3.13: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Mizan needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is another; name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) could not make $(VENV); where its venv module is a package of its own, install that first (Debian: python3-venv)" >&2; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Mizan needs into $(VENV) …" >&2
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@$(PIP) $(OWN)
	@$(BIN)/python -m pip --disable-pip-version-check check >/dev/null || $(BIN)/python -m pip check
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) …" >&2
	@$(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@$(PIP) $(OWN)
	@$(BIN)/python -m pip --disable-pip-version-check check >/dev/null || $(BIN)/python -m pip check
	@touch $@ $(VENV)/.installed
