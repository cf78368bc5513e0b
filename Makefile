# A fresh machine needs Python 3.11 or newer, make, and a package manager (apt, dnf, pacman or brew).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One process runs a whole module: what a module makes for its tests is made once.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: exam test test-all fuzz mutants lint tex faults bench matrix random-exams real pictures docs clean

exam: tex ## installs what is missing, and builds a real exam into out/
	$(BIN)/examgen build banks/vae.md --versions 4 --seed 2026

test: tex lint ## the linter, the type checker and the tests
	$(PYTEST)

test-all: tex lint ## the same, with more values of what is tried, and with rare tests
	EXAMGEN_TESTS=all $(PYTEST)

lint: $(VENV)/ready
	$(BIN)/ruff check examgen tests
	$(BIN)/ruff format --check examgen tests
	$(BIN)/mypy

tex: $(VENV)/ready ## TeX, its packages, and fonts for other scripts where apt has them, if they are missing
	@$(BIN)/examgen doctor >/dev/null 2>&1 || $(BIN)/examgen doctor --install --yes
	@$(BIN)/examgen doctor --scripts >/dev/null 2>&1 || ! command -v apt-get >/dev/null || \
	  $(BIN)/examgen doctor --scripts --install --yes

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { command -v apt-get >/dev/null && \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv; } || \
	  { echo "Python has no venv module: install it (on Debian: python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

faults: tex ## every fault at every stage, and builds killed and told to end at random moments
	$(BIN)/python tests/faults.py

bench: tex ## times builds beside plain pdflatex and, when it is installed, Auto Multiple Choice; then the formats
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_formats.py

matrix: tex ## the same orders, LaTeX and PDFs on every Python and with every release of the libraries?
	$(BIN)/python tests/matrix.py

random-exams: tex ## is any letter of 10,000 random exams wrong?
	$(BIN)/python tests/random_exams.py --exams 10000 --seed 0

fuzz: $(VENV)/ready ## the property tests on examples that no run has seen
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -q -n auto $$(grep -l hypothesis tests/test_*.py)

mutants: tex ## wrong builds of every kind over random banks, and what the audit says of each
	$(BIN)/python tests/mutants.py

real: tex ## 1,000 questions that other people wrote, as one exam: is any word lost, any letter wrong?
	$(BIN)/python tests/real_banks.py

pictures: tex ## the pictures in the README, from a real build
	$(BIN)/python docs/pictures.py

docs: $(VENV)/ready ## the generated pages of the documentation
	$(BIN)/examgen schema bank > docs/bank.schema.json
	$(BIN)/examgen schema show > docs/show.schema.json
	$(BIN)/python docs/commands.py
	$(BIN)/python docs/samples.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
