# Two commands on a fresh machine: `make demo` and `make test`. Everything lives in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?=
PORT ?= 8321

.PHONY: help setup setup-dev demo run test cover check requirements clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.run ## Build .venv with the console script in it

setup-dev: $(VENV)/.dev ## Add the tools of the tests to .venv

demo: setup ## Play the bundled archive through the real line (SERVE=1 leaves the page open)
	@$(BIN)/evwatch demo $(if $(SERVE),--serve --port $(PORT))

run: setup ## Run the service from evwatch.toml (made from the example when there is none)
	@test -f evwatch.toml || { cp evwatch.example.toml evwatch.toml && echo "evwatch.toml made from evwatch.example.toml"; }
	@$(BIN)/evwatch run

test: check ## Run everything: lint, types, import rules, all tests on all cores
	@$(BIN)/pytest -ra --numprocesses=auto --dist=loadfile --no-loadscope-reorder

cover: setup-dev ## Run all tests and tell which lines none of them reaches (a third slower)
	@$(BIN)/pytest --cov --cov-report=term-missing:skip-covered -ra

check: setup-dev ## Run lint, types and import rules only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

requirements: ## Compile the hashed requirements files from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --universal --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --universal --no-header -q -o requirements/dev.txt

clean: ## Remove what the tools made (your data/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "EV Watch needs Python 3.11 or newer; found $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian: apt-get install python3-venv python3-pip"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what EV Watch needs into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing the tools of the tests into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
