# The commands of the project; each makes the environment it needs.
PORT ?= 8000
WORKERS ?= 2
ARGS ?=
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -p no:cacheprovider

.DEFAULT_GOAL := help
.PHONY: help run demo test check e2e bench soak messages environment environment-dev

help: ## Say what the commands do
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{ printf "make %-9s %s\n", $$1, $$2 }'

environment:
	@scripts/venv requirements.txt

environment-dev:
	@scripts/venv requirements-dev.txt

run: environment ## Start the site with its demo content on http://127.0.0.1:8000/ (PORT=8000)
	@$(PY) scripts/run --port $(PORT)

demo: environment ## Bring database and demo content up to date without starting the site
	@$(PY) scripts/run --prepare-only

test: environment-dev ## Run all tests but the long random ones (ARGS= goes to pytest)
	@WORKERS=$(WORKERS) scripts/test $(ARGS)

check: environment-dev ## Run every check that needs no running site
	@scripts/check

e2e: environment-dev ## Run the browser tests alone
	@$(PYTEST) -m "browser and not soak" $(ARGS)

bench: environment-dev ## Measure search on this machine; bench/README.md says how (ARGS=--full: all of it)
	@$(PY) -m bench $(ARGS)

soak: environment-dev ## Run the long random tests
	@$(PYTEST) -m soak $(ARGS)

messages: environment-dev ## Bring the translation catalogues up to date with the source
	@$(PY) scripts/messages
