# What README and CI use. Needs Python 3.11 or newer with venv; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
QUESTION := what did Putin say about Turkey?

.PHONY: run test lint fix eval install browser clean

run: install           ## set up, ingest corpus/, answer one question, serve the page
	$(BIN)/python -m rag ingest corpus
	$(BIN)/python -m rag ask "$(QUESTION)"
	$(BIN)/python app.py

test: .venv/test browser   ## set up and run the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/test       ## style, imports and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: .venv/test        ## repair style where that is safe
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: .venv/run        ## measure answers on the shipped questions, against the pinned floors
	$(BIN)/python -m rag evaluate gate corpus

install: .venv/run

.venv/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@touch $@

.venv/run: .venv/uv requirements.txt
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/test: .venv/uv requirements-dev.txt
	$(INSTALL) -r requirements-dev.txt
	@touch $@

browser:               ## a Chromium for the tests of the page, where the system can install one
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "No Chromium found: the tests of the page will be skipped. Install chromium to run them."; fi; }

clean:                 ## remove the environment and the index
	rm -rf .venv index
