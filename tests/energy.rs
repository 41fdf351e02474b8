//! Energy models against enumeration: 4×3 units have 128 joint states, and the numbers in
//! `reference/rbm.rs` come from all of them.
#![cfg(not(target_family = "wasm"))]

#[path = "reference/rbm.rs"]
mod numbers;
mod support;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::family::rbm::{Rbm, Units};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::Initial;
use autoencoder_lab::layers::parameters;
use autoencoder_lab::model::{EnergyModel, Examples};
use autoencoder_lab::random::Random;
use autoencoder_lab::training::annealing::{AnnealingOptions, LogPartition, log_partition};
use autoencoder_lab::training::contrastive::{ContrastiveConfig, ContrastiveDivergence};
use autoencoder_lab::training::{Rule, TrainConfig, Unattended};
use autoencoder_lab::weights::{Checkpoint, NamedTensor, Precision};
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, Silent, assert_close, replaced, small_digits, values};

const TOLERANCE: f32 = 1e-5;
const VISIBLE: usize = 4;
const HIDDEN: usize = 3;

fn tensor(values: Vec<f32>, columns: usize) -> Tensor<2> {
    let rows = values.len() / columns;
    Tensor::from_data(TensorData::new(values, [rows, columns]), &Device::flex())
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// All states of `units` units of 0 or 1, the last the quickest to change.
fn states(units: usize) -> Tensor<2> {
    let bit = |n: usize| ((n / units) >> (units - 1 - n % units) & 1) as f32;
    tensor((0..units << units).map(bit).collect(), units)
}

/// The machine of the formulas at the head of `reference/rbm.py`.
fn machine(visible: Units) -> Rbm {
    let device = Device::flex();
    let units = [visible, Units::Bernoulli];
    let mut initial = Initial::blank();
    let rbm = Rbm::new([VISIBLE, HIDDEN], units, 0.5, &mut initial, &device);
    let fill = |mut tensor: NamedTensor| {
        let value = |n: usize| match tensor.name.as_str() {
            "hidden.weight" => 0.8 * (1.7 * (n / HIDDEN) as f64 + 2.3 * (n % HIDDEN) as f64).sin(),
            "visible.bias" => 0.1 * (n as f64).cos(),
            "hidden.bias" => 0.1 * (n as f64 + 1.0).cos(),
            other => panic!("unknown parameter {other}"),
        };
        tensor.values = (0..tensor.values.len()).map(|n| value(n) as f32).collect();
        tensor
    };
    let filled = values(parameters::collect(&rbm)).into_iter().map(fill);
    let filled = filled.collect();
    replaced(rbm, filled)
}

fn data() -> Tensor<2> {
    tensor(numbers::DATA.to_vec(), VISIBLE)
}

#[test]
fn conditionals_and_free_energies_are_those_of_numpy() {
    let rbm = machine(Units::Bernoulli);
    let hidden = read(rbm.hidden_given_visible(data()));
    assert_close(&hidden, numbers::HIDDEN, TOLERANCE, "hidden");
    let visible = read(rbm.visible_given_hidden(states(HIDDEN)));
    assert_close(&visible, numbers::VISIBLE, TOLERANCE, "visible");
    let energy = read(rbm.free_energy(data()));
    assert_close(&energy, numbers::FREE_ENERGY, TOLERANCE, "free energy");
    let rbm = machine(Units::Gaussian);
    let hidden = read(rbm.hidden_given_visible(data()));
    assert_close(&hidden, numbers::GAUSSIAN_HIDDEN, TOLERANCE, "hidden");
    let visible = read(rbm.visible_given_hidden(states(HIDDEN)));
    assert_close(&visible, numbers::GAUSSIAN_VISIBLE, TOLERANCE, "visible");
    let energy = read(rbm.free_energy(data()));
    assert_close(
        &energy,
        numbers::GAUSSIAN_FREE_ENERGY,
        TOLERANCE,
        "free energy",
    );
}

/// log Σ exp, in double precision.
fn log_sum(values: impl Iterator<Item = f64>) -> f64 {
    values.map(f64::exp).sum::<f64>().ln()
}

/// p(v) of every visible state, and log Z.
fn enumerated(rbm: &Rbm) -> (Vec<f64>, f64) {
    let energies = read(rbm.free_energy(states(VISIBLE)));
    let partition = log_sum(energies.iter().map(|f| -f64::from(*f)));
    let probability = |f: &f32| (-f64::from(*f) - partition).exp();
    (energies.iter().map(probability).collect(), partition)
}

#[test]
fn free_energies_sum_to_the_partition_function() {
    let rbm = machine(Units::Bernoulli);
    let (_, partition) = enumerated(&rbm);
    assert_close(
        &[partition as f32],
        &[numbers::LOG_PARTITION],
        TOLERANCE,
        "log Z",
    );
    let free = read(rbm.free_energy(data())).iter().sum::<f32>() / 4.0;
    let likelihood = -free - partition as f32;
    assert_close(
        &[likelihood],
        &[numbers::LOG_LIKELIHOOD],
        TOLERANCE,
        "log-likelihood",
    );
}

/// With every visible state as often among the model's as its probability demands, the estimate
/// is the gradient of the likelihood.
#[test]
fn statistics_of_data_less_those_of_the_enumerated_model_are_the_gradient() {
    const COPIES: f64 = 40_000.0;
    let rbm = machine(Units::Bernoulli);
    let (probabilities, _) = enumerated(&rbm);
    let all = read(states(VISIBLE));
    let mut copies = Vec::new();
    for (state, probability) in all.chunks(VISIBLE).zip(&probabilities) {
        let times = (probability * COPIES).round() as usize;
        (0..times).for_each(|_| copies.extend_from_slice(state));
    }
    let pair = |visible: Tensor<2>| (visible.clone(), rbm.hidden_given_visible(visible));
    let gradient = rbm.energy_gradient(pair(data()), pair(tensor(copies, VISIBLE)));
    let near = |found: Vec<f32>, expected: &[f32], what: &str| {
        assert_close(&found, expected, 3e-4, what);
    };
    near(read(gradient.weight), numbers::GRADIENT_WEIGHT, "weight");
    near(read(gradient.visible), numbers::GRADIENT_VISIBLE, "visible");
    near(read(gradient.hidden), numbers::GRADIENT_HIDDEN, "hidden");
}

/// Draws of `probabilities` by the next uniform numbers of `random`.
fn draw(probabilities: &[f32], random: &mut Random) -> Vec<f32> {
    let uniforms = random.uniforms(probabilities.len());
    let on = uniforms.iter().zip(probabilities).map(|(u, p)| u < p);
    on.map(|on| f32::from(u8::from(on))).collect()
}

/// xᵀy / rows of `[rows, …]`.
fn products(x: &[f32], y: &[f32]) -> Vec<f32> {
    let rows = x.len() / VISIBLE;
    let cell = |n: usize| {
        let (i, j) = (n / HIDDEN, n % HIDDEN);
        let terms = (0..rows).map(|row| x[row * VISIBLE + i] * y[row * HIDDEN + j]);
        terms.sum::<f32>() / rows as f32
    };
    (0..VISIBLE * HIDDEN).map(cell).collect()
}

/// Two updates with momentum and weight decay, the samples drawn by hand from the same seed.
#[test]
fn an_update_follows_the_formula() {
    let (seed, rate, momentum, decay) = (3, 0.1, 0.5, 0.01);
    for persistent in [false, true] {
        let config = ContrastiveConfig {
            k: 2,
            persistent,
            momentum,
            weight_decay: decay,
        };
        let mut divergence = ContrastiveDivergence::new(config, seed);
        let mut random = ContrastiveDivergence::random(seed, 0);
        let mut rbm = machine(Units::Bernoulli);
        let hidden =
            |rbm: &Rbm, v: &[f32]| read(rbm.hidden_given_visible(tensor(v.to_vec(), VISIBLE)));
        let visible =
            |rbm: &Rbm, h: &[f32]| read(rbm.visible_given_hidden(tensor(h.to_vec(), HIDDEN)));
        let (mut velocity, mut chains) = (vec![0.0; VISIBLE * HIDDEN], None);
        for _ in 0..2 {
            let observed = draw(numbers::DATA, &mut random);
            let positive = hidden(&rbm, &observed);
            let mut h = chains.unwrap_or_else(|| draw(&positive, &mut random));
            let first = draw(&visible(&rbm, &h), &mut random);
            h = draw(&hidden(&rbm, &first), &mut random);
            let second = draw(&visible(&rbm, &h), &mut random);
            let negative = hidden(&rbm, &second);
            chains = persistent.then(|| draw(&negative, &mut random));
            let before = read(rbm.weight());
            let with_data = products(&observed, &positive);
            let with_model = products(&second, &negative);
            for (n, v) in velocity.iter_mut().enumerate() {
                *v = momentum * *v + rate * (with_data[n] - with_model[n] - decay * before[n]);
            }
            let examples = Examples {
                inputs: data(),
                labels: None,
                host: None,
            };
            (rbm, _) = divergence.update(rbm, &examples, f64::from(rate), 0);
            let expected: Vec<f32> = before.iter().zip(&velocity).map(|(w, v)| w + v).collect();
            assert_close(&read(rbm.weight()), &expected, TOLERANCE, "weight");
        }
    }
}

/// 40,000 chains of 50 steps: their visible states are distributed as enumerated.
#[test]
fn a_gibbs_chain_settles_on_the_model() {
    const CHAINS: usize = 40_000;
    let (rbm, mut random) = (machine(Units::Bernoulli), Random::new(1));
    let mut hidden = Tensor::zeros([CHAINS, HIDDEN], &Device::flex());
    for _ in 0..50 {
        hidden = rbm.gibbs_step(hidden, &mut random);
    }
    let means = rbm.visible_given_hidden(hidden);
    let visible = read(rbm.sample_visible(means, &mut random));
    let mut shares = vec![0.0; 1 << VISIBLE];
    for state in visible.chunks(VISIBLE) {
        let index = state.iter().fold(0, |index, bit| 2 * index + *bit as usize);
        shares[index] += 1.0 / CHAINS as f32;
    }
    let expected: Vec<f32> = enumerated(&rbm).0.iter().map(|p| *p as f32).collect();
    assert_close(&shares, &expected, 0.01, "share of a state");
}

fn annealed(model: &Rbm, temperatures: usize, seed: u64) -> LogPartition {
    let mean = vec![0.4; read(model.visible_given_hidden(model.weight().mean_dim(0))).len()];
    let options = AnnealingOptions {
        chains: 200,
        temperatures,
        seed,
    };
    let (device, silent) = (Device::flex(), Silent::new());
    let run = log_partition(model, &mean, &options, &device, &silent);
    block_on(run).unwrap()
}

#[test]
fn annealed_importance_sampling_finds_the_enumerated_partition_function() {
    for (units, expected) in [
        (Units::Bernoulli, numbers::LOG_PARTITION),
        (Units::Gaussian, numbers::GAUSSIAN_LOG_PARTITION),
    ] {
        let estimate = annealed(&machine(units), 200, 1);
        let error = (estimate.value - f64::from(expected)).abs();
        assert!(error < 0.1, "{estimate:?} instead of {expected}");
        let deviation = estimate.standard_deviation;
        assert!(
            deviation > 0.0 && error < 4.0 * deviation,
            "{estimate:?}, {expected}"
        );
    }
}

/// log Z of a machine by its hidden states: the same machine, seen from the other side.
fn partition_by_hidden(tensors: &[NamedTensor]) -> f64 {
    let find = |name: &str| &tensors.iter().find(|t| t.name == name).unwrap().values;
    let (w, b, c) = (
        find("hidden.weight"),
        find("visible.bias"),
        find("hidden.bias"),
    );
    let all = read(states(c.len()));
    log_sum(all.chunks(c.len()).map(|h| {
        let hidden: f64 = h.iter().zip(c).map(|(h, c)| f64::from(h * c)).sum();
        let softplus = |(i, bias): (usize, &f32)| {
            let row = &w[i * c.len()..(i + 1) * c.len()];
            let input: f64 = row.iter().zip(h).map(|(w, h)| f64::from(w * h)).sum();
            (input + f64::from(*bias)).exp().ln_1p()
        };
        hidden + b.iter().enumerate().map(softplus).sum::<f64>()
    }))
}

fn tensors(model: &LabModel) -> Vec<NamedTensor> {
    let bytes = block_on(model.save(Precision::F32)).unwrap();
    Checkpoint::read(&bytes).unwrap().tensors
}

fn trained(config: Value, steps: usize) -> LabModel {
    let model = LabModel::create("rbm", &config, 0, &Device::flex()).unwrap();
    let training = TrainConfig {
        steps: Some(steps),
        batch_size: 64,
        learning_rate: 0.1,
        ..TrainConfig::default()
    };
    let data = small_digits(512, 1);
    block_on(model.train(&data, None, &training, &Silent::new())).unwrap();
    model
}

/// 36 visible and 8 hidden units that have learnt digits: within 0.1 nat of the 256 hidden states.
#[test]
fn the_log_likelihood_of_a_trained_machine_is_within_a_tenth_of_a_nat() {
    let config = json!({
        "inputSize": SIDE * SIDE, "codeSize": 8, "k": 1, "persistent": true, "momentum": 0.5,
    });
    let (early, late) = (trained(config.clone(), 20), trained(config, 800));
    let data = small_digits(200, 2);
    let options = AnnealingOptions {
        chains: 200,
        temperatures: 1000,
        seed: 2,
    };
    let estimate =
        |model: &LabModel| block_on(model.log_likelihood(&data, &options, &Silent::new())).unwrap();
    let (before, after) = (estimate(&early), estimate(&late));
    let exact = partition_by_hidden(&tensors(&late));
    assert!(
        (after.log_partition - exact).abs() < 0.1,
        "{after:?}, exactly {exact}"
    );
    // Persistent chains climb the likelihood.
    assert!(
        after.log_likelihood > before.log_likelihood + 0.5,
        "{before:?} {after:?}"
    );
}

#[test]
fn a_machine_that_knows_its_data_by_heart_shows_in_the_free_energy_gap() {
    let few = small_digits(16, 1);
    let others = small_digits(400, 2);
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": 64, "persistent": true});
    let model = LabModel::create("rbm", &config, 0, &Device::flex()).unwrap();
    let gap = |model: &LabModel| block_on(model.free_energy_gap(&few, &others)).unwrap();
    let fresh = gap(&model);
    let training = TrainConfig {
        steps: Some(2500),
        batch_size: 16,
        learning_rate: 0.05,
        ..TrainConfig::default()
    };
    block_on(model.train(&few, None, &training, &Silent::new())).unwrap();
    assert!(
        fresh.abs() < 0.1 && gap(&model) > 1.0,
        "{fresh} {}",
        gap(&model)
    );
    assert_eq!(block_on(model.free_energy_gap(&few, &few)).unwrap(), 0.0);
    let inputs = others.images(0, 400).unwrap();
    let energies = block_on(model.free_energy(&inputs)).unwrap();
    let mean = energies.iter().sum::<f32>() / 400.0;
    let term = block_on(model.evaluate(&others)).unwrap().terms["freeEnergy"];
    assert!((f64::from(mean) - term).abs() < 1e-3 * term.abs());
}

#[test]
fn a_chain_is_shown_step_by_step() {
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": 16});
    let model = trained(config, 200);
    let inputs = small_digits(3, 5).images(0, 3).unwrap();
    let chain = |seed| block_on(model.gibbs(&inputs, 4, seed, &Unattended)).unwrap();
    let images = chain(1);
    assert_eq!(images.len(), 4);
    assert!(images.iter().all(|image| image.len() == inputs.len()));
    assert_eq!(chain(1), images);
    assert_ne!(chain(2), images);
    // The first steps of a longer chain are the shorter chain.
    assert_eq!(
        block_on(model.gibbs(&inputs, 9, 1, &Unattended)).unwrap()[..4],
        images
    );
}

#[test]
fn black_pixels_of_all_images_do_not_spoil_the_base_rates() {
    let dark = Dataset::new(vec![0; 10 * SIDE * SIDE], SIDE * SIDE, None).unwrap();
    let model = trained(json!({"inputSize": SIDE * SIDE, "codeSize": 4}), 5);
    let options = AnnealingOptions {
        chains: 10,
        temperatures: 20,
        seed: 0,
    };
    let silent = Silent::new();
    let run = model.log_likelihood(&dark, &options, &silent);
    let found = block_on(run).unwrap();
    assert!(found.log_likelihood.is_finite() && found.log_partition.is_finite());
}
