"""Paints the weights that run into each hidden unit: python scripts/filters.py WEIGHTS PICTURE

Needs numpy, pillow and safetensors. The first 160 units are shown, as they come.
"""

import sys

import numpy
from PIL import Image
from safetensors.numpy import load_file

COLUMNS, ROWS, SIDE, GAP, SCALE = 20, 8, 28, 2, 2
POSITIVE, NEGATIVE, PAPER = ([47, 95, 208], [207, 106, 18], [251, 250, 248])


def tile(weights):
    """One unit's weights, above zero in one colour, below in the other."""
    strength = (weights / numpy.abs(weights).max()).reshape(SIDE, SIDE, 1)
    ink = numpy.where(strength > 0, POSITIVE, NEGATIVE)
    return PAPER + (ink - numpy.array(PAPER)) * numpy.abs(strength)


def main(weights, picture):
    columns = load_file(weights)["encoder.0.weight"].astype("float32").T
    step = SIDE + GAP
    sheet = numpy.full((ROWS * step - GAP, COLUMNS * step - GAP, 3), PAPER, dtype=float)
    for unit in range(COLUMNS * ROWS):
        top, left = unit // COLUMNS * step, unit % COLUMNS * step
        sheet[top : top + SIDE, left : left + SIDE] = tile(columns[unit])
    image = Image.fromarray(sheet.round().astype("uint8")).quantize(64)
    image.resize((image.width * SCALE, image.height * SCALE), Image.Resampling.NEAREST).save(picture, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
