"""Parameters and inputs that Rust and Python can both compute, and gradients by central differences:
NumPy alone, 64 bits throughout, parameters and inputs rounded to 32 first.

- weight of layer k: w[i, j] = 0.8 sin(1.7 i + 2.3 j + k), [inputs, outputs]
- bias of layer k: b[j] = 0.1 cos(j + k), [outputs]
- inputs: x[n, j] = 0.5 + 0.45 sin(1.1 n + 0.7 j), [4, columns]
"""

import numpy

BATCH = 4
STEP = 1e-6


def rounded(values):
    return values.astype(numpy.float32).astype(numpy.float64)


def weight(rows, columns, k):
    i, j = numpy.indices((rows, columns))
    return rounded(0.8 * numpy.sin(1.7 * i + 2.3 * j + k))


def bias(columns, k):
    return rounded(0.1 * numpy.cos(numpy.arange(columns) + k))


def inputs(columns):
    n, j = numpy.indices((BATCH, columns))
    return rounded(0.5 + 0.45 * numpy.sin(1.1 * n + 0.7 * j))


def parameters(shapes):
    """The weight and bias of every layer, by name; shapes are [inputs, outputs], k counts them."""
    filled = {}
    for k, (name, (rows, columns)) in enumerate(shapes.items()):
        filled[f"{name}.weight"] = weight(rows, columns, k)
        filled[f"{name}.bias"] = bias(columns, k)
    return filled


def sigmoid(values):
    return 0.5 + 0.5 * numpy.tanh(values / 2)


def norms(loss, tensors):
    """The Euclidean norm of the gradient of loss(tensors) with respect to each tensor."""
    found = []
    for name, tensor in tensors.items():
        slope = numpy.zeros_like(tensor)
        for index in numpy.ndindex(tensor.shape):
            values = []
            for step in (STEP, -STEP):
                moved = tensor.copy()
                moved[index] += step
                values.append(loss({**tensors, name: moved}))
            slope[index] = (values[0] - values[1]) / (2 * STEP)
        found.append(numpy.sqrt((slope**2).sum()))
    return numpy.array(found)


def show(name, values):
    """Prints a Rust constant of seven digits."""
    if numpy.ndim(values) == 0:
        print(f"pub const {name}: f32 = {values:.7};")
        return
    numbers = ", ".join(f"{value:.7}" for value in numpy.ravel(values))
    print(f"#[rustfmt::skip]\npub const {name}: &[f32] = &[{numbers}];")
