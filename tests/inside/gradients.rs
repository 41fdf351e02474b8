//! Gradients of units, what they are functions of, and the filters of the first layer.

use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::random::Random;
use autoencoder_lab::task::filters::filters;
use autoencoder_lab::task::maximisation::pull;
use autoencoder_lab::training::Unattended;
use burn::tensor::Device;
use pollster::block_on;

use crate::support::{SIDE, small_configurations, small_digits, values};
use crate::{SIZE, STEPS, dot, models, units};

#[test]
fn the_gradient_of_a_unit_equals_central_differences() {
    let mut input = small_digits(3, 5).images(2, 1).unwrap();
    let mut random = Random::new(7);
    // Where two pixels of a window are equal, their maximum has no derivative.
    for (pixel, noise) in input.iter_mut().zip(random.uniforms(SIZE)) {
        *pixel = 0.9 * *pixel + 0.1 * noise;
    }
    for (what, lab_model) in models() {
        let (model, device) = (lab_model.differentiable(), lab_model.device());
        for unit in units(&lab_model) {
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
    for (what, lab_model) in models() {
        let (model, device) = (lab_model.differentiable(), lab_model.device());
        let layers = block_on(lab_model.map_layers(LayerMap::All, &input, &Unattended)).unwrap();
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
        let lab_model = LabModel::create(id, &config, 1, &Device::flex()).unwrap();
        let found = match block_on(filters(&lab_model)) {
            Ok(found) => found,
            Err(error) => {
                assert_eq!(error.code, "no-filters", "{what}");
                assert!(["recurrent", "documents"].contains(&id), "{what}");
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
    for (what, lab_model) in models() {
        let Ok(found) = block_on(filters(&lab_model)) else {
            continue;
        };
        if found.width != SIDE {
            continue;
        }
        let model = lab_model.differentiable();
        for (unit, image) in found.images.chunks(SIZE).enumerate() {
            let pulled = block_on(pull(model.as_ref(), &input, (1, unit), lab_model.device()));
            let gradient = pulled.unwrap().1;
            // A Gaussian unit sees pixels in units of their deviation, and a code may be of both.
            let cosine =
                dot(image, &gradient) / (dot(image, image) * dot(&gradient, &gradient)).sqrt();
            assert!(cosine > 0.9999, "{what} {unit}: {cosine}");
        }
    }
}
