//! The stream of random numbers: the same for ever, fair, and another one for another seed.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::random::{Purpose, Random};

const COUNT: usize = 1 << 20;
const PURPOSES: [Purpose; 5] = [
    Purpose::Order,
    Purpose::Digits,
    Purpose::Digit,
    Purpose::Displacement,
    Purpose::Points,
];

/// Mean and variance.
fn moments(draws: &[f32]) -> (f64, f64) {
    let count = draws.len() as f64;
    let mean = draws.iter().map(|draw| f64::from(*draw)).sum::<f64>() / count;
    let square = |draw: &f32| (f64::from(*draw) - mean).powi(2);
    (mean, draws.iter().map(square).sum::<f64>() / count)
}

fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let ((mean_a, variance_a), (mean_b, variance_b)) = (moments(a), moments(b));
    let product = |(a, b): (&f32, &f32)| (f64::from(*a) - mean_a) * (f64::from(*b) - mean_b);
    let covariance = a.iter().zip(b).map(product).sum::<f64>() / a.len() as f64;
    covariance / (variance_a * variance_b).sqrt()
}

/// The same numbers must come out on every platform and of every version, so they stand here.
#[test]
fn a_seed_gives_these_numbers() {
    let mut random = Random::new(1);
    assert_eq!(random.uniforms(4), UNIFORMS);
    let mut random = Random::new(1);
    assert_eq!([0; 4].map(|_| random.below(1000)), BELOW);
    assert_eq!(Random::new(1).normals(4), NORMALS);
    let mut random = Random::stream(1, Purpose::Digits, 2);
    assert_eq!(random.uniforms(4), OF_A_STREAM);
}

const UNIFORMS: [f32; 4] = [0.8116121, 0.7471047, 0.10015088, 0.74621683];
const NORMALS: [f32; 4] = [0.8439986, 0.71556073, -1.9158715, 0.45249647];
const BELOW: [u64; 4] = [811, 747, 100, 746];
const OF_A_STREAM: [f32; 4] = [0.08547354, 0.7578823, 0.7240959, 0.62625796];

#[test]
fn many_draws_are_those_that_come_one_by_one() {
    let (mut many, mut single) = (Random::new(3), Random::new(3));
    let uniforms = many.uniforms(100);
    assert!(uniforms.iter().all(|draw| *draw == single.next_uniform()));
    let normals = many.normals(100);
    assert!(normals.iter().all(|draw| *draw == single.next_normal()));
}

/// Pearson's χ² over 256 parts: its mean is 255, its deviation 22.6.
#[test]
fn uniforms_are_uniform() {
    for seed in [0, 1, u64::MAX] {
        let draws = Random::new(seed).uniforms(COUNT);
        assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
        let mut parts = [0u32; 256];
        draws
            .iter()
            .for_each(|draw| parts[(draw * 256.0) as usize] += 1);
        let expected = COUNT as f64 / 256.0;
        let excess = |part: &u32| (f64::from(*part) - expected).powi(2) / expected;
        let chi = parts.iter().map(excess).sum::<f64>();
        assert!((155.0..355.0).contains(&chi), "seed {seed}: {chi}");
        // The lower bits are drawn as well.
        let rest: Vec<f32> = draws.iter().map(|draw| (draw * 4096.0).fract()).collect();
        let (mean, variance) = moments(&rest);
        assert!((mean - 0.5).abs() < 0.002, "seed {seed}: {mean}");
        assert!(
            (variance - 1.0 / 12.0).abs() < 0.001,
            "seed {seed}: {variance}"
        );
    }
}

#[test]
fn normals_have_the_moments_and_tails_of_their_distribution() {
    let draws = Random::new(5).normals(COUNT);
    let (mean, variance) = moments(&draws);
    assert!(mean.abs() < 0.005, "{mean}");
    assert!((variance - 1.0).abs() < 0.01, "{variance}");
    let power = |exponent: i32| -> f64 {
        let powers = draws.iter().map(|draw| f64::from(*draw).powi(exponent));
        powers.sum::<f64>() / COUNT as f64
    };
    assert!(power(3).abs() < 0.02, "{}", power(3));
    assert!((power(4) - 3.0).abs() < 0.05, "{}", power(4));
    // 1 − Φ(x) on either side.
    for (limit, share) in [(1.0, 0.158_655), (2.0, 0.022_750), (3.0, 0.001_350)] {
        for side in [1.0, -1.0] {
            let beyond = draws.iter().filter(|draw| side * **draw > limit).count();
            let found = beyond as f64 / COUNT as f64;
            let deviation = (share / COUNT as f64).sqrt();
            assert!((found - share).abs() < 5.0 * deviation, "{limit}: {found}");
        }
    }
}

#[test]
fn whole_numbers_are_below_their_bound_and_equally_likely() {
    let mut random = Random::new(7);
    let mut counts = [0u32; 10];
    (0..100_000).for_each(|_| counts[random.below(10) as usize] += 1);
    assert!(
        counts.iter().all(|count| (9500..10_500).contains(count)),
        "{counts:?}"
    );
    assert_eq!(random.below(1), 0);
    // Of three quarters of all numbers, a third each: rounding would favour some of them.
    let bound = 3 << 62;
    let low = (0..30_000)
        .filter(|_| random.below(bound) < bound / 3)
        .count();
    assert!((9500..10_500).contains(&low), "{low}");
    let draw = |random: &mut Random| random.between(-2.0, 6.0);
    let draws: Vec<f32> = (0..10_000).map(|_| draw(&mut random)).collect();
    assert!(draws.iter().all(|draw| (-2.0..=6.0).contains(draw)));
    assert!((moments(&draws).0 - 2.0).abs() < 0.1);
}

/// A correlation of n independent pairs has the deviation 1/√n.
#[test]
fn neighbouring_streams_are_independent() {
    const DRAWS: usize = 20_000;
    let unrelated = |what: &str, streams: Vec<Vec<f32>>| {
        for (index, stream) in streams.iter().enumerate() {
            for other in &streams[..index] {
                let found = correlation(stream, other);
                assert!(found.abs() < 0.04, "{what}: {found}");
                // Nor is one of them the other one, a draw later.
                let later = correlation(&stream[1..], &other[..DRAWS - 1]);
                assert!(later.abs() < 0.04, "{what}, later: {later}");
            }
        }
    };
    let seeds = 0..8;
    let draws = |mut random: Random| random.uniforms(DRAWS);
    unrelated(
        "seeds",
        seeds.clone().map(|seed| draws(Random::new(seed))).collect(),
    );
    let indexed = |index| draws(Random::stream(1, Purpose::Digits, index));
    unrelated("indices", seeds.clone().map(indexed).collect());
    let seeded = |seed| draws(Random::stream(seed, Purpose::Digits, 1));
    unrelated("seeds of streams", seeds.map(seeded).collect());
    let purposed = |purpose| draws(Random::stream(1, purpose, 1));
    unrelated("purposes", PURPOSES.into_iter().map(purposed).collect());
}

/// The first draws of neighbouring streams: those that a digit or an epoch begins with.
#[test]
fn first_draws_are_independent() {
    let first = |index: u64| Random::stream(9, Purpose::Digits, index).next_uniform();
    let draws: Vec<f32> = (0..100_000).map(first).collect();
    let (mean, variance) = moments(&draws);
    assert!((mean - 0.5).abs() < 0.005, "{mean}");
    assert!((variance - 1.0 / 12.0).abs() < 0.002, "{variance}");
    for step in [1, 2, 3, 10, 64, 256] {
        let found = correlation(&draws[step..], &draws[..draws.len() - step]);
        assert!(found.abs() < 0.016, "{step} apart: {found}");
    }
}

#[test]
fn seed_purpose_and_index_are_told_apart() {
    let mut firsts: Vec<Vec<u32>> = Vec::new();
    for seed in 0..20 {
        for purpose in PURPOSES {
            for index in (0..20).chain([u64::MAX]) {
                let uniforms = Random::stream(seed, purpose, index).uniforms(4);
                firsts.push(uniforms.into_iter().map(f32::to_bits).collect());
            }
        }
    }
    let all = firsts.len();
    firsts.sort_unstable();
    firsts.dedup();
    assert_eq!(firsts.len(), all);
}
