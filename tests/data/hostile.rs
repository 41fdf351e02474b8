//! Bad input to the data layer: each is refused with a code, what was wrong and what to do.

use std::io::Write;

use autoencoder_lab::data::corruption::{Corruption, corrupt};
use autoencoder_lab::data::{Dataset, Strokes, digits, drawing, idx, validate_inputs};
use autoencoder_lab::error::{LabError, Result};

use crate::files::{gzip, header, idx_images, idx_labels as labels};

/// The error, which must have `code`, a message with `said` in it, and a hint.
fn refused<T>(result: Result<T>, code: &str, said: &str) -> LabError {
    let Err(error) = result else {
        panic!("accepted, instead of {code}: {said}");
    };
    assert_eq!(error.code, code);
    assert!(
        error.message.contains(said),
        "{said:?} is not in {:?}",
        error.message
    );
    assert!(!error.hint.is_empty());
    error
}

/// An image file whose header may lie about the `bytes` that follow.
fn images(count: u32, rows: u32, columns: u32, bytes: usize) -> Vec<u8> {
    idx_images(count, rows, columns, &vec![1; bytes])
}

#[test]
fn datasets_of_unequal_parts() {
    refused(Dataset::new(vec![], 784, None), "bad-dataset", "0 pixels");
    refused(Dataset::new(vec![0; 785], 784, None), "bad-dataset", "785");
    refused(
        Dataset::new(vec![0; 4], 0, None),
        "bad-dataset",
        "0 pixels each",
    );
    refused(
        Dataset::new(vec![0; 4], 2, Some(vec![1])),
        "bad-dataset",
        "1 labels for 2 images",
    );
    let data = Dataset::new(vec![0; 4], 2, None).unwrap();
    refused(
        data.with_strokes(vec![Strokes(vec![])]),
        "bad-dataset",
        "1 stroke sequences for 2",
    );
}

#[test]
fn ranges_beyond_the_end() {
    let data = Dataset::new(vec![0; 6], 2, None).unwrap();
    refused(data.images(2, 2), "out-of-range", "the data set has 3");
    refused(data.images(4, 0), "out-of-range", "from number 4");
    refused(data.images(usize::MAX, 2), "out-of-range", "has 3");
}

#[test]
fn splits_that_leave_nothing() {
    let data = Dataset::new(vec![0; 6], 2, None).unwrap();
    for fraction in [0.0, 1.0, -0.5, 2.0, f64::NAN, f64::INFINITY] {
        refused(data.split(fraction, 0), "bad-split", "of 3 images");
    }
    refused(
        Dataset::new(vec![0], 1, None).unwrap().split(0.5, 0),
        "bad-split",
        "of 1 images",
    );
}

#[test]
fn inputs_of_the_wrong_size_or_range() {
    assert_eq!(validate_inputs(&[0.0, 1.0, 0.5, -0.0], 2).unwrap(), 2);
    refused(validate_inputs(&[], 2), "bad-input", "empty");
    refused(
        validate_inputs(&[0.5; 3], 2),
        "bad-input",
        "3 values are not a multiple",
    );
    refused(validate_inputs(&[0.5; 3], 0), "bad-input", "multiple");
    refused(
        validate_inputs(&[0.5, f32::NAN], 2),
        "bad-input",
        "index 1 is NaN",
    );
    refused(
        validate_inputs(&[f32::INFINITY, 0.0], 2),
        "bad-input",
        "index 0 is inf",
    );
    refused(
        validate_inputs(&[0.0, -0.01], 2),
        "bad-input",
        "index 1 is -0.01",
    );
    refused(
        validate_inputs(&[0.0, 0.0, 1.5, 2.0], 2),
        "bad-input",
        "index 2 is 1.5",
    );
}

#[test]
fn idx_with_another_magic_number() {
    refused(
        idx::read(&header(&[0x0D03, 1, 1, 1]), None),
        "bad-idx",
        "0x00000d03",
    );
    refused(
        idx::read(b"<!DOCTYPE html><html>", None),
        "bad-idx",
        "begins with",
    );
    refused(idx::read(b"", None), "bad-idx", "truncated");
    refused(idx::read(&[0, 0], None), "bad-idx", "truncated");
}

#[test]
fn idx_files_exchanged() {
    let (pictures, digits) = (images(2, 1, 1, 2), labels(&[1, 2]));
    let error = refused(
        idx::read(&digits, Some(&pictures)),
        "bad-idx",
        "images file begins with",
    );
    assert!(error.hint.contains("exchange"));
    let error = refused(
        idx::read(&pictures, Some(&pictures)),
        "bad-idx",
        "labels file begins with",
    );
    assert!(error.hint.contains("exchange"));
}

#[test]
fn idx_lying_about_its_count() {
    refused(
        idx::read(&images(3, 2, 2, 11), None),
        "bad-idx",
        "promises 12 bytes after its header and ends after 11",
    );
    refused(
        idx::read(&images(3, 2, 2, 13), None),
        "bad-idx",
        "goes on after the 12 bytes",
    );
    refused(
        idx::read(&gzip(&images(3, 2, 2, 11)), None),
        "bad-idx",
        "ends after 11",
    );
    refused(
        idx::read(&gzip(&images(3, 2, 2, 13)), None),
        "bad-idx",
        "goes on after",
    );
    refused(
        idx::read(&header(&[0x0803, 3]), None),
        "bad-idx",
        "truncated",
    );
    // A promise inside the limit costs nothing until the bytes arrive.
    refused(
        idx::read(&images(340_000, 28, 28, 5), None),
        "bad-idx",
        "ends after 5",
    );
}

#[test]
fn idx_of_absurd_size() {
    refused(
        idx::read(&images(0, 28, 28, 0), None),
        "bad-idx",
        "has none",
    );
    refused(idx::read(&images(1, 0, 28, 0), None), "bad-idx", "0 × 28");
    refused(
        idx::read(&images(1, 28, 513, 0), None),
        "bad-idx",
        "28 × 513",
    );
    refused(
        idx::read(&images(u32::MAX, u32::MAX, u32::MAX, 0), None),
        "bad-idx",
        "4294967295 × 4294967295",
    );
    refused(
        idx::read(&images(u32::MAX, 512, 512, 0), None),
        "bad-idx",
        "promises 1125899906580480 bytes",
    );
}

#[test]
fn gzip_cut_short_or_corrupted() {
    let whole = gzip(&images(100, 28, 28, 78_400));
    for length in [2, 9, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        refused(idx::read(&whole[..length], None), "bad-idx", "");
    }
    let mut wrong_checksum = whole.clone();
    let checksum = whole.len() - 8;
    wrong_checksum[checksum] ^= 0xff;
    refused(idx::read(&wrong_checksum, None), "bad-idx", "broken");
}

#[test]
fn a_gzip_bomb_is_not_inflated() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&images(1, 28, 28, 784)).unwrap();
    let megabyte = vec![0; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&megabyte).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let started = std::time::Instant::now();
    refused(
        idx::read(&bomb, None),
        "bad-idx",
        "goes on after the 784 bytes",
    );
    assert!(
        started.elapsed().as_millis() < 500,
        "inflated more than was promised"
    );
}

#[test]
fn labels_that_do_not_fit() {
    let pictures = images(2, 1, 1, 2);
    refused(
        idx::read(&pictures, Some(&labels(&[1, 2, 3]))),
        "bad-idx",
        "3 labels for 2 images",
    );
    refused(
        idx::read(&pictures, Some(&labels(&[1, 10]))),
        "bad-idx",
        "Label number 1 is 10",
    );
    refused(
        idx::read(&pictures, Some(b"")),
        "bad-idx",
        "labels file is broken or truncated",
    );
}

#[test]
fn digits_without_number_or_name() {
    refused(digits::generate(0, 1), "bad-count", "0 digits");
    refused(
        digits::generate(digits::MAX_COUNT + 1, 1),
        "bad-count",
        "cannot be generated",
    );
    refused(
        digits::generate(usize::MAX, 1),
        "bad-count",
        "cannot be generated",
    );
    refused(digits::draw(10, 1), "bad-label", "10 is not a digit");
}

#[test]
fn canvases_of_the_wrong_size() {
    refused(drawing::prepare(&[], 0, 0), "bad-drawing", "0 × 0");
    refused(drawing::prepare(&[], 0, 10), "bad-drawing", "0 × 10");
    refused(
        drawing::prepare(&[0; 39], 5, 2),
        "bad-drawing",
        "39 bytes are not 5 × 2",
    );
    refused(drawing::prepare(&[0; 44], 5, 2), "bad-drawing", "44 bytes");
    refused(
        drawing::prepare(&[0; 4], usize::MAX, usize::MAX),
        "bad-drawing",
        "cannot be prepared",
    );
    refused(
        drawing::prepare(&[0; 4], 4097, 1),
        "bad-drawing",
        "4097 × 1",
    );
}

#[test]
fn corruptions_that_there_are_not() {
    let half = [0.5; 4];
    for level in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let outcome = corrupt(&half, Corruption::Masking, level, 0);
        refused(outcome, "bad-option", &level.to_string());
    }
    let corrupt = |inputs: &[f32]| corrupt(inputs, Corruption::Masking, 1.0, 0);
    refused(corrupt(&[]), "bad-input", "empty");
    refused(corrupt(&[2.0]), "bad-input", "2");
    refused(corrupt(&[f32::NAN]), "bad-input", "NaN");
    assert!(corrupt(&half).is_ok());
}
