# Every target installs the Debian packages that it lacks when it runs as root, and names them
# otherwise (config/apt-packages.txt).

SHELL := /bin/bash
SWIFT ?= swift
# An import that Package.swift doesn't declare is an error.
STRICT := --explicit-target-dependency-import-check error
CHROOTS := $(CURDIR)/.build/chroots
# What users run is what is judged: a fault of the optimiser showed nowhere else.
RELEASE := $(CURDIR)/.build/release/isengard
LOAD := $(CURDIR)/.build/release/isengard-load
MIXED = --store-version / --store-version $(CHROOTS)/trixie --store-version $(CHROOTS)/sid
ROUTES := Tests/Routes/run --seed $${SEED:-1} --isengard "$(RELEASE)"
CLIENTS := Tests/Clients/run --seed $${SEED:-1} --isengard "$(RELEASE)"
DUEL := Tests/Duel/run --seed $${SEED:-1} --isengard "$(RELEASE)"

.DEFAULT_GOAL := help
.PHONY: help demo test test-versions bench faults mutants lint docs packages

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: packages ## Run three Orthancs, PostgreSQL and Isengard on this machine; ARGS="..." are passed on
	$(SWIFT) build -c release --product isengard
	"$(RELEASE)" demo $(ARGS)

test: packages ## Build, run all tests on real servers, fuzz, duel; the gateway is the optimised one
	Tests/Mutants/run --check-only
	$(SWIFT) build -c release --product isengard
	$(SWIFT) build -c release --product isengard-load
	$(SWIFT) build --build-tests $(STRICT)
	ISENGARD="$(RELEASE)" SWIFT="$(SWIFT)" Tests/setup/swift-test.sh --no-parallel $(STRICT)
	Tests/Fuzz/run.sh 60
	$(DUEL)
	$(ROUTES)
	Tests/Routes/bad --seed $${SEED:-1} --isengard "$(RELEASE)"
	Tests/Routes/openapi --seed $${SEED:-1} --isengard "$(RELEASE)"
	$(CLIENTS)
	Tests/Load/run --seed $${SEED:-1} --load "$(LOAD)" --isengard "$(RELEASE)"
	Tests/Faults/run --short --seed $${SEED:-1} --isengard "$(RELEASE)"
	Tests/Movement/run --seed $${SEED:-1} --isengard "$(RELEASE)"
	Tests/Faults/moves.py --short --seed $${SEED:-1} --isengard "$(RELEASE)"
	Tests/Faults/exactlyonce.py --short --seed $${SEED:-1} --isengard "$(RELEASE)"
	Tests/Faults/strangers.py --seed $${SEED:-1} --isengard "$(RELEASE)"

test-versions: packages ## Run the tests against Orthanc 1.12 and newer too, in chroots (root)
	Tests/setup/chroots.sh $(CHROOTS)
	$(SWIFT) build -c release --product isengard
	$(SWIFT) build --build-tests $(STRICT)
	ISENGARD="$(RELEASE)" ISENGARD_CHROOTS=$(CHROOTS) SWIFT="$(SWIFT)" Tests/setup/swift-test.sh --no-parallel $(STRICT)
	Tests/Movement/run --isengard "$(RELEASE)" --store-version $(CHROOTS)/trixie
	Tests/Movement/run --isengard "$(RELEASE)" --store-version $(CHROOTS)/sid
	$(DUEL) --reference-version $(CHROOTS)/trixie
	$(DUEL) $(MIXED)
	$(ROUTES) $(MIXED)
	Tests/Routes/bad --seed $${SEED:-1} --isengard "$(RELEASE)" \
		--reference-version $(CHROOTS)/trixie --store-version $(CHROOTS)/trixie
	Tests/Routes/bad --seed $${SEED:-1} --isengard "$(RELEASE)" \
		--reference-version $(CHROOTS)/trixie $(MIXED)
	$(CLIENTS) --bare $(CHROOTS)/trixie
	$(CLIENTS) $(MIXED)

bench: packages ## Measure throughput and latency; ARGS="..." are passed on
	$(SWIFT) build -c release --product isengard
	$(SWIFT) build -c release --product isengard-load
	Tests/Bench/run --isengard "$(RELEASE)" $(ARGS)
	Tests/Load/lean.py --minutes 30 --isengard-load "$(LOAD)"

faults: packages ## Break servers at random, one store, one of two gateways; ARGS="..." go to the first
	$(SWIFT) build -c release --product isengard
	Tests/Faults/run --isengard "$(RELEASE)" $(ARGS)
	Tests/Faults/badstore.py --isengard "$(RELEASE)"
	Tests/Faults/twogateways.py --isengard "$(RELEASE)"
	Tests/Faults/moves.py --isengard "$(RELEASE)"
	Tests/Faults/exactlyonce.py --isengard "$(RELEASE)"
	Tests/Faults/strangers.py --isengard "$(RELEASE)"
	Tests/Owed/run --isengard "$(RELEASE)"

mutants: packages ## Plant known faults and see the tests catch each; SEED=1
	Tests/Mutants/run duel --seed $${SEED:-1}
	Tests/Mutants/run faults --seed $${SEED:-1}
	Tests/Mutants/run moves --seed $${SEED:-1}
	Tests/Mutants/run once --seed $${SEED:-1}

lint: ## Check the layout of the sources
	$(SWIFT) format lint --strict --recursive Sources Tests

docs: ## Write docs/api.md anew from the table of routes
	$(SWIFT) build --product isengard
	.build/debug/isengard routes > docs/api.md

packages:
	@Tests/setup/packages.sh
	@command -v $(SWIFT) > /dev/null || { echo "Swift 6.3 is missing: see swift.org/install" >&2; exit 1; }
