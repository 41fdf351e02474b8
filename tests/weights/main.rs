//! Weight files: round trips, and every way in which a file can be wrong.
#![cfg(not(target_family = "wasm"))]

mod container;
mod forge;
mod manifest;
mod metadata;
mod mutation;
mod reading;
mod statistics;
mod writing;

use std::collections::BTreeMap;

use autoencoder_lab::weights::{Checkpoint, CodeStatistics, Metadata, NamedTensor, Training};
use serde_json::json;

/// A name, a change that makes a sound value wrong, and words of the message that follows.
type Case<T> = (&'static str, fn(&mut T), &'static str);

fn tensor(name: &str, shape: &[usize]) -> NamedTensor {
    let count = shape.iter().product::<usize>();
    NamedTensor {
        name: name.to_owned(),
        shape: shape.to_vec(),
        values: (0..count).map(|i| (i as f32 * 1.7).sin()).collect(),
    }
}

fn checkpoint() -> Checkpoint {
    Checkpoint {
        metadata: Metadata {
            family: "dense".to_owned(),
            config: json!({"hidden": [4], "code": 2, "activation": "gelu"}),
            code: Some(CodeStatistics {
                mean: vec![0.1, -0.3],
                standard_deviation: vec![1.1, 0.7],
                low: vec![-2.5, -1.9],
                high: vec![2.6, 1.3],
            }),
            metrics: BTreeMap::from([("squaredError".to_owned(), 13.87)]),
            training: Some(Training {
                data: "mnist".to_owned(),
                count: 60_000,
                epochs: 20.5,
                seed: 7,
            }),
            steps: Some(9_600),
        },
        tensors: vec![
            tensor("encoder.0.weight", &[3, 2]),
            tensor("encoder.0.bias", &[2]),
            tensor("scale", &[]),
        ],
    }
}

fn expected() -> Vec<(String, Vec<usize>)> {
    vec![
        ("scale".to_owned(), vec![]),
        ("encoder.0.bias".to_owned(), vec![2]),
        ("encoder.0.weight".to_owned(), vec![3, 2]),
    ]
}
