# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
BENCH_STAMP := .venv/.installed-bench
SCREENING_STAMP := .venv/.installed-bench-screening
AUDIT_STAMP := .venv/.installed-audit

.PHONY: help demo demo-headless demo-full demo-storm cluster-demo demo-petitions pictures test format lint types contracts migrations \
	tests matrix fuzz audit crash soak bench bench-cluster bench-workers bench-topics bench-growth bench-desk bench-queue bench-screening broadcast clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  -/'

$(STAMP): pyproject.toml constraints.txt
	@echo "madang: making .venv (once; about 1-2 minutes, 1.7 GB)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

$(BENCH_STAMP): $(STAMP)
	@echo "madang: adding the peers that topics are measured beside (once; 500 MB)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[bench]'
	@touch $(BENCH_STAMP)

$(AUDIT_STAMP): $(STAMP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[audit]'
	@touch $(AUDIT_STAMP)

$(SCREENING_STAMP): $(STAMP)
	@echo "madang: adding the peer that the risk finder is measured beside (once; 250 MB)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[bench-screening]'
	@touch $(SCREENING_STAMP)

demo: $(STAMP) ## try it: a page with a citizen's, an official's and a moderator's phone
	@$(BIN)/madang demo

demo-headless: $(STAMP) ## read one whole dialogue, from the citizen's words to the official's answer
	@$(BIN)/madang demo --headless

demo-full: $(STAMP) ## two months of a consultation: 300 citizens, from /new to a promise that was kept
	@$(BIN)/madang demo --headless --scenario full

demo-storm: $(STAMP) ## an attack of 2,000 messages among 300 honest citizens, and what becomes of it
	@$(BIN)/madang demo --headless --scenario storm

cluster-demo: $(STAMP) ## the same by several processes, with PostgreSQL and Dask
	@$(BIN)/madang demo --cluster

demo-petitions: $(STAMP) ## the same on real petitions: make demo-petitions DATA=<folder of public data>
	@$(BIN)/madang demo --petitions "$(DATA)"

test: $(STAMP) ## everything that must hold
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types contracts migrations lint format
	@$(MAKE) --no-print-directory tests

format: $(STAMP)
	@$(BIN)/ruff format --check --quiet . && echo "format: ok"

lint: $(STAMP)
	@$(BIN)/ruff check --quiet . && echo "lint: ok"

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports

migrations: $(STAMP) ## `alembic check`: the tables in code are the tables of the migrations
	@$(BIN)/python -m tests.alembic_check

tests: $(STAMP)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

matrix: $(STAMP) ## every command and button, for every role, here or elsewhere, in every state of a consultation
	@MATRIX=whole $(BIN)/python -m pytest -n auto tests/bot/test_matrix.py tests/bot/test_agencies_apart.py

fuzz: $(STAMP) ## 100,000 updates of every kind, spoilt: none may stay without an answer or a reason. UPDATES=
	@FUZZ=$(or $(UPDATES),100000) $(BIN)/python -m pytest -q -p no:xdist tests/fuzz

crash: $(STAMP) ## kill the bot 200 times over 10,000 messages: KILLS= MESSAGES= ENGINE=sqlite|postgresql
	@$(BIN)/python -m tests.crash $(if $(KILLS),--kills $(KILLS)) $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(ENGINE),--engine $(ENGINE))

soak: $(STAMP) ## ten minutes of a bad network at 20 messages a second: SECONDS= RATE=
	@$(BIN)/python -m bench.soak $(if $(SECONDS),--seconds $(SECONDS)) $(if $(RATE),--rate $(RATE))

bench: $(STAMP) ## speed and memory, as ratios of two things run side by side
	@$(BIN)/python -m bench "$(DATA)"

bench-workers: $(STAMP) ## answers a second by one process on SQLite, and by 1, 2, 4 on PostgreSQL: ROUNDS=
	@$(BIN)/python -m bench.workers $(ROUNDS)

bench-cluster: $(STAMP) ## an analysis alone and by two processes: DATA=<folder> SIZES="100000 1000000"
	@$(BIN)/python -m bench.clustering "$(DATA)" $(SIZES)

bench-topics: $(BENCH_STAMP) ## how good topics are, into docs/topics.md: DATA=<folder> ONLY="<rows>"
	@$(BIN)/python -m bench.topics "$(DATA)" --write $(if $(ONLY),--only $(ONLY))

bench-screening: $(SCREENING_STAMP) ## how well personal numbers and abuse are found, per kind
	@$(BIN)/python -m bench.screening

bench-desk: $(STAMP) ## /find, /debt, /summary, an answer to 10,000 beside a plain count(*): SIZES="100000 1000000"
	@$(BIN)/python -m bench.searching $(SIZES)

bench-queue: $(STAMP) ## 500 flagged messages decided by scripted moderators: SIZE= BESIDE= COPIES= ENGINE=
	@$(BIN)/python -m bench.deciding $(if $(SIZE),--size $(SIZE)) $(if $(BESIDE),--beside $(BESIDE)) $(if $(COPIES),--copies $(COPIES)) $(if $(ENGINE),--engine $(ENGINE))

bench-growth: $(STAMP) ## what a message costs the more is stored: SIZES="10000 1000000 10000000" ENGINE=
	@$(BIN)/python -m bench.growth $(SIZES) $(if $(ENGINE),--engine $(ENGINE))

broadcast: $(STAMP) ## one answer to RECIPIENTS=10000 people in spite of KILLS=5: LIFTED=1 ENGINE=postgresql
	@$(BIN)/python -m bench.broadcast $(if $(RECIPIENTS),--recipients $(RECIPIENTS)) $(if $(KILLS),--kills $(KILLS)) $(if $(ENGINE),--engine $(ENGINE)) $(if $(LIFTED),--lifted)

audit: $(AUDIT_STAMP) ## weak code (bandit) and libraries with known weaknesses (pip-audit; wants the network)
	@$(BIN)/bandit -q -c pyproject.toml -r bot deliberation nlp storage locales playground
	@$(BIN)/pip-audit --strict --skip-editable

pictures: $(STAMP) ## docs/pictures/*.png from the running demonstration; wants Chromium
	@$(BIN)/python -m tests.browser.pictures

clean: ## forget the environment and the demonstration's database
	@rm -rf .venv .demo
