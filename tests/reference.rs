//! Against PyTorch, scikit-learn and NumPy: each expected number stands under the script that made
//! it, in `reference/numbers.rs` or beside its test.
#![cfg(not(target_family = "wasm"))]

#[path = "reference/cvae.rs"]
mod cvae;
#[path = "reference/hidden.rs"]
mod hidden;
#[path = "reference/numbers.rs"]
mod numbers;
mod support;

use autoencoder_lab::data::Batch;
use autoencoder_lab::family::Family;
use autoencoder_lab::family::dense::DenseConfig;
use autoencoder_lab::family::vae::{Vae, VaeConfig};
use autoencoder_lab::layers::Initial;
use autoencoder_lab::layers::parameters;
use autoencoder_lab::layers::variational::reparameterize;
use autoencoder_lab::model::{Examples, Mode, Model, Objective};
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{Learner, ModelLearner};
use autoencoder_lab::weights::NamedTensor;
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Tensor, TensorData};
use serde_json::json;
use support::{assert_close, loss, replaced, values};

const TOLERANCE: f32 = 1e-5;
const ROWS: usize = 4;

/// The formulas at the head of `numbers.rs`.
fn formula(shape: &[usize], layer: usize) -> Vec<f32> {
    let k = layer as f64;
    match *shape {
        [rows, columns] => (0..rows * columns)
            .map(|n| {
                (0.8 * (1.7 * (n / columns) as f64 + 2.3 * (n % columns) as f64 + k).sin()) as f32
            })
            .collect(),
        [columns] => (0..columns)
            .map(|j| (0.1 * (j as f64 + k).cos()) as f32)
            .collect(),
        _ => unreachable!("weights have two dimensions, biases one"),
    }
}

fn inputs() -> Batch {
    let value =
        |n: usize| (0.5 + 0.45 * (1.1 * (n / 6) as f64 + 0.7 * (n % 6) as f64).sin()) as f32;
    Batch {
        inputs: (0..ROWS * 6).map(value).collect(),
        labels: None,
        count: ROWS,
        input_size: 6,
    }
}

fn noise(sample: usize) -> Tensor<2> {
    let value = |n: usize| {
        let (row, column) = ((n / 2) as f64, (n % 2) as f64);
        (1.2 * (2.1 * row + 1.3 * column + 0.5 * sample as f64).cos()) as f32
    };
    tensor((0..ROWS * 2).map(value).collect(), [ROWS, 2])
}

fn tensor(values: Vec<f32>, shape: [usize; 2]) -> Tensor<2> {
    Tensor::from_data(TensorData::new(values, shape), &Device::flex())
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// The tensors with the formula's values; `layers` are the layer names in the order of k.
fn filled(tensors: Vec<NamedTensor>, layers: &[&str]) -> Vec<NamedTensor> {
    let fill = |mut tensor: NamedTensor| {
        let owner = layers
            .iter()
            .position(|layer| tensor.name.starts_with(layer));
        // What is no layer, such as a running mean, begins as it does.
        if let Some(owner) = owner {
            tensor.values = formula(&tensor.shape, owner);
        }
        tensor
    };
    tensors.into_iter().map(fill).collect()
}

fn norms(tensors: &[NamedTensor]) -> Vec<f32> {
    let norm = |t: &NamedTensor| t.values.iter().map(|v| v * v).sum::<f32>().sqrt();
    tensors.iter().map(norm).collect()
}

fn starts(tensors: &[NamedTensor]) -> Vec<f32> {
    tensors
        .iter()
        .flat_map(|tensor| tensor.values[..2].to_vec())
        .collect()
}

const DENSE_LAYERS: [&str; 4] = ["encoder.0", "encoder.1", "decoder.0", "decoder.1"];
const VAE_LAYERS: [&str; 5] = [
    "encoder.0",
    "mean",
    "log_variance",
    "decoder.0",
    "decoder.1",
];

fn dense(case: &numbers::Dense) -> Box<dyn ModelLearner> {
    let config = json!({
        "inputSize": 6, "widths": [4, 2], "activation": case.activation, "loss": case.loss,
        "tied": case.tied, "codePenalty": case.code_penalty,
    });
    let family = Family::find("dense").unwrap();
    let mut learner = family.blank(&config, &Device::flex()).unwrap();
    learner.load(filled(values(learner.parameters()), &DENSE_LAYERS));
    learner
}

#[test]
fn dense_forward_loss_gradient_and_adam() {
    let batch = inputs();
    for case in numbers::DENSE {
        let what = format!("{} {} tied {}", case.activation, case.loss, case.tied);
        let mut learner = dense(case);
        let snapshot = learner.snapshot();
        let codes = snapshot.encode(tensor(batch.inputs.clone(), [ROWS, 6]));
        assert_close(&read(codes.clone()), case.codes, TOLERANCE, &what);
        assert_close(
            &read(snapshot.decode(codes)),
            case.reconstructions,
            TOLERANCE,
            &what,
        );
        assert_close(
            &[loss(learner.as_ref(), &batch) as f32],
            &[case.value],
            TOLERANCE,
            &what,
        );
        let gradients = values(learner.gradients(&batch, &mut Random::new(0)));
        assert_close(&norms(&gradients), case.gradient_norms, TOLERANCE, &what);
        assert_close(&starts(&gradients), case.gradient_starts, TOLERANCE, &what);
        (0..3).for_each(|_| drop(learner.step(&batch, 1e-2)));
        let after = values(learner.parameters());
        assert_close(&norms(&after), case.adam_norms, TOLERANCE, &what);
        assert_close(&starts(&after), case.adam_starts, TOLERANCE, &what);
        let value = loss(learner.as_ref(), &batch) as f32;
        assert_close(&[value], &[case.value_after_adam], TOLERANCE, &what);
    }
}

fn vae(likelihood: &str) -> Vae {
    let config = json!({
        "inputSize": 6, "widths": [5, 2], "activation": "tanh", "likelihood": likelihood,
        "deviation": numbers::VAE_DEVIATION, "beta": 1.0,
    });
    let config: VaeConfig = serde_json::from_value(config).unwrap();
    let module = config.init(&mut Initial::blank(), &Device::flex());
    let tensors = filled(values(parameters::collect(&module)), &VAE_LAYERS);
    replaced(module, tensors)
}

#[test]
fn vae_posterior_code_and_divergence() {
    let vae = vae("bernoulli");
    let (mean, log_variance) = vae.posterior(tensor(inputs().inputs, [ROWS, 6]));
    assert_close(&read(mean.clone()), numbers::VAE_MEAN, TOLERANCE, "mean");
    assert_close(
        &read(log_variance.clone()),
        numbers::VAE_LOG_VARIANCE,
        TOLERANCE,
        "log variance",
    );
    let divergence = autoencoder_lab::loss::kl_divergence(mean.clone(), log_variance.clone());
    assert_close(&read(divergence), numbers::VAE_KL, TOLERANCE, "divergence");
    let codes = reparameterize(mean, log_variance, noise(0));
    assert_close(&read(codes.clone()), numbers::VAE_CODES, TOLERANCE, "codes");
    let logits: Vec<f32> = numbers::VAE_LOGITS
        .iter()
        .map(|l| 1.0 / (1.0 + (-l).exp()))
        .collect();
    assert_close(&read(vae.decode(codes)), &logits, TOLERANCE, "decoded");
}

struct Likelihood {
    name: &'static str,
    log_likelihood: &'static [f32],
    loss: f32,
    gradient_norms: &'static [f32],
    gradient_starts: &'static [f32],
    log_weights: &'static [f32],
    bound: &'static [f32],
}

const LIKELIHOODS: [Likelihood; 2] = [
    Likelihood {
        name: "bernoulli",
        log_likelihood: numbers::VAE_BERNOULLI,
        loss: numbers::VAE_BERNOULLI_LOSS,
        gradient_norms: numbers::VAE_BERNOULLI_GRADIENT_NORMS,
        gradient_starts: numbers::VAE_BERNOULLI_GRADIENT_STARTS,
        log_weights: numbers::VAE_BERNOULLI_LOG_WEIGHTS,
        bound: numbers::VAE_BERNOULLI_BOUND,
    },
    Likelihood {
        name: "gaussian",
        log_likelihood: numbers::VAE_GAUSSIAN,
        loss: numbers::VAE_GAUSSIAN_LOSS,
        gradient_norms: numbers::VAE_GAUSSIAN_GRADIENT_NORMS,
        gradient_starts: numbers::VAE_GAUSSIAN_GRADIENT_STARTS,
        log_weights: numbers::VAE_GAUSSIAN_LOG_WEIGHTS,
        bound: numbers::VAE_GAUSSIAN_BOUND,
    },
];

#[test]
fn vae_likelihood_elbo_gradient_and_bound() {
    for case in &LIKELIHOODS {
        let what = case.name;
        let module = vae(case.name);
        let rows = tensor(inputs().inputs, [ROWS, 6]);
        let codes = tensor(numbers::VAE_CODES.to_vec(), [ROWS, 2]);
        let likelihood = read(module.negative_log_likelihood(rows.clone(), codes).neg());
        assert_close(&likelihood, case.log_likelihood, TOLERANCE, what);
        let noises: Vec<Tensor<2>> = (0..5).map(noise).collect();
        // The bound of one sample is its log weight.
        for (sample, noise) in noises.iter().enumerate() {
            let single = module.importance_weighted_bound(rows.clone(), vec![noise.clone()]);
            let column = case.log_weights.iter().skip(sample).step_by(5).copied();
            assert_close(&read(single), &column.collect::<Vec<_>>(), TOLERANCE, what);
        }
        let bound = module.importance_weighted_bound(rows.clone(), noises);
        assert_close(&read(bound), case.bound, TOLERANCE, what);
        let module = Module::train(module);
        let losses = module.losses_with(rows.clone().autodiff(), noise(0).autodiff());
        let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
        assert_close(
            &read(losses.total.without_autodiff()),
            &[case.loss],
            TOLERANCE,
            what,
        );
        let gradients = values(parameters::gradients(&module, gradients));
        assert_close(&norms(&gradients), case.gradient_norms, TOLERANCE, what);
        assert_close(&starts(&gradients), case.gradient_starts, TOLERANCE, what);
        assert!(module.guess_loss(rows.dims()[1]) > 0.0);
    }
}

#[test]
fn pca_mean_variances_subspace_and_error() {
    let value = |n: usize| {
        let (row, column) = ((n / 6) as f64, (n % 6) as f64);
        let wave = 0.25 * (0.37 * row * (column + 1.0)).sin();
        (0.5 + wave + 0.02 * (column + 1.0) * (1.9 * row + column).cos()) as f32
    };
    let batch = Batch {
        inputs: (0..40 * 6).map(value).collect(),
        labels: None,
        count: 40,
        input_size: 6,
    };
    let config = json!({"inputSize": 6, "codeSize": 2});
    let family = Family::find("pca").unwrap();
    let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
    learner.step(&batch, 1.0);
    learner.solve().unwrap();
    let parameters = values(learner.parameters());
    assert_close(&parameters[0].values, numbers::PCA_MEAN, TOLERANCE, "mean");
    let axes = &parameters[1].values;
    let projector: Vec<f32> = (0..36)
        .map(|n| axes[n / 6 * 2] * axes[n % 6 * 2] + axes[n / 6 * 2 + 1] * axes[n % 6 * 2 + 1])
        .collect();
    assert_close(&projector, numbers::PCA_PROJECTOR, TOLERANCE, "projector");
    let snapshot = learner.snapshot();
    let rows = tensor(batch.inputs.clone(), [40, 6]);
    let codes = read(snapshot.encode(rows.clone()));
    for (axis, expected) in numbers::PCA_EIGENVALUES[..2].iter().enumerate() {
        let variance = codes
            .iter()
            .skip(axis)
            .step_by(2)
            .map(|z| z * z)
            .sum::<f32>()
            / 39.0;
        assert_close(&[variance], &[*expected], TOLERANCE, "variance of a code");
    }
    let reconstructions = read(snapshot.reconstruct(rows));
    assert_close(
        &reconstructions[..18],
        numbers::PCA_RECONSTRUCTIONS,
        TOLERANCE,
        "reconstruction",
    );
    let error = loss(learner.as_ref(), &batch) as f32;
    assert_close(
        &[error],
        &[numbers::PCA_SQUARED_ERROR],
        TOLERANCE,
        "squared error",
    );
}

/// Burn's own Adam with the larger ε: that its update is PyTorch's, and so the fused one's.
#[test]
fn burn_s_adam_with_a_larger_epsilon() {
    for case in numbers::DENSE
        .iter()
        .filter(|case| case.adam_starts_large_epsilon.len() == 16)
    {
        let config = json!({
            "inputSize": 6, "widths": [4, 2], "activation": case.activation, "loss": case.loss,
            "tied": false, "codePenalty": case.code_penalty, "output": "sigmoid",
        });
        let config: DenseConfig = serde_json::from_value(config).unwrap();
        let module = config.init(&mut Initial::blank(), &Device::flex());
        let tensors = filled(values(parameters::collect(&module)), &DENSE_LAYERS);
        let mut module = Module::train(replaced(module, tensors));
        let mut adam = AdamConfig::new().with_epsilon(1e-5).init();
        for _ in 0..3 {
            let batch = inputs();
            let rows = Examples::new(&batch, &Device::flex().autodiff());
            let losses = module.losses(&rows, Mode::Train, &mut Random::new(0));
            let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
            module = adam.step(1e-2, module, gradients);
        }
        let found = starts(&values(parameters::collect(&module)));
        assert_close(
            &found,
            case.adam_starts_large_epsilon,
            TOLERANCE,
            case.activation,
        );
    }
}
