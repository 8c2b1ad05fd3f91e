# Everything here runs in a virtual environment of its own, made on first use with plain Python and pip.
# Windows: see README.md for the same steps as plain commands.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs fuzz bench requirements clean

help:  ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## Render every fixture to out/
	$(BIN)/python tools/demo.py

test: $(READY)  ## Run the tests, with branch coverage
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

lint: $(READY)  ## Check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)  ## Build the documentation to out/docs/, with its links checked
	$(BIN)/python docs/build.py

fuzz: $(READY)  ## Try 10 000 random documents
	INDPLAN_FUZZ=10000 $(BIN)/python -m pytest tests/test_fuzz.py

bench: $(READY)  ## Measure speed: ratios in one run
	$(BIN)/python benchmarks/bench_commands.py
	$(BIN)/python benchmarks/bench_word.py
	$(BIN)/python benchmarks/bench_peers.py
	$(BIN)/python benchmarks/bench_pdf.py

requirements: $(READY)  ## Pin all dependencies again, with hashes
	sh tools/pin.sh $(BIN)/python

clean:  ## Remove what was made
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage dist
