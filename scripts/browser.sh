#!/usr/bin/env bash
# Finds Chromium (or Chrome) and its ChromeDriver of the same major version, installing Debian's
# packages when they are missing, and writes both paths to the file given, as shell exports.
#   CHROMIUM=… CHROMEDRIVER=… scripts/browser.sh target/browser.env
set -euo pipefail
out=$1

browsers=(chromium chromium-browser google-chrome google-chrome-stable
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium")
drivers=(chromedriver /usr/lib/chromium-browser/chromedriver)

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
first() { local name; for name in "$@"; do command -v "$name" && return; done; return 1; }
# Some wrappers complain on standard error before they print their version.
major() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+\.[0-9.]+' | head -n1 | cut -d. -f1; }

find_both() {
  browser=${CHROMIUM:-$(first "${browsers[@]}")} && driver=${CHROMEDRIVER:-$(first "${drivers[@]}")}
}

install_debian() {
  command -v apt-get >/dev/null || return 1
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  echo "Installing Chromium and ChromeDriver with apt-get"
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium chromium-driver >/dev/null ||
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-browser chromium-chromedriver >/dev/null
}

if ! find_both; then
  install_debian && find_both ||
    fail "Chromium and ChromeDriver are needed for the browser tests. Install both, or set CHROMIUM and CHROMEDRIVER to their paths."
fi

[ "$(major "$browser")" = "$(major "$driver")" ] ||
  fail "$driver is for version $(major "$driver"), $browser is version $(major "$browser"): they must be equal. Set CHROMIUM and CHROMEDRIVER to a pair."

mkdir -p "$(dirname "$out")"
printf 'export CHROMIUM=%q\nexport CHROMEDRIVER=%q\n' "$browser" "$driver" >"$out"
echo "Browser: $("$browser" --version 2>/dev/null), $browser"
