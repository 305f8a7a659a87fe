# Recueil: the two commands are `make demo` and `make test`.

# The newest Python that is new enough; PYTHON=… chooses another one.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
PORT ?= 8000
RUN := .venv/bin/python
ARGS ?=

.PHONY: help demo test install serve lint types messages bench leaks fuzz clean

help: ## what one can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## everything, then the site with its demo on http://127.0.0.1:8000 (PORT=…)
	@$(RUN) manage.py demo --port $(PORT)

test: install ## the whole suite (ARGS=… goes to pytest)
	@$(RUN) -m pytest -n auto $(ARGS)

install: ## .venv alone
	@test -n "$(PYTHON)" || { echo "Recueil cannot be installed: no Python found; 3.11 or later is needed."; exit 1; }
	@"$(PYTHON)" requirements/install.py

lint: install ## style of Python and of templates
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m djlint --quiet --lint templates

types: install ## static types
	@$(RUN) -m mypy wiki guides search home

messages: install ## collect the strings to translate (needs gettext)
	@$(RUN) manage.py makemessages -l fr -l en --no-obsolete --no-wrap --add-location file --extension html,txt,py,xml --ignore .venv --ignore var --ignore tests
	@for file in */locale/en/LC_MESSAGES/django.po; do msgfilter --keep-header --no-wrap -i "$$file" sed d | msgattrib --clear-fuzzy --clear-previous --no-wrap - | msgen --no-wrap -o "$$file" -; done

bench: install ## speed and memory, measured beside stock Wagtail
	@$(RUN) -m tests.bench $(ARGS)

leaks: install ## nobody is shown what they may not read: 2,000 random cases for each engine and database (LEAK_CASES=…, ARGS=…)
	@$(RUN) -m tests.leaks $(ARGS)

fuzz: install ## nonsense to every address: 10,000 requests (FUZZ_REQUESTS=…, FUZZ_SEED=…, ARGS=…)
	@FUZZ_REQUESTS=$${FUZZ_REQUESTS:-10000} $(RUN) -m pytest -p no:xdist -q -s --show-capture=no tests/fuzz $(ARGS)

clean: ## forget the environment (the data in var/ stays)
	rm -rf .venv
