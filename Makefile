# Everything runs in a private environment (.venv) that uv builds from uv.lock; uv itself is installed into .uv where
# the machine has none. `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export UV_PYTHON_DOWNLOADS = never

UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin/python
CHECKERS := tests/node/node_modules/.package-lock.json
MIGRATIONS := $(wildcard */migrations/*.py cms/*/migrations/*.py)
DEMO_ENV = DJANGO_SETTINGS_MODULE=cms.settings.base DATABASE_URL=sqlite:///$(CURDIR)/.demo/db.sqlite3 \
	MEDIA_ROOT=$(CURDIR)/.demo/media WORDPRESS_IMPORT_ROOT=$(CURDIR)/.demo/imports STATIC_ROOT=$(CURDIR)/.demo/static SECRET_KEY=$$(cat .demo/secret-key) \
	ALLOWED_HOSTS=localhost,127.0.0.1,[::1] HTTPS=off SERVE_MEDIA=on BASE_URL=http://$(HOST):$(PORT) REDIS_URL=

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format bench ci clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

install: .venv/installed ## Build the environment

.uv/bin/uv:
	@$(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/installed: pyproject.toml uv.lock $(filter .uv/bin/uv,$(UV))
	@$(UV) sync --quiet --frozen --all-extras --python $(PYTHON)
	@touch $@

$(CHECKERS): tests/node/package-lock.json
	@npm ci --loglevel=error --prefix tests/node
	@touch $@

demo: .venv/installed .demo/ready ## Fill a demo site from our own WordPress export and serve it on $PORT (8000)
	@$(DEMO_ENV) $(RUN) manage.py create_demo
	@$(DEMO_ENV) exec .venv/bin/gunicorn cms.wsgi --bind $(HOST):$(PORT) --workers 1 --threads 4 --log-level warning

.demo/secret-key: .venv/installed
	@mkdir -p .demo
	@umask 077 && $(RUN) -c "import secrets; print(secrets.token_urlsafe(50))" > $@

.demo/ready: .venv/installed .demo/secret-key $(MIGRATIONS) $(wildcard cms/static/* cms/static/*/*)
	@$(DEMO_ENV) $(RUN) manage.py migrate --verbosity 0
	@$(DEMO_ENV) $(RUN) manage.py collectstatic --noinput --verbosity 0
	@touch $@

test: .venv/installed ## Run the whole suite on SQLite
	@$(RUN) -m pytest --numprocesses auto --create-db

lint: .venv/installed ## Check style, types, templates and import contracts
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@.venv/bin/djlint templates --check --lint --quiet
	@$(RUN) -m mypy .
	@.venv/bin/lint-imports --config pyproject.toml

format: .venv/installed ## Put code and templates in shape
	@$(RUN) -m ruff check --fix --quiet . || true
	@$(RUN) -m ruff format --quiet .
	@.venv/bin/djlint templates --reformat --quiet || true

bench: .venv/installed $(if $(shell command -v npm),$(CHECKERS)) ## Measure the main pages, also by Lighthouse, and a large import (PART=import for a part)
	@$(RUN) -m tests.bench $(PART)

ci: ## Run what must pass before anything lands
	@bash .ci/run

clean: ## Remove what the other targets made
	@rm -rf .venv .uv .demo .mypy_cache .pytest_cache .ruff_cache test-db*.sqlite3* tests/node/node_modules
