//! Vocabularies, shares of words, TF-IDF.

use autoencoder_lab::data::documents::Topics;
use autoencoder_lab::data::text::{Corpus, normalise, split};
use autoencoder_lab::task::tfidf::Tfidf;

use super::{assert_close, corpus, numbers, reference_corpus};

#[test]
fn words_are_runs_of_letters_and_digits_in_any_script() {
    let words: Vec<&str> = split("Don't pay 3.5% — Öl, 油价; цены!").collect();
    assert_eq!(words, ["Don", "t", "pay", "3", "5", "Öl", "油价", "цены"]);
    let known: Vec<_> = words.into_iter().filter_map(normalise).collect();
    assert_eq!(known, ["don", "pay", "öl", "油价", "цены"]);
    assert_eq!(normalise("1st").as_deref(), Some("1st"));
    assert_eq!(normalise("я").as_deref(), Some("я"));
}

#[test]
fn the_vocabulary_is_of_the_words_in_the_most_documents() {
    let texts = ["b a c a a a", "B c d", "c b D x", "e"];
    let short: [&str; 4] = texts.map(|text| text.trim());
    let all = corpus(&["bb aa cc aa aa", "BB cc dd", "cc bb DD xx", "ee"], 9);
    assert_eq!(all.words(), ["bb", "cc", "dd", "aa", "ee", "xx"]);
    assert_eq!(all.frequencies(), [3, 3, 2, 1, 1, 1]);
    assert_eq!(all.counts().dense(0..1), [1.0, 1.0, 0.0, 3.0, 0.0, 0.0]);
    let three = corpus(&["bb aa cc aa aa", "BB cc dd", "cc bb DD xx", "ee"], 3);
    assert_eq!(three.words(), ["bb", "cc", "dd"]);
    // A document without any word of the vocabulary.
    assert_eq!(three.counts().dense(3..4), [0.0; 3]);
    assert!(Corpus::of(short, 3).is_err(), "single letters are no words");
}

#[test]
fn words_in_most_documents_are_left_out_where_there_are_others() {
    let rest = |index: usize| {
        format!(
            "the word{} {}",
            index % 3,
            if index < 11 { "half" } else { "" }
        )
    };
    let texts: Vec<String> = (0..22).map(rest).collect();
    let all = Corpus::of(texts.iter().map(String::as_str), 2000).unwrap();
    assert_eq!(all.words(), ["half", "word0", "word1", "word2"]);
    let same = ["all the same"; 30];
    assert_eq!(corpus(&same, 2000).words(), ["all", "same", "the"]);
    let few = corpus(&["the one", "the other"], 2000);
    assert_eq!(few.words(), ["the", "one", "other"]);
}

#[test]
fn shares_sum_to_one_and_come_back_from_the_data_set() {
    let corpus = reference_corpus();
    let data = corpus.dataset();
    assert_eq!(
        (data.count(), data.input_size()),
        (corpus.count(), corpus.words().len())
    );
    let rows = data.images(0, 20).unwrap();
    for row in rows.chunks(data.input_size()) {
        assert_close(row.iter().sum(), 1.0, 1e-5, "a sum");
    }
    assert_eq!(
        data.batch(&[3, 3]).inputs[..data.input_size()],
        rows[3 * data.input_size()..4 * data.input_size()]
    );
    let (rest, held_out) = data.split(0.1, 0).unwrap();
    assert_eq!((rest.count(), held_out.count()), (1350, 150));
    assert!(data.images(1499, 2).is_err());
    let others = corpus
        .count_texts(["w0 w1 w1 unheard", "nothing known"])
        .shares();
    let column = |word| corpus.column(word).unwrap() as usize;
    let dense = others.dense(0..2);
    assert_close(dense[column("w1")], 2.0 / 3.0, 1e-6, "a share");
    assert!(dense[data.input_size()..].iter().all(|share| *share == 0.0));
}

/// tf · (ln((1 + n) / (1 + df)) + 1), over the length of the row.
#[test]
fn tfidf_is_its_formula() {
    let corpus = corpus(&["aa bb bb", "aa cc", "aa dd dd dd"], 10);
    let rows = Tfidf::of(&corpus);
    let idf = |documents: f32| ((1.0 + 3.0) / (1.0 + documents)).ln() + 1.0;
    let (aa, bb) = (idf(3.0), 2.0 * idf(1.0));
    let length = (aa * aa + bb * bb).sqrt();
    let row = rows.rows().dense(0..1);
    assert_close(row[0], aa / length, 1e-6, "aa");
    assert_close(row[1], bb / length, 1e-6, "bb");
    assert_eq!(row[2..], [0.0, 0.0]);
}

#[test]
fn tfidf_is_that_of_scikit_learn() {
    let corpus = reference_corpus();
    let row = Tfidf::of(&corpus).rows().dense(17..18);
    let (expected, _) = numbers::WEIGHTED.as_chunks::<2>();
    for [word, value] in expected {
        let column = corpus.column(&format!("w{word}")).unwrap();
        assert_close(row[column as usize], *value, 1e-6, &format!("w{word}"));
    }
    assert_eq!(
        row.iter().filter(|value| **value > 0.0).count(),
        expected.len()
    );
}

#[test]
fn a_search_finds_what_shares_the_most() {
    let corpus = corpus(
        &["oil price", "oil rose", "wheat harvest", "price of wheat"],
        10,
    );
    let tfidf = Tfidf::of(&corpus);
    let ask = |text: &str, k| tfidf.search(&corpus.count_texts([text]), k);
    let found = ask("Oil: the PRICE", 4).unwrap();
    assert_eq!(
        found.iter().map(|(row, _)| *row).collect::<Vec<_>>(),
        [0, 1, 3, 2]
    );
    assert_close(found[0].1, 1.0, 1e-6, "the same words");
    assert_eq!(found[3].1, 0.0);
    // Nothing is known: all are as far, in their order.
    assert_eq!(ask("unheard", 2).unwrap(), [(0, 0.0), (1, 0.0)]);
    for k in [0, 5] {
        assert_eq!(ask("oil", k).unwrap_err().code, "bad-option");
    }
}

#[test]
fn words_are_known_or_unknown() {
    let corpus = corpus(&["oil prices rise", "oil trade"], 10);
    let query = ["Oil", "", "Sun", "oil", "42", "sun", "x", "trade"];
    assert_eq!(corpus.known(query.into_iter()), ["oil", "trade"]);
    assert_eq!(corpus.unknown(query.into_iter()), ["sun", "42", "x"]);
    assert!(corpus.unknown(["oil"].into_iter()).is_empty());
}

#[test]
fn the_topic_of_most_documents_comes_first() {
    let topics = [
        Some("b"),
        Some("a"),
        None,
        Some("c"),
        Some(""),
        Some("a"),
        Some("c"),
    ];
    let found = Topics::of(topics.into_iter());
    assert_eq!(found.names, ["a", "c", "b"]);
    assert_eq!(found.labels, [2, 0, 3, 1, 3, 0, 1]);
    let none = Topics::of([None].into_iter());
    assert_eq!((none.names.len(), none.labels), (0, vec![0]));
}
