# What a person runs. `make run` and `make test` need Debian 12 or Ubuntu 24.04 (or newer) and the Swift toolchain; what
# else is missing they install.

libraries := postgresql libpq-dev libcurl4-openssl-dev libsimdjson-dev libxml2-dev pkg-config zlib1g-dev ca-certificates
test_tools := docker-compose python3-venv
# The release build folder, so that a person's test builds do not undo it.
release := swift build -c release --product quartermaster

.PHONY: run build test test-connectors stress schemathesis explore mutants bench bench-matching bench-reports fleet format lint docs dependencies

run: build
	@exec $$(swift build -c release --show-bin-path)/quartermaster demo $(ARGS)

build: dependencies
	@$(release)

# Four tests at once: each has a database, many a program and a vendor; more of them would only wait for each other.
test: dependencies lint
	@scripts/install-dependencies $(test_tools)
	@scripts/install-mcp-client
	swift build --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 swift test --skip-build

# 64 workers and 10,000 short syncs: no two of one connection at once, and none lost. And by the clock: how long a tenant
# waits behind another, and the work of a killed worker for the next. One after the other: on a busy machine a delay says nothing.
stress: dependencies
	swift build --build-tests
	for suite in StartDelayTests TakeoverTests StressTests; do \
	    QM_WORKERS_FULL=1 swift test --skip-build --filter $$suite || exit 1; done

# The query service against its own OpenAPI document: `make schemathesis EXAMPLES=20` of each operation (2,000 in all, unless
# said otherwise), and `SEED=7` for the same ones again.
schemathesis: dependencies
	@scripts/install-dependencies $(test_tools)
	@scripts/install-schemathesis
	swift build --build-tests
	QM_SCHEMATHESIS=$(or $(EXAMPLES),auto) QM_SCHEMATHESIS_SEED=$(or $(SEED),1) \
	    swift test --skip-build --filter SchemathesisTests

# What a new vendor touches, built and tested alone in a fraction of the time.
test-connectors: dependencies
	QM_BUILD=connectors swift build --build-tests --scratch-path .build/connectors
	QM_BUILD=connectors swift test --skip-build --scratch-path .build/connectors

# The simulation at length: `make explore SEEDS=20000 LEVEL=1`; a seed again: `QM_SEED=123 make explore LEVEL=2`.
explore: dependencies
	@SEEDS=$(SEEDS) LEVEL=$(LEVEL) FIRST=$(FIRST) scripts/explore

# Historic mistakes, put back one at a time: the simulation must notice each. `make mutants ARGS='03 17'` for some.
mutants: dependencies
	@scripts/mutants $(ARGS)

bench: dependencies
	@scripts/bench $(ARGS)
	@scripts/bench-matching

# Names spoilt as people spoil them: how many links are right, and a table of what was wrong.
bench-matching: dependencies
	@exec scripts/bench-matching $(ARGS)

# Every report over 20,000 devices and 2,000,000 software rows, under row-level security: each in less than a second.
bench-reports: dependencies
	swift build --build-tests
	QM_REPORTS_FULL=1 swift test --skip-build --filter ReportSpeedTests

# A fleet of 5,000 devices with an agent and a hundred programs each, at each vendor (or VENDORS=a,b): calls beside the
# budget, seconds, memory.
fleet: dependencies
	@exec scripts/fleet $(ARGS)

format:
	swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift
	@scripts/check-size

docs: build
	@exec $$(swift build -c release --show-bin-path)/quartermaster docs docs

dependencies:
	@scripts/install-dependencies $(libraries)
