//! Recipes for few data and little time: their numbers, and what is refused.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::task::pretraining::LayerMethod;
use autoencoder_lab::task::recipe::{documents, fine_tuning, pretraining, rate};
use autoencoder_lab::training::{Schedule, TrainConfig};
use serde_json::json;

#[test]
fn batches_are_no_larger_than_the_data() {
    let found = pretraining(LayerMethod::Rbm, 4000).unwrap();
    let told = (found.batch_size, found.learning_rate, found.steps);
    assert_eq!(told, (32, 0.1, None));
    for method in [LayerMethod::Autoencoder, LayerMethod::Denoising] {
        let found = pretraining(method, 7).unwrap();
        assert_eq!((found.batch_size, found.learning_rate), (7, 0.003));
        assert_eq!(pretraining(method, 0).unwrap_err().code, "bad-option");
    }
}

#[test]
fn more_labels_teach_for_longer() {
    let expected = [
        (Some(1), 200),
        (Some(10), 200),
        (Some(11), 400),
        (Some(100), 400),
        (Some(101), 1500),
        (None, 1500),
    ];
    for (labels, steps) in expected {
        let found = fine_tuning(labels).unwrap();
        assert_eq!(found.steps, Some(steps), "{labels:?}");
        assert_eq!((found.batch_size, found.learning_rate), (32, 0.003));
    }
    assert_eq!(fine_tuning(Some(0)).unwrap_err().code, "bad-option");
}

#[test]
fn few_documents_are_seen_in_fewer_of_their_words() {
    for (count, code, masking, batch) in [
        (1000, 10, 0.5, 64),
        (1000, 2, 0.5, 64),
        (999, 10, 0.9, 32),
        (999, 3, 0.9, 32),
        (999, 2, 0.75, 32),
        (5, 2, 0.75, 5),
    ] {
        let found = documents(count, 300, code).unwrap();
        assert_eq!(found.config["masking"], masking, "{count} {code}");
        assert_eq!(found.training.batch_size, batch, "{count}");
        assert_eq!(found.training.learning_rate, 0.003);
    }
    let found = documents(500, 300, 10).unwrap();
    let config = json!({
        "inputSize": 300, "widths": [500, 250, 125, 10], "activation": "tanh", "masking": 0.9,
        "codeNoise": 0.0, "emphasis": 1.0, "weightDecay": 0.0, "codePenalty": 0.0,
    });
    assert_eq!((found.family, found.config), ("documents", config));
    assert_eq!(documents(0, 300, 10).unwrap_err().code, "bad-option");
    for (words, code) in [(300, 0), (300, 1 << 30), (0, 10)] {
        let refused = documents(500, words, code).unwrap_err();
        assert_eq!(refused.code, "bad-config", "{words} {code}");
    }
}

#[test]
fn laps_share_one_schedule() {
    let config = |schedule, steps| TrainConfig {
        steps,
        schedule,
        learning_rate: 0.01,
        ..TrainConfig::default()
    };
    let cosine = config(Schedule::Cosine, Some(1000));
    assert_eq!(rate(&cosine, 0).unwrap(), 0.01);
    assert!((rate(&cosine, 500).unwrap() - 0.005).abs() < 1e-12);
    assert!((rate(&cosine, 250).unwrap() - 0.005 * (1.0 + 0.5f64.sqrt())).abs() < 1e-12);
    assert_eq!(rate(&config(Schedule::Constant, Some(9)), 8).unwrap(), 0.01);
    for (steps, step) in [(Some(9), 9), (Some(0), 0), (None, 0)] {
        let refused = rate(&config(Schedule::Constant, steps), step).unwrap_err();
        assert_eq!(refused.code, "bad-option", "{steps:?} {step}");
    }
    let still = TrainConfig {
        learning_rate: 0.0,
        ..cosine
    };
    assert_eq!(rate(&still, 0).unwrap_err().code, "bad-option");
}
