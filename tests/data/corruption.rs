//! Corruption hits as many values as it says, in the way it says, as the seed decides.

use autoencoder_lab::data::corruption::{Corruption, corrupt};
use autoencoder_lab::data::occlusion::{Damage, damage};
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

#[test]
fn the_lowest_rows_are_hidden() {
    let hidden = damage(&[0.5; 784], Damage::Half, 0.5, 0).unwrap();
    assert!(hidden[..392].iter().all(|x| *x == 0.5) && hidden[392..].iter().all(|x| *x == 0.0));
    let row = damage(&[0.5; 16], Damage::Half, 0.25, 0).unwrap();
    assert_eq!(row.iter().filter(|x| **x == 0.0).count(), 4);
}

#[test]
fn blots_hit_the_share_that_the_level_says() {
    for level in [0.0, 0.1, 0.5, 1.0] {
        let blotted = damage(&[0.25; 784], Damage::Blots, level, 5).unwrap();
        let hit = blotted.iter().filter(|x| **x == 1.0).count();
        assert_eq!(hit, (level * 784.0).round() as usize);
        assert!(blotted.iter().all(|x| *x == 1.0 || *x == 0.25));
        assert_eq!(
            blotted,
            damage(&[0.25; 784], Damage::Blots, level, 5).unwrap()
        );
    }
    let [one, other] = [5, 6].map(|seed| damage(&[0.0; 784], Damage::Blots, 0.2, seed).unwrap());
    assert_ne!(one, other);
}

#[test]
fn what_is_no_square_image_is_not_occluded() {
    for kind in [Damage::Half, Damage::Blots] {
        let error = damage(&[0.5; 120], kind, 0.5, 0).unwrap_err();
        assert_eq!(error.code, "bad-input");
        let error = damage(&[0.5; 784], kind, 1.5, 0).unwrap_err();
        assert_eq!(error.code, "bad-option");
    }
}

/// Every kind of noise is one of the damages too.
#[test]
fn damage_is_corruption_where_it_is_called_so() {
    let image = [0.5; 784];
    for (kind, name) in KINDS
        .into_iter()
        .zip(["gaussian", "masking", "salt-and-pepper"])
    {
        let named: Damage = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(
            damage(&image, named, 0.3, 2).unwrap(),
            corrupt(&image, kind, 0.3, 2).unwrap()
        );
    }
}
