//! The conditional variational autoencoder: its classes.

use autoencoder_lab::family::cvae::{Cvae, CvaeConfig};
use autoencoder_lab::family::vae::VaeConfig;
use autoencoder_lab::layers::Initial;
use autoencoder_lab::layers::parameters;
use autoencoder_lab::model::Model;
use autoencoder_lab::random::Random;
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::{Value, json};

use crate::support::{SIDE, assert_close, first, replaced, small_digits, values};
use crate::{read, rows, trained};

fn config(form: &str) -> Value {
    json!({"inputSize": SIDE * SIDE, "widths": [40, 4], "activation": "relu", "form": form,
        "beta": 1.0})
}

fn module(form: &str) -> Cvae {
    let config: CvaeConfig = serde_json::from_value(config(form)).unwrap();
    config.init(&mut Initial::seeded(3), &Device::flex())
}

fn one_hot(labels: &[u8]) -> Tensor<2> {
    let mut values = vec![0.0f32; labels.len() * 10];
    for (row, label) in labels.iter().enumerate() {
        values[row * 10 + usize::from(*label)] = 1.0;
    }
    Tensor::from_data(TensorData::new(values, [labels.len(), 10]), &Device::flex())
}

/// Where every class has the mean 0, the prior form is the plain variational autoencoder.
#[test]
fn with_one_mean_for_all_it_is_the_vae() {
    let device = Device::flex();
    let mut tensors = values(parameters::collect(&module("prior")));
    for tensor in tensors.iter_mut().filter(|tensor| tensor.name == "prior") {
        tensor.values.fill(0.0);
    }
    let cvae = replaced(module("prior"), tensors.clone());
    let mut plain = config("prior");
    plain["likelihood"] = json!("bernoulli");
    plain["deviation"] = json!(1.0);
    let plain: VaeConfig = serde_json::from_value(plain).unwrap();
    let vae = plain.init(&mut Initial::blank(), &device);
    tensors.retain(|tensor| tensor.name != "prior");
    let vae = replaced(vae, tensors);
    let batch = first(&small_digits(16, 1), 16);
    let noise = Random::new(5).normal([16, 4], &device);
    let classes = one_hot(batch.labels.as_deref().unwrap());
    let conditional = cvae.losses_with(rows(&batch), classes, noise.clone());
    let plain = vae.losses_with(rows(&batch), noise);
    assert_eq!(conditional.names(), plain.names());
    let (found, expected) = (read(conditional.stacked()), read(plain.stacked()));
    assert_close(&found, &expected, 1e-6, "loss");
}

/// The inferred class is the one whose bound, computed one class and one image at a time, is
/// the largest.
#[test]
fn the_conditioned_form_infers_the_class_with_the_largest_bound() {
    let module = module("conditioned");
    let data = small_digits(24, 1);
    let codes = read(module.encode(rows(&first(&data, 24))));
    for (image, code) in codes.chunks(14).enumerate() {
        let row = rows(&data.batch(&[image]));
        let loss = |label: u8| {
            let zeros = Tensor::zeros([1, 4], &Device::flex());
            let losses = module.losses_with(row.clone(), one_hot(&[label]), zeros);
            read(losses.total)[0]
        };
        let best = (0..10)
            .min_by(|a, b| loss(*a).total_cmp(&loss(*b)))
            .unwrap();
        let expected = read(one_hot(&[best]));
        assert_eq!(code[4..], expected, "image {image}");
    }
}

#[test]
fn a_class_changes_and_the_style_stays() {
    let codes = Random::new(1).normal([5, 4], &Device::flex());
    let prior = module("prior");
    let there = prior.change_class(codes.clone(), 7, Some(2));
    assert_ne!(read(there.clone()), read(codes.clone()));
    let back = prior.change_class(there.clone(), 2, Some(7));
    assert_close(&read(back), &read(codes.clone()), 1e-5, "code");
    // A code at a class's mean is told to be of that class.
    let tensors = values(parameters::collect(&prior));
    let means = &tensors.iter().find(|t| t.name == "prior").unwrap().values;
    let means = Tensor::from_data(TensorData::new(means.clone(), [10, 4]), &Device::flex());
    let moved = prior.change_class(means.clone(), 6, None);
    let sixes = means.narrow(0, 6, 1).repeat_dim(0, 10);
    assert_close(&read(moved), &read(sixes), 1e-5, "mean");

    let conditioned = module("conditioned");
    let whole = |label: u8| Tensor::cat(vec![codes.clone(), one_hot(&[label; 5])], 1);
    let changed = conditioned.change_class(whole(2), 7, None);
    assert_eq!(read(changed), read(whole(7)));
    assert_eq!((prior.style_size(), conditioned.style_size()), (4, 4));
}

/// Samples of a class look like its digits: the nearest class mean of the data is that class
/// far more often than by chance.
#[test]
fn samples_of_a_class_are_of_that_class() {
    let data = small_digits(1500, 1);
    let images = data.images(0, data.count()).unwrap();
    let mut means = vec![vec![0.0f32; SIDE * SIDE]; 10];
    for (image, label) in images.chunks(SIDE * SIDE).zip(data.labels().unwrap()) {
        let count = data
            .labels()
            .unwrap()
            .iter()
            .filter(|l| *l == label)
            .count() as f32;
        let mean = &mut means[usize::from(*label)];
        mean.iter_mut()
            .zip(image)
            .for_each(|(m, x)| *m += x / count);
    }
    for form in ["prior", "conditioned"] {
        let model = trained("cvae", &config(form), &data);
        let mut right = 0;
        for label in 0..10u8 {
            let samples = block_on(model.sample(20, 1, Some(label))).unwrap();
            for sample in samples.chunks(SIDE * SIDE) {
                let distance = |class: &usize| -> f32 {
                    let pairs = sample.iter().zip(&means[*class]);
                    pairs.map(|(a, b)| (a - b) * (a - b)).sum()
                };
                let nearest = (0..10).min_by(|a, b| distance(a).total_cmp(&distance(b)));
                right += usize::from(nearest == Some(usize::from(label)));
            }
        }
        assert!(right > 70, "{form}: {right} of 200");
    }
}
