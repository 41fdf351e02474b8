"""Convolutional autoencoders of two blocks in NumPy, float64: codes, reconstructions, losses,
gradients. Images of 6×6 (pooled to 3×3, then 1×1 with a row and a column dropped), kernels of 3×3,
one and two channels, a code of 2; loops over pixels as the definitions have them.
"""

import numpy

import plain

SIDE = 6
CHANNELS = 1
CODE = 2
KERNEL = 3


def convolve(images, kernel, bias):
    """Zeros around the image; kernel[out, in, a, b] weighs pixel (i + a - s, j + b - s)."""
    batch, _, height, width = images.shape
    half = kernel.shape[2] // 2
    padded = numpy.pad(images, ((0, 0), (0, 0), (half, half), (half, half)))
    out = numpy.zeros((batch, len(kernel), height, width)) + bias[:, None, None]
    for a in range(kernel.shape[2]):
        for b in range(kernel.shape[3]):
            part = padded[:, :, a : a + height, b : b + width]
            out += numpy.einsum("nihw,oi->nohw", part, kernel[:, :, a, b])
    return out


def deconvolve(images, kernel, bias):
    """Every pixel spreads over its neighbourhood with kernel[in, out]; what falls outside is lost."""
    batch, _, height, width = images.shape
    half = kernel.shape[2] // 2
    out = numpy.zeros((batch, kernel.shape[1], height + 2 * half, width + 2 * half))
    for a in range(kernel.shape[2]):
        for b in range(kernel.shape[3]):
            part = numpy.einsum("nihw,io->nohw", images, kernel[:, :, a, b])
            out[:, :, a : a + height, b : b + width] += part
    return out[:, :, half : half + height, half : half + width] + bias[:, None, None]


def windows(images):
    """[batch, channels, rows, columns, 4]"""
    batch, channels, height, width = images.shape
    rows, columns = height // 2, width // 2
    cut = images[:, :, : 2 * rows, : 2 * columns].reshape(batch, channels, rows, 2, columns, 2)
    return cut.swapaxes(3, 4).reshape(batch, channels, rows, columns, 4)


def unpool(values, places, side):
    """places[..., 4] says which of the four pixels takes the value."""
    batch, channels, rows, columns = values.shape
    spread = (values[..., None] * places).reshape(batch, channels, rows, columns, 2, 2)
    out = numpy.zeros((batch, channels, side, side))
    out[:, :, : 2 * rows, : 2 * columns] = spread.swapaxes(3, 4).reshape(
        batch, channels, 2 * rows, 2 * columns
    )
    return out


def encode(tensors, config, inputs, function):
    """Codes and the places of both poolings."""
    side = int(config["inputSize"] ** 0.5)
    maps, places = inputs.reshape(-1, 1, side, side), []
    for name in ("encoder.0", "encoder.1"):
        maps = function(convolve(maps, tensors[f"{name}.weight"], tensors[f"{name}.bias"]))
        cut = windows(maps)
        places.append(cut.argmax(-1)[..., None] == numpy.arange(4))
        maps = cut.max(-1)
    features = maps.reshape(len(inputs), -1)
    return features @ tensors["code.weight"] + tensors["code.bias"], places


def decode(tensors, config, codes, places, function):
    """Pixels; with copies, every place counts."""
    side = int(config["inputSize"] ** 0.5)
    if config["unpooling"] == "copy":
        places = [numpy.ones(4)] * 2
    spread = function(codes @ tensors["spread.weight"] + tensors["spread.bias"])
    channels, deep = 2 * config["channels"], side // 2 // 2
    maps = unpool(spread.reshape(len(codes), channels, deep, deep), places[1], side // 2)
    maps = function(deconvolve(maps, tensors["decoder.0.weight"], tensors["decoder.0.bias"]))
    maps = unpool(maps, places[0], side)
    maps = deconvolve(maps, tensors["decoder.1.weight"], tensors["decoder.1.bias"])
    return plain.sigmoid(maps.reshape(len(codes), -1))


def parameters():
    """As plain.parameters, kernels in the form [first × second, KERNEL²] that is then unfolded."""
    filled = {}
    layers = [
        ("encoder.0", (CHANNELS, 1)), ("encoder.1", (2 * CHANNELS, CHANNELS)),
        ("code", (2 * CHANNELS, CODE)), ("spread", (CODE, 2 * CHANNELS)),
        ("decoder.0", (2 * CHANNELS, CHANNELS)), ("decoder.1", (CHANNELS, 1)),
    ]  # fmt: skip
    for k, (name, (first, second)) in enumerate(layers):
        outputs = first if name.startswith("encoder") else second
        if "coder" in name:
            kernel = plain.weight(first * second, KERNEL**2, k)
            filled[f"{name}.weight"] = kernel.reshape(first, second, KERNEL, KERNEL)
        else:
            filled[f"{name}.weight"] = plain.weight(first, second, k)
        filled[f"{name}.bias"] = plain.bias(outputs, k)
    return filled


def main():
    tensors = parameters()
    inputs = plain.inputs(SIDE * SIDE)
    for unpooling in ("copy", "switches"):
        config = {"inputSize": SIDE * SIDE, "channels": CHANNELS, "unpooling": unpooling}

        def through(changed):
            codes, places = encode(changed, config, inputs, numpy.tanh)
            return codes, decode(changed, config, codes, places, numpy.tanh)

        def loss(changed):
            return ((through(changed)[1] - inputs) ** 2).sum(1).mean()

        codes, outputs = through(tensors)
        plain.show(f"{unpooling}_CODES".upper(), codes)
        plain.show(f"{unpooling}_RECONSTRUCTIONS".upper(), outputs)
        plain.show(f"{unpooling}_LOSS".upper(), loss(tensors))
        plain.show(f"{unpooling}_GRADIENT_NORMS".upper(), plain.norms(loss, tensors))


if __name__ == "__main__":
    main()
