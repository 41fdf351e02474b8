#!/usr/bin/env bash
# Opens every shipped file of weights with NumPy and compares its codes and reconstructions with
# ours, within 1e-4. Python is no part of the project: without it, this check is skipped.
set -euo pipefail
venv=target/python
if [ ! -x $venv/bin/python ] || ! $venv/bin/python -c 'import numpy, safetensors' 2>/dev/null; then
  if ! python3 -m venv $venv 2>/dev/null || ! $venv/bin/pip install --quiet --disable-pip-version-check \
    $(grep -E '^(numpy|safetensors)==' tests/reference/requirements.txt | sed 's/==.*//'); then
    echo "skipped: NumPy and safetensors for Python could not be installed"
    exit 0
  fi
fi
# With a test beside it, as the native tests build it: no dependency compiles twice.
cargo build --quiet --locked --features pretrain --bin pretrain --test contract
passed=0
for weights in www/weights/*.safetensors; do
  # Maps are no models.
  [[ $weights == *.map.safetensors ]] && continue
  target/debug/pretrain dump --weights "$weights" >target/dump.json
  $venv/bin/python tests/reference/open_numpy.py "$weights" target/dump.json
  passed=$((passed + 1))
done
echo "$passed passed, 0 failed"
