//! Against NumPy: the numbers of a family stand beside the script that printed them, under
//! `reference/`, with the formulas of `reference/plain.py` for parameters and inputs.
#![cfg(not(target_family = "wasm"))]

#[path = "reference/convolutional.rs"]
mod convolutional_numbers;
#[path = "reference/recurrent.rs"]
mod recurrent_numbers;
#[path = "reference/stacked.rs"]
mod stacked_numbers;
mod support;

use autoencoder_lab::data::Batch;
use autoencoder_lab::family::Family;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{Learner, ModelLearner};
use autoencoder_lab::weights::NamedTensor;
use burn::tensor::{Device, Tensor, TensorData};
use serde_json::{Value, json};
use support::{assert_close, loss, values};

const ROWS: usize = 4;
const TOLERANCE: f32 = 1e-5;

fn table(shape: &[usize], k: usize) -> Vec<f32> {
    match *shape {
        [rows, columns] => (0..rows * columns)
            .map(|n| {
                let (i, j) = ((n / columns) as f64, (n % columns) as f64);
                (0.8 * (1.7 * i + 2.3 * j + k as f64).sin()) as f32
            })
            .collect(),
        [columns] => (0..columns)
            .map(|j| (0.1 * ((j + k) as f64).cos()) as f32)
            .collect(),
        [one, other, height, width] => table(&[one * other, height * width], k),
        _ => unreachable!("biases, weights and kernels have one, two and four dimensions"),
    }
}

fn inputs(columns: usize) -> Batch {
    let value = |n: usize| {
        let (row, column) = ((n / columns) as f64, (n % columns) as f64);
        (0.5 + 0.45 * (1.1 * row + 0.7 * column).sin()) as f32
    };
    Batch {
        inputs: (0..ROWS * columns).map(value).collect(),
        labels: None,
        count: ROWS,
        input_size: columns,
    }
}

/// A learner with the formula's parameters, k counting the weights.
fn learner(family: &str, config: &Value) -> Box<dyn ModelLearner> {
    let family = Family::find(family).unwrap();
    let mut learner = family.create(config, 0, &Device::flex()).unwrap();
    let mut layers: Vec<String> = Vec::new();
    let fill = |mut tensor: NamedTensor| {
        let (layer, _) = tensor.name.rsplit_once('.').unwrap();
        if layers.last().is_none_or(|last| last != layer) {
            layers.push(layer.to_string());
        }
        tensor.values = table(&tensor.shape, layers.len() - 1);
        tensor
    };
    let tensors = values(learner.parameters());
    learner.load(tensors.into_iter().map(fill).collect());
    learner
}

fn rows(batch: &Batch) -> Tensor<2> {
    let data = TensorData::new(batch.inputs.clone(), [ROWS, batch.input_size]);
    Tensor::from_data(data, &Device::flex())
}

fn read(tensor: Tensor<2>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// Asserts that the gradients have these norms, each to a share of itself.
fn assert_gradients(learner: &dyn Learner, batch: &Batch, norms: &[f32], what: &str) {
    let gradients = values(learner.gradients(batch, &mut Random::new(0)));
    assert_eq!(gradients.len(), norms.len(), "{what}");
    for (gradient, norm) in gradients.iter().zip(norms) {
        let squares = gradient.values.iter().map(|value| value * value);
        let found = squares.sum::<f32>().sqrt();
        let close = (found - norm).abs() <= 1e-4 * norm + 1e-7;
        assert!(close, "{what} {}: {found} instead of {norm}", gradient.name);
    }
}

#[test]
fn each_part_of_a_stack_has_its_loss_and_its_gradients() {
    use stacked_numbers::*;
    let batch = inputs(6);
    let config = json!({
        "inputSize": 6, "widths": [8, 2], "activation": "tanh", "layerSteps": 1, "sparsity": 0.1,
    });
    let norms = [GRADIENT_NORMS_0, GRADIENT_NORMS_1, GRADIENT_NORMS_2];
    for (part, (expected, norms)) in LOSSES.iter().zip(norms).enumerate() {
        let mut learner = learner("stacked", &config);
        learner.resume(Some(part + 1));
        let what = format!("part {part}");
        let losses = learner
            .evaluate(&batch, &mut Random::new(0))
            .stacked()
            .into_data();
        let losses: Vec<f32> = losses.try_into_vec().unwrap();
        assert_close(&losses[..2], &[*expected, LOSSES[2]], TOLERANCE, &what);
        assert_gradients(learner.as_ref(), &batch, norms, &what);
    }
}

struct Convolutional {
    unpooling: &'static str,
    codes: &'static [f32],
    reconstructions: &'static [f32],
    loss: f32,
    gradient_norms: &'static [f32],
}

const CONVOLUTIONAL: [Convolutional; 2] = {
    use convolutional_numbers::*;
    [
        Convolutional {
            unpooling: "copy",
            codes: COPY_CODES,
            reconstructions: COPY_RECONSTRUCTIONS,
            loss: COPY_LOSS,
            gradient_norms: COPY_GRADIENT_NORMS,
        },
        Convolutional {
            unpooling: "switches",
            codes: SWITCHES_CODES,
            reconstructions: SWITCHES_RECONSTRUCTIONS,
            loss: SWITCHES_LOSS,
            gradient_norms: SWITCHES_GRADIENT_NORMS,
        },
    ]
};

#[test]
fn convolutional_codes_reconstructions_loss_and_gradients() {
    for case in &CONVOLUTIONAL {
        let batch = inputs(36);
        let config = json!({
            "inputSize": 36, "channels": 1, "kernelSize": "3", "codeSize": 2,
            "activation": "tanh", "unpooling": case.unpooling,
        });
        let learner = learner("convolutional", &config);
        let (snapshot, what) = (learner.snapshot(), case.unpooling);
        let codes = read(snapshot.encode(rows(&batch)));
        assert_close(&codes, case.codes, TOLERANCE, what);
        let outputs = read(snapshot.reconstruct(rows(&batch)));
        assert_close(&outputs, case.reconstructions, TOLERANCE, what);
        let found = loss(learner.as_ref(), &batch) as f32;
        assert_close(&[found], &[case.loss], TOLERANCE, what);
        assert_gradients(learner.as_ref(), &batch, case.gradient_norms, what);
    }
}

struct Recurrent {
    sequence: &'static str,
    size: usize,
    cell: &'static str,
    codes: &'static [f32],
    reconstructions: &'static [f32],
    loss: f32,
    gradient_norms: &'static [f32],
}

const RECURRENT: [Recurrent; 4] = {
    use recurrent_numbers::*;
    [
        Recurrent {
            sequence: "rows",
            size: 9,
            cell: "gru",
            codes: ROWS_GRU_CODES,
            reconstructions: ROWS_GRU_RECONSTRUCTIONS,
            loss: ROWS_GRU_LOSS,
            gradient_norms: ROWS_GRU_GRADIENT_NORMS,
        },
        Recurrent {
            sequence: "rows",
            size: 9,
            cell: "lstm",
            codes: ROWS_LSTM_CODES,
            reconstructions: ROWS_LSTM_RECONSTRUCTIONS,
            loss: ROWS_LSTM_LOSS,
            gradient_norms: ROWS_LSTM_GRADIENT_NORMS,
        },
        Recurrent {
            sequence: "strokes",
            size: 24,
            cell: "gru",
            codes: STROKES_GRU_CODES,
            reconstructions: STROKES_GRU_RECONSTRUCTIONS,
            loss: STROKES_GRU_LOSS,
            gradient_norms: STROKES_GRU_GRADIENT_NORMS,
        },
        Recurrent {
            sequence: "strokes",
            size: 24,
            cell: "lstm",
            codes: STROKES_LSTM_CODES,
            reconstructions: STROKES_LSTM_RECONSTRUCTIONS,
            loss: STROKES_LSTM_LOSS,
            gradient_norms: STROKES_LSTM_GRADIENT_NORMS,
        },
    ]
};

#[test]
fn recurrent_codes_reconstructions_loss_and_gradients() {
    for case in &RECURRENT {
        let what = format!("{} {}", case.sequence, case.cell);
        let batch = inputs(case.size);
        let config = json!({
            "inputSize": case.size, "sequence": case.sequence, "cell": case.cell,
            "layers": 2, "hidden": 2, "codeSize": 2,
        });
        let learner = learner("recurrent", &config);
        let codes = learner.snapshot().encode(rows(&batch));
        assert_close(&read(codes.clone()), case.codes, TOLERANCE, &what);
        let outputs = read(learner.snapshot().decode(codes));
        assert_close(&outputs, case.reconstructions, TOLERANCE, &what);
        let found = loss(learner.as_ref(), &batch) as f32;
        assert_close(&[found], &[case.loss], TOLERANCE, &what);
        assert_gradients(learner.as_ref(), &batch, case.gradient_norms, &what);
    }
}
