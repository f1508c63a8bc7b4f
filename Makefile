# Everything runs from .venv, made from the hash-pinned requirements. Nothing else is needed but Python 3.11+.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test lint eval bench soak screenshots pins

setup: .venv/ready

.venv/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	$(BIN)/python -m bot demo

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

eval: setup
	$(BIN)/python -m tests.understanding.evaluate

bench: setup
	$(BIN)/python -m benchmarks $(BENCH)

soak: setup
	$(BIN)/python -m tests.soak $(SOAK)

screenshots: setup
	$(BIN)/python -m tests.support.screenshots

pins:
	cd requirements && for name in base dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  $$name.in --output-file $$name.txt; done
