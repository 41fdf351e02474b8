"""What the scripts share that need NumPy alone: formula.py's parameters and inputs in its words,
gradients by central differences in 64 bits, and how numbers are printed."""

import numpy

ROWS = 4
STEP = 1e-6


def single(values):
    """Rounded to 32 bits, as 64."""
    return numpy.asarray(values, numpy.float32).astype(numpy.float64)


def weight(inputs, outputs, k):
    i, j = numpy.indices((inputs, outputs))
    return single(0.8 * numpy.sin(1.7 * i + 2.3 * j + k))


def bias(outputs, k):
    return single(0.1 * numpy.cos(numpy.arange(outputs) + k))


def inputs(columns):
    n, j = numpy.indices((ROWS, columns))
    return single(0.5 + 0.45 * numpy.sin(1.1 * n + 0.7 * j))


def noise(columns):
    n, j = numpy.indices((ROWS, columns))
    return single(1.2 * numpy.cos(2.1 * n + 1.3 * j))


def sigmoid(a):
    return 1 / (1 + numpy.exp(-a))


def gradients(loss, parameters):
    """The gradient of loss(parameters) for each array, entry by entry."""
    found = []
    for values in parameters:
        gradient = numpy.zeros_like(values)
        for index in numpy.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + STEP
            above = loss(parameters)
            values[index] = kept - STEP
            gradient[index] = (above - loss(parameters)) / (2 * STEP)
            values[index] = kept
        found.append(gradient)
    return found


def show(name, loss, parameters):
    """Prints the loss, and norm and first two entries of each gradient."""
    found = gradients(loss, parameters)
    print(name)
    numbers("  loss", [loss(parameters)])
    numbers("  norms", [numpy.linalg.norm(gradient) for gradient in found])
    numbers("  starts", [gradient.flat[k] for gradient in found for k in (0, 1)])


def numbers(name, values):
    literals = [f"{value:.7f}".rstrip("0") for value in numpy.ravel(values)]
    print(f"{name}: " + ", ".join(literals))
