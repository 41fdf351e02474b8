//! Identities that hold exactly, or in the limit, for any implementation.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::collections::BTreeMap;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::family::Family;
use autoencoder_lab::family::vae::VaeConfig;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::variational::reparameterize;
use autoencoder_lab::layers::{Activation, Initial, parameter};
use autoencoder_lab::loss;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::adam::FusedAdam;
use autoencoder_lab::training::{Learner, Schedule, TrainConfig};
use autoencoder_lab::weights::{Checkpoint, Precision};
use burn::module::{Module, Param};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, Silent, assert_close, small_digits};

const CODE: usize = 3;

fn trained(id: &str, config: Value, data: &Dataset, training: &TrainConfig) -> LabModel {
    let model = LabModel::create(id, &config, 0, &Device::flex()).unwrap();
    block_on(model.train(data, None, training, &Silent::new())).unwrap();
    model
}

fn long_training() -> TrainConfig {
    TrainConfig {
        steps: Some(8000),
        batch_size: 128,
        learning_rate: 1e-2,
        schedule: Schedule::Cosine,
        ..TrainConfig::default()
    }
}

fn closed_form(data: &Dataset) -> LabModel {
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": CODE});
    let once = TrainConfig {
        batch_size: data.count(),
        ..TrainConfig::default()
    };
    trained("pca", config, data, &once)
}

fn reconstructions(model: &LabModel, data: &Dataset) -> Vec<f32> {
    block_on(model.reconstruct(&data.images(0, data.count()).unwrap())).unwrap()
}

/// Two linear autoencoders project on the same subspace exactly when they reconstruct alike.
#[test]
fn gradient_descent_finds_the_subspace_of_pca() {
    let data = small_digits(128, 1);
    let pca = closed_form(&data);
    let gradient = json!({"inputSize": SIDE * SIDE, "codeSize": CODE, "method": "gradient"});
    let descended = trained("pca", gradient, &data, &long_training());
    assert_close(
        &reconstructions(&descended, &data),
        &reconstructions(&pca, &data),
        5e-3,
        "pixel",
    );
}

#[test]
fn a_linear_dense_autoencoder_spans_the_subspace_of_pca() {
    let data = small_digits(128, 1);
    let config = json!({
        "inputSize": SIDE * SIDE, "widths": [CODE], "activation": "linear", "output": "linear",
    });
    let linear = trained("dense", config, &data, &long_training());
    let pca = closed_form(&data);
    assert_close(
        &reconstructions(&linear, &data),
        &reconstructions(&pca, &data),
        5e-3,
        "pixel",
    );
}

#[test]
fn components_are_orthonormal_and_in_order_of_their_variance() {
    let data = small_digits(128, 1);
    let pca = closed_form(&data);
    let statistics = pca.statistics();
    let mut last = f32::INFINITY;
    for (mean, deviation) in statistics.mean.iter().zip(&statistics.standard_deviation) {
        assert!(mean.abs() < 1e-5 && *deviation < last);
        last = *deviation;
    }
    let codes = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    let rows = block_on(pca.decode(&codes)).unwrap();
    let rows: Vec<&[f32]> = rows.chunks(SIDE * SIDE).collect();
    let axis = |i: usize| {
        rows[i]
            .iter()
            .zip(rows[CODE])
            .map(|(a, b)| a - b)
            .collect::<Vec<f32>>()
    };
    for i in 0..CODE {
        for j in 0..CODE {
            let product: f32 = axis(i).iter().zip(axis(j)).map(|(a, b)| a * b).sum();
            let expected = if i == j { 1.0 } else { 0.0 };
            assert!((product - expected).abs() < 1e-5, "{i}·{j} = {product}");
        }
    }
}

fn row(values: &[f32]) -> Tensor<2> {
    let data = TensorData::new(values.to_vec(), [1, values.len()]);
    Tensor::from_data(data, &Device::flex())
}

fn scalar<const D: usize>(tensor: Tensor<D>) -> f64 {
    f64::from(tensor.into_data().as_slice::<f32>().unwrap()[0])
}

/// KL(q ‖ p) = E_q[log q(z) − log p(z)], by 200,000 draws.
#[test]
fn the_closed_form_divergence_equals_sampling() {
    const DRAWS: usize = 200_000;
    let (mean, log_variance) = ([0.7, -1.2, 0.0], [-0.8, 0.4, -2.0]);
    let closed = scalar(loss::kl_divergence(row(&mean), row(&log_variance)));
    let many = |values: &[f32]| row(values).repeat(&[DRAWS, 1]);
    let noise = Random::new(3).normal([DRAWS, 3], &Device::flex());
    let codes = reparameterize(many(&mean), many(&log_variance), noise);
    let posterior = loss::log_normal(codes.clone(), many(&mean), many(&log_variance));
    let prior = loss::log_normal(codes.clone(), codes.zeros_like(), codes.zeros_like());
    let sampled = scalar((posterior - prior).mean());
    assert!(
        (closed - sampled).abs() < 0.01,
        "{closed} against {sampled}"
    );
    let same = loss::kl_divergence(row(&[0.0]), row(&[0.0]));
    assert_eq!(scalar(same), 0.0);
}

/// ELBO = E[L₁] ≤ E[L₅] ≤ E[L₅₀] ≤ log p(x) (Burda et al. 2016, theorem 1).
#[test]
fn the_evidence_lower_bound_is_below_the_importance_weighted_bounds() {
    let data = small_digits(128, 1);
    let config = json!({
        "inputSize": SIDE * SIDE, "widths": [16, 2], "activation": "tanh",
        "likelihood": "bernoulli", "deviation": 1.0, "beta": 1.0,
    });
    let config: VaeConfig = serde_json::from_value(config).unwrap();
    let device = Device::flex();
    let vae = config.init(&mut Initial::seeded(1), &device);
    let images = data.images(0, 64).unwrap();
    let inputs = Tensor::<2>::from_data(TensorData::new(images, [64, SIDE * SIDE]), &device);
    let mut random = Random::new(2);
    let mut bound = |samples: usize| {
        let noises = (0..samples)
            .map(|_| random.normal([64, 2], &device))
            .collect();
        scalar(vae.importance_weighted_bound(inputs.clone(), noises).mean())
    };
    let average = |mut bounds: Vec<f64>| {
        let count = bounds.len() as f64;
        bounds.drain(..).sum::<f64>() / count
    };
    let elbo = average((0..100).map(|_| bound(1)).collect());
    let five = average((0..40).map(|_| bound(5)).collect());
    let fifty = average((0..10).map(|_| bound(50)).collect());
    assert!(elbo < five && five < fifty, "{elbo} < {five} < {fifty}");
    // The bound of one sample and the closed form estimate the same quantity.
    let (mean, log_variance) = vae.posterior(inputs.clone());
    let divergence = scalar(loss::kl_divergence(mean.clone(), log_variance.clone()).mean());
    let likelihoods = (0..100).map(|_| {
        let noise = random.normal([64, 2], &device);
        let codes = reparameterize(mean.clone(), log_variance.clone(), noise);
        -scalar(vae.negative_log_likelihood(inputs.clone(), codes).mean())
    });
    let closed = average(likelihoods.collect()) - divergence;
    assert!((closed - elbo).abs() < 0.1, "{closed} against {elbo}");
}

#[derive(Module, Debug)]
struct Weights {
    matrix: Param<Tensor<2>>,
    vector: Param<Tensor<1>>,
}

/// Ten steps of Burn's Adam and of the fused one on the same gradients.
#[test]
fn fused_adam_equals_burn_s() {
    let device = Device::flex().autodiff();
    let burn = AdamConfig::new().with_epsilon(1e-8).init();
    let optimizers: [ModuleOptimizer; 2] = [FusedAdam::default().into(), burn];
    let results = optimizers.map(|mut optimizer| {
        let mut random = Random::new(9);
        let mut module = Weights {
            matrix: parameter(random.normals(21), [7, 3], &device),
            vector: parameter(random.normals(3), [3], &device),
        };
        for step in 0..10 {
            let inputs = random
                .normal([5, 7], &device.clone().without_autodiff())
                .autodiff();
            let outputs = inputs.matmul(module.matrix.val()) + module.vector.val().unsqueeze();
            let gradients = outputs.tanh().square().sum().backward();
            let gradients = GradientsParams::from_grads(gradients, &module);
            module = optimizer.step(0.1 / f64::from(step + 1), module, gradients);
        }
        let matrix: Vec<f32> = module.matrix.val().into_data().try_into_vec().unwrap();
        let vector: Vec<f32> = module.vector.val().into_data().try_into_vec().unwrap();
        [matrix, vector].concat()
    });
    assert_close(&results[0], &results[1], 1e-5, "parameter");
}

/// The parameters of `learner` by name.
fn named(learner: &dyn Learner) -> BTreeMap<String, Vec<f32>> {
    let tensors = support::values(learner.parameters()).into_iter();
    tensors.map(|tensor| (tensor.name, tensor.values)).collect()
}

/// A step in the part of one layer changes that layer on both sides, and no bit of another.
#[test]
fn layers_not_in_training_do_not_change() {
    let batch = support::first(&small_digits(32, 1), 32);
    for sparsity in [0.0, 0.1] {
        let config = json!({
            "inputSize": SIDE * SIDE, "widths": [60, 8, 3], "layerSteps": 5, "sparsity": sparsity,
        });
        let family = Family::find("stacked").unwrap();
        let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
        for layer in 0..3 {
            for step in 0..5 {
                let stage = learner.stage().unwrap();
                assert_eq!(
                    (stage.index, stage.step, stage.steps),
                    (layer, step, Some(5))
                );
                let before = named(learner.as_ref());
                learner.step(&batch, 1e-2);
                let after = named(learner.as_ref());
                let own = [
                    format!("encoder.{layer}."),
                    format!("decoder.{}.", 2 - layer),
                ];
                for (name, values) in &before {
                    let trained = own.iter().any(|prefix| name.starts_with(prefix));
                    assert_eq!(values != &after[name], trained, "{name} in part {layer}");
                }
            }
        }
        let before = named(learner.as_ref());
        assert_eq!(learner.stage().unwrap().steps, None);
        learner.step(&batch, 1e-2);
        let after = named(learner.as_ref());
        assert!(before.iter().all(|(name, values)| values != &after[name]));
    }
}

/// A file holds how far the training was; one that does not was trained to its end.
#[test]
fn a_stack_goes_on_where_it_was_saved() {
    let data = small_digits(32, 1);
    let config = json!({"inputSize": SIDE * SIDE, "widths": [12, 6, 3], "layerSteps": 5});
    let steps = |count| TrainConfig {
        steps: Some(count),
        batch_size: 8,
        ..TrainConfig::default()
    };
    for saved_after in [3, 5, 10, 17] {
        let model = trained("stacked", config.clone(), &data, &steps(saved_after));
        let bytes = block_on(model.save(Precision::F32)).unwrap();
        let loaded = LabModel::open(&bytes, &Device::flex()).unwrap();
        assert_eq!(loaded.stage(), model.stage());
        let losses = |model: &LabModel| block_on(model.evaluate(&data)).unwrap();
        assert_eq!(losses(&loaded), losses(&model), "after {saved_after} steps");
        let mut checkpoint = Checkpoint::read(&bytes).unwrap();
        checkpoint.metadata.steps = None;
        let bytes = checkpoint.write(Precision::F32).unwrap();
        let stage = LabModel::open(&bytes, &Device::flex())
            .unwrap()
            .stage()
            .unwrap();
        assert_eq!((stage.index, stage.steps), (3, None));
    }
}

/// One example takes another way through a layer on the CPU than many do.
#[test]
fn a_single_row_gives_what_it_gives_among_others() {
    let data = small_digits(12, 1);
    let rows = data.images(0, 12).unwrap();
    for (id, config) in support::small_configurations() {
        let model = LabModel::create(id, &config, 4, &Device::flex()).unwrap();
        let together = block_on(model.reconstruct(&rows)).unwrap();
        for (row, expected) in rows.chunks(SIDE * SIDE).zip(together.chunks(SIDE * SIDE)) {
            let alone = block_on(model.reconstruct(row)).unwrap();
            assert_close(&alone, expected, 1e-5, id);
        }
    }
}

#[test]
fn the_sigmoid_of_one_row_is_that_of_the_formula() {
    let values: Vec<f32> = (-1100..=1100).map(|i| i as f32 * 0.11).collect();
    let found = Activation::Sigmoid.apply(row(&values)).into_data();
    for (a, found) in values.iter().zip(found.as_slice::<f32>().unwrap()) {
        let expected = 1.0 / (1.0 + f64::from(-a).exp());
        let error = (f64::from(*found) - expected).abs();
        assert!(
            error <= 5e-7 * expected + 1e-37,
            "sigmoid({a}) is {found:e} instead of {expected:e}"
        );
    }
    let undefined = Activation::Sigmoid.apply(row(&[f32::NAN])).into_data();
    assert!(undefined.as_slice::<f32>().unwrap()[0].is_nan());
}
