"""A variational autoencoder 6-5-2-5-6 in PyTorch: posterior, likelihoods, ELBO, gradients, and the
importance-weighted bound of five samples. Densities and divergence are torch.distributions' own.

Layer k = 0…4 is encoder.0, mean, log_variance, decoder.0, decoder.1; tanh after encoder.0 and
decoder.0. The code of sample s is mean + exp(log_variance / 2) noise(s); the ELBO takes s = 0.
"""

import math

import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

import formula

SAMPLES = 5
DEVIATION = 0.3


def fresh():
    parameters = {}
    formula.layer(parameters, "encoder.0", 6, 5, 0)
    formula.layer(parameters, "mean", 5, 2, 1)
    formula.layer(parameters, "log_variance", 5, 2, 2)
    formula.layer(parameters, "decoder.0", 2, 5, 3)
    formula.layer(parameters, "decoder.1", 5, 6, 4)
    return parameters


def affine(parameters, name, values):
    return values @ parameters[f"{name}.weight"] + parameters[f"{name}.bias"]


def encode(parameters, inputs):
    """Mean and log-variance of the posterior, [BATCH, 2] each."""
    hidden = torch.tanh(affine(parameters, "encoder.0", inputs))
    return affine(parameters, "mean", hidden), affine(parameters, "log_variance", hidden)


def decode(parameters, codes):
    """Logits, [BATCH, 6]."""
    return affine(parameters, "decoder.1", torch.tanh(affine(parameters, "decoder.0", codes)))


def bernoulli(logits):
    # Grey pixels are no outcomes of a coin: the density is that of its formula.
    return Bernoulli(logits=logits, validate_args=False)


def gaussian(logits):
    return Normal(torch.sigmoid(logits), DEVIATION)


def bound(parameters, inputs, likelihood):
    """The importance-weighted bound of SAMPLES samples, [BATCH], and its log weights."""
    mean, log_variance = encode(parameters, inputs)
    posterior = Normal(mean, (log_variance / 2).exp())
    weights = []
    for sample in range(SAMPLES):
        codes = mean + posterior.stddev * formula.noise(2, sample)
        log_likelihood = likelihood(decode(parameters, codes)).log_prob(inputs).sum(1)
        log_prior = Normal(0.0, 1.0).log_prob(codes).sum(1)
        weights.append(log_likelihood + log_prior - posterior.log_prob(codes).sum(1))
    weights = torch.stack(weights, 1)
    return weights.logsumexp(1) - math.log(SAMPLES), weights


def main():
    constant = formula.constant
    source = "`python tests/reference/vae.py`:"
    inputs = formula.inputs(6)
    parameters = fresh()
    mean, log_variance = encode(parameters, inputs)
    posterior = Normal(mean, (log_variance / 2).exp())
    codes = mean + posterior.stddev * formula.noise(2, 0)
    logits = decode(parameters, codes)
    divergence = kl_divergence(posterior, Normal(0.0, 1.0)).sum(1)
    print()
    constant("VAE_MEAN", f"{source} posterior mean, `[4, 2]`", mean)
    constant("VAE_LOG_VARIANCE", f"{source} posterior log-variance, `[4, 2]`", log_variance)
    constant("VAE_CODES", f"{source} the codes of sample 0, `[4, 2]`", codes)
    constant("VAE_LOGITS", f"{source} the logits of these codes, `[4, 6]`", logits)
    constant("VAE_KL", f"{source} divergence from the prior, `[4]`", divergence)
    constant("VAE_DEVIATION", f"{source} the Gaussian likelihood's deviation", DEVIATION)
    for name, likelihood in [("BERNOULLI", bernoulli), ("GAUSSIAN", gaussian)]:
        log_likelihood = likelihood(logits).log_prob(inputs).sum(1)
        loss = (divergence - log_likelihood).mean()
        gradients = torch.autograd.grad(loss, list(parameters.values()), retain_graph=True)
        importance, weights = bound(parameters, inputs, likelihood)
        kind = f"{source} {name.capitalize()} likelihood,"
        print()
        constant(f"VAE_{name}", f"{kind} log p(x | z) of sample 0, `[4]`", log_likelihood)
        constant(f"VAE_{name}_LOSS", f"{kind} negative ELBO, mean over the batch", loss)
        constant(f"VAE_{name}_GRADIENT_NORMS", f"{kind} of each gradient", formula.norms(gradients))
        constant(
            f"VAE_{name}_GRADIENT_STARTS",
            f"{kind} the first two entries of each parameter's gradient",
            formula.starts(gradients),
        )
        constant(f"VAE_{name}_LOG_WEIGHTS", f"{kind} log p(x, z) / q(z | x), `[4, 5]`", weights)
        constant(f"VAE_{name}_BOUND", f"{kind} the bound of five samples, `[4]`", importance)


if __name__ == "__main__":
    main()
