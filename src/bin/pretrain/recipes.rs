//! What is trained, and how: one recipe a file.

use autoencoder_lab::training::{Schedule, TrainConfig};
use autoencoder_lab::weights::Precision;
use serde_json::{Value, json};

/// The weights that the page opens with.
pub const DEFAULT: &str = "vae-20";

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

/// Every recipe, in the order in which the page offers the results.
pub fn all() -> Vec<Recipe> {
    vec![
        Recipe {
            name: "vae-20",
            family: "vae",
            config: json!({"widths": [400, 20]}),
            epochs: 100,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "vae-2",
            family: "vae",
            config: json!({"widths": [512, 256, 2], "activation": "gelu"}),
            epochs: 30,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "rbm-500",
            family: "rbm",
            config: json!({
                "codeSize": 500, "persistent": true, "k": 5, "momentum": 0.5, "weightDecay": 0.0001,
            }),
            epochs: 60,
            learning_rate: 5e-2,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "dbn-30",
            family: "dbn",
            // Three epochs a layer.
            config: json!({"widths": [1000, 500, 250, 30], "layerSteps": 1404}),
            epochs: 90,
            learning_rate: 3e-3,
            displacement: 1,
            precision: Precision::F16,
        },
        Recipe {
            name: "dense-30",
            family: "dense",
            config: json!({"widths": [1000, 500, 250, 30]}),
            epochs: 50,
            learning_rate: 1e-3,
            displacement: 1,
            precision: Precision::F16,
        },
        Recipe {
            name: "dense-2",
            family: "dense",
            config: json!({"widths": [1000, 500, 250, 2]}),
            epochs: 25,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "pca-30",
            family: "pca",
            config: json!({"codeSize": 30}),
            epochs: 1,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F32,
        },
        Recipe {
            name: "pca-2",
            family: "pca",
            config: json!({"codeSize": 2}),
            epochs: 1,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F32,
        },
        Recipe {
            name: "stacked-2",
            family: "stacked",
            config: json!({"widths": [500, 250, 100, 2], "layerSteps": 468}),
            epochs: 40,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "convolutional-128",
            family: "convolutional",
            config: json!({"channels": 16, "codeSize": 128}),
            epochs: 8,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "recurrent-rows",
            family: "recurrent",
            config: json!({"sequence": "rows", "layers": 2, "hidden": 96, "codeSize": 32}),
            epochs: 8,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "recurrent-strokes",
            family: "recurrent",
            config: json!({
                "sequence": "strokes", "inputSize": 120, "layers": 2, "hidden": 96, "codeSize": 16,
            }),
            epochs: 8,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "sparse-800",
            family: "sparse",
            config: json!({"codeSize": 800, "weightDecay": 0.001, "sparsityWeight": 0.3}),
            epochs: 24,
            learning_rate: 4e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "denoising-1000",
            family: "denoising",
            config: json!({"widths": [1000], "corruption": "masking", "corruptionLevel": 0.25}),
            epochs: 20,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "contractive-500",
            family: "contractive",
            config: json!({"codeSize": 500}),
            epochs: 20,
            learning_rate: 1e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "cvae-8",
            family: "cvae",
            config: json!({"widths": [300, 150, 8], "form": "prior", "beta": 4.0}),
            epochs: 30,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
        Recipe {
            name: "cvae-8-conditioned",
            family: "cvae",
            config: json!({"widths": [300, 150, 8], "form": "conditioned", "beta": 4.0}),
            epochs: 30,
            learning_rate: 2e-3,
            displacement: 0,
            precision: Precision::F16,
        },
    ]
}
