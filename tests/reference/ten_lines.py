"""The README's ten lines, for a vae of one hidden layer: python ten_lines.py WEIGHTS DUMP"""

import numpy as np
from safetensors.numpy import load_file

import compare


def open_model(path):
    w = {name: tensor.astype("f4") for name, tensor in load_file(path).items()}

    def layer(name, x):
        return x @ w[f"{name}.weight"] + w[f"{name}.bias"]

    def encode(x):  # [n, 784] → [n, 20]
        return layer("mean", np.maximum(0, layer("encoder.0", x)))

    def decode(z):  # [n, 20] → [n, 784]
        return 1 / (1 + np.exp(-layer("decoder.1", np.maximum(0, layer("decoder.0", z)))))

    return encode, decode, len(w["decoder.1.bias"]), len(w["mean.bias"])


if __name__ == "__main__":
    compare.run(open_model)
