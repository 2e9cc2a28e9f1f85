# Every target sets up .venv by itself, once; a changed lock file sets it up again.
PYTHON ?= python3
STUDY ?= york-2021
BIN := .venv/bin
export UV_LINK_MODE := copy
# Hospitals and universities often have certificates of their own.
export UV_SYSTEM_CERTS := 1
# Compiled once, at set-up: where byte code is not kept, each start takes three times as long.
export UV_COMPILE_BYTECODE := 1
# uv takes seconds; where it cannot reach the packages, pip may, by its own settings.
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: report test test-all audit lab preview site clean lock notebooks lint

report: .venv/run
	$(BIN)/mcn report $(STUDY)

test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/python -m pytest --nbval --nbval-current-env notebooks

# What takes minutes, too: kills, faults, broken files. It writes docs/reliability.md.
test-all: test
	RELIABILITY=docs/reliability.md $(BIN)/python -m pytest -m reliability tests/reliability

# Known weaknesses of what the report runs on, by the public lists.
audit: .venv/test
	$(BIN)/python -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv/audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: .venv/lab
	$(BIN)/jupyter lab notebooks

preview: .venv/run
	$(BIN)/mcn preview $(STUDY)

# Every study's report and a page that lists them, in site/.
site: .venv/run
	for study in $$($(BIN)/mcn studies --names); do $(BIN)/mcn report $$study || exit 1; done
	$(BIN)/mcn site

# The committed notebooks carry the reference study's outputs; this makes them anew.
notebooks: .venv/run
	$(BIN)/python -m mcneval.run.refresh

clean:
	rm -rf results site .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/uv: requirements-uv.lock
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-uv.lock
	touch $@

.venv/run: .venv/uv requirements.lock pyproject.toml
	$(UV) --require-hashes -r requirements.lock || $(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	touch $@

.venv/test: .venv/run requirements-test.lock
	$(UV) --require-hashes -r requirements-test.lock || $(PIP) --require-hashes -r requirements-test.lock
	touch $@

.venv/lab: .venv/run requirements-lab.lock
	$(UV) --require-hashes -r requirements-lab.lock || $(PIP) --require-hashes -r requirements-lab.lock
	touch $@

# Lock files without index addresses; the lab's and the tests' versions follow the run's.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
BUILD = printf 'hatchling\neditables\n'

lock: .venv/uv
	printf 'uv\n' | $(LOCK) - -o requirements-uv.lock
	$(BUILD) | $(LOCK) pyproject.toml - -o requirements.lock
	$(BUILD) | $(LOCK) pyproject.toml - --extra test -c requirements.lock -o requirements-test.lock
	$(BUILD) | $(LOCK) pyproject.toml - --extra lab -c requirements.lock -o requirements-lab.lock
