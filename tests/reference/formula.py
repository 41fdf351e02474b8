"""Parameters, inputs and noise that Rust and Python can both compute, and how numbers are printed.

Everything is rounded to 32 bits first and computed with 64 from there on, so that what is printed
is exact for the values which a 32-bit implementation starts from.
"""

import numpy
import torch

BATCH = 4


def table(rows, columns, value):
    """[rows, columns] of value(row, column), rounded to 32 bits, as 64."""
    row, column = numpy.indices((rows, columns), dtype=numpy.float64)
    return torch.from_numpy(value(row, column).astype(numpy.float32).astype(numpy.float64))


def weight(inputs, outputs, k):
    """w[i, j] = 0.8 sin(1.7 i + 2.3 j + k), [inputs, outputs]"""
    return table(inputs, outputs, lambda i, j: 0.8 * numpy.sin(1.7 * i + 2.3 * j + k))


def bias(outputs, k):
    """b[j] = 0.1 cos(j + k), [outputs]"""
    return table(1, outputs, lambda _, j: 0.1 * numpy.cos(j + k))[0]


def inputs(columns):
    """x[n, j] = 0.5 + 0.45 sin(1.1 n + 0.7 j), [4, columns]"""
    return table(BATCH, columns, lambda n, j: 0.5 + 0.45 * numpy.sin(1.1 * n + 0.7 * j))


def noise(columns, sample):
    """e[n, j] = 1.2 cos(2.1 n + 1.3 j + 0.5 s) of sample s, [4, columns]"""
    return table(BATCH, columns, lambda n, j: 1.2 * numpy.cos(2.1 * n + 1.3 * j + 0.5 * sample))


def layer(parameters, name, inputs, outputs, k):
    """Adds name.weight and name.bias, both of the formula's k."""
    parameters[f"{name}.weight"] = weight(inputs, outputs, k).requires_grad_()
    parameters[f"{name}.bias"] = bias(outputs, k).requires_grad_()


def gradients(loss, parameters):
    """The gradient of each parameter."""
    return torch.autograd.grad(loss, list(parameters.values()))


def norms(tensors):
    """The Euclidean norm of each tensor."""
    return torch.stack([tensor.detach().norm() for tensor in tensors])


def starts(tensors):
    """The first two entries of each tensor, one after the other."""
    return torch.cat([tensor.detach().flatten()[:2] for tensor in tensors])


def number(value):
    """The shortest decimal that is this 32-bit number, as a Rust literal."""
    single = numpy.float32(value)
    if 0 < abs(single) < 1e-4:
        return numpy.format_float_scientific(single, unique=True, trim="-", exp_digits=1)
    return numpy.format_float_positional(single, unique=True, trim="0")


def numbers(values):
    """All values, row after row, as a Rust slice."""
    values = values.detach() if isinstance(values, torch.Tensor) else values
    return "&[" + ", ".join(number(value) for value in numpy.ravel(values)) + "]"


def constant(name, about, values):
    """Prints a Rust constant: a number or a slice."""
    values = values.detach() if isinstance(values, torch.Tensor) else values
    if numpy.ndim(values) == 0:
        kind, literal = "f32", number(values)
    else:
        kind, literal = "&[f32]", numbers(values)
    print(f"/// {about}\n#[rustfmt::skip]\npub const {name}: {kind} = {literal};")
