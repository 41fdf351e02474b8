//! Documents, corpora and latent semantic analysis as JavaScript sees them.

use js_sys::{Array, JsString, Promise, Uint8Array, Uint32Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::{
    JsResult, array, bad_argument, bytes, count, field, floats, object, parse, plain, thrown,
};
use super::dataset::JsDataset;
use super::lab::Lab;
use super::page::Page;
use super::{fail, guard, now, words_from};
use crate::data::documents::{self, Document, Format, Topics};
use crate::data::sparse::SparseRows;
use crate::data::text::{Corpus, Counter};
use crate::error::LabError;
use crate::task::recipe;
use crate::task::semantic::{self as analysis, Semantic};
use crate::task::tfidf::Tfidf;
use crate::training::Host;

/// Seconds of work between two pauses.
const PAUSE_INTERVAL: f64 = 0.02;
/// Values that one call of `shares` gives at most.
const MOST_SHARES: usize = 1 << 26;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CorpusOptions {
    words: usize,
}

impl Default for CorpusOptions {
    fn default() -> Self {
        Self { words: 2000 }
    }
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn documents(&self, file: JsValue, format: JsValue) -> JsResult<Array> {
        if let Some(array) = file.dyn_ref::<Uint8Array>() {
            // Before they are copied.
            documents::check_size(array.length() as usize).map_err(thrown)?;
        }
        let format: Option<Format> = parse(format, "format of documents")?;
        let format = format.ok_or_else(|| {
            fail(
                "bad-option",
                "The format of the documents is missing.",
                "Choose 'jsonl', 'csv' or 'txt'.",
            )
        })?;
        let documents = documents::read(&bytes(&file, "documents")?, format).map_err(thrown)?;
        Ok(documents.iter().map(describe).collect())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn topics(&self, given: JsValue) -> JsResult<JsValue> {
        let wrong = || {
            bad_argument(
                "The documents are not an array of objects.",
                "Pass what lab.documents(bytes, format) returned.",
            )
        };
        let all: &Array = given.dyn_ref().ok_or_else(wrong)?;
        documents::check_count(all.length() as usize).map_err(thrown)?;
        let topic = |document: JsValue| {
            let topic = field(&document, "topic");
            let fits = document.is_object() && topic.as_ref().is_none_or(JsValue::is_string);
            let topic = topic.and_then(|topic| topic.as_string());
            fits.then_some(topic).ok_or_else(wrong)
        };
        let topics: Vec<Option<String>> = all.iter().map(topic).collect::<JsResult<_>>()?;
        let found = Topics::of(topics.iter().map(Option::as_deref));
        Ok(object([
            ("names", plain(&found.names)),
            ("labels", Uint32Array::from(&found.labels[..]).into()),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn corpus(&self, texts: JsValue, options: JsValue) -> Promise {
        let texts = strings(&texts);
        let work = Page::read::<CorpusOptions>(&options, "options of corpus", &[]);
        future_to_promise(async move {
            let (texts, (host, options)) = (texts?, work?);
            let counted = count_all(&texts, &host).await;
            let corpus = host
                .settled(counted)?
                .finish(options.words)
                .map_err(thrown)?;
            let tfidf = Tfidf::of(&corpus);
            Ok(guard(JsCorpus { corpus, tfidf }.into(), Vec::new()))
        })
    }
}

/// A document as a plain object.
fn describe(document: &Document) -> JsValue {
    let Document { text, title, topic } = document;
    let fields = [
        ("text", Some(text)),
        ("title", title.as_ref()),
        ("topic", topic.as_ref()),
    ];
    let given = fields.into_iter();
    object(given.filter_map(|(name, value)| Some((name, value?.into()))))
}

/// The strings in an array, still JavaScript's.
fn strings(value: &JsValue) -> JsResult<Vec<JsString>> {
    let wrong = || {
        bad_argument(
            "The texts are not an array of strings.",
            "Pass an array of strings.",
        )
    };
    let texts: &Array = value.dyn_ref().ok_or_else(wrong)?;
    documents::check_count(texts.length() as usize).map_err(thrown)?;
    let text = |text: JsValue| text.dyn_into::<JsString>().map_err(|_| wrong());
    let texts: Vec<JsString> = texts.iter().map(text).collect::<JsResult<_>>()?;
    let characters = texts.iter().map(|text| text.length() as usize).sum();
    documents::check_size(characters).map_err(thrown)?;
    Ok(texts)
}

/// Calls `found` with the words of `text`, a stretch at a time, and says how far it came.
fn stretch(text: &JsString, from: u32, mut found: impl FnMut(&str)) -> JsResult<u32> {
    let answer: Array = words_from(text, from)?.unchecked_into();
    found(&answer.get(0).as_string().unwrap_or_default());
    Ok(answer.get(1).as_f64().unwrap_or(f64::INFINITY) as u32)
}

/// Counts the words of all texts, with pauses.
async fn count_all(texts: &[JsString], host: &Page) -> JsResult<Counter> {
    let total = texts
        .iter()
        .map(|text| f64::from(text.length()))
        .sum::<f64>()
        .max(1.0);
    let mut counter = Counter::default();
    let (mut before, mut paused) = (0.0, now());
    for text in texts {
        let mut from = 0;
        while from < text.length() {
            let mut added = Ok(());
            from = stretch(text, from, |words| added = counter.add(words.split(' ')))?;
            added.map_err(thrown)?;
            if now() - paused < PAUSE_INTERVAL {
                continue;
            }
            host.share((before + f64::from(from.min(text.length()))) / total);
            host.pause().await;
            if host.aborted() {
                return Err(thrown(aborted()));
            }
            paused = now();
        }
        before += f64::from(text.length());
        counter.end_document().map_err(thrown)?;
    }
    host.share(1.0);
    Ok(counter)
}

fn aborted() -> LabError {
    LabError::new(
        "aborted",
        "The reading of the documents was stopped.",
        "Make the corpus again.",
    )
}

/// Documents as counts of the words of a vocabulary.
#[wasm_bindgen(js_name = Corpus, skip_typescript)]
pub struct JsCorpus {
    corpus: Corpus,
    tfidf: Tfidf,
}

impl JsCorpus {
    /// The counts of other texts.
    fn counts(&self, texts: &[JsString]) -> JsResult<SparseRows> {
        let mut rows = SparseRows::new(self.corpus.words().len());
        for text in texts {
            rows.push(self.corpus.count_words(all_words(text)?.split(' ')));
        }
        Ok(rows)
    }
}

/// The words of a text, parted by spaces.
fn all_words(text: &JsString) -> JsResult<String> {
    let (mut all, mut from) = (String::new(), 0);
    while from < text.length() {
        from = stretch(text, from, |words| {
            all.push_str(words);
            all.push(' ');
        })?;
    }
    Ok(all)
}

#[wasm_bindgen(js_class = Corpus)]
impl JsCorpus {
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn count(&self) -> usize {
        self.corpus.count()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn words(&self) -> Array {
        self.corpus.words().iter().map(JsValue::from).collect()
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn dataset(&self) -> JsValue {
        JsDataset::wrap(self.corpus.dataset())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn shares(&self, texts: JsValue) -> JsResult<JsValue> {
        let texts = strings(&texts)?;
        let most = MOST_SHARES / self.corpus.words().len();
        if texts.len() > most {
            return Err(fail(
                "bad-input",
                &format!("The shares of {} texts were asked for.", texts.len()),
                &format!("Ask for at most {most} at a time."),
            ));
        }
        let shares = self.counts(&texts)?.shares();
        Ok(array(&shares.dense(0..texts.len())))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn known(&self, text: JsValue) -> JsResult<Array> {
        let words = all_words(&string(text)?)?;
        let known = self.corpus.known(words.split(' ')).into_iter();
        Ok(known.map(JsValue::from).collect())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn unknown(&self, text: JsValue) -> JsResult<Array> {
        let words = all_words(&string(text)?)?;
        let unknown = self.corpus.unknown(words.split(' ')).into_iter();
        Ok(unknown.map(JsValue::from).collect())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn recipe(&self, code_size: f64) -> JsResult<JsValue> {
        let size = count(code_size, "size of a code")?;
        let words = self.corpus.words().len();
        let recipe = recipe::documents(self.corpus.count(), words, size).map_err(thrown)?;
        Ok(plain(&recipe))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn search(&self, text: JsValue, k: Option<f64>) -> JsResult<JsValue> {
        let k = count(k.unwrap_or(10.0_f64.min(self.corpus.count() as f64)), "k")?;
        let query = self.counts(&[string(text)?])?;
        let found = self.tfidf.search(&query, k).map_err(thrown)?;
        let rows: Vec<u32> = found.iter().map(|(row, _)| *row as u32).collect();
        let similarities: Vec<f32> = found.iter().map(|(_, cosine)| *cosine).collect();
        Ok(object([
            ("rows", Uint32Array::from(&rows[..]).into()),
            ("similarities", array(&similarities)),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn semantic(&self, size: f64) -> JsResult<JsValue> {
        let semantic = Semantic::of(self.tfidf.rows(), count(size, "size")?).map_err(thrown)?;
        Ok(object([
            ("size", (semantic.size as f64).into()),
            ("codes", array(&semantic.codes)),
            ("axes", array(&semantic.axes)),
            ("values", array(&semantic.values)),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn project(&self, texts: JsValue, semantic: JsValue) -> JsResult<JsValue> {
        let axes = field(&semantic, "axes").map(|axes| floats(&axes));
        let size = field(&semantic, "size").and_then(|size| size.as_f64());
        let (Some(axes), Some(size)) = (axes, size) else {
            return Err(bad_argument(
                "This is no semantic analysis.",
                "Pass what corpus.semantic(size) returned.",
            ));
        };
        let rows = self.tfidf.weigh(&self.counts(&strings(&texts)?)?);
        let codes = analysis::project(&rows, &axes?, count(size, "size")?);
        codes.map(|values| array(&values)).map_err(thrown)
    }
}

fn string(text: JsValue) -> JsResult<JsString> {
    text.dyn_into::<JsString>()
        .map_err(|_| bad_argument("The text is not a string.", "Pass a string."))
}
