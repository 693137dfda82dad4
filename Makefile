# Two commands matter: `make run` shows the product, `make test` proves it.
# Both need Python 3.11 or newer, make and a package index; everything else is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 14

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("satupintu needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(INSTALLED)

install: $(INSTALLED)  ## make .venv with the package and its tools

run: $(INSTALLED)  ## fill a sandbox, file its vacancies, print the reports, go on serving
	$(BIN)/satupintu demo

test: lint types imports tests  ## everything that must hold: lint, types, import rules, tests

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/pyright

imports: $(INSTALLED)
	$(BIN)/lint-imports

tests: $(INSTALLED)
	$(BIN)/pytest -n auto --dist worksteal

format: $(INSTALLED)  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED)  ## measure against the floors of this machine
	$(BIN)/python benchmarks/run_all.py

regions: $(INSTALLED)  ## build the bundled region table anew from its package
	$(BIN)/python scripts/build_regions.py

regions-exhaustive: $(INSTALLED)  ## resolve the full name of every region in every usual form (about ten minutes)
	EVERY_REGION=1 $(BIN)/pytest tests/unit/regions/test_resolver_full_names.py --timeout 1800

clean:  ## remove what make made
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

.PHONY: help install run test lint types imports tests format bench regions regions-exhaustive clean
