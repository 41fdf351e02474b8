"""Encodes and decodes with shipped weights in PyTorch: python pytorch.py WEIGHTS DUMP"""

import json

import torch
from safetensors import safe_open
from torch import nn

import compare

ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "relu": nn.ReLU,
    "gelu": nn.GELU,
    "tanh": nn.Tanh,
    "linear": nn.Identity,
}


def linear(weight, bias):
    """PyTorch's layer of a weight [inputs, outputs], which it keeps transposed."""
    layer = nn.Linear(*weight.shape)
    layer.load_state_dict({"weight": weight.T, "bias": bias})
    return layer


def stack(layers, activation):
    """The layers with the activation between them."""
    return nn.Sequential(*[part for layer in layers for part in (activation(), layer)][1:])


def dense(tensors, family, config):
    """Encoder and decoder modules; of a variational family, the mean's encoder."""
    tensors = {name.removeprefix("layers."): values for name, values in tensors.items()}
    depth = sum(name.startswith("decoder.") and name.endswith(".bias") for name in tensors)
    names = [f"encoder.{i}" for i in range(depth)]
    if family in ("vae", "cvae"):
        names[-1] = "mean"
    weights = [tensors[f"{name}.weight"] for name in names]
    biases = [tensors[f"{name}.bias"] for name in names]
    activation = ACTIVATIONS[config.get("activation", "sigmoid")]
    encoder = stack(map(linear, weights, biases), activation)
    if family in ("sparse", "denoising", "contractive"):
        encoder.append(activation())  # after the code too
    if "decoder.0.weight" in tensors:
        weights = [tensors[f"decoder.{i}.weight"] for i in range(depth)]
    else:
        weights = [weight.T for weight in reversed(weights)]
    biases = [tensors[f"decoder.{i}.bias"] for i in range(depth)]
    decoder = stack(map(linear, weights, biases), activation)
    decoder.append(ACTIVATIONS[config.get("output", "sigmoid")]())
    return encoder, decoder


def pca(tensors):
    """The projection as a pair of linear layers."""
    mean, components = tensors["mean"], tensors["components"]
    return linear(components, -mean @ components), linear(components.T, mean)


def machine(tensors, config):
    """Up and down through a restricted Boltzmann machine."""
    weight, bias = tensors["hidden.weight"], tensors["visible.bias"]
    up = nn.Sequential(linear(weight, tensors["hidden.bias"]), nn.Sigmoid())
    if config["visible"] == "bernoulli":
        return up, nn.Sequential(linear(weight.T, bias), nn.Sigmoid())
    deviation = config["deviation"]
    up[0] = linear(weight / deviation, tensors["hidden.bias"])
    return up, linear(deviation * weight.T, deviation * bias)


def open_model(path):
    """encode and decode of [batch, size] arrays, and the sizes of an input and a code."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}
    config = json.loads(metadata["config"])
    if metadata["family"] == "pca":
        encoder, decoder = pca(tensors)
    elif metadata["family"] == "rbm":
        encoder, decoder = machine(tensors, config)
    else:
        encoder, decoder = dense(tensors, metadata["family"], config)

    def numpy_of(module):
        return lambda values: module(torch.from_numpy(values)).detach().numpy()

    linears = [part for part in decoder.modules() if isinstance(part, nn.Linear)]
    sizes = linears[-1].out_features, linears[0].in_features
    return numpy_of(encoder), numpy_of(decoder), *sizes


if __name__ == "__main__":
    compare.run(open_model)
