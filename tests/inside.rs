//! Looking inside: filters, units, activation maximisation and linear probes, of every family.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::family::Family;
use autoencoder_lab::handle::Handle;
use autoencoder_lab::random::Random;
use autoencoder_lab::task::filters::filters;
use autoencoder_lab::task::maximisation::{Ascent, Climb, maximise, pull};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use autoencoder_lab::task::units::{BEST, activity, inspect};
use autoencoder_lab::training::TrainConfig;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, Silent, assert_close, small_configurations, small_digits, values};

const SIZE: usize = SIDE * SIDE;

/// Steps of central differences; where a kink lies within the first, the second may do.
const STEPS: [f32; 2] = [4e-3, 5e-4];

/// A model that has learnt a little: biases are no longer 0.
fn model(id: &str, config: &Value) -> Handle {
    let handle = Handle::create(id, config, 1, &Device::flex()).unwrap();
    let config = TrainConfig {
        batch_size: 20,
        steps: Some(20),
        learning_rate: 1e-2,
        ..TrainConfig::default()
    };
    let data = small_digits(100, 3);
    block_on(handle.train(&data, None, &config, &Silent::new())).unwrap();
    handle
}

fn models() -> impl Iterator<Item = (String, Handle)> {
    let all = small_configurations().into_iter();
    all.map(|(id, config)| (format!("{id} {config}"), model(id, &config)))
}

/// The first, a middle and the last unit of each layer.
fn units(handle: &Handle) -> Vec<(usize, usize)> {
    let widths = handle.widths().into_iter().enumerate();
    widths
        .flat_map(|(layer, width)| [0, width / 2, width - 1].map(|unit| (layer, unit)))
        .collect()
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
    products.sum()
}

fn climb(handle: &Handle, unit: (usize, usize), options: &Ascent) -> Climb {
    block_on(maximise(
        handle,
        unit,
        None,
        options,
        &Silent::new(),
        |_| (),
    ))
    .unwrap()
}

#[test]
fn the_gradient_of_a_unit_equals_central_differences() {
    let input = small_digits(3, 5).images(2, 1).unwrap();
    let mut random = Random::new(7);
    for (what, handle) in models() {
        let (model, device) = (handle.differentiable(), handle.device());
        for unit in units(&handle) {
            let (_, gradient) = block_on(pull(model.as_ref(), &input, unit, device)).unwrap();
            let size = dot(&gradient, &gradient).sqrt();
            let mut direction = random.normals(SIZE);
            let norm = dot(&direction, &direction).sqrt() as f32;
            direction.iter_mut().for_each(|value| *value /= norm);
            let at = |step: f32| {
                let moved = input.iter().zip(&direction).map(|(x, d)| x + step * d);
                let moved: Vec<f32> = moved.collect();
                f64::from(
                    block_on(pull(model.as_ref(), &moved, unit, device))
                        .unwrap()
                        .0,
                )
            };
            let found = dot(&gradient, &direction);
            let expected = STEPS.map(|step| (at(step) - at(-step)) / (2.0 * f64::from(step)));
            let close = |expected: &f64| (found - expected).abs() <= 2e-3 * (size + 0.1);
            let close = expected.iter().any(close);
            assert!(close, "{what} {unit:?}: {found} instead of {expected:?}");
        }
    }
}

/// Each layer is one of the five functions of what enters it.
#[test]
fn activations_are_functions_of_pre_activations() {
    let input = small_digits(4, 5).images(3, 1).unwrap();
    for (what, handle) in models() {
        let (model, device) = (handle.differentiable(), handle.device());
        let layers = block_on(handle.activations(&input)).unwrap();
        for (index, layer) in layers.iter().enumerate() {
            let units = 0..layer.len();
            let entering: Vec<f32> = units
                .map(|unit| {
                    block_on(pull(model.as_ref(), &input, (index, unit), device))
                        .unwrap()
                        .0
                })
                .collect();
            let functions: [fn(f32) -> f32; 5] = [
                |a| a,
                |a| a.max(0.0),
                |a| 1.0 / (1.0 + (-a).exp()),
                f32::tanh,
                gelu,
            ];
            let agrees = |function: &fn(f32) -> f32| {
                let pairs = entering.iter().zip(layer);
                pairs.fold(true, |all, (a, y)| all && (function(*a) - y).abs() < 1e-4)
            };
            assert!(functions.iter().any(agrees), "{what}, layer {index}");
        }
    }
}

/// a Φ(a), by the series of Φ around 0.
fn gelu(a: f32) -> f32 {
    let a = f64::from(a);
    let mut term = a;
    let mut sum = a;
    for k in 1..60 {
        term *= a * a / f64::from(2 * k + 1);
        sum += term;
    }
    let density = (-0.5 * a * a).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (a * (0.5 + density * sum)) as f32
}

#[test]
fn filters_are_parameters_of_the_first_layer() {
    for (id, config) in small_configurations() {
        let what = format!("{id} {config}");
        let handle = Handle::create(id, &config, 1, &Device::flex()).unwrap();
        let found = match block_on(filters(&handle)) {
            Ok(found) => found,
            Err(error) => {
                assert_eq!((id, error.code), ("recurrent", "no-filters"));
                continue;
            }
        };
        let learner = Family::find(id)
            .unwrap()
            .create(&config, 1, &Device::flex())
            .unwrap();
        let parameters = values(learner.parameters());
        let first = parameters.iter().find(|p| p.shape.len() > 1).unwrap();
        let pixels = found.width * found.height;
        let expected = match first.shape[..] {
            [_, units] => {
                let rows = (0..units).flat_map(|unit| (0..SIZE).map(move |i| i * units + unit));
                rows.map(|place| first.values[place]).collect()
            }
            _ => first.values.clone(),
        };
        assert_eq!(found.images, expected, "{what}");
        assert_eq!(found.norms.len() * pixels, expected.len(), "{what}");
        assert_eq!(found.width, found.height, "{what}");
        for (image, norm) in expected.chunks(pixels).zip(&found.norms) {
            assert!(
                (dot(image, image).sqrt() as f32 - norm).abs() < 1e-5,
                "{what}"
            );
        }
    }
}

/// Where the first layer sees the whole image, a filter is the gradient of what enters its unit.
#[test]
fn filters_are_gradients() {
    let input = small_digits(1, 5).images(0, 1).unwrap();
    for (what, handle) in models() {
        let Ok(found) = block_on(filters(&handle)) else {
            continue;
        };
        if found.width != SIDE {
            continue;
        }
        let model = handle.differentiable();
        for (unit, image) in found.images.chunks(SIZE).enumerate() {
            let pulled = block_on(pull(model.as_ref(), &input, (1, unit), handle.device()));
            let gradient = pulled.unwrap().1;
            // A Gaussian unit sees pixels in units of their deviation, and a code may be of both.
            let cosine =
                dot(image, &gradient) / (dot(image, image) * dot(&gradient, &gradient)).sqrt();
            assert!(cosine > 0.9999, "{what} {unit}: {cosine}");
        }
    }
}

/// The mean of each five in a row.
fn smoothed(values: &[f32]) -> Vec<f32> {
    let mean = |window: &[f32]| window.iter().sum::<f32>() / window.len() as f32;
    values.windows(5).map(mean).collect()
}

/// Where what a unit answers to leaps: places of maxima decide what the decoder with switches paints,
/// and a class that the encoder infers is one or another. No gradient tells of either.
fn leaps(handle: &Handle, layer: usize) -> bool {
    let last = handle.widths().len() - 1;
    let switches = handle.config["unpooling"] == "switches" && layer == last;
    switches || handle.config["form"] == "conditioned"
}

/// What is wrong with a climb, if anything: smoothed, it never falls by more than three hundredths of its rise.
fn flaw(climb: &Climb) -> Option<String> {
    let smooth = smoothed(&climb.pre_activations);
    let (first, last) = (smooth[0], smooth[smooth.len() - 1]);
    let rise = last - first;
    let falls = smooth.windows(2).map(|pair| (pair[0] - pair[1]) / rise);
    let fall = falls.fold(0.0, f32::max);
    (rise <= 0.0 || fall > 0.03).then(|| format!("{first} to {last}, falls {fall}"))
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
    for (what, handle) in models() {
        for unit in units(&handle) {
            let climb = climb(&handle, unit, &options);
            assert_eq!(climb.frames.len(), (options.steps + 1) * SIZE);
            assert!(climb.frames.iter().all(|x| (0.0..=1.0).contains(x)));
            let flaw = flaw(&climb).filter(|_| !leaps(&handle, unit.0));
            failed.extend(flaw.map(|flaw| format!("{what} {unit:?}: {flaw}")));
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn maximisation_climbs_in_what_is_shipped() {
    let mut failed = Vec::new();
    for entry in std::fs::read_dir("www/weights").unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_none_or(|extension| extension != "safetensors")
        {
            continue;
        }
        let handle = Handle::open(&std::fs::read(&path).unwrap(), &Device::flex()).unwrap();
        for (layer, width) in handle.widths().into_iter().enumerate() {
            let climb = climb(&handle, (layer, width / 2), &Ascent::default());
            let flaw = flaw(&climb).filter(|_| !leaps(&handle, layer));
            failed.extend(flaw.map(|flaw| format!("{} {layer}: {flaw}", path.display())));
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_climb_starts_where_it_is_told_and_repeats_by_its_seed() {
    let handle = model("vae", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let start = small_digits(1, 9).images(0, 1).unwrap();
    let options = Ascent {
        steps: 3,
        ..Ascent::default()
    };
    let from = |from| {
        let unit = (1, 2);
        block_on(maximise(
            &handle,
            unit,
            from,
            &options,
            &Silent::new(),
            |_| (),
        ))
        .unwrap()
    };
    assert_eq!(from(Some(&start)).frames[..SIZE], start);
    assert_eq!(from(None), from(None));
    let other = Ascent { seed: 1, ..options };
    assert_ne!(climb(&handle, (1, 2), &other).frames, from(None).frames);
    let climb = from(Some(&start));
    let layer = 1;
    for (frame, activation) in climb.frames.chunks(SIZE).zip(&climb.activations) {
        let layers = block_on(handle.activations(frame)).unwrap();
        assert!((layers[layer][2] - activation).abs() < 1e-5);
    }
}

/// The pixel that a unit is: with neither decay nor blur, white at the end and all others as before.
#[test]
fn a_pixel_is_excited_by_itself() {
    let handle = model("pca", &json!({"inputSize": SIZE, "codeSize": 3}));
    let options = Ascent {
        decay: 0.0,
        blur: 0.0,
        ..Ascent::default()
    };
    let climb = climb(&handle, (0, 7), &options);
    let (first, last) = (&climb.frames[..SIZE], &climb.frames[options.steps * SIZE..]);
    for (pixel, (before, after)) in first.iter().zip(last).enumerate() {
        assert_eq!(*after, if pixel == 7 { 1.0 } else { *before });
    }
}

/// A blur keeps an even image even, and the ink of a speck that lies far from the edge.
#[test]
fn decay_and_blur_do_what_they_say() {
    let config = json!({"inputSize": 256, "codeSize": 2});
    let handle = Handle::create("pca", &config, 1, &Device::flex()).unwrap();
    let run = |from: &[f32], options: &Ascent| {
        let host = Silent::new();
        let climb = block_on(maximise(
            &handle,
            (1, 0),
            Some(from),
            options,
            &host,
            |_| (),
        ));
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

#[test]
fn units_answer_as_a_look_at_all_inputs_says() {
    let data = small_digits(450, 4);
    let images = data.images(0, 450).unwrap();
    for (what, handle) in models() {
        let width = handle.widths()[1];
        let all: Vec<f32> = images
            .chunks(90 * SIZE)
            .flat_map(|part| block_on(handle.activations(part)).unwrap().swap_remove(1))
            .collect();
        let host = Silent::new();
        let means = block_on(activity(&handle, &data, 1, &host, |_| ())).unwrap();
        let unit = width - 1;
        let column: Vec<f32> = all.chunks(width).map(|row| row[unit]).collect();
        let mean = column.iter().sum::<f32>() / 450.0;
        assert!((means[unit] - mean).abs() < 1e-4, "{what}");
        assert_eq!(means.len(), width);

        let answers = block_on(inspect(&handle, &data, (1, unit), &host, |_| ())).unwrap();
        let mut order: Vec<f32> = column.clone();
        order.sort_by(|a, b| b.total_cmp(a));
        assert_close(&answers.activations, &order[..BEST], 1e-4, &what);
        for (row, value) in answers.best.iter().zip(&answers.activations) {
            assert!((column[*row as usize] - value).abs() < 1e-4, "{what}");
        }
        assert_eq!(answers.counts.iter().sum::<u32>(), 450, "{what}");
        assert!((answers.high - order[0]).abs() < 1e-4 && answers.low <= answers.high);
        let half = answers.counts.len() / 2;
        let middle = 0.5 * (answers.low + answers.high);
        let below = column.iter().filter(|value| **value < middle).count() as i64;
        let counted = i64::from(answers.counts[..half].iter().sum::<u32>());
        assert!((below - counted).abs() <= 2, "{what}: {below}, {counted}");
    }
}

fn probed(handle: &Handle, parts: (&Dataset, &Dataset), seed: u32) -> Vec<f32> {
    let options = ProbeOptions {
        seed,
        ..ProbeOptions::default()
    };
    block_on(probe(handle, parts, &options, &Silent::new(), |_| ())).unwrap()
}

#[test]
fn a_probe_reads_digits_off_every_layer_and_repeats_by_its_seed() {
    let (training, test) = small_digits(2000, 1).split(0.25, 0).unwrap();
    let handle = model("dense", &json!({"inputSize": SIZE, "widths": [24, 6]}));
    let found = probed(&handle, (&training, &test), 3);
    assert_eq!(found, probed(&handle, (&training, &test), 3));
    assert_eq!(found.len(), handle.widths().len());
    println!("{found:?}");
    // A tenth is chance; 36 pixels tell most digits.
    assert!(found[0] > 0.6, "{found:?}");
    assert!(found.iter().all(|accuracy| *accuracy > 0.3), "{found:?}");
}

#[test]
fn what_is_not_inside_is_refused() {
    let handle = model("dense", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let (data, host) = (small_digits(20, 1), Silent::new());
    let digits = autoencoder_lab::data::digits::generate(5, 1).unwrap();
    for (layer, unit) in [(5, 0), (usize::MAX, 0), (1, 12), (2, 3)] {
        let found = block_on(inspect(&handle, &data, (layer, unit), &host, |_| ()));
        assert_eq!(found.unwrap_err().code, "bad-option");
        let options = Ascent::default();
        let found = block_on(maximise(
            &handle,
            (layer, unit),
            None,
            &options,
            &host,
            |_| (),
        ));
        assert_eq!(found.unwrap_err().code, "bad-option");
    }
    assert_eq!(
        block_on(activity(&handle, &data, 5, &host, |_| ()))
            .unwrap_err()
            .code,
        "bad-option"
    );
    assert_eq!(
        block_on(activity(&handle, &digits, 1, &host, |_| ()))
            .unwrap_err()
            .code,
        "bad-data"
    );
    let found = block_on(inspect(&handle, &digits, (1, 0), &host, |_| ()));
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
        let found = block_on(maximise(&handle, (1, 0), None, &options, &host, |_| ()));
        assert_eq!(found.unwrap_err().code, "bad-option", "{options:?}");
    }
    for from in [
        &[0.5; SIZE - 1][..],
        &[0.5; 2 * SIZE],
        &[f32::NAN; SIZE],
        &[1.5; SIZE],
        &[],
    ] {
        let found = block_on(maximise(
            &handle,
            (1, 0),
            Some(from),
            &normal,
            &host,
            |_| (),
        ));
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
        let found = block_on(probe(&handle, parts, &options, &host, |_| ()));
        assert_eq!(found.unwrap_err().code, "bad-data");
    }
    let none = ProbeOptions {
        examples: 0,
        seed: 0,
    };
    let found = block_on(probe(&handle, (&data, &data), &none, &host, |_| ()));
    assert_eq!(found.unwrap_err().code, "bad-option");
}

#[test]
fn long_looks_end_when_they_are_told() {
    let handle = model("dense", &json!({"inputSize": SIZE, "widths": [12, 3]}));
    let data = small_digits(900, 1);
    let code = |error: Option<autoencoder_lab::error::LabError>| error.expect("an error").code;
    let host = Silent::aborting_at(2);
    let seen = std::cell::Cell::new(0.0);
    let found = block_on(inspect(&handle, &data, (1, 0), &host, |share| {
        seen.set(share)
    }));
    assert_eq!((code(found.err()), seen.get() < 0.5), ("aborted", true));
    let host = Silent::aborting_at(2);
    let found = block_on(activity(&handle, &data, 1, &host, |_| ()));
    assert_eq!(code(found.err()), "aborted");
    let (host, options) = (Silent::aborting_at(3), Ascent::default());
    let found = block_on(maximise(&handle, (1, 0), None, &options, &host, |_| ()));
    assert_eq!(code(found.err()), "aborted");
    for breath in [1, 15] {
        let (host, options) = (Silent::aborting_at(breath), ProbeOptions::default());
        let found = block_on(probe(&handle, (&data, &data), &options, &host, |_| ()));
        assert_eq!(code(found.err()), "aborted");
    }
}
