"""A dense autoencoder 6-4-2-4-6 in PyTorch: forward values, losses, gradients, three steps of Adam.

Layer k = 0, 1, 2, 3 is encoder.0, encoder.1, decoder.0, decoder.1. The activation follows the
first layer of either half; the code is linear; the output is the sigmoid of the logits. With
tied weights decoder.0 uses encoder.1's transposed weight and decoder.1 encoder.0's, with biases
of their own.
"""

import torch
from torch.nn import functional

import formula

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "gelu": functional.gelu,
    "tanh": torch.tanh,
}
LOSSES = {
    "bernoulli": lambda logits, inputs: functional.binary_cross_entropy_with_logits(
        logits, inputs, reduction="sum"
    ),
    "squared-error": lambda logits, inputs: functional.mse_loss(
        torch.sigmoid(logits), inputs, reduction="sum"
    ),
}


def fresh(tied):
    parameters = {}
    formula.layer(parameters, "encoder.0", 6, 4, 0)
    formula.layer(parameters, "encoder.1", 4, 2, 1)
    formula.layer(parameters, "decoder.0", 2, 4, 2)
    formula.layer(parameters, "decoder.1", 4, 6, 3)
    if tied:
        del parameters["decoder.0.weight"], parameters["decoder.1.weight"]
    return parameters


def forward(parameters, activation, inputs):
    """Codes [BATCH, 2] and logits [BATCH, 6]."""

    def affine(name, owner, values):
        weight = parameters.get(f"{name}.weight")
        weight = parameters[f"{owner}.weight"].T if weight is None else weight
        return values @ weight + parameters[f"{name}.bias"]

    codes = affine("encoder.1", None, activation(affine("encoder.0", None, inputs)))
    hidden = activation(affine("decoder.0", "encoder.1", codes))
    return codes, affine("decoder.1", "encoder.0", hidden)


def after_adam(tied, objective, epsilon):
    """The parameters after three steps on the whole batch."""
    parameters = fresh(tied)
    adam = torch.optim.Adam(parameters.values(), lr=1e-2, betas=(0.9, 0.999), eps=epsilon)
    for _ in range(3):
        adam.zero_grad()
        objective(parameters).backward()
        adam.step()
    return list(parameters.values())


def show(activation, loss, tied=False, code_penalty=0.0):
    inputs = formula.inputs(6)
    function = ACTIVATIONS[activation]

    def objective(parameters):
        codes, logits = forward(parameters, function, inputs)
        total = LOSSES[loss](logits, inputs) + code_penalty * codes.square().sum()
        return total / formula.BATCH

    parameters = fresh(tied)
    codes, logits = forward(parameters, function, inputs)
    gradients = formula.gradients(objective(parameters), parameters)
    adam = after_adam(tied, objective, 1e-8)
    adam_large_epsilon = after_adam(tied, objective, 1e-5)
    print("    Dense {")
    print(f'        activation: "{activation}", loss: "{loss}",')
    print(f"        tied: {str(tied).lower()}, code_penalty: {formula.number(code_penalty)},")
    for name, values in [
        ("codes", codes),
        ("reconstructions", torch.sigmoid(logits)),
        ("gradient_norms", formula.norms(gradients)),
        ("gradient_starts", formula.starts(gradients)),
        ("adam_norms", formula.norms(adam)),
        ("adam_starts", formula.starts(adam)),
        ("adam_starts_large_epsilon", formula.starts(adam_large_epsilon)),
    ]:
        print(f"        {name}: {formula.numbers(values)},")
    print(f"        value: {formula.number(objective(parameters).item())},")
    value_after_adam = objective(dict(zip(parameters, adam))).item()
    print(f"        value_after_adam: {formula.number(value_after_adam)},")
    print("    },")


def main():
    print(
        '''/// A dense autoencoder 6-4-2-4-6 of the given activation, loss, tying and penalty; see `dense.py`.
///
/// Per parameter, in the order encoder.0.weight, encoder.0.bias, encoder.1…, decoder.0…,
/// decoder.1… (tied: decoder biases only): a norm, or the first two entries.
pub struct Dense {
    /// `sigmoid`, `relu`, `gelu` (with erf) or `tanh`
    pub activation: &'static str,
    /// `bernoulli` or `squared-error`, summed over the pixels, averaged over the batch; the
    /// penalty is averaged likewise
    pub loss: &'static str,
    /// whether the decoder uses the encoder's weights, transposed
    pub tied: bool,
    /// how much of the codes' squares, summed over the units, is added to the loss
    pub code_penalty: f32,
    /// `[4, 2]`
    pub codes: &'static [f32],
    /// `[4, 6]`, the sigmoid of the logits
    pub reconstructions: &'static [f32],
    /// of the loss at the start
    pub gradient_norms: &'static [f32],
    /// of the loss at the start
    pub gradient_starts: &'static [f32],
    /// parameters after three steps of Adam: 1e-2, 0.9, 0.999, epsilon 1e-8
    pub adam_norms: &'static [f32],
    /// parameters after the same three steps
    pub adam_starts: &'static [f32],
    /// parameters after three steps with epsilon 1e-5
    pub adam_starts_large_epsilon: &'static [f32],
    /// the loss at the start
    pub value: f32,
    /// the loss after the three steps with epsilon 1e-8
    pub value_after_adam: f32,
}

/// `python tests/reference/dense.py`
#[rustfmt::skip]
pub const DENSE: &[Dense] = &['''
    )
    for activation in ACTIVATIONS:
        for loss in LOSSES:
            show(activation, loss)
    show("gelu", "bernoulli", tied=True)
    show("tanh", "squared-error", code_penalty=0.1)
    print("];")


if __name__ == "__main__":
    main()
