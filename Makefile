# Every target installs the Debian packages that it lacks when it runs as root, and names them
# otherwise (config/apt-packages.txt).

SHELL := /bin/bash
SWIFT ?= swift
# An import that Package.swift doesn't declare is an error.
STRICT := --explicit-target-dependency-import-check error
CHROOTS := $(CURDIR)/.build/chroots

.DEFAULT_GOAL := help
.PHONY: help demo test test-versions bench faults lint packages

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: packages ## Run three Orthancs, PostgreSQL and Isengard on this machine; ARGS="..." are passed on
	$(SWIFT) build -c release --product isengard
	.build/release/isengard demo $(ARGS)

test: packages ## Build, run all tests on real servers, fuzz each parser for a minute
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) test --no-parallel $(STRICT)
	Tests/Fuzz/run.sh 60
	Tests/Duel/run --seed $${SEED:-1} --isengard .build/debug/isengard

test-versions: packages ## Run the tests against Orthanc 1.12 and newer too, in chroots (root)
	Tests/setup/chroots.sh $(CHROOTS)
	ISENGARD_CHROOTS=$(CHROOTS) $(SWIFT) test --no-parallel $(STRICT)

bench: packages ## Measure throughput and latency; ARGS="..." are passed on
	Tests/Bench/run $(ARGS)

faults: packages ## Break servers at random, one store, one of two gateways; ARGS="..." go to the first
	Tests/Faults/run $(ARGS)
	Tests/Faults/badstore.py
	Tests/Faults/twogateways.py

lint: ## Check the layout of the sources
	$(SWIFT) format lint --strict --recursive Sources Tests

packages:
	@Tests/setup/packages.sh
	@command -v $(SWIFT) > /dev/null || { echo "Swift 6.3 is missing: see swift.org/install" >&2; exit 1; }
