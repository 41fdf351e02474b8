//! Data sets and drawings as JavaScript has them.

use std::io::Read;

use flate2::Compression;
use flate2::read::GzEncoder;
use js_sys::Uint8ClampedArray;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    Js, SIDE, SIZE, buffer, idx_images, idx_labels, inputs, js, lab, plain, refused, spots,
};

fn images(data: &Js, from: usize, count: usize) -> Vec<f32> {
    let images = data.call("images", &[from.into(), count.into()]);
    images.expect("images").floats()
}

fn digits(lab: &Js, count: usize, seed: u32) -> Js {
    let data = lab.call("digits", &[count.into(), plain(json!({ "seed": seed }))]);
    data.expect("digits")
}

#[wasm_bindgen_test]
async fn digits_are_labelled_and_seeded() {
    let lab = lab(0).await;
    let data = digits(&lab, 30, 2);
    assert_eq!(data.class(), "Dataset");
    assert_eq!(data.get("count").number(), 30.0);
    assert_eq!(data.get("inputSize").number(), 784.0);
    assert_eq!(data.get("labelled").0, JsValue::TRUE);
    let labels = data.call("labels", &[]).expect("labels").bytes();
    assert!(labels.len() == 30 && labels.iter().all(|&label| label < 10));
    let all = images(&data, 0, 30);
    assert!(all.len() == 30 * 784 && all.iter().all(|value| (0.0..=1.0).contains(value)));
    assert_eq!(images(&data, 3, 2), all[3 * 784..5 * 784]);
    assert_eq!(images(&digits(&lab, 30, 2), 0, 30), all);
    assert_ne!(images(&digits(&lab, 30, 3), 0, 30), all);
    let unseeded = lab.call("digits", &[30.into()]).expect("digits");
    assert_eq!(
        images(&unseeded, 0, 30),
        images(&digits(&lab, 30, 0), 0, 30)
    );
}

#[wasm_bindgen_test]
async fn digits_have_pen_strokes() {
    let data = digits(&lab(0).await, 5, 1);
    for index in 0..5 {
        let strokes = data.call("strokes", &[index.into()]).expect("strokes");
        assert!(!strokes.list().is_empty());
        for stroke in strokes.list() {
            let points = stroke.floats();
            assert!(points.len().is_multiple_of(2) && !points.is_empty());
            assert!(points.iter().all(|value| (0.0..=28.0).contains(value)));
        }
    }
}

#[wasm_bindgen_test]
async fn pen_strokes_become_sequences_and_strokes_again() {
    const STEPS: usize = 40;
    let lab = lab(0).await;
    let data = digits(&lab, 5, 1);
    let sequences = data.call("sequences", &[STEPS.into()]).expect("sequences");
    assert_eq!(sequences.class(), "Dataset");
    assert_eq!(sequences.get("inputSize").number(), 3.0 * STEPS as f64);
    for index in 0..5 {
        let strokes = data.call("strokes", &[index.into()]).expect("strokes");
        let arguments = [strokes.0.clone(), STEPS.into()];
        let sequence = lab.call("sequence", &arguments).expect("a sequence");
        assert_eq!(sequence.floats(), images(&sequences, index, 1));
        let redrawn = lab.call("strokes", &[sequence.0]).expect("strokes");
        assert_eq!(redrawn.list().len(), strokes.list().len());
    }
}

#[wasm_bindgen_test]
async fn strokes_that_are_no_drawing() {
    let lab = lab(0).await;
    for (arguments, code) in [
        ("[[new Float32Array([0, 0, 5, 9])], 0]", "bad-option"),
        ("[[new Float32Array([0, 0, 5, 9])], 10000]", "bad-option"),
        ("[[new Float32Array([0, 0, 5, 9])], 2.5]", "bad-option"),
        ("[[new Float32Array([0, 0, 5])], 40]", "bad-input"),
        ("[[[0, 0, 5, 9]], 40]", "bad-input"),
        ("[new Float32Array(4), 40]", "bad-input"),
        ("[[], 40]", "bad-strokes"),
        ("[[new Float32Array([0, 0, NaN, 9])], 40]", "bad-strokes"),
    ] {
        let outcome = lab.call("sequence", &js(arguments).values());
        refused(arguments, outcome, code);
    }
    for (sequence, code) in [
        ("[new Float32Array(0)]", "bad-option"),
        ("[new Float32Array(31)]", "bad-input"),
        ("[new Float32Array(30).fill(NaN)]", "bad-input"),
        ("[[0.5, 0.5, 1]]", "bad-input"),
    ] {
        let outcome = lab.call("strokes", &js(sequence).values());
        refused(sequence, outcome, code);
    }
}

#[wasm_bindgen_test]
async fn a_data_set_can_be_split() {
    let data = digits(&lab(0).await, 20, 1);
    let parts = |arguments: &[JsValue]| {
        let parts = data.call("split", arguments).expect("two parts").list();
        let [rest, held_out] = &parts[..] else {
            panic!("{} parts", parts.len())
        };
        assert_eq!(
            (rest.get("count").number(), held_out.get("count").number()),
            (15.0, 5.0)
        );
        (images(rest, 0, 15), images(held_out, 0, 5))
    };
    assert_eq!(parts(&[0.25.into()]), parts(&[0.25.into(), 0.into()]));
    assert_ne!(parts(&[0.25.into()]), parts(&[0.25.into(), 7.into()]));
}

#[wasm_bindgen_test]
async fn a_few_of_each_class_are_chosen_by_the_seed() {
    let data = digits(&lab(0).await, 60, 1);
    let sorted = |data: &Js| {
        let mut labels = data.call("labels", &[]).expect("labels").bytes();
        labels.sort_unstable();
        labels
    };
    let few = |arguments: &[JsValue]| data.call("few", arguments).expect("a few");
    let one = few(&[1.into(), 3.into()]);
    assert_eq!(sorted(&one), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let again = few(&[1.into(), 3.into()]);
    assert_eq!(images(&one, 0, 10), images(&again, 0, 10));
    assert_ne!(images(&one, 0, 10), images(&few(&[1.into()]), 0, 10));
    assert_eq!(sorted(&few(&[60.into()])), sorted(&data));
}

#[wasm_bindgen_test]
async fn idx_is_read_plain_and_compressed() {
    let lab = lab(0).await;
    let file = idx_images(4, SIDE, &spots(4));
    let labels = idx_labels(&[3, 1, 4, 1]);
    let mut compressed = Vec::new();
    let mut encoder = GzEncoder::new(file.as_slice(), Compression::fast());
    encoder.read_to_end(&mut compressed).expect("gzip");
    for images_file in [&file, &compressed] {
        let arguments = [buffer(images_file), buffer(&labels)];
        let data = lab.call("idx", &arguments).expect("a sound file");
        assert_eq!(data.get("inputSize").number(), SIZE as f64);
        assert_eq!(
            data.call("labels", &[]).expect("labels").bytes(),
            [3, 1, 4, 1]
        );
        assert_eq!(images(&data, 0, 4), inputs(4));
        assert!(data.call("free", &[]).expect("free").0.is_undefined());
    }
}

#[wasm_bindgen_test]
async fn images_without_labels_have_neither_labels_nor_strokes() {
    let file = idx_images(4, SIDE, &spots(4));
    let data = lab(0).await.call("idx", &[buffer(&file)]);
    let data = data.expect("a sound file");
    assert_eq!(data.get("labelled").0, JsValue::FALSE);
    refused("labels", data.call("labels", &[]), "no-labels");
    refused("strokes", data.call("strokes", &[0.into()]), "no-strokes");
    refused(
        "sequences",
        data.call("sequences", &[40.into()]),
        "no-strokes",
    );
}

#[wasm_bindgen_test]
async fn a_drawing_becomes_a_digit() {
    let lab = lab(0).await;
    let (width, height) = (40_usize, 60_usize);
    let drawing = |ink: &dyn Fn(usize, usize) -> bool| {
        let pixel = |index| {
            let grey = if ink(index / width, index % width) {
                0
            } else {
                255
            };
            [grey, grey, grey, 255]
        };
        let rgba: Vec<u8> = (0..width * height).flat_map(pixel).collect();
        let pixels = Uint8ClampedArray::from(rgba.as_slice()).into();
        let digit = lab.call("drawing", &[pixels, width.into(), height.into()]);
        digit.expect("a digit").floats()
    };
    assert_eq!(drawing(&|_, _| false), [0.0; 784]);
    let digit = drawing(&|row, column| (10..50).contains(&row) && (18..22).contains(&column));
    assert!(digit.len() == 784 && digit.iter().all(|value| (0.0..=1.0).contains(value)));
    // Scaled to 20 pixels of height, in the middle.
    let rows: Vec<bool> = digit
        .chunks(28)
        .map(|row| row.iter().any(|v| *v > 0.5))
        .collect();
    assert_eq!(rows.iter().filter(|row| **row).count(), 20);
    assert!(!rows[3] && rows[4] && rows[23] && !rows[24]);
}

#[wasm_bindgen_test]
async fn files_that_are_not_idx() {
    let lab = lab(8).await;
    let (images, labels) = (idx_images(4, SIDE, &spots(4)), idx_labels(&[0, 1, 2, 3]));
    let refuse = |what: &str, files: &[&[u8]]| {
        let files: Vec<JsValue> = files.iter().map(|file| buffer(file)).collect();
        refused(what, lab.call("idx", &files), "bad-idx");
    };
    refuse("nothing", &[&[]]);
    refuse("a page", &[b"<!doctype html><title>404</title>"]);
    refuse("labels as images", &[&labels]);
    refuse("images as labels", &[&images, &images]);
    refuse("a file cut short", &[&images[..images.len() - 1]]);
    refuse("a count that lies", &[&idx_images(5, SIDE, &spots(4))]);
    refuse("half a gzip file", &[&[0x1f, 0x8b, 8, 0, 0]]);
    refuse("too few labels", &[&images, &idx_labels(&[1, 2, 3])]);
    refuse("a label above 9", &[&images, &idx_labels(&[1, 2, 3, 10])]);
    for wrong in ["undefined", "'file'", "new Uint16Array(8)"] {
        refused(wrong, lab.call("idx", &[js(wrong).0]), "bad-argument");
    }
    let outcome = lab.call("idx", &[buffer(&images), js("[1, 2, 3, 4]").0]);
    refused("labels as a list", outcome, "bad-argument");
}

#[wasm_bindgen_test]
async fn canvases_that_are_none() {
    let lab = lab(10).await;
    let draw = |arguments: &str| lab.call("drawing", &js(arguments).values());
    for (arguments, code) in [
        ("[new Uint8ClampedArray(16), 2, 3]", "bad-drawing"),
        ("[new Uint8ClampedArray(0), 0, 0]", "bad-drawing"),
        ("[new Uint8ClampedArray(16), 5000, 2]", "bad-drawing"),
        ("[new Uint8ClampedArray(16), -2, 2]", "bad-option"),
        ("[new Uint8ClampedArray(16)]", "bad-option"),
        ("[new Uint8Array(16), 2, 2]", "bad-input"),
        ("[]", "bad-input"),
    ] {
        refused(arguments, draw(arguments), code);
    }
    draw("[new Uint8ClampedArray(16), 2, 2]").expect("a digit");
}
