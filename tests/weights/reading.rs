//! What is read equals what was written, and fits the model or is refused.

use autoencoder_lab::weights::{Checkpoint, LAYOUT, Precision, Stored};
use serde_json::Value;

use crate::{Case, checkpoint, expected, tensor};

#[test]
fn round_trip_in_32_bits_is_exact() {
    let mut original = checkpoint();
    original.tensors[1].values = vec![f32::MIN_POSITIVE / 8.0, -0.0];
    let bytes = original.write(Precision::F32).unwrap();
    let read = Checkpoint::read(&bytes).unwrap();
    assert_eq!(read, original);
    let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    for (read, original) in read.tensors.iter().zip(&original.tensors) {
        assert_eq!(bits(&read.values), bits(&original.values));
    }
    assert_eq!(bytes, read.write(Precision::F32).unwrap());
}

#[test]
fn round_trip_in_16_bits_rounds_to_11_significant_bits() {
    let mut original = checkpoint();
    original.tensors[1].values = vec![65504.0, -1e-4];
    let bytes = original.write(Precision::F16).unwrap();
    let read = Checkpoint::read(&bytes).unwrap();
    assert_eq!(read.metadata, original.metadata);
    for (read, original) in read.tensors.iter().zip(&original.tensors) {
        assert_eq!((&read.name, &read.shape), (&original.name, &original.shape));
        for (&read, &original) in read.values.iter().zip(&original.values) {
            let bound = (original.abs() * 2_f32.powi(-11)).max(2_f32.powi(-25));
            assert!((read - original).abs() <= bound, "{read} for {original}");
        }
    }
    // What was rounded once stays: a second writing changes nothing.
    assert_eq!(bytes, read.write(Precision::F16).unwrap());
}

#[test]
fn rounded_matrices_are_multiples_of_a_small_part_of_their_size() {
    let mut original = checkpoint();
    let matrix = &mut original.tensors[0];
    let spread = (1..=matrix.values.len()).map(|i| 0.37 * (i as f32) - 1.0);
    matrix.values = spread.collect();
    let mean_square = matrix.values.iter().map(|v| v * v).sum::<f32>() / matrix.values.len() as f32;
    let read = Checkpoint::read(&original.write(Precision::Rounded).unwrap()).unwrap();
    let step = (mean_square.sqrt() / 32.0).log2().floor().exp2();
    for (&read, &original) in read.tensors[0]
        .values
        .iter()
        .zip(&original.tensors[0].values)
    {
        assert_eq!((read / step).fract(), 0.0, "{read} of steps of {step}");
        assert!(
            (read - original).abs() <= step / 2.0,
            "{read} for {original}"
        );
    }
    // Vectors are as 16 bits have them.
    let halves = Checkpoint::read(&original.write(Precision::F16).unwrap()).unwrap();
    assert_eq!(read.tensors[1], halves.tensors[1]);
}

#[test]
fn the_safetensors_crate_reads_what_is_written() {
    let bytes = checkpoint().write(Precision::F16).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(file.tensor("encoder.0.weight").unwrap().shape(), [3, 2]);
    let (header, metadata) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    assert!(header.is_multiple_of(8));
    let metadata = metadata.metadata().as_ref().unwrap();
    assert_eq!(metadata["format_version"], "1");
    assert_eq!(metadata["layout"], LAYOUT);
    let code: Value = serde_json::from_str(&metadata["code"]).unwrap();
    assert_eq!(code["standardDeviation"].as_array().unwrap().len(), 2);
}

#[test]
fn an_absent_code_and_training_stay_absent() {
    let mut original = checkpoint();
    original.metadata.code = None;
    original.metadata.training = None;
    let bytes = original.write(Precision::F32).unwrap();
    assert_eq!(Checkpoint::read(&bytes).unwrap(), original);
}

#[test]
fn values_come_in_the_expected_order() {
    let bytes = checkpoint().write(Precision::F32).unwrap();
    let tensors = Stored::read(&bytes).unwrap().values(&expected()).unwrap();
    let names: Vec<&str> = tensors.iter().map(|tensor| tensor.name.as_str()).collect();
    assert_eq!(names, ["scale", "encoder.0.bias", "encoder.0.weight"]);
    assert_eq!(tensors[2], checkpoint().tensors[0]);
}

#[test]
fn another_architecture_is_refused() {
    let cases: [Case<Checkpoint>; 4] = [
        (
            "missing",
            |c| drop(c.tensors.remove(1)),
            "lack the tensor \"encoder.0.bias\"",
        ),
        (
            "extra",
            |c| c.tensors.push(tensor("decoder.0.bias", &[2])),
            "\"decoder.0.bias\" that",
        ),
        (
            "transposed",
            |c| c.tensors[0].shape = vec![2, 3],
            "shape [2, 3]",
        ),
        ("rank", |c| c.tensors[1].shape = vec![2, 1], "wants [2]"),
    ];
    for (case, change, words) in cases {
        let mut other = checkpoint();
        change(&mut other);
        let bytes = other.write(Precision::F32).unwrap();
        let error = Stored::read(&bytes).unwrap().values(&expected());
        let error = error.expect_err(case);
        assert_eq!(error.code, "wrong-architecture", "{case}");
        assert!(error.message.contains(words), "{case}: {error}");
        assert!(!error.hint.is_empty());
    }
}
