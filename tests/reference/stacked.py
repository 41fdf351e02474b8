"""A stacked autoencoder 6-8-2 in NumPy, float64: the losses of each part, and their gradients.

Layer k = 0, 1, 2, 3 is encoder.0, encoder.1, decoder.0, decoder.1; tanh between two layers, λ = 0.1.
"""

import numpy

import plain

SPARSITY = 0.1
SHAPES = {"encoder.0": (6, 8), "encoder.1": (8, 2), "decoder.0": (2, 8), "decoder.1": (8, 6)}
PARTS = [["encoder.0", "decoder.1"], ["encoder.1", "decoder.0"], list(SHAPES)]


def affine(tensors, name, values):
    return values @ tensors[f"{name}.weight"] + tensors[f"{name}.bias"]


def squared(found, expected):
    return ((found - expected) ** 2).sum(1).mean()


def losses(tensors, inputs):
    """Of the first layer alone, the second alone, and the whole."""
    hidden = numpy.tanh(affine(tensors, "encoder.0", inputs))
    restored = plain.sigmoid(affine(tensors, "decoder.1", hidden))
    first = squared(restored, inputs) + SPARSITY * numpy.abs(hidden).sum(1).mean()
    code = affine(tensors, "encoder.1", hidden)
    unfolded = numpy.tanh(affine(tensors, "decoder.0", code))
    second = squared(unfolded, hidden)
    whole = squared(plain.sigmoid(affine(tensors, "decoder.1", unfolded)), inputs)
    return first, second, whole


def main():
    tensors = plain.parameters(SHAPES)
    inputs = plain.inputs(6)
    plain.show("LOSSES", losses(tensors, inputs))
    for part, layers in enumerate(PARTS):
        # A layer below is fixed: its gradient is no part of the training.
        own = {name: t for name, t in tensors.items() if name.rsplit(".", 1)[0] in layers}
        objective = lambda changed: losses({**tensors, **changed}, inputs)[part]
        plain.show(f"GRADIENT_NORMS_{part}", plain.norms(objective, own))


if __name__ == "__main__":
    main()
