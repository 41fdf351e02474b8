"""Compares another implementation with the numbers that the crate prints.

The dump is JSON: inputs, codes and reconstructions, one row an example, from
`cargo run --release --features pretrain --bin pretrain -- dump --weights FILE --count N`.
"""

import json
import sys

import numpy

TOLERANCE = 1e-4


def rows(dump, key, width):
    values = numpy.asarray(dump[key], dtype=numpy.float32).reshape(-1, width)
    if not len(values) or not numpy.isfinite(values).all():
        sys.exit(f"The dump's {key} are empty or not finite.")
    return values


def difference(found, expected):
    """The largest absolute difference."""
    if found.shape != expected.shape:
        sys.exit(f"The shapes are {found.shape} and {expected.shape}.")
    return numpy.abs(found - expected).max()


def run(open_model):
    """Opens WEIGHTS, computes what DUMP holds and fails where the two differ."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} WEIGHTS.safetensors DUMP.json")
    encode, decode, input_size, code_size = open_model(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        dump = json.load(file)
    inputs = rows(dump, "inputs", input_size)
    codes = rows(dump, "codes", code_size)
    reconstructions = rows(dump, "reconstructions", input_size)
    results = {
        "codes": difference(encode(inputs), codes),
        "decoded codes": difference(decode(codes), reconstructions),
        "reconstructions": difference(decode(encode(inputs)), reconstructions),
    }
    for name, result in results.items():
        print(f"{name}: {result:.1e} over {len(inputs)} examples")
    # A comparison with NaN is false, so this also refuses those.
    if not all(result <= TOLERANCE for result in results.values()):
        sys.exit(f"The implementations differ by more than {TOLERANCE}.")
