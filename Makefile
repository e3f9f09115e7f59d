# One door for everything. Needs only make and python3 (3.11 or newer); `make help` lists the targets.
PYTHON ?= python3
INSIDE := .venv/bin/python
TEMPLATES = $(shell find templates reports -name '*.html')
# The production settings that docs/deploy.md asks for; the folder keeps lint away from real data.
PRODUCTION := DATA_DIR=.venv/lint HTTPS=1 TRUST_PROXY=1 HSTS_SUBDOMAINS=1 HSTS_PRELOAD=1 SITE_DOMAIN=www.example.gov.cn

.DEFAULT_GOAL := help
.PHONY: help run test lint audit format bench messages pictures environment development browser

help: ## List the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: environment ## Serve the portal with sample data on 127.0.0.1:8000 (another port: make run PORT=8001)
	@exec $(INSIDE) manage.py serve

test: browser ## Run all tests (some of them: make test ARGS="tests/views -k report")
	$(INSIDE) -m pytest -n auto --maxprocesses 8 --dist loadgroup $(ARGS)

lint: development ## Check format, style, types, security, templates, migrations, production settings, translations
	$(INSIDE) -m ruff format --check .
	$(INSIDE) -m ruff check .
	$(INSIDE) -m mypy
	$(INSIDE) -m bandit --quiet --configfile pyproject.toml --recursive portal reports manage.py
	.venv/bin/djade --target-version 5.2 --check $(TEMPLATES)
	$(PRODUCTION) $(INSIDE) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(INSIDE) manage.py check --deploy --fail-level WARNING
	$(INSIDE) -m pytest -q tests/test_translations.py tests/test_architecture.py

audit: development ## Ask whether weaknesses are known of the pinned packages; fails when it cannot find out
	$(INSIDE) portal/audit.py $(ARGS)

format: development ## Bring code and templates into the common format
	$(INSIDE) -m ruff check --fix --quiet .
	$(INSIDE) -m ruff format .
	.venv/bin/djade --target-version 5.2 $(TEMPLATES)

bench: development ## Print the cost of the main pages and of importing each kind of file
	$(INSIDE) -m tests.benchmarks

messages: development ## Bring the translation files up to date with the code (needs gettext)
	$(INSIDE) manage.py makemessages -l zh_Hans --no-wrap --add-location file --no-obsolete -i .venv -i var -i tests
	$(INSIDE) -m pytest -q tests/test_translations.py

pictures: browser ## Take the pictures of the README and the guides anew
	$(INSIDE) -m tests.browser.pictures

environment:
	@$(PYTHON) portal/bootstrap.py

development:
	@$(PYTHON) portal/bootstrap.py --dev

browser:
	@$(PYTHON) portal/bootstrap.py --dev --browser
