"""One hidden layer of sigmoids 6-4-6 with tied weights, in NumPy: losses and gradients of the
sparse, the denoising and the contractive autoencoder, for hidden.rs. The sparse one's penalty has
the value of the running mean, and the gradient of the batch mean.

The weight and the hidden bias have k = 0, the reconstruction's bias has k = 1. The sparse one has
seen the batch 1 - x before.
"""

import numpy

import central
from central import sigmoid

X = central.inputs(6)
BETA, RHO, LAMBDA, GAMMA = 0.7, 0.1, 0.9, 0.01
CONTRACTION = 0.3


def parameters():
    return [central.weight(6, 4, 0), central.bias(4, 0), central.bias(6, 1)]


def through(values, x):
    """Hidden units and reconstruction."""
    weight, hidden_bias, bias = values
    hidden = sigmoid(x @ weight + hidden_bias)
    return hidden, sigmoid(hidden @ weight.T + bias)


def squared_error(reconstruction, x):
    return ((reconstruction - x) ** 2).sum(1).mean()


BEFORE, BATCH = (through(parameters(), x)[0].mean(0) for x in (1 - X, X))
RUNNING = (LAMBDA * (1 - LAMBDA) * BEFORE + (1 - LAMBDA) * BATCH) / (1 - LAMBDA**2)


def sparse(penalty):
    def loss(values):
        hidden, reconstruction = through(values, X)
        if penalty == "kl":
            mean = RUNNING + hidden.mean(0) - BATCH
            ratio = numpy.log(RHO / mean), numpy.log((1 - RHO) / (1 - mean))
            sparsity = (RHO * ratio[0] + (1 - RHO) * ratio[1]).sum()
        else:
            sparsity = numpy.abs(hidden).sum(1).mean()
        decay = (values[0] ** 2).sum()
        return squared_error(reconstruction, X) + BETA * sparsity + GAMMA * decay

    return loss


def denoising(values):
    """Every third value is lost."""
    damaged = X * (numpy.arange(X.size).reshape(X.shape) % 3 != 0)
    return squared_error(through(values, damaged)[1], X)


def contractive(values):
    """The norm of the Jacobian, itself by central differences rather than in closed form."""
    step = 1e-4
    hidden, reconstruction = through(values, X)
    norm = 0
    for i in range(X.shape[1]):
        nudge = step * numpy.eye(X.shape[1])[i]
        slope = (through(values, X + nudge)[0] - through(values, X - nudge)[0]) / (2 * step)
        norm += (slope**2).sum(1)
    return squared_error(reconstruction, X) + CONTRACTION * norm.mean()


def main():
    for penalty in ("kl", "l1"):
        central.show(f"sparse, {penalty}", sparse(penalty), parameters())
    central.show("denoising", denoising, parameters())
    central.show("contractive", contractive, parameters())


if __name__ == "__main__":
    main()
