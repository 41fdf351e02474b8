"""A conditional variational autoencoder 6-5-2-5-6 in NumPy: losses and gradients of both forms, for
cvae.rs.

Layer k = 0…4 is encoder.0, mean, log_variance, decoder.0, decoder.1; the means of the classes have
k = 5. Tanh follows encoder.0 and decoder.0. The labels are 3, 0, 9, 3; the weight of the divergence
is 0.5; the code is mean + exp(log_variance / 2) noise.
"""

import numpy

import central
from central import sigmoid

X = central.inputs(6)
LABELS = [3, 0, 9, 3]
CLASSES = numpy.eye(10)[LABELS]
BETA = 0.5


def parameters(form):
    extra = 10 if form == "conditioned" else 0
    shapes = [(6 + extra, 5), (5, 2), (5, 2), (2 + extra, 5), (5, 6)]
    values = []
    for k, (inputs, outputs) in enumerate(shapes):
        values += [central.weight(inputs, outputs, k), central.bias(outputs, k)]
        if k == 2 and form == "prior":
            values.append(central.weight(10, 2, 5))
    return values


def loss(form):
    def value(values):
        values = list(values)
        means = CLASSES @ values.pop(6) if form == "prior" else 0
        w0, b0, w1, b1, w2, b2, w3, b3, w4, b4 = values
        told = [CLASSES] if form == "conditioned" else []
        features = numpy.tanh(numpy.hstack([X, *told]) @ w0 + b0)
        mean, log_variance = features @ w1 + b1, features @ w2 + b2
        codes = mean + numpy.exp(log_variance / 2) * central.noise(2)
        hidden = numpy.tanh(numpy.hstack([codes, *told]) @ w3 + b3)
        pixels = sigmoid(hidden @ w4 + b4)
        likelihood = (X * numpy.log(pixels) + (1 - X) * numpy.log(1 - pixels)).sum(1)
        terms = (mean - means) ** 2 + numpy.exp(log_variance) - log_variance - 1
        return (BETA * terms.sum(1) / 2 - likelihood).mean()

    return value


def main():
    for form in ("prior", "conditioned"):
        central.show(form, loss(form), parameters(form))


if __name__ == "__main__":
    main()
