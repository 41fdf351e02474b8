#!/usr/bin/env bash
# The crate's own tests inside headless Chromium; arguments go to `cargo test`.
#   scripts/web-test.sh --test web
set -euo pipefail
# shellcheck source=/dev/null
source target/browser.env

# ChromeDriver looks for the browser in one place only: tell it which one was found.
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const capabilities = JSON.parse(readFileSync("webdriver.json", "utf8"));
  capabilities["goog:chromeOptions"].binary = process.env.CHROMIUM;
  writeFileSync("target/webdriver.json", JSON.stringify(capabilities));
'
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=$PWD/target/webdriver.json
# The runner gives a whole test file 20 seconds; training on the software adapter takes longer.
export WASM_BINDGEN_TEST_TIMEOUT=${WASM_BINDGEN_TEST_TIMEOUT:-900} WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60

wasm-pack test --mode no-install --headless --chrome --chromedriver "$CHROMEDRIVER" --release -- --features webgpu "$@"
