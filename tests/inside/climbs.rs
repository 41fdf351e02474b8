//! Activation maximisation.

use autoencoder_lab::training::Unattended;
use std::path::Path;

use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::task::maximisation::{Ascent, Climb, maximise};
use autoencoder_lab::weights::Manifest;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;

use crate::support::{Silent, assert_close, small_digits};
use crate::{SIZE, climb, model, models, units};

/// The mean of each five in a row.
fn smoothed(values: &[f32]) -> Vec<f32> {
    let mean = |window: &[f32]| window.iter().sum::<f32>() / window.len() as f32;
    values.windows(5).map(mean).collect()
}

/// Where what a unit answers to leaps: places of maxima decide what the decoder with switches paints,
/// and a class that the encoder infers is one or another. No gradient tells of either.
fn leaps(lab_model: &LabModel, layer: usize) -> bool {
    let last = lab_model.widths().len() - 1;
    let switches = lab_model.config["unpooling"] == "switches" && layer + 1 >= last;
    switches || lab_model.config["form"] == "conditioned"
}

/// What is wrong with a climb, if anything: smoothed, it falls by more than a `share` of its rise.
/// What several layers of tiny weights leave of a step is lost in rounding, which no fall is.
fn flaw(climb: &Climb, share: f32) -> Option<String> {
    let smooth = smoothed(&climb.pre_activations);
    let (first, last) = (smooth[0], smooth[smooth.len() - 1]);
    let rounding = 4.0 * f32::EPSILON * first.abs().max(last.abs());
    let rise = last - first;
    let falls = smooth.windows(2).map(|pair| pair[0] - pair[1]);
    let fall = falls.fold(0.0, f32::max);
    (rise < -rounding || fall > share * rise + rounding)
        .then(|| format!("{first} to {last}, falls {fall}"))
}

/// On images of six pixels a side, a blur would leave little to climb to.
#[test]
fn maximisation_climbs() {
    let options = Ascent {
        rate: 0.05,
        decay: 0.01,
        blur: 0.0,
        ..Ascent::default()
    };
    let mut failed = Vec::new();
    for (what, lab_model) in models() {
        for unit in units(&lab_model) {
            let climb = climb(&lab_model, unit, &options);
            assert_eq!(climb.frames.len(), (options.steps + 1) * SIZE);
            assert!(climb.frames.iter().all(|x| (0.0..=1.0).contains(x)));
            let flaw = flaw(&climb, 0.03).filter(|_| !leaps(&lab_model, unit.0));
            failed.extend(flaw.map(|flaw| format!("{what} {unit:?}: {flaw}")));
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
}

/// With the blur that people start with, which may undo a little of what a step gained.
#[test]
fn maximisation_climbs_in_what_is_shipped() {
    let mut failed = Vec::new();
    let manifest = std::fs::read("www/weights/manifest.json").unwrap();
    for entry in Manifest::read(&manifest).unwrap().weights {
        let path = Path::new("www/weights").join(&entry.file);
        let lab_model = LabModel::open(&std::fs::read(&path).unwrap(), &Device::flex()).unwrap();
        for (layer, width) in lab_model.widths().into_iter().enumerate() {
            let climb = climb(&lab_model, (layer, width / 2), &Ascent::default());
            let flaw = flaw(&climb, 0.05).filter(|_| !leaps(&lab_model, layer));
            failed.extend(flaw.map(|flaw| format!("{} {layer}: {flaw}", entry.name)));
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_climb_starts_where_it_is_told_and_repeats_by_its_seed() {
    let lab_model = model("vae", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let start = small_digits(1, 9).images(0, 1).unwrap();
    let options = Ascent {
        steps: 3,
        ..Ascent::default()
    };
    let from = |from| {
        let unit = (1, 2);
        block_on(maximise(&lab_model, unit, from, &options, &Silent::new())).unwrap()
    };
    assert_eq!(from(Some(&start)).frames[..SIZE], start);
    assert_eq!(from(None), from(None));
    let other = Ascent { seed: 1, ..options };
    assert_ne!(climb(&lab_model, (1, 2), &other).frames, from(None).frames);
    let climb = from(Some(&start));
    let layer = 1;
    for (frame, activation) in climb.frames.chunks(SIZE).zip(&climb.activations) {
        let layers = block_on(lab_model.map_layers(LayerMap::All, frame, &Unattended)).unwrap();
        assert!((layers[layer][2] - activation).abs() < 1e-5);
    }
}

/// The pixel that a unit is: with neither decay nor blur, white at the end and all others as before.
#[test]
fn a_pixel_is_excited_by_itself() {
    let lab_model = model("pca", &json!({"inputSize": SIZE, "codeSize": 3}));
    let options = Ascent {
        decay: 0.0,
        blur: 0.0,
        ..Ascent::default()
    };
    let climb = climb(&lab_model, (0, 7), &options);
    let (first, last) = (&climb.frames[..SIZE], &climb.frames[options.steps * SIZE..]);
    for (pixel, (before, after)) in first.iter().zip(last).enumerate() {
        assert_eq!(*after, if pixel == 7 { 1.0 } else { *before });
    }
}

/// A blur keeps an even image even, and the ink of a speck that lies far from the edge.
#[test]
fn decay_and_blur_do_what_they_say() {
    let config = json!({"inputSize": 256, "codeSize": 2});
    let lab_model = LabModel::create("pca", &config, 1, &Device::flex()).unwrap();
    let run = |from: &[f32], options: &Ascent| {
        let host = Silent::new();
        let climb = block_on(maximise(&lab_model, (1, 0), Some(from), options, &host));
        climb.unwrap().frames.split_off(256)
    };
    // The gradient's part is too small to be seen.
    let still = Ascent {
        steps: 1,
        rate: 1e-9,
        decay: 0.0,
        blur: 0.0,
        seed: 0,
    };
    let even = [0.5; 256];
    let decayed = run(
        &even,
        &Ascent {
            decay: 0.1,
            ..still
        },
    );
    assert_close(&decayed, &[0.45; 256], 1e-6, "decayed");
    let blurred = run(&even, &Ascent { blur: 1.0, ..still });
    assert_close(&blurred, &even, 1e-6, "an even image");
    let mut speck = [0.0; 256];
    speck[16 * 8 + 8] = 1.0;
    let blurred = run(&speck, &Ascent { blur: 1.0, ..still });
    let weights: Vec<f32> = (-3..=3).map(|i| (-0.5 * (i * i) as f32).exp()).collect();
    let total: f32 = weights.iter().sum();
    let row: Vec<f32> = weights
        .iter()
        .map(|w| w * weights[3] / (total * total))
        .collect();
    assert_close(
        &blurred[16 * 8 + 5..16 * 8 + 12],
        &row,
        1e-5,
        "a speck's row",
    );
    assert!((blurred.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}
