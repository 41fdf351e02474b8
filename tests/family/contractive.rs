//! The contractive autoencoder: its closed form and what it brings about.

use autoencoder_lab::family::contractive::ContractiveConfig;
use autoencoder_lab::layers::Initial;
use autoencoder_lab::model::Model;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;

use crate::support::{SIDE, assert_close, first, small_digits};
use crate::{read, rows, trained};

/// ‖∂h/∂x‖²_F in closed form against differences of the encoder along every pixel.
#[test]
fn the_closed_form_is_the_norm_of_the_jacobian() {
    const NUDGE: f32 = 1e-2;
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": 9, "contraction": 1.0});
    let config: ContractiveConfig = serde_json::from_value(config).unwrap();
    let module = config.init(&mut Initial::seeded(4), &Device::flex());
    let batch = first(&small_digits(3, 1), 3);
    let mut norms = vec![0.0f64; batch.count];
    for pixel in 0..SIDE * SIDE {
        let along = |sign: f32| {
            let mut moved = batch.clone();
            for row in moved.inputs.chunks_mut(SIDE * SIDE) {
                row[pixel] += sign * NUDGE;
            }
            read(module.encode(rows(&moved)))
        };
        for (index, (above, below)) in along(1.0).iter().zip(along(-1.0)).enumerate() {
            let slope = f64::from(above - below) / f64::from(2.0 * NUDGE);
            norms[index / 9] += slope * slope;
        }
    }
    let closed = read(module.jacobian_norm(module.encode(rows(&batch))));
    let differences: Vec<f32> = norms.iter().map(|norm| *norm as f32).collect();
    assert_close(&closed, &differences, 1e-3, "norm");
}

#[test]
fn a_dearer_jacobian_is_a_smaller_one() {
    let data = small_digits(256, 1);
    let norm = |contraction: f64| {
        let config = json!({
            "inputSize": SIDE * SIDE, "codeSize": 24, "contraction": contraction,
        });
        block_on(trained("contractive", &config, &data).evaluate(&data))
            .unwrap()
            .terms["jacobianNorm"]
    };
    let (free, dear) = (norm(0.0), norm(1.0));
    assert!(dear < 0.5 * free, "{dear} against {free}");
}
