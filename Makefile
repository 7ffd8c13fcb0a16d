# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Recursive on purpose: looked for only when a virtual environment has to be made.
PYTHON ?= $(shell scripts/find-python)
VENV = $(CURDIR)/build/venv
BIN = $(VENV)/bin
LINK := $(CURDIR)/build/link
HOME_DIR := $(CURDIR)/build/home
JUNIT := build/junit
# The newest of everything, for all platforms; no settings of this machine, no addresses.
UV_LOCK := build/uv/bin/uv pip compile --universal --upgrade --generate-hashes --no-header --no-config --quiet
LOCK := $(UV_LOCK) --python-version 3.11
# Of pytest, for each of the checks that run side by side.
WORKERS ?= 2

# How much the checks do: quick for each change, long for nights and releases (make test-all); for cores also full.
TESTS ?= quick
LENGTH := $(or $(filter quick,$(TESTS)),$(if $(filter long full,$(TESTS)),long,$(error TESTS is quick, long or full, not $(TESTS))))
# What "make test" runs, side by side, started in this order: the longest are not the last.
ALL_CHECKS := lint types sanity unit package integration cores shipped docs docs-lint scan
CHECKS := $(ALL_CHECKS)
# The supported ansible-cores, each with the oldest Python that its controllers run on.
SUPPORTED := 2.16:3.10 2.18:3.11 2.19:3.11 2.20:3.12 2.21:3.12
# The next one, of which there are only pre-releases: locked too, and tested when it is asked for by CORES=2.22.
UPCOMING := 2.22:3.13
SUPPORTED += $(filter $(CORES:%=%:%),$(UPCOMING))
OLDEST := $(firstword $(subst :, ,$(SUPPORTED)))
# The quick one: the oldest, which differs most from the newest, with which all the other checks run.
CORES ?= $(if $(filter quick,$(LENGTH)),$(OLDEST),$(foreach pair,$(SUPPORTED),$(firstword $(subst :, ,$(pair)))))
OLDEST_PYTHON ?= $(shell scripts/find-python python3.12 python3.11 python3.10)
# Workflows of GitHub that users are given.
GUIDED_WORKFLOWS = $(shell grep -rlE '^ *runs-on:' --include='*.yml' --include='*.yaml' docs)
# Packages for mypy. They are checked under their installed names, through the link.
PACKAGES := ansible_collections.kinescope.kinescope.plugins \
	$(if $(wildcard extensions/eda/plugins),ansible_collections.kinescope.kinescope.extensions.eda.plugins)

export PATH := $(BIN):$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(LINK)
export ANSIBLE_HOME := $(HOME_DIR)/.ansible
export TESTS
# Each playbook is a process, which would compile the collection anew; and the checkout stays clean.
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
# Otherwise everything would be compiled anew: with the prefix, Python does not look for bytecode elsewhere.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo bench test test-all lint types unit integration shipped cores docs-lint docs package scan sanity format generate lock release link stage clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS=$$'\t' read -r target text; do printf '  %-12s %s\n' "$$target" "$$text"; done

demo: VENV = $(CURDIR)/build/demo-venv
demo: export PATH := $(CURDIR)/build/demo-venv/bin:$(PATH)
demo: build/demo-venv/.stamp link ## Show the collection at work with the included simulator
	@$(BIN)/python scripts/demo.py

test: stage ## Run every check, side by side; stop at the first that fails
	@rm -rf $(JUNIT)
	@python scripts/checks.py $(CHECKS)
	@$(if $(filter-out $(CHECKS),$(ALL_CHECKS)),:,python scripts/summary.py build/sanity.log $(JUNIT)/*.xml)

test-all: ## The same and more, which takes an hour or two: all readings of the API, every module shipped, every ansible-core
	@$(MAKE) test TESTS=long

lint: build/venv/.stamp link ## Check style, spelling, licenses, local paths, changelog and ansible-lint
	ruff check --cache-dir build/ruff .
	ruff format --cache-dir build/ruff --check .
	shellcheck scripts/ansible-test scripts/find-python .ci/run
	yamllint --strict .
	codespell
	python scripts/check_tree.py
	python scripts/check_functions.py
	PYTHONPATH=$(LINK) python scripts/generate.py --check
	reuse --no-multiprocessing lint --quiet || { reuse lint --lines; exit 1; }
	antsibull-changelog lint
	HOME=$(HOME_DIR) ansible-lint --offline --strict --nocolor -q

types: build/venv/.stamp link ## mypy, strict
	MYPYPATH=$(LINK) mypy $(PACKAGES:%=-p %)
	MYPYPATH=$(CURDIR) mypy -p tests.simulator
	MYPYPATH=$(CURDIR)/scripts:$(LINK) mypy scripts/*.py

# To measure lines costs next to nothing with Python 3.12 and newer; branches double the time.
MEASURE_long := --cov-branch
MEASURE_quick :=
unit: export COVERAGE_CORE = $(if $(filter quick,$(LENGTH)),$(shell $(BIN)/python -c 'import sys; print("sysmon" if sys.version_info >= (3, 12) else "ctrace")' 2>/dev/null),ctrace)
unit: build/venv/.stamp link ## Run the unit tests and the coverage gate: lines; TESTS=long: branches, too
	@rm -rf build/coverage && mkdir -p build/coverage
	PYTHONPATH=$(LINK) pytest tests/unit -n $(WORKERS) $(MEASURE_$(LENGTH)) \
		--cov=plugins $(if $(wildcard extensions/eda/plugins),--cov=extensions/eda/plugins) --cov-report= --junitxml=$(JUNIT)/unit.xml
	python scripts/coverage_gate.py

# What compares both ways to run by itself.
BOTH_WAYS := edges.py reach.py
# What is shipped: all but for what "make cores" ships, the examples and what the roles run; or the least that shows that
# every module is the same when shipped, keeps its secrets, and sends files.
SHIPPED_long := tests/integration $(addprefix --ignore=tests/integration/test_,examples.py roles.py)
SHIPPED_quick := $(addprefix tests/integration/test_,$(BOTH_WAYS) secrets.py video.py::test_each_step_of_a_life_is_predicted_and_needed_once)

integration: build/venv/.stamp link ## Playbooks against the simulator, modules in Ansible's worker
	EDGE=worker PYTHONPATH=$(LINK) pytest tests/integration \
		$(addprefix --ignore=tests/integration/test_,$(BOTH_WAYS)) -n $(WORKERS) --junitxml=$(JUNIT)/integration.xml

shipped: build/venv/.stamp link ## Modules shipped to the oldest Python that they run on, with no more than they require
	@if python="$$(scripts/find-python python3.9 2>/dev/null)"; then \
		$(MAKE) build/target-venv/.stamp PYTHON="$$python"; export TARGET_PYTHON=$(CURDIR)/build/target-venv/bin/python; \
	else \
		echo "SKIPPED: shipped to Python 3.9, which is not on this machine; it is the controller's instead"; \
	fi; EDGE=shipped PYTHONPATH=$(LINK) pytest $(SHIPPED_$(LENGTH)) -n $(WORKERS) --junitxml=$(JUNIT)/shipped.xml

bench: build/venv/.stamp link ## Measure performance as ratios within one run, as a table and in build/bench.json
	@$(BIN)/python scripts/bench.py

docs-lint: build/venv/.stamp link ## The documentation of modules and plugins; ansible-lint over the examples of READMEs and guides
	HOME=$(HOME_DIR) antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs=self \
		--disallow-unknown-collection-refs .
	python scripts/lint_examples.py

docs: VENV = $(CURDIR)/build/docs-venv
docs: export PATH := $(CURDIR)/build/docs-venv/bin:$(PATH)
docs: build/docs-venv/.stamp link ## Build the documentation site in build/docs/html; warnings are errors, and nothing is loaded from the network
	@python scripts/build_docs.py

package: build/package-venv/.stamp link ## Build what users install; try it with galaxy-importer and the newest ansible-core; TESTS=long: the oldest, too
	@python="$(OLDEST_PYTHON)"; if [ $(LENGTH) = quick ]; then :; elif [ -n "$$python" ]; then \
		$(MAKE) build/core-$(OLDEST)/.stamp PYTHON="$$python"; oldest=build/core-$(OLDEST)/bin; \
	else \
		echo "SKIPPED: package with the oldest ansible-core, which needs a Python 3.10 to 3.12"; \
	fi; build/package-venv/bin/python scripts/check_package.py build/package-venv/bin $${oldest:-}
	build/package-venv/bin/python -m pytest tests/package --junitxml=$(JUNIT)/package.xml

# Every finding counts, whatever its severity. What is no fault has a comment in its line: "nosec" and the test's number
# for bandit, "zizmor: ignore[audit]" for zizmor. Scripts start tools by name (B404, B603, B607); plugins start none.
scan: build/package-venv/.stamp ## Security: bandit over the code, zizmor over the workflows, those in the guides too
	@scan() { build/package-venv/bin/bandit --recursive "$$@" >build/bandit.log 2>&1 || { cat build/bandit.log; exit 1; }; \
		grep -qE 'Total lines of code: [0-9]{4,}' build/bandit.log || { echo 'scan: bandit read nothing' >&2; exit 1; }; }; \
		scan plugins extensions; scan scripts --skip B404,B603,B607
	build/package-venv/bin/zizmor --offline --quiet --strict-collection --persona auditor .github $(GUIDED_WORKFLOWS)
	@! grep -rlE '^ *runs-on:' --include='*.md' README.md docs roles || { echo 'scan: a workflow that zizmor cannot read' >&2; exit 1; }

# With every Python that is here, or with that of the controller, and imports and compiles with the oldest one.
SANITY_long := scripts/ansible-test $(VENV) sanity
SANITY_quick = $(SANITY_long) --python $$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	if scripts/find-python python3.9 >/dev/null 2>&1; then $(SANITY_long) --python 3.9 --test import --test compile; \
	else echo "SKIPPED: import and compile with Python 3.9, which is not on this machine"; fi

sanity: stage ## ansible-test sanity, complete, no ignore files; TESTS=long: with every Python
	@{ $(SANITY_$(LENGTH)); } 2>&1 | tee build/sanity.log
	@! grep -E 'All targets skipped|No tests applicable' build/sanity.log || { echo 'sanity: it tested nothing' >&2; exit 1; }
	@count=$$(grep -oE '^Running sanity test "[^"]+"' build/sanity.log | sort -u | wc -l); \
		[ "$$count" -ge 24 ] || { echo "sanity: only $$count tests ran, there should be 24" >&2; exit 1; }

cores: stage ## Other supported ansible-cores, as far as there are Pythons for them: CORES="2.18 2.20" selects, TESTS=long does more, full all
	@$(BIN)/python scripts/cores.py $(TESTS) $(filter $(CORES:%=%:%),$(SUPPORTED)) \
		$(addsuffix :,$(filter-out $(foreach pair,$(SUPPORTED),$(firstword $(subst :, ,$(pair)))),$(CORES)))

format: build/venv/.stamp ## Format the code, apply the safe fixes
	ruff check --cache-dir build/ruff --fix-only .
	ruff format --cache-dir build/ruff .

generate: build/venv/.stamp link ## Write what follows from modules and kinds: action group, actions, schema, docs/endpoints.md
	PYTHONPATH=$(LINK) python scripts/generate.py
	PYTHONPATH=$(LINK) python scripts/write_endpoints.py

lock: build/uv/.stamp ## Update the pinned requirements with hashes, for every Python from 3.11 on; and the lower bounds of meta/ee-requirements.txt
	$(LOCK) -o requirements/uv.txt requirements/uv.in
	$(LOCK) -o requirements/dev.txt requirements/dev.in
	$(LOCK) -c requirements/dev.txt -o requirements/demo.txt requirements/demo.in
	$(LOCK) -c requirements/dev.txt -o requirements/docs.txt requirements/docs.in
	$(LOCK) -o requirements/package.txt requirements/package.in
	for pair in $(SUPPORTED) $(UPCOMING:%=%:b1); do IFS=: read -r core python first <<<"$$pair"; \
		printf 'ansible-core~=%s.0%s\n-r requirements/core.in\n' "$$core" "$$first" | \
			$(UV_LOCK) --python-version "$$python" -o "requirements/core-$$core.txt" -; done
	$(UV_LOCK) --python-version 3.9 --resolution lowest-direct -o requirements/target.txt requirements/target.in

release: build/venv/.stamp ## Build what a release publishes into build/release, signed by the default key of gpg: TAG=v1.2.3
	@rm -rf build/release
	python scripts/release.py $(or $(TAG),$(error set TAG)) build/release

clean: ## Remove everything that the other targets created
	rm -rf build collections .ansible .hypothesis tests/output
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

link:
	@$(PYTHON) scripts/stage.py --link

# "make test" does it once for the checks that run side by side.
stage: build/venv/.stamp
	@$(if $(STAGED),:,python scripts/stage.py)

build/venv/.stamp: requirements/dev.txt
build/demo-venv/.stamp: requirements/demo.txt
build/docs-venv/.stamp: requirements/docs.txt
build/package-venv/.stamp: requirements/package.txt
build/target-venv/.stamp: requirements/target.txt
build/uv/.stamp: requirements/uv.txt
$(CORES:%=build/core-%/.stamp): build/core-%/.stamp: requirements/core-%.txt
build/%/.stamp:
	@mkdir -p $(HOME_DIR)
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install -qq --no-compile --disable-pip-version-check --require-hashes -r $<
	@touch $@
