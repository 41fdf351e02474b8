"""Encodes and decodes with shipped weights in NumPy: python open_numpy.py WEIGHTS DUMP"""

import functools
import json
import math

import numpy
from safetensors import safe_open

import compare
import convolutional
import plain
import recurrent

erf = numpy.vectorize(math.erf, otypes=[numpy.float32])
ACTIVATIONS = {
    "sigmoid": lambda a: 0.5 + 0.5 * numpy.tanh(a / 2),
    "relu": lambda a: numpy.maximum(a, 0),
    "gelu": lambda a: a * (1 + erf(a / math.sqrt(2))) / 2,
    "tanh": numpy.tanh,
    "linear": lambda a: a,
}
HIDDEN = ("sparse", "denoising", "contractive")
VARIATIONAL = ("vae", "cvae")
CLASSES = 10


def machine(tensors, config):
    """Up and down through a restricted Boltzmann machine, and how many units it has."""
    weight, hidden, visible = (
        tensors[name] for name in ("hidden.weight", "hidden.bias", "visible.bias")
    )
    gaussian = config["visible"] == "gaussian"
    deviation = config["deviation"] if gaussian else 1
    output = ACTIVATIONS["linear" if gaussian else "sigmoid"]

    def encode(inputs):
        return ACTIVATIONS["sigmoid"](inputs / deviation @ weight + hidden)

    def decode(codes):
        return deviation * output(codes @ weight.T + visible)

    return encode, decode, *weight.shape


def open_model(path):
    """encode and decode of [batch, size] arrays, and the sizes of an input and a code."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name).astype("float32") for name in file.keys()}
    config = json.loads(metadata["config"])
    if metadata["family"] == "rbm":
        return machine(tensors, config)
    if metadata["family"] == "pca":
        mean, components = tensors["mean"], tensors["components"]

        def project(inputs):
            return (inputs - mean) @ components

        def unproject(codes):
            return codes @ components.T + mean

        return project, unproject, *components.shape

    sizes = config["inputSize"], config.get("codeSize")
    if metadata["family"] == "recurrent":
        codes = functools.partial(recurrent.encode, tensors, config)
        logits = functools.partial(recurrent.decode_logits, tensors, config)
        return codes, lambda values: plain.sigmoid(logits(values)), *sizes

    # Where hidden units are the code, the activation follows it too.
    hidden = metadata["family"] in HIDDEN
    activation = ACTIVATIONS[config.get("activation", "sigmoid")]
    if metadata["family"] == "convolutional":

        def look(inputs):
            return convolutional.encode(tensors, config, inputs, activation)[0]

        def paint(codes):
            return convolutional.decode(tensors, config, codes, None, activation)

        return look, paint, *sizes

    output = ACTIVATIONS[config.get("output", "sigmoid")]
    depth = sum(name.startswith("decoder.") and name.endswith(".bias") for name in tensors)
    code = "mean" if metadata["family"] in VARIATIONAL else f"encoder.{depth - 1}"
    encoder = [f"encoder.{i}" for i in range(depth - 1)] + [code]
    decoder = [f"decoder.{i}" for i in range(depth)]

    def affine(layer, values):
        weight = tensors.get(f"{layer}.weight")
        if weight is None:  # tied: the mirrored layer of the encoder, transposed
            weight = tensors[f"{encoder[-1 - int(layer.split('.')[1])]}.weight"].T
        return values @ weight + tensors[f"{layer}.bias"]

    def through(layers, values):
        for layer in layers[:-1]:
            values = activation(affine(layer, values))
        return affine(layers[-1], values)

    def encode(inputs):
        if config.get("form") == "conditioned":
            return infer(inputs)
        codes = through(encoder, inputs)
        return activation(codes) if hidden else codes

    def infer(inputs):
        """Latents and class under the class with the largest evidence lower bound."""
        codes, losses = [], []
        for told in numpy.eye(CLASSES, dtype=numpy.float32):
            told = numpy.tile(told, (len(inputs), 1))
            seen = numpy.hstack([inputs, told])
            mean, log_variance = (through(encoder[:-1] + [q], seen) for q in ("mean", "log_variance"))
            codes.append(numpy.hstack([mean, told]))
            logits = through(decoder, codes[-1])
            likelihood = numpy.logaddexp(0, logits) - logits * inputs
            divergence = mean**2 + numpy.exp(log_variance) - log_variance - 1
            losses.append(likelihood.sum(1) + divergence.sum(1) / 2)
        best = numpy.argmin(losses, axis=0)
        return numpy.stack(codes)[best, numpy.arange(len(inputs))]

    def decode(codes):
        return output(through(decoder, codes))

    beside = CLASSES if config.get("form") == "conditioned" else 0
    sizes = len(tensors[f"decoder.{depth - 1}.bias"]), len(tensors[f"{code}.bias"]) + beside
    return encode, decode, *sizes


if __name__ == "__main__":
    compare.run(open_model)
