#!/usr/bin/env bash
# Rust as the crate needs it: new enough, with the wasm32 target, wasm-pack and wasm-bindgen.
# What is missing goes into the folder given, by `cargo install`; nothing else is downloaded.
#   scripts/rust.sh target/tools
set -euo pipefail
root=$1

minimum=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
wasm_pack=0.15.1
# wasm-bindgen's command and crate must be of one version.
wasm_bindgen=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

command -v rustc >/dev/null && command -v cargo >/dev/null ||
  fail "Rust is missing. Install it with rustup (https://rustup.rs), then run make again."
have=$(rustc --version | cut -d' ' -f2)
[ "$(printf '%s\n' "$minimum" "${have%%-*}" | sort -t. -k1,1n -k2,2n | head -n1)" = "$minimum" ] ||
  fail "Rust $minimum or newer is needed, this is $have. Run: rustup update stable"

if ! [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
  command -v rustup >/dev/null ||
    fail "Rust's wasm32-unknown-unknown target is missing and rustup is not here to add it."
  rustup target add wasm32-unknown-unknown
fi

# Built once and run for seconds: little optimisation halves the wait for them.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16

# Installs crate $1 at version $2 unless the command $3 has it; the rest goes to cargo.
ensure() {
  local crate=$1 version=$2 command=$3
  shift 3
  if command -v "$command" >/dev/null && [ "$("$command" --version | cut -d' ' -f2)" = "$version" ]; then
    return
  fi
  echo "Installing $crate $version (once, a minute or two)"
  cargo install --quiet --force --root "$root" --target-dir "$root/build" "$@" "$crate@$version"
}

ensure wasm-pack "$wasm_pack" wasm-pack --locked
# Without --locked: its lock file names a release of webpki-roots that not every mirror has.
ensure wasm-bindgen-cli "$wasm_bindgen" wasm-bindgen --bin wasm-bindgen --bin wasm-bindgen-test-runner
rm -rf "$root/build"
