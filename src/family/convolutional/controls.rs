//! The controls of the convolutional autoencoder.

use crate::family::control::{Choice, Control, Kind};
use crate::family::dense::ACTIVATIONS;

pub(super) const CONTROLS: &[Control] = &[
    Control {
        name: "channels",
        label: "Feature maps",
        help: "Kernels of the first block; the second has twice as many.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 64,
            default: 8,
        },
    },
    Control {
        name: "kernelSize",
        label: "Kernel",
        help: "How many pixels a kernel sees at once.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "3",
                    label: "3×3",
                },
                Choice {
                    value: "5",
                    label: "5×5",
                },
                Choice {
                    value: "7",
                    label: "7×7",
                },
            ],
            default: "3",
        },
    },
    Control {
        name: "codeSize",
        label: "Code",
        help: "How many numbers the feature maps become.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 1024,
            default: 64,
        },
    },
    Control {
        name: "activation",
        label: "Activation",
        help: "The function after each convolution; the code itself is linear.",
        kind: Kind::Choice {
            choices: ACTIVATIONS,
            default: "relu",
        },
    },
    Control {
        name: "unpooling",
        label: "Unpooling",
        help: "Each value four times, or at the place where the encoder found it: a code alone is \
               then decoded with the places of the image encoded last.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "copy",
                    label: "Copies",
                },
                Choice {
                    value: "switches",
                    label: "Switches",
                },
            ],
            default: "copy",
        },
    },
];
