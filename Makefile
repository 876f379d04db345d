# kernel_magic: everything a person or CI runs, one target each. `make help` lists them.
# GNU make 3.81 or newer and Python 3.11 or newer are enough; nothing outside $(VENV) and the user cache is written.

SHELL := bash
.SHELLFLAGS := -e -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
PEERS ?= .venv-peers
MODEL ?= qwen2.5-coder-0.5b-instruct
DEMO_TASK ?= docs/demo/merge.txt
DEMO_DIR ?= lesson-demo
PYTEST_ARGS ?=
TORCH_ARGS ?=
BENCH_ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check
# The same range as the extra `local`. Asked for by itself and first: a CPU build that pip already knows then stays.
TORCH := torch>=2.9,<2.14
# What only this file and the wheel's test call: the documentation's and the wheel's builders.
BUILDERS := 'mkdocs>=1.6,<2' 'hatchling>=1.26,<2' 'build>=1.2,<2'
TEST_MODEL := qwen2.5-coder-0.5b-instruct
# A learner waits for the whole of it once: no PyTorch, no JupyterLab.
DEMO_EXTRAS := llama

# Stamps, so that a second run asks pip nothing. A changed pyproject.toml installs again.
MADE := $(VENV)/.made
HAS_DEMO := $(VENV)/.has-demo
HAS_LAB := $(VENV)/.has-lab
HAS_DEV := $(VENV)/.has-dev
HAS_PEERS := $(PEERS)/.has-peers

.PHONY: help
help: ## what can be made
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r name text; do printf '  %-10s %s\n' "$$name" "$$text"; done
	@echo 'Variables: MODEL=auto or a name from `kernel-magic model list` (now $(MODEL)), PYTHON=python3.13,'
	@echo '  DEMO_TASK=FILE with a task of your own, PYTEST_ARGS="-k merge", BENCH_ARGS=--quick'

.PHONY: demo
demo: $(HAS_DEMO) ## from nothing to a verified lesson: environment, model, a solved problem, a notebook
	@$(BIN)/kernel-magic model fetch $(MODEL)
	@KERNEL_MAGIC_MODEL=$(MODEL) $(BIN)/kernel-magic doctor
	@mkdir -p $(DEMO_DIR)
	@echo; echo "The task, from $(DEMO_TASK):"; echo; sed 's/^/    /' $(DEMO_TASK); echo
	@$(BIN)/kernel-magic solve $(DEMO_TASK) --model $(MODEL) \
		--notebook $(DEMO_DIR)/lesson.ipynb --html $(DEMO_DIR)/lesson.html || test $$? = 1
	@echo; echo "The lesson as a notebook: $(CURDIR)/$(DEMO_DIR)/lesson.ipynb"
	@echo "The lesson as a page:     $(CURDIR)/$(DEMO_DIR)/lesson.html"
	@echo "Next: make lab"

.PHONY: lab
lab: $(HAS_LAB) ## JupyterLab on notebooks/quickstart.ipynb
	@$(BIN)/kernel-magic model fetch $(MODEL)
	KERNEL_MAGIC_MODEL=$(MODEL) $(BIN)/jupyter lab notebooks/quickstart.ipynb $(LAB_ARGS)

.PHONY: test
test: $(HAS_DEV) browser peers ## every test, with the real 0.5B model
	@$(BIN)/kernel-magic model fetch $(TEST_MODEL)
	KERNEL_MAGIC_MODEL=$(TEST_MODEL) KERNEL_MAGIC_PEERS=$(abspath $(PEERS))/bin $(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: lint
lint: $(HAS_DEV) ## format, style, types and import contracts; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(HAS_DEV) ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(HAS_DEV) ## the documentation as pages, in site/
	$(BIN)/mkdocs build --strict --quiet --site-dir site
	@echo "The documentation: $(CURDIR)/site/index.html"

.PHONY: bench
bench: $(HAS_DEV) ## measure everything the README quotes, on this machine
	@$(BIN)/kernel-magic model fetch $(TEST_MODEL)
	$(BIN)/python benchmarks/run_all.py $(BENCH_ARGS)

.PHONY: build
build: $(MADE) ## wheel and source archive, in dist/
	@$(PIP) -qq $(BUILDERS)
	$(BIN)/python -m build --outdir dist

.PHONY: clean
clean: ## take away what was built; the models in the user cache stay
	rm -rf $(VENV) $(PEERS) build dist site $(DEMO_DIR) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find kernel_magic tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Chromium serves tests/browser/ only. Where it is missing and cannot be installed, those tests skip and say so.
.PHONY: browser
browser:
	@if command -v chromium chromium-browser google-chrome >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing chromium for the browser tests.'; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
			>/dev/null || echo 'chromium could not be installed: the browser tests will skip.'; \
	else echo 'No chromium here: the browser tests will skip. Install the package chromium to run them.'; fi

# They bring a JupyterLab and a pandas of their own choice, which shall not decide about ours. Where they cannot be
# installed, the tests with them skip and say so.
.PHONY: peers
peers: ## the real nbgrader and otter, which some tests compare with, in an environment of their own
	@test -e $(HAS_PEERS) || { \
		echo 'Installing nbgrader and otter-grader into $(PEERS) (once, about a minute).'; \
		$(PYTHON) -m venv $(PEERS) \
			&& $(PEERS)/bin/python -m pip install --disable-pip-version-check -qq 'nbgrader>=0.9.6,<0.10' 'otter-grader>=7.0,<8' \
			&& touch $(HAS_PEERS); \
	} || { echo 'nbgrader and otter could not be installed: the tests with them will skip.'; rm -rf $(PEERS); }

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) is missing or older than Python 3.11. Give a newer one: make PYTHON=python3.12 ...' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo 'No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv' >&2; exit 2; }
	@touch $@

# `all` holds what the demo needs: an environment made for the tests serves the demo as it is.
$(HAS_DEMO): pyproject.toml $(MADE)
	@echo 'Installing kernel_magic into $(VENV) (once, about a minute).'
	@$(PIP) -qq -e '.[$(DEMO_EXTRAS)]'
	@touch $@

$(HAS_LAB): $(HAS_DEMO)
	@echo 'Installing JupyterLab into $(VENV) (once, about a minute).'
	@$(PIP) -qq 'jupyterlab>=4.2,<5' 'ipykernel>=6.29,<8' 'nbconvert>=7.16,<8' 'matplotlib>=3.8,<4'
	@touch $@

$(HAS_DEV): pyproject.toml $(MADE)
	@echo 'Installing PyTorch, every backend and the development tools into $(VENV) (some minutes, once).'
	@$(PIP) -qq $(TORCH_ARGS) '$(TORCH)'
	@$(PIP) -qq -e '.[all,dev]' $(BUILDERS)
	@touch $@ $(HAS_DEMO) $(HAS_LAB)
