# Autoencoder Lab: everything is one of these commands; each installs what it misses.
# A fresh machine needs Rust (rustup), Node 20.14, make and a C compiler.

PORT ?= 8080
DATA ?=
BASE ?=
EQUAL ?=

SHELL := bash
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Tools of our own first, then the caller's, then where rustup puts cargo.
TOOLS := $(CURDIR)/target/tools
export PATH := $(TOOLS)/bin:$(PATH):$(HOME)/.cargo/bin

# Panics name the files of other crates: not by where they lie on this machine. (Flags cannot hold spaces.)
CRATES := $(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := $(if $(word 2,$(CRATES)),,--remap-path-prefix=$(CRATES)=crates)

WASM := pkg/autoencoder_lab_bg.wasm
SOURCES := $(shell find src -type f) build.rs Cargo.toml Cargo.lock .cargo/config.toml rust-toolchain.toml
# One set of options for tests, pretraining and benchmarks: the dependencies compile once for all.
NATIVE := --locked --features pretrain
PARTS := lint types test-native test-python test-unit test-web test-page
NATIVE_TESTS := $(filter-out web,$(basename $(notdir $(wildcard tests/*.rs))) $(notdir $(patsubst %/main.rs,%,$(wildcard tests/*/main.rs))))
# Those that train for minutes.
LONG := memory inside
# What the page is made of, but for what it takes from others.
ROOMS := $(addprefix www/,shared widgets engine picture families features app)
# With a test beside it, since the tests' own dependencies ask more of the shared ones.
PRETRAIN := cargo build $(NATIVE) --bin pretrain --test contract && target/debug/pretrain

.PHONY: help serve test test-quick lint types test-native test-python test-unit test-web test-page weights evaluate reuters bench screenshots pkg site clean

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# What people run

serve: pkg www/vendor ## Build the page and serve it at http://localhost:8080 (PORT=8080)
	@exec node scripts/serve.mjs --port $(PORT)

test: ## Run every check and test, and say how long each part took
	@times=""; for part in $(PARTS); do \
		begun=$$SECONDS; $(MAKE) --no-print-directory $$part || exit 1; \
		times+=$$(printf '%-12s %4d s' $$part $$((SECONDS - begun)))$$'\n'; \
	done; printf '%sAll checks and tests passed in %d s.\n' "$$times" $$SECONDS

test-quick: lint types test-unit target/stamps/rust ## Run what takes seconds: before each commit
	cargo test $(NATIVE) --lib --bins $(addprefix --test ,$(filter-out $(LONG),$(NATIVE_TESTS)))

weights: target/stamps/rust ## Train the weights that the page ships (DATA=folder with MNIST's idx files)
	data=$$(node scripts/mnist.mjs "$(DATA)") && $(PRETRAIN) train --data "$$data" \
		&& target/debug/pretrain maps --data "$$data"

evaluate: target/stamps/rust ## Measure the shipped weights on the test digits (DATA=folder)
	data=$$(node scripts/mnist.mjs "$(DATA)") && $(PRETRAIN) evaluate --data "$$data"

reuters: target/stamps/rust ## Measure search by text, into benches/reuters.md (DATA=folder with Reuters-21578)
	$(PRETRAIN) reuters --data "$(DATA)"

bench: site target/browser.env benches/browser/node_modules ## Measure beside other libraries, into benches/RESULTS.md (BASE=folder of another commit, built)
	cargo bench $(NATIVE) --profile dev --bench '*'
	source target/browser.env && node benches/browser/bench.mjs $(if $(BASE),--base "$(BASE)") $(if $(EQUAL),--equal "$(EQUAL)")

screenshots: pkg www/vendor target/browser.env ## Photograph every tool at three sizes, light and dark, into screenshots/
	source target/browser.env && node scripts/screenshots.mjs

site: pkg www/vendor ## Build dist/, ready for any static host
	@node scripts/site.mjs dist

pkg: $(WASM) ## Build the package into pkg/

clean: ## Remove what was built (installed tools stay)
	rm -rf pkg dist www/vendor test-results screenshots $(filter-out target/tools target/stamps target/mnist,$(wildcard target/*))

# The parts of `make test`

lint: target/stamps/rust node_modules www/vendor
	cargo fmt --check
	npx prettier --check --log-level warn '{www,tests,scripts,benches}/**/*.{js,mjs,cjs,ts,css,html}'
	npx depcruise --config scripts/rooms.cjs $(ROOMS)
	npx oxlint --type-aware --config scripts/lint.json www tests scripts benches
	cargo clippy $(NATIVE) --all-targets -- -D warnings
	cargo clippy --locked --release --target wasm32-unknown-unknown --features webgpu --lib --test web -- -D warnings

types: pkg www/vendor
	npx tsc --project www/jsconfig.json
	npx tsc --project tests/tsconfig.json
	npx tsc --project tests/jsconfig.json
	npx tsc --project scripts/jsconfig.json
	npx tsc --project benches/browser/jsconfig.json
	node tests/api/declared.mjs

test-native: target/stamps/rust
	cargo test $(NATIVE)

test-python: target/stamps/rust
	scripts/python.sh

# An open port of the package would keep Node from ending.
test-unit: pkg node_modules
	node --test --test-force-exit tests/unit/*.test.js

test-web: target/stamps/rust target/browser.env
	scripts/web-test.sh --test web

test-page: pkg www/vendor target/browser.env
	node scripts/site.mjs target/site --fast
	source target/browser.env && npx playwright test --config tests/e2e/playwright.config.js

# What they are made from

$(WASM): $(SOURCES) | target/stamps/rust
	wasm-pack build --mode no-install --release --target web -- --locked
	wasm-pack build --mode no-install --release --target web --out-dir pkg/webgpu -- --locked --features webgpu
	cd pkg/webgpu && rm -f package.json README.md LICENSE-* .gitignore
	cd pkg && npm pkg delete dependencies && npm pkg set 'files[]=webgpu'
	touch $@

www/vendor: node_modules scripts/vendor.mjs
	node scripts/vendor.mjs
	touch $@

node_modules: package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

benches/browser/node_modules: benches/browser/package.json benches/browser/package-lock.json
	npm ci --no-audit --no-fund --prefix benches/browser
	touch $@

target/browser.env: scripts/browser.sh
	scripts/browser.sh $@

target/stamps/rust: scripts/rust.sh Cargo.toml Cargo.lock rust-toolchain.toml
	scripts/rust.sh $(TOOLS)
	mkdir -p $(@D)
	touch $@
