# make workshop: everything from a bare clone to a running rehearsal. make test: all tests.
PYTHON ?= python3
HOST ?= 0.0.0.0
PORT ?= 8866
BIN := .venv/bin

.PHONY: workshop test lock screens guide

workshop: .venv/ready
	$(BIN)/samhandling serve --demo --host $(HOST) --port $(PORT)

test: .venv/ready-test
	sh tests/chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/samhandling check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest --nbval sessions voila_apps -q -p no:cacheprovider -n 2 --dist loadfile

.venv/ready: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Samhandling needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@echo "Installing what the workshop needs: a few minutes the first time ..."
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable .
	touch $@

.venv/ready-test: .venv/ready
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[test]'
	touch $@

# the pinned versions of everything, for all platforms
lock:
	uv pip compile --universal --python-version 3.11 --extra test --no-header --quiet --output-file requirements.lock pyproject.toml

# the README's pictures, taken from a running rehearsal
screens: .venv/ready-test
	sh tests/chromium.sh
	$(BIN)/python docs/screens.py

# the facilitator's guide as a site and a PDF in guide/, and the table of systems and files
guide: .venv/ready-test
	$(BIN)/samhandling guide --out guide --catalogue docs/catalogue.md
