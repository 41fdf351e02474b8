//! What is not inside, and looks that end early.

use autoencoder_lab::data::Dataset;
use autoencoder_lab::task::maximisation::{Ascent, maximise};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use autoencoder_lab::task::units::{activity, inspect};
use pollster::block_on;
use serde_json::json;

use crate::support::{Silent, small_digits};
use crate::{SIZE, model};

#[test]
fn what_is_not_inside_is_refused() {
    let documents = model("documents", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let options = Ascent::default();
    let host = Silent::new();
    let climb = maximise(&documents, (1, 0), None, &options, &host);
    assert_eq!(block_on(climb).unwrap_err().code, "bad-option");
    let lab_model = model("dense", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let (data, host) = (small_digits(20, 1), Silent::new());
    let digits = autoencoder_lab::data::digits::generate(5, 1).unwrap();
    for (layer, unit) in [(5, 0), (usize::MAX, 0), (1, 12), (2, 3)] {
        let found = block_on(inspect(&lab_model, &data, (layer, unit), &host));
        assert_eq!(found.unwrap_err().code, "bad-option");
        let options = Ascent::default();
        let found = block_on(maximise(&lab_model, (layer, unit), None, &options, &host));
        assert_eq!(found.unwrap_err().code, "bad-option");
    }
    assert_eq!(
        block_on(activity(&lab_model, &data, 5, &host))
            .unwrap_err()
            .code,
        "bad-option"
    );
    assert_eq!(
        block_on(activity(&lab_model, &digits, 1, &host))
            .unwrap_err()
            .code,
        "bad-data"
    );
    let found = block_on(inspect(&lab_model, &digits, (1, 0), &host));
    assert_eq!(found.unwrap_err().code, "bad-data");

    let normal = Ascent::default();
    for options in [
        Ascent { steps: 0, ..normal },
        Ascent {
            steps: 1001,
            ..normal
        },
        Ascent {
            rate: f32::NAN,
            ..normal
        },
        Ascent {
            rate: 0.0,
            ..normal
        },
        Ascent {
            rate: f32::INFINITY,
            ..normal
        },
        Ascent {
            decay: f32::NAN,
            ..normal
        },
        Ascent {
            decay: 1.0,
            ..normal
        },
        Ascent {
            decay: -0.1,
            ..normal
        },
        Ascent {
            blur: f32::NAN,
            ..normal
        },
        Ascent {
            blur: -1.0,
            ..normal
        },
        Ascent {
            blur: 6.0,
            ..normal
        },
    ] {
        let found = block_on(maximise(&lab_model, (1, 0), None, &options, &host));
        assert_eq!(found.unwrap_err().code, "bad-option", "{options:?}");
    }
    for from in [
        &[0.5; SIZE - 1][..],
        &[0.5; 2 * SIZE],
        &[f32::NAN; SIZE],
        &[1.5; SIZE],
        &[],
    ] {
        let found = block_on(maximise(&lab_model, (1, 0), Some(from), &normal, &host));
        assert_eq!(found.unwrap_err().code, "bad-input");
    }

    let images = data
        .images(0, 20)
        .unwrap()
        .iter()
        .map(|x| (x * 255.0) as u8)
        .collect();
    let unlabelled = Dataset::new(images, SIZE, None).unwrap();
    let strange = Dataset::new(vec![0; 2 * SIZE], SIZE, Some(vec![3, 10])).unwrap();
    let parts = [
        (&unlabelled, &data),
        (&data, &unlabelled),
        (&data, &digits),
        (&strange, &data),
    ];
    for parts in parts {
        let options = ProbeOptions::default();
        let found = block_on(probe(&lab_model, parts, &options, &host));
        assert_eq!(found.unwrap_err().code, "bad-data");
    }
    let none = ProbeOptions {
        examples: 0,
        seed: 0,
    };
    let found = block_on(probe(&lab_model, (&data, &data), &none, &host));
    assert_eq!(found.unwrap_err().code, "bad-option");
}

#[test]
fn long_looks_end_when_they_are_told() {
    let lab_model = model("dense", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let data = small_digits(900, 1);
    let code = |error: Option<autoencoder_lab::error::LabError>| error.expect("an error").code;
    let host = Silent::aborting_at(2);
    let found = block_on(inspect(&lab_model, &data, (1, 0), &host));
    assert_eq!(code(found.err()), "aborted");
    assert!(
        host.shares
            .borrow()
            .last()
            .is_some_and(|share| *share < 0.5)
    );
    let host = Silent::aborting_at(2);
    let found = block_on(activity(&lab_model, &data, 1, &host));
    assert_eq!(code(found.err()), "aborted");
    let (host, options) = (Silent::aborting_at(3), Ascent::default());
    let found = block_on(maximise(&lab_model, (1, 0), None, &options, &host));
    assert_eq!(code(found.err()), "aborted");
    for pause in [1, 15] {
        let (host, options) = (Silent::aborting_at(pause), ProbeOptions::default());
        let found = block_on(probe(&lab_model, (&data, &data), &options, &host));
        assert_eq!(code(found.err()), "aborted");
    }
}
