# Two commands do all the set-up on a machine with python3 (3.11 or newer), its venv module and make:
#   make demo    the whole story against a stand-in GitHub, no token needed   (PAGE=file tells it with your page)
#   make test    the tests
# Then, in a browser:
#   make sandbox the stand-in GitHub as the demo left it, for you to go on with
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo sandbox test browser pictures check format lock clean

demo: $(READY)
	$(BIN)/arch-hour demo $(if $(PAGE),"$(PAGE)")

sandbox: build/demo/world.yml
	$(BIN)/arch-hour sandbox --world build/demo/world.yml --save build/demo/world.yml

build/demo/world.yml: | $(READY)
	$(BIN)/arch-hour demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

# What drives a browser that the machine has; the tests that need one are skipped without it.
browser: $(READY) requirements/browser.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/browser.txt

# The screenshots in docs/, taken anew by the test that plays a week in a browser.
pictures: browser
	PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/integration/test_browser.py tests/integration/test_agenda_pictures.py \
	  tests/integration/test_promises_pictures.py

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

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
	for set in action dev build browser; do \
	  $(BIN)/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	    --output-file requirements/$$set.txt requirements/$$set.in || exit 1; \
	done

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
