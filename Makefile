# Everything a developer or an operator starts. `make` alone lists it.

PYTHON ?= python3
UV ?= $(shell command -v uv)
HOST ?= 127.0.0.1
PORT ?= 8000
CHROMIUM ?= /usr/bin/chromium
TEST_DATABASE_URL ?=
export HOST PORT CHROMIUM

VENV = .venv/bin/python
MANAGE = $(VENV) manage.py
DJADE = find templates -name '*.html' -exec .venv/bin/djade

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

.PHONY: help
help:  ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | sort | expand -t 15


## Serving

.PHONY: run
run: .venv/.runtime .env | var  ## Serve the site as in production (HOST=127.0.0.1 PORT=8000)
	@if (: < /dev/tcp/$(HOST)/$(PORT)) 2> /dev/null; then
	  echo "Port $(PORT) is in use. Choose another one: PORT=9000 make run" >&2
	  exit 1
	fi
	export DEBUG=off PYTHONUNBUFFERED=1
	STATEMENT_TIMEOUT_MS=60000 $(MANAGE) prepare
	exec $(VENV) -m gunicorn

.PHONY: dev
dev: .venv/.dev .env | var  ## Serve with DEBUG and the debug toolbar, restarting on every change
	@DEBUG=off $(MANAGE) prepare
	export DEBUG=on DEBUG_TOOLBAR=on SITE_URL=http://$(HOST):$(PORT)
	exec $(MANAGE) runserver $(HOST):$(PORT)

.PHONY: admin
admin: .venv/.runtime .env | var  ## Create an account that may do everything in the admin
	@DEBUG=off $(MANAGE) prepare
	$(MANAGE) createsuperuser


## Checks and tests: these see the values given here, whatever .env holds

ISOLATED = test test-browser bench check content messages
$(ISOLATED): export ENV_FILE = /dev/null
$(ISOLATED): export DEBUG = off
$(ISOLATED): export SECRET_KEY = for-checks-and-tests-alone-0123456789-abcdefghijklmnop
$(ISOLATED): export SITE_URL = http://127.0.0.1:8000
$(ISOLATED): export DATABASE_URL = sqlite:///var/content-check.sqlite3
$(ISOLATED): export STATEMENT_TIMEOUT_MS = 60000
check: export SITE_URL = https://callcareers.example

# Print the first of the addresses at which a server lets us in, else why the last did not.
define FIND_POSTGRESQL
import sys, psycopg

for url in sys.argv[1:]:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error as error:
        reason = str(error).splitlines()[0]
    else:
        print(url)
        sys.exit()
print(reason)
sys.exit(1)
endef
export FIND_POSTGRESQL

POSTGRESQL_ADDRESSES = $(or $(TEST_DATABASE_URL), \
  postgresql://root@127.0.0.1:5432/test postgresql://postgres@127.0.0.1:5432/postgres)

.PHONY: test
test: .venv/.dev | var  ## Run the tests, on SQLite and on PostgreSQL where a server answers
	@$(MANAGE) compile_catalogs
	sqlite=passed postgresql=passed
	echo "Tests on SQLite"
	$(VENV) -m pytest -n auto || sqlite=FAILED
	if found=$$($(VENV) -c "$$FIND_POSTGRESQL" $(POSTGRESQL_ADDRESSES)); then
	  echo "Tests on PostgreSQL"
	  DATABASE_URL=$$found $(VENV) -m pytest -n auto || postgresql=FAILED
	elif [[ $${REQUIRE_POSTGRESQL:-} == 1 ]]; then
	  postgresql="FAILED, as REQUIRE_POSTGRESQL=1 and no server answers: $$found"
	else
	  postgresql="SKIPPED, as no server answers (TEST_DATABASE_URL names one): $$found"
	fi
	echo "SQLite: $$sqlite"
	echo "PostgreSQL: $$postgresql"
	[[ $$sqlite$$postgresql != *FAILED* ]]

.PHONY: test-browser
test-browser: .venv/.dev | var  ## Run the tests in a real browser (CHROMIUM=/usr/bin/chromium)
	@if [[ ! -x $(CHROMIUM) ]]; then
	  echo "Browser: SKIPPED, as there is no $(CHROMIUM). Try: apt install chromium"
	  if [[ $${REQUIRE_BROWSER:-} == 1 ]]; then
	    echo "REQUIRE_BROWSER=1 makes that a failure." >&2
	    exit 1
	  fi
	  exit
	fi
	$(MAKE) --no-print-directory .venv/.browser
	$(MANAGE) compile_catalogs
	$(VENV) -m pytest --override-ini addopts="-ra --strict-markers" tests/browser

.PHONY: bench
bench: .venv/.dev | var  ## Measure the speed of the site against its bars
	@if found=$$($(VENV) -c "$$FIND_POSTGRESQL" $(POSTGRESQL_ADDRESSES)); then
	  export BENCH_DATABASE_URL=$$found
	fi
	$(VENV) -m tests.bench

.PHONY: check
check: .venv/.dev | var  ## Check style, templates, types, migrations, settings, messages, content
	@set -x
	$(VENV) -m ruff format --check
	$(VENV) -m ruff check
	$(DJADE) --check {} +
	$(VENV) -m djlint --lint --quiet templates
	$(VENV) -m mypy callcareers roles salaries faq
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING
	if command -v xgettext > /dev/null; then
	  $(MANAGE) collect_messages --check
	else
	  echo "Collecting messages: SKIPPED, as there is no gettext. Try: apt install gettext"
	fi
	$(load_content_afresh)
	$(MANAGE) export_content --check
	$(MANAGE) check_translations

.PHONY: fix
fix: .venv/.dev  ## Repair what tools can repair in Python and templates
	@$(VENV) -m ruff check --fix --exit-zero
	$(VENV) -m ruff format
	$(DJADE) {} + || true


## Texts

define load_content_afresh
rm -f var/content-check.sqlite3*
$(MANAGE) compile_catalogs
$(MANAGE) migrate --verbosity 0
$(MANAGE) load_content $(if $(filter 1,$(MINOR_EDITS)),--minor-edits)
endef

.PHONY: content
content: .venv/.runtime | var  ## Write the content files anew (MINOR_EDITS=1: translations stay current)
	@$(load_content_afresh)
	$(MANAGE) export_content

.PHONY: messages
messages: .venv/.runtime  ## Collect new texts of interface and packages into locale/ (needs gettext)
	@$(MANAGE) collect_package_messages
	$(MANAGE) collect_messages


## Setting up

.venv/.created:
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
	  echo "Python 3.11 or newer is needed; PYTHON=/path/to/python make … names one." >&2
	  exit 1
	fi
	if [[ -n "$(UV)" ]]; then
	  "$(UV)" venv --quiet --allow-existing --python $(PYTHON) .venv
	elif $(PYTHON) -c 'import ensurepip' 2> /dev/null; then
	  $(PYTHON) -m venv .venv
	else
	  echo "Python cannot make virtual environments here. Try: apt install python3-venv" >&2
	  exit 1
	fi
	touch $@
	echo "Virtual environment: done in $$SECONDS s"

# The three locks hold the same versions, so that each set extends the one before it.
.venv/.runtime: requirements.txt
.venv/.dev: requirements-dev.txt
.venv/.browser: requirements-browser.txt

# pip is asked for errors alone: it warns of every place where a package is not.
.venv/.runtime .venv/.dev .venv/.browser: | .venv/.created
	@echo "Packages: installing $< …"
	if [[ -n "$(UV)" ]]; then
	  "$(UV)" pip install --quiet --python $(VENV) --require-hashes --no-deps -r $<
	else
	  $(VENV) -m pip install -qq --no-input --require-hashes --no-deps -r $<
	fi
	touch $@
	echo "Packages: done in $$SECONDS s"

.env:
	@key=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')
	umask 077
	sed "s/^SECRET_KEY=.*/SECRET_KEY=$$key/" .env.example > $@
	echo "Settings: .env made from .env.example, with a new SECRET_KEY"

var:
	@mkdir $@

.PHONY: clean
clean:  ## Remove what can be made anew; the database and .env stay
	@rm -rf .venv var/static* var/content-check.sqlite3* .*_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -r {} +
	find locale -name '*.mo' -delete
