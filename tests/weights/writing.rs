//! What could not be read again is not written.

use autoencoder_lab::weights::{Checkpoint, Precision};
use serde_json::json;

use crate::{Case, checkpoint, tensor};

#[test]
fn what_cannot_be_read_is_not_written() {
    let cases: [Case<Checkpoint>; 11] = [
        ("NaN", |c| c.tensors[0].values[1] = f32::NAN, "Value 1"),
        (
            "duplicate",
            |c| c.tensors[1].name = "scale".to_owned(),
            "twice",
        ),
        ("count", |c| c.tensors[0].values.push(0.0), "needs 12 bytes"),
        ("rank", |c| c.tensors[2].shape = vec![1; 5], "rank 5"),
        (
            "no values",
            |c| c.tensors[2] = tensor("scale", &[0]),
            "no values",
        ),
        ("no tensors", |c| c.tensors.clear(), "no tensors"),
        ("config", |c| c.metadata.config = json!([1]), "no object"),
        ("family", |c| c.metadata.family.clear(), "family"),
        (
            "header",
            |c| c.metadata.family = "x".repeat(65_536),
            "is the most",
        ),
        (
            "code",
            |c| c.metadata.code.as_mut().unwrap().low[0] = 9.0,
            "down to",
        ),
        (
            "metric",
            |c| {
                c.metadata.metrics.insert("loss".to_owned(), f64::NAN);
            },
            "\"loss\" is NaN",
        ),
    ];
    for (case, change, words) in cases {
        let mut broken = checkpoint();
        change(&mut broken);
        let error = broken.write(Precision::F16).expect_err(case);
        assert_eq!(error.code, "bad-weights", "{case}");
        assert!(error.message.contains(words), "{case}: {error}");
    }
}

#[test]
fn a_value_beyond_16_bits_is_an_error_not_infinity() {
    let mut large = checkpoint();
    large.tensors[0].values[3] = -65_520.0;
    let error = large.write(Precision::F16).unwrap_err();
    assert_eq!(error.code, "bad-weights");
    assert!(error.message.contains("Value 3"), "{error}");
    assert!(error.message.contains("-65520"), "{error}");
    assert!(large.write(Precision::F32).is_ok());
}

#[test]
fn long_and_odd_names_do_not_flood_messages() {
    let name = "\u{7}".repeat(5_000);
    let mut broken = checkpoint();
    broken.tensors[0].name = name.clone();
    broken.tensors[1].name = name;
    let error = broken.write(Precision::F32).unwrap_err();
    assert!(error.message.len() < 600, "{}", error.message.len());
    assert!(!error.message.contains('\u{7}'));
}
