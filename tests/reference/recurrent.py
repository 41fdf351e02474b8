"""Recurrent autoencoders of two layers in NumPy, float64: codes, reconstructions, losses, gradients.

Sequences of 3 steps of 3 values (rows) or of 8 steps of 3 (strokes), 2 hidden units, a code of 2.
"""

import numpy

import plain

HIDDEN = 2
CODE = 2
LAYERS = 2
GATES = {"gru": 3, "lstm": 4}


def layer(tensors, name, cell, steps, state):
    """The states after each of steps, which are [batch, inputs] each."""

    def affine(part, values):
        return values @ tensors[f"{name}.{part}.weight"] + tensors[f"{name}.{part}.bias"]

    memory = numpy.zeros_like(state)
    states = []
    for values in steps:
        given, own = affine("input", values), affine("hidden", state)
        if cell == "gru":
            parts = list(zip(numpy.split(given, 3, 1), numpy.split(own, 3, 1)))
            reset, update = (plain.sigmoid(a + b) for a, b in parts[:2])
            fresh = numpy.tanh(parts[2][0] + reset * parts[2][1])
            state = (1 - update) * fresh + update * state
        else:
            enter, forget, candidate, leave = numpy.split(given + own, 4, 1)
            memory = plain.sigmoid(forget) * memory
            memory = memory + plain.sigmoid(enter) * numpy.tanh(candidate)
            state = plain.sigmoid(leave) * numpy.tanh(memory)
        states.append(state)
    return states


def encode(tensors, config, inputs):
    width = step_width(config)
    steps = list(inputs.reshape(len(inputs), -1, width).swapaxes(0, 1))
    for index in range(config["layers"]):
        zeros = numpy.zeros((len(inputs), config["hidden"]))
        steps = layer(tensors, f"encoder.{index}", config["cell"], steps, zeros)
    return steps[-1] @ tensors["code.weight"] + tensors["code.bias"]


def decode_logits(tensors, config, codes):
    starts = numpy.tanh(codes @ tensors["start.weight"] + tensors["start.bias"])
    starts = numpy.split(starts, config["layers"], 1)
    steps = [codes] * (config["inputSize"] // step_width(config))
    for index, start in enumerate(starts):
        steps = layer(tensors, f"decoder.{index}", config["cell"], steps, start)
    outputs = [state @ tensors["output.weight"] + tensors["output.bias"] for state in steps]
    return numpy.concatenate(outputs, 1)


def step_width(config):
    return 3 if config["sequence"] == "strokes" else int(config["inputSize"] ** 0.5)


def loss(tensors, config, inputs):
    logits = decode_logits(tensors, config, encode(tensors, config, inputs))
    errors = (plain.sigmoid(logits) - inputs) ** 2
    if config["sequence"] == "strokes":
        errors[:, 2::3] = (numpy.logaddexp(0, logits) - logits * inputs)[:, 2::3]
    return errors.sum(1).mean()


def shapes(config):
    width, gates = step_width(config), GATES[config["cell"]] * HIDDEN

    def stack(name, first):
        found = {}
        for index in range(LAYERS):
            found[f"{name}.{index}.input"] = (HIDDEN if index else first, gates)
            found[f"{name}.{index}.hidden"] = (HIDDEN, gates)
        return found

    return {
        **stack("encoder", width),
        "code": (HIDDEN, CODE),
        "start": (CODE, LAYERS * HIDDEN),
        **stack("decoder", CODE),
        "output": (HIDDEN, width),
    }


def main():
    for sequence, size in [("rows", 9), ("strokes", 24)]:
        for cell in GATES:
            config = {
                "sequence": sequence, "inputSize": size, "cell": cell, "layers": LAYERS,
                "hidden": HIDDEN, "codeSize": CODE,
            }  # fmt: skip
            tensors = plain.parameters(shapes(config))
            inputs = plain.inputs(size)
            codes = encode(tensors, config, inputs)
            name = f"{sequence}_{cell}".upper()
            plain.show(f"{name}_CODES", codes)
            logits = decode_logits(tensors, config, codes)
            plain.show(f"{name}_RECONSTRUCTIONS", plain.sigmoid(logits))
            plain.show(f"{name}_LOSS", loss(tensors, config, inputs))
            objective = lambda changed: loss(changed, config, inputs)
            plain.show(f"{name}_GRADIENT_NORMS", plain.norms(objective, tensors))


if __name__ == "__main__":
    main()
