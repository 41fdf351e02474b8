"""Restricted Boltzmann machines of 4 visible and 3 hidden units, enumerated in NumPy with 64 bits.

W[i, j] = 0.8 sin(1.7 i + 2.3 j), b[i] = 0.1 cos(i), c[j] = 0.1 cos(j + 1), rounded to 32 bits. The
hidden units are 0 or 1; the visible units are too, or Gaussian with the standard deviation 0.5:
E = |v/s - b|^2 / 2 - c.h - (v/s) W h. `python tests/reference/rbm.py` prints rbm.rs.
"""

import inspect
import itertools

import numpy

VISIBLE, HIDDEN, DEVIATION = 4, 3, 0.5
DATA = numpy.array([[1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 1]], dtype=float)


def single(values):
    return values.astype(numpy.float32).astype(float)


I, J = numpy.indices((VISIBLE, HIDDEN), dtype=float)
W = single(0.8 * numpy.sin(1.7 * I + 2.3 * J))
B = single(0.1 * numpy.cos(numpy.arange(VISIBLE)))
C = single(0.1 * numpy.cos(numpy.arange(HIDDEN) + 1))


def states(units):
    return numpy.array(list(itertools.product([0.0, 1.0], repeat=units)))


def sigmoid(a):
    return 1 / (1 + numpy.exp(-a))


def energies(visible, hidden, W, B, C):
    """[visible, hidden] of every pair."""
    return -(visible @ B)[:, None] - (hidden @ C)[None, :] - visible @ W @ hidden.T


def log_sum(values, axis=None):
    return numpy.log(numpy.exp(values).sum(axis))


def log_likelihood(W, B, C):
    """Mean of log p(v) over DATA, from all 2^7 joint states."""
    hidden = states(HIDDEN)
    joint = -energies(states(VISIBLE), hidden, W, B, C)
    return (log_sum(-energies(DATA, hidden, W, B, C), 1) - log_sum(joint)).mean()


def gradient():
    """Of the mean log-likelihood: the data's statistics less the enumerated model's."""
    visible, hidden = states(VISIBLE), states(HIDDEN)
    joint = numpy.exp(-energies(visible, hidden, W, B, C))
    joint /= joint.sum()
    means = sigmoid(DATA @ W + C)
    count = len(DATA)
    return (
        DATA.T @ means / count - visible.T @ joint @ hidden,
        DATA.mean(0) - joint.sum(1) @ visible,
        means.mean(0) - joint.sum(0) @ hidden,
    )


def checked_gradient():
    """The gradient, after a comparison with central differences."""
    parameters = [W, B, C]
    for which, found in enumerate(gradient()):
        for place in numpy.ndindex(found.shape):
            step = numpy.zeros_like(found)
            step[place] = 1e-5
            ends = []
            for sign in (1, -1):
                moved = list(parameters)
                moved[which] = moved[which] + sign * step
                ends.append(log_likelihood(*moved))
            assert abs((ends[0] - ends[1]) / 2e-5 - found[place]) < 1e-8
    return gradient()


def gaussian_log_partition():
    """The integral over Gaussian visible units by completing the square, for each hidden state."""
    hidden = states(HIDDEN)
    sums = hidden @ C + hidden @ W.T @ B + 0.5 * ((hidden @ W.T) ** 2).sum(1)
    return log_sum(sums) + VISIBLE * numpy.log(DEVIATION * numpy.sqrt(2 * numpy.pi))


def number(value):
    return numpy.format_float_positional(numpy.float32(value), unique=True, trim="0")


def constant(name, about, values):
    if numpy.ndim(values) == 0:
        kind, literal = "f32", number(values)
    else:
        kind = "&[f32]"
        literal = "&[" + ", ".join(number(value) for value in numpy.ravel(values)) + "]"
    print(f"\n/// {about}\n#[rustfmt::skip]\npub const {name}: {kind} = {literal};")


def main():
    for line in inspect.getdoc(inspect.getmodule(main)).splitlines():
        print(f"//! {line}".rstrip())
    weight, visible, hidden = checked_gradient()
    scaled = DATA / DEVIATION
    free = -log_sum(-energies(DATA, states(HIDDEN), W, B, C), 1)
    squares = 0.5 * ((scaled - B) ** 2).sum(1)
    gaussian = squares - numpy.log1p(numpy.exp(scaled @ W + C)).sum(1)
    constant("DATA", "`[4, 4]`", DATA)
    constant("HIDDEN", "p(h = 1 | v) of the data, `[4, 3]`", sigmoid(DATA @ W + C))
    constant("VISIBLE", "p(v = 1 | h) of all 8 hidden states, `[8, 4]`", sigmoid(states(3) @ W.T + B))
    constant("FREE_ENERGY", "of the data, by summing over the hidden states, `[4]`", free)
    joint = energies(states(VISIBLE), states(HIDDEN), W, B, C)
    constant("LOG_PARTITION", "log Z over all 128 joint states", log_sum(-joint))
    constant("LOG_LIKELIHOOD", "mean over the data", log_likelihood(W, B, C))
    constant("GRADIENT_WEIGHT", "of the mean log-likelihood, `[4, 3]`", weight)
    constant("GRADIENT_VISIBLE", "of the mean log-likelihood, `[4]`", visible)
    constant("GRADIENT_HIDDEN", "of the mean log-likelihood, `[3]`", hidden)
    constant("GAUSSIAN_HIDDEN", "Gaussian: p(h = 1 | v), `[4, 3]`", sigmoid(scaled @ W + C))
    constant("GAUSSIAN_VISIBLE", "Gaussian: E[v | h], `[8, 4]`", DEVIATION * (states(3) @ W.T + B))
    constant("GAUSSIAN_FREE_ENERGY", "Gaussian: of the data, `[4]`", gaussian)
    constant("GAUSSIAN_LOG_PARTITION", "Gaussian: log Z", gaussian_log_partition())


if __name__ == "__main__":
    main()
