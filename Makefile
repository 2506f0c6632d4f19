# One command a job; `make help` lists them. CI calls `make test`, as people do.

# Set on the command line (`make run HOST=0.0.0.0 PORT=9000`); the environment's HOST and PORT mean other things.
HOST := 127.0.0.1
PORT := 8501
HTTPS :=
PREFIX :=
PYTHON :=
ONLY :=
STROKES :=
ARGS :=

# Two files of tests at once, each by one process, in order: browser tests come last in both (tests/conftest.py).
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder

VENV := .venv
PY := $(VENV)/bin/python
LOCK = $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" $(ARGS)
# A package's own scripts are never run.
NPM := $(VENV)/bin/npm --ignore-scripts --no-audit --no-fund
FOR_RUN := $(VENV)/.installed-run
FOR_TESTS := $(VENV)/.installed-dev
FOR_SCRIPTS := node_modules/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-browsers lint mutants bench models screenshots lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 — /p' Makefile

run: $(FOR_RUN) ## install what is needed, start Digit Lab, print its address (HOST=0.0.0.0: for the class; HTTPS=1; PORT=9000; PREFIX=lab)
	@$(PY) -m tools.serve --host "$(HOST)" --port "$(PORT)" --prefix "$(PREFIX)" $(if $(filter-out 0,$(HTTPS)),--https)

test: lint ## linter, types and all tests, in a real browser (ARGS="tests/house -x": some of them)
	@$(PY) -m tools.chromium
	@$(PY) -m tools.nginx
	$(VENV)/bin/node --test "tests/javascript/*.test.js"
	$(PY) -m pytest $(PARALLEL) $(ARGS)

test-browsers: $(FOR_TESTS) ## what pupils do, in Firefox and WebKit (ARGS="-k webkit": in one of them)
	@$(PY) -m tools.browsers
	$(PY) -m pytest tests/browsers $(ARGS)

lint: $(FOR_TESTS) $(FOR_SCRIPTS) ## linters of Python and JavaScript, format and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/node node_modules/eslint/bin/eslint.js --max-warnings 0 .

mutants: $(FOR_TESTS) ## how many small changes of the sources the tests notice (ONLY=package; ARGS="--sample 0": all, not a sample)
	$(PY) -m tools.mutants $(ONLY) $(ARGS)

bench: $(FOR_TESTS) ## measure; one JSON object a line, then a table (ONLY=name: one of them)
	@$(PY) -m tools.chromium
	@$(PY) -m benchmarks $(if $(STROKES),--strokes "$(STROKES)") $(ONLY)

models: $(FOR_RUN) ## train the shipped models anew (STROKES=file: digits that people drew, to learn too)
	$(PY) -m training.shipped $(if $(STROKES),--strokes "$(STROKES)") $(ONLY)

screenshots: $(FOR_TESTS) ## take the pictures of README.md and docs/tour.md anew
	@$(PY) -m tools.chromium --chinese-fonts
	$(PY) -m tests.screenshots

lock: $(FOR_TESTS) ## resolve requirements*.in for every platform and Python, and package.json (ARGS=--upgrade: to the newest)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(NPM) $(if $(filter --upgrade,$(ARGS)),update,install) --package-lock-only

clean: ## remove what make made; saved models in var/ stay
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis var/test-failures
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip rather than something faster: it reads the school's own mirror, proxy and certificate settings.
INSTALL = $(PY) -m pip install --disable-pip-version-check -r $(1) \
	|| { echo "Installing failed: see the lines above. The first start needs the internet; later ones do not." >&2; exit 1; }

$(FOR_RUN): requirements.txt
	@sh tools/venv.sh $(VENV) $(PYTHON)
	@echo "Installing what Digit Lab needs: about 0.6 GB to download, 2 GB on disk, once."
	@$(call INSTALL,requirements.txt)
	@touch $@

$(FOR_TESTS): requirements-dev.txt $(FOR_RUN)
	@echo "Installing the tools for developing and testing."
	@$(call INSTALL,requirements-dev.txt)
	@touch $@

$(FOR_SCRIPTS): package.json package-lock.json | $(FOR_TESTS)
	@echo "Installing the linter for JavaScript."
	@$(NPM) ci
	@touch $@
