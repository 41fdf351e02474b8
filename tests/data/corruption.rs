//! Corruption hits as many values as it says, in the way it says, as the seed decides.

use autoencoder_lab::data::corruption::{Corruption, corrupt};
use serde_json::json;

const COUNT: usize = 100_000;
const KINDS: [Corruption; 3] = [
    Corruption::Gaussian,
    Corruption::Masking,
    Corruption::SaltAndPepper,
];

fn damaged(kind: Corruption, level: f64, seed: u64) -> Vec<f32> {
    corrupt(&vec![0.5; COUNT], kind, level, seed).unwrap()
}

fn share(values: &[f32], is: impl Fn(f32) -> bool) -> f64 {
    values.iter().filter(|value| is(**value)).count() as f64 / COUNT as f64
}

#[test]
fn masking_blackens_the_share_that_the_level_says() {
    let values = damaged(Corruption::Masking, 0.25, 1);
    assert!((share(&values, |x| x == 0.0) - 0.25).abs() < 0.01);
    assert!((share(&values, |x| x == 0.5) - 0.75).abs() < 0.01);
}

#[test]
fn salt_and_pepper_come_in_equal_parts() {
    let values = damaged(Corruption::SaltAndPepper, 0.3, 1);
    assert!((share(&values, |x| x == 0.0) - 0.15).abs() < 0.01);
    assert!((share(&values, |x| x == 1.0) - 0.15).abs() < 0.01);
    assert!((share(&values, |x| x == 0.5) - 0.7).abs() < 0.01);
}

#[test]
fn gaussian_noise_has_the_deviation_that_the_level_says() {
    let values = damaged(Corruption::Gaussian, 0.1, 1);
    let mean = values.iter().sum::<f32>() / COUNT as f32;
    let squares = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>();
    assert!((mean - 0.5).abs() < 0.002, "{mean}");
    let deviation = (squares / COUNT as f32).sqrt();
    assert!((deviation - 0.1).abs() < 0.002, "{deviation}");
    let strong = damaged(Corruption::Gaussian, 1.0, 1);
    assert!(strong.iter().all(|x| (0.0..=1.0).contains(x)));
    // Φ(−½) of the values would be negative, as many above 1.
    assert!((share(&strong, |x| x == 0.0) - 0.3085).abs() < 0.01);
    assert!((share(&strong, |x| x == 1.0) - 0.3085).abs() < 0.01);
}

#[test]
fn a_seed_decides_and_the_level_bounds_the_damage() {
    for kind in KINDS {
        assert_eq!(damaged(kind, 0.5, 3), damaged(kind, 0.5, 3), "{kind:?}");
        assert_ne!(damaged(kind, 0.5, 3), damaged(kind, 0.5, 4), "{kind:?}");
        let spared = damaged(kind, 0.0, 3);
        assert!(spared.iter().all(|x| *x == 0.5), "{kind:?}");
    }
    assert!(
        damaged(Corruption::Masking, 1.0, 3)
            .iter()
            .all(|x| *x == 0.0)
    );
    let all = damaged(Corruption::SaltAndPepper, 1.0, 3);
    assert!(all.iter().all(|x| *x == 0.0 || *x == 1.0));
}

#[test]
fn kinds_have_names() {
    let names = ["gaussian", "masking", "salt-and-pepper"];
    for (kind, name) in KINDS.into_iter().zip(names) {
        let named: Corruption = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(named, kind);
    }
    for name in ["", "Masking", "blur"] {
        let error = serde_json::from_value::<Corruption>(json!(name)).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(&format!("`{name}`")), "{said}");
    }
}
