//! Latent semantic analysis against scikit-learn, and what holds for any truncated SVD.

use autoencoder_lab::data::sparse::SparseRows;
use autoencoder_lab::task::semantic::{MOST, Semantic, project};
use autoencoder_lab::task::tfidf::Tfidf;

use super::{assert_close, corpus, numbers, reference_corpus};

#[test]
fn singular_values_axes_and_codes_are_those_of_scikit_learn() {
    let corpus = reference_corpus();
    let found = Semantic::of(Tfidf::of(&corpus).rows(), 7).unwrap();
    for (found, expected) in found.values.iter().zip(numbers::SINGULAR) {
        assert_close(*found, *expected, 1e-4, "a singular value");
    }
    for (place, expected) in numbers::AXES.iter().enumerate() {
        let column = corpus.column(&format!("w{}", place / 7 * 20)).unwrap() as usize;
        assert_close(
            found.axes[column * 7 + place % 7],
            *expected,
            1e-4,
            "an axis",
        );
    }
    for (place, expected) in numbers::CODES.iter().enumerate() {
        assert_close(found.codes[40 * 7 + place], *expected, 1e-4, "a code");
    }
}

/// XV = US: what another document with the same words gets is the code of the document itself; the
/// columns of V are orthonormal, those of US as long as the singular values.
#[test]
fn it_is_a_singular_value_decomposition() {
    let corpus = reference_corpus();
    let tfidf = Tfidf::of(&corpus);
    for size in [1, 10, 50] {
        let Semantic {
            codes,
            axes,
            values,
            ..
        } = Semantic::of(tfidf.rows(), size).unwrap();
        let again = project(&tfidf.weigh(corpus.counts()), &axes, size).unwrap();
        assert_eq!(again, codes);
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        for a in 0..size {
            for b in 0..=a {
                let same = f32::from(a == b);
                assert_close(inner(&axes, size, a, b), same, 1e-4, "axes");
                let length = same * values[a] * values[a];
                assert_close(inner(&codes, size, a, b), length, 2e-3 * values[0], "codes");
            }
        }
    }
}

/// The product of two columns.
fn inner(matrix: &[f32], size: usize, a: usize, b: usize) -> f32 {
    matrix.chunks(size).map(|row| row[a] * row[b]).sum()
}

#[test]
fn documents_without_words_and_copies_of_one_have_codes() {
    let copies = Tfidf::of(&corpus(&["aa bb cc"; 9], 10));
    let found = Semantic::of(copies.rows(), 3).unwrap();
    assert_close(found.values[0], 3.0, 1e-5, "√9");
    assert_close(found.values[1], 0.0, 1e-4, "the rest");
    assert!(
        found
            .codes
            .iter()
            .chain(&found.axes)
            .all(|value| value.is_finite())
    );
    // Without a word of the vocabulary, here of one word.
    let sparse = Tfidf::of(&corpus(&["aa bb", "aa", "cc", "dd"], 1));
    assert_eq!(
        Semantic::of(sparse.rows(), 1).unwrap().codes,
        [1.0, 1.0, 0.0, 0.0]
    );
}

/// Copies of a few documents, which have no word in common: the space that is searched is wider
/// than what there is to find.
#[test]
fn few_directions_in_many_words() {
    for (kinds, copies, length) in [(1, 300, 40), (3, 20, 40), (5, 200, 10), (8, 50, 10)] {
        let mut rows = SparseRows::new(2000);
        for document in 0..kinds * copies {
            let first = document % kinds * 200;
            rows.push((0..length).map(|word| (first + word * 3, 1.0)));
        }
        let found = Semantic::of(&rows, 10).unwrap();
        for (rank, value) in found.values.iter().enumerate() {
            let expected = match rank < kinds as usize {
                true => ((copies * length) as f32).sqrt(),
                false => 0.0,
            };
            assert_close(*value, expected, 1e-3, "a singular value");
        }
        assert!(found.codes.iter().all(|value| value.is_finite()));
    }
}

#[test]
fn sizes_that_there_are_not() {
    let tfidf = Tfidf::of(&corpus(&["aa bb", "bb cc dd"], 10));
    for size in [0, 3, MOST + 1] {
        assert_eq!(
            Semantic::of(tfidf.rows(), size).unwrap_err().code,
            "bad-option"
        );
    }
    let axes = Semantic::of(tfidf.rows(), 2).unwrap().axes;
    for size in [0, 1, 3] {
        assert_eq!(
            project(tfidf.rows(), &axes, size).unwrap_err().code,
            "bad-input"
        );
    }
}
