//! Documents, vocabularies, TF-IDF and latent semantic analysis: formulas, scikit-learn, bad files.
#![cfg(not(target_family = "wasm"))]

mod corpora;
mod files;
mod numbers;
mod semantic;

use autoencoder_lab::data::text::Corpus;

const DOCUMENTS: usize = 1500;
const WORDS: u32 = 1400;

/// The documents of `reference.py`, words written as w0, w1, ….
fn documents() -> Vec<String> {
    let mut state = 1u32;
    let mut word = |subject: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let draw = state >> 8;
        let (own, choice) = (!draw.is_multiple_of(3), draw / 3);
        let word = if own {
            subject * 20 + choice % 20
        } else {
            choice % WORDS
        };
        format!("w{word} ")
    };
    let document = |i: usize| {
        let subject = (i % 16 / 2).min(i % 11).min(6) as u32;
        (0..21 + i % 11).map(|_| word(subject)).collect()
    };
    (0..DOCUMENTS).map(document).collect()
}

fn corpus(texts: &[&str], words: usize) -> Corpus {
    Corpus::of(texts.iter().copied(), words).unwrap()
}

fn reference_corpus() -> Corpus {
    let texts = documents();
    Corpus::of(texts.iter().map(String::as_str), WORDS as usize).unwrap()
}

fn assert_close(found: f32, expected: f32, tolerance: f32, what: &str) {
    let close = (found - expected).abs() <= tolerance;
    assert!(close, "{what}: {found} instead of {expected}");
}
