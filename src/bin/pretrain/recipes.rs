//! What is trained, and how: one recipe a file.

use autoencoder_lab::training::{Schedule, TrainConfig};
use autoencoder_lab::weights::Precision;
use serde_json::{Value, json};

/// The weights that the page opens with.
pub const DEFAULT: &str = "dense-2-small";

/// How one file of weights is made.
pub struct Recipe {
    /// Its name on the page and in the manifest.
    pub name: &'static str,
    /// Its family.
    pub family: &'static str,
    /// The family's configuration.
    pub config: Value,
    /// Passes over the 60,000 digits.
    pub epochs: usize,
    /// The rate at the start; half a cosine brings it to 0.
    pub learning_rate: f64,
    /// Pixels by which each digit is displaced at most, anew in every epoch.
    pub displacement: i32,
    /// How values are stored.
    pub precision: Precision,
}

impl Recipe {
    /// The training of one epoch.
    pub fn epoch(&self, epoch: usize) -> TrainConfig {
        let rate = Schedule::Cosine.rate(self.learning_rate, epoch, self.epochs);
        TrainConfig {
            epochs: Some(1.0),
            learning_rate: rate,
            displacement: self.displacement,
            seed: SEED + epoch as u64,
            ..TrainConfig::default()
        }
    }
}

/// Seed of the parameters, and of the order of the first epoch.
pub const SEED: u64 = 2006;

/// One with what most have in common: half precision, nothing displaced.
fn recipe(name: &'static str, family: &'static str, epochs: usize, learning_rate: f64) -> Recipe {
    Recipe {
        name,
        family,
        config: Value::Null,
        epochs,
        learning_rate,
        displacement: 0,
        precision: Precision::F16,
    }
}

/// Every recipe, in the order in which the page offers the results.
pub fn all() -> Vec<Recipe> {
    vec![
        Recipe {
            config: json!({"widths": [400, 20]}),
            // What the ten lines in the README fetch.
            precision: Precision::Rounded,
            ..recipe("vae-20", "vae", 100, 2e-3)
        },
        Recipe {
            config: json!({"widths": [512, 256, 2], "activation": "gelu"}),
            ..recipe("vae-2", "vae", 30, 1e-3)
        },
        Recipe {
            config: json!({
                "codeSize": 500, "persistent": true, "k": 5, "momentum": 0.5, "weightDecay": 0.0001,
            }),
            ..recipe("rbm-500", "rbm", 60, 5e-2)
        },
        Recipe {
            // Three epochs a layer.
            config: json!({"widths": [1000, 500, 250, 30], "layerSteps": 1404}),
            displacement: 1,
            ..recipe("dbn-30", "dbn", 90, 3e-3)
        },
        Recipe {
            config: json!({"widths": [1000, 500, 250, 30]}),
            displacement: 1,
            ..recipe("dense-30", "dense", 50, 1e-3)
        },
        Recipe {
            config: json!({"widths": [1000, 500, 250, 2]}),
            ..recipe("dense-2", "dense", 25, 1e-3)
        },
        Recipe {
            // Small, since a first visit opens with it.
            config: json!({"widths": [360, 120, 2]}),
            precision: Precision::Rounded,
            ..recipe("dense-2-small", "dense", 60, 1e-3)
        },
        Recipe {
            config: json!({"codeSize": 30}),
            precision: Precision::F32,
            ..recipe("pca-30", "pca", 1, 1e-3)
        },
        Recipe {
            config: json!({"codeSize": 2}),
            precision: Precision::F32,
            ..recipe("pca-2", "pca", 1, 1e-3)
        },
        Recipe {
            config: json!({"widths": [500, 250, 100, 2], "layerSteps": 468}),
            ..recipe("stacked-2", "stacked", 40, 1e-3)
        },
        Recipe {
            config: json!({"channels": 16, "codeSize": 128}),
            ..recipe("convolutional-128", "convolutional", 8, 2e-3)
        },
        Recipe {
            config: json!({"sequence": "rows", "layers": 2, "hidden": 96, "codeSize": 32}),
            ..recipe("recurrent-rows", "recurrent", 8, 2e-3)
        },
        Recipe {
            config: json!({
                "sequence": "strokes", "inputSize": 120, "layers": 2, "hidden": 96, "codeSize": 16,
            }),
            ..recipe("recurrent-strokes", "recurrent", 8, 2e-3)
        },
        Recipe {
            config: json!({"codeSize": 800, "weightDecay": 0.001, "sparsityWeight": 0.3}),
            ..recipe("sparse-800", "sparse", 24, 4e-3)
        },
        Recipe {
            config: json!({"widths": [1000], "corruption": "masking", "corruptionLevel": 0.25}),
            ..recipe("denoising-1000", "denoising", 20, 1e-3)
        },
        Recipe {
            config: json!({"codeSize": 500}),
            ..recipe("contractive-500", "contractive", 20, 1e-3)
        },
        Recipe {
            config: json!({"widths": [300, 150, 8], "form": "prior", "beta": 4.0}),
            ..recipe("cvae-8", "cvae", 30, 2e-3)
        },
        Recipe {
            config: json!({"widths": [300, 150, 8], "form": "conditioned", "beta": 4.0}),
            ..recipe("cvae-8-conditioned", "cvae", 30, 2e-3)
        },
    ]
}
