# Two commands do all the set-up on a machine with python3 (3.11 or newer), its venv module and make:
#   make demo    the whole story against a stand-in GitHub, no token needed   (PAGE=file tells it with your page)
#   make test    the tests
# Then, in a browser:
#   make sandbox the stand-in GitHub as the demo left it, for you to go on with
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
CHARTS := requirements/mermaid
LINTS  := requirements/workflows
MODULES := $(CHARTS) $(LINTS)
# One more than there are cores: many tests wait, for a server to start or for a pause to end.
WORKERS ?= $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))

.PHONY: demo sandbox test bench bench-server browser tools pictures check lint-workflows format lock clean

demo: $(READY)
	$(BIN)/arch-hour demo $(if $(PAGE),"$(PAGE)")

sandbox: build/demo/world.yml
	$(BIN)/arch-hour sandbox --world build/demo/world.yml --save build/demo/world.yml

build/demo/world.yml: | $(READY)
	$(BIN)/arch-hour demo

test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# How long the Action takes until its first request.
bench: $(READY)
	$(BIN)/python -m tests.bench.start_up

# How long the webhook server takes to answer, on each database; some minutes.
bench-server: $(READY)
	$(BIN)/python -m tests.bench.deliveries

# What drives a browser that the machine has, and what draws charts in it; the tests that need them are skipped without.
browser: $(READY) requirements/browser.txt $(CHARTS)/node_modules/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/browser.txt

# What reads workflows as GitHub does and finds fault with them, and GitHub's example events; the tests that need them are skipped without.
tools: $(READY) requirements/workflows.txt $(LINTS)/node_modules/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/workflows.txt

$(MODULES:%=%/node_modules/.ready): %/node_modules/.ready: %/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix $* --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else \
	  echo "There is no npm here: the tests that need what $* names are skipped."; \
	fi

# The screenshots in docs/, taken anew by the test that plays a week in a browser.
pictures: browser
	PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/integration/test_browser.py tests/integration/test_agenda_pictures.py \
	  tests/integration/test_promises_pictures.py tests/integration/test_report_pictures.py tests/integration/test_summary_picture.py \
	  tests/integration/test_setup_picture.py

check: $(READY) lint-workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Our workflows and those for teams, by the schemas that GitHub has, actionlint, and zizmor at its strictest.
lint-workflows: tools
	$(BIN)/python -m pytest -q tests/test_workflow_files.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# Resolves the newest allowed versions afresh; the files hold versions and hashes, never an address.
lock: $(READY)
	for set in action dev server build browser workflows; do \
	  $(BIN)/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	    --output-file requirements/$$set.txt requirements/$$set.in || exit 1; \
	done
	for folder in $(MODULES); do \
	  rm -f $$folder/package-lock.json && \
	  npm install --prefix $$folder --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund && \
	  $(BIN)/python -c 'import json, sys; print(json.dumps(json.load(sys.stdin, object_hook=lambda each: \
	    {name: value for name, value in each.items() if name != "funding"}), indent=2))' \
	    <$$folder/package-lock.json >$$folder/package-lock.tmp && mv $$folder/package-lock.tmp $$folder/package-lock.json || exit 1; \
	done

clean:
	rm -rf $(VENV) $(MODULES:%=%/node_modules) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
