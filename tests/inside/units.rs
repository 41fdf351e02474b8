//! What units answer to, and what linear probes read off layers.

use autoencoder_lab::data::Dataset;
use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use autoencoder_lab::task::units::{BEST, activity, inspect};
use autoencoder_lab::training::Unattended;
use pollster::block_on;
use serde_json::json;

use crate::support::{Silent, assert_close, small_digits};
use crate::{SIZE, model, models};

#[test]
fn units_answer_as_a_look_at_all_inputs_says() {
    let data = small_digits(450, 4);
    let images = data.images(0, 450).unwrap();
    for (what, lab_model) in models() {
        let width = lab_model.widths()[1];
        let all: Vec<f32> = images
            .chunks(90 * SIZE)
            .flat_map(|part| {
                block_on(lab_model.map_layers(LayerMap::All, part, &Unattended))
                    .unwrap()
                    .swap_remove(1)
            })
            .collect();
        let host = Silent::new();
        let means = block_on(activity(&lab_model, &data, 1, &host)).unwrap();
        let unit = width - 1;
        let column: Vec<f32> = all.chunks(width).map(|row| row[unit]).collect();
        let mean = column.iter().sum::<f32>() / 450.0;
        assert!((means[unit] - mean).abs() < 1e-4, "{what}");
        assert_eq!(means.len(), width);

        let answers = block_on(inspect(&lab_model, &data, (1, unit), &host)).unwrap();
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

fn probed(lab_model: &LabModel, parts: (&Dataset, &Dataset), seed: u32) -> Vec<f32> {
    let options = ProbeOptions {
        seed,
        ..ProbeOptions::default()
    };
    block_on(probe(lab_model, parts, &options, &Silent::new())).unwrap()
}

#[test]
fn a_probe_reads_digits_off_every_layer_and_repeats_by_its_seed() {
    let (training, test) = small_digits(2000, 1).split(0.25, 0).unwrap();
    let lab_model = model("dense", &json!({"inputSize": SIZE, "widths": [24, 6]}));
    let found = probed(&lab_model, (&training, &test), 3);
    assert_eq!(found, probed(&lab_model, (&training, &test), 3));
    assert_eq!(found.len(), lab_model.widths().len());
    println!("{found:?}");
    // A tenth is chance; 36 pixels tell most digits.
    assert!(found[0] > 0.6, "{found:?}");
    assert!(found.iter().all(|accuracy| *accuracy > 0.3), "{found:?}");
}
