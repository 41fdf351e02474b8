//! Words of texts, and documents as counts of words.
//!
//! A document is its counts of the words of a vocabulary, their order forgotten (Salton, Wong &
//! Yang, "A Vector Space Model for Automatic Indexing", Communications of the ACM 18 (1975)).

use std::collections::{HashMap, HashSet};

use super::dataset::Dataset;
use super::documents::{bad, check_count, check_size};
use super::sparse::SparseRows;
use crate::error::{LabError, Result};

/// The largest vocabulary.
pub const MOST_WORDS: usize = 4000;
/// Words in more than this share of the documents tell them apart the least: "the", "of", "的".
/// Measured on Reuters-21578 by the mean average precision of what retrieves without training.
const COMMON: f64 = 0.5;
/// In fewer documents than this, a share says little about a word.
const ENOUGH_DOCUMENTS: usize = 20;

/// The words of `text` where spaces and signs part them: runs of letters and digits.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// `word` as vocabularies hold it, in lower case; `None` for numbers and single Latin letters.
pub fn normalise(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let telling = word.chars().any(char::is_alphabetic) && !(word.len() == 1 && word.is_ascii());
    telling.then_some(word)
}

/// Counts words document by document, before it is known which make the vocabulary.
#[derive(Default)]
pub struct Counter {
    words: Words,
    /// In how many documents each word is.
    frequencies: Vec<u32>,
    /// Word and count, document by document.
    counts: Vec<(u32, u32)>,
    starts: Vec<usize>,
    current: HashMap<u32, u32>,
    bytes: usize,
}

/// Words, numbered.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, u32>,
}

impl Words {
    fn number(&mut self, word: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }
}

impl Counter {
    /// Adds words to the document in hand.
    ///
    /// # Errors
    /// `bad-corpus` where there is too much text in all.
    pub fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> Result<()> {
        for word in words {
            self.bytes += word.len();
            if let Some(word) = normalise(word) {
                let number = self.words.number(word);
                *self.current.entry(number).or_default() += 1;
            }
        }
        check_size(self.bytes)
    }

    /// Ends the document in hand; the next word belongs to another one.
    ///
    /// # Errors
    /// `bad-corpus` where there are too many documents.
    pub fn end_document(&mut self) -> Result<()> {
        self.starts.push(self.counts.len());
        self.frequencies.resize(self.words.numbers.len(), 0);
        for (word, count) in self.current.drain() {
            self.frequencies[word as usize] += 1;
            self.counts.push((word, count));
        }
        check_count(self.starts.len())
    }

    /// The documents as counts of the `size` words that are in the most of them, those in more than
    /// half left out where there are others and documents enough; equals in alphabetical order.
    ///
    /// # Errors
    /// `bad-option` for a size out of range, `bad-corpus` where there is no document or no word.
    pub fn finish(self, size: usize) -> Result<Corpus> {
        if !(1..=MOST_WORDS).contains(&size) {
            return Err(LabError::new(
                "bad-option",
                format!("A vocabulary of {size} words was asked for."),
                format!("Ask for 1 to {MOST_WORDS}."),
            ));
        }
        let documents = self.starts.len();
        let vocabulary = self.vocabulary(size);
        if vocabulary.is_empty() {
            return Err(bad(
                format!("There is no word in the {documents} documents."),
                "Use texts with words of two letters or more.",
            ));
        }
        let mut columns = vec![None; self.frequencies.len()];
        for (column, number) in vocabulary.iter().enumerate() {
            columns[*number as usize] = Some(column as u32);
        }
        let mut counts = SparseRows::new(vocabulary.len());
        for (index, start) in self.starts.iter().enumerate() {
            let end = self.starts.get(index + 1).copied();
            let row = &self.counts[*start..end.unwrap_or(self.counts.len())];
            counts.push(in_order(row.iter().filter_map(|(word, count)| {
                Some((columns[*word as usize]?, *count))
            })));
        }
        Ok(self.corpus(&columns, counts))
    }

    /// The numbers of the words that make the vocabulary, the most frequent first.
    fn vocabulary(&self, size: usize) -> Vec<u32> {
        let mut words: Vec<(&String, &u32)> = self.words.numbers.iter().collect();
        let frequency = |number: &u32| self.frequencies[*number as usize];
        words.sort_unstable_by(|(a, i), (b, j)| frequency(j).cmp(&frequency(i)).then(a.cmp(b)));
        let documents = self.starts.len();
        if documents >= ENOUGH_DOCUMENTS {
            let most = (COMMON * documents as f64) as u32;
            let common = words.partition_point(|(_, number)| frequency(number) > most);
            // Where all words are in most documents, they are all there is.
            if common < words.len() {
                words.drain(..common);
            }
        }
        words.truncate(size);
        words.into_iter().map(|(_, number)| *number).collect()
    }

    fn corpus(self, columns: &[Option<u32>], counts: SparseRows) -> Corpus {
        let mut words = vec![String::new(); counts.width()];
        let mut frequencies = vec![0; counts.width()];
        let mut numbers = HashMap::with_capacity(counts.width());
        for (word, number) in self.words.numbers {
            if let Some(column) = columns[number as usize] {
                frequencies[column as usize] = self.frequencies[number as usize];
                words[column as usize].clone_from(&word);
                numbers.insert(word, column);
            }
        }
        Corpus {
            words,
            numbers,
            frequencies,
            counts,
        }
    }
}

/// Documents as counts of the words of a vocabulary.
#[derive(Clone, Debug)]
pub struct Corpus {
    words: Vec<String>,
    numbers: HashMap<String, u32>,
    frequencies: Vec<u32>,
    counts: SparseRows,
}

impl Corpus {
    /// The corpus of `texts`, with a vocabulary of at most `size` words, parted by [`split`].
    ///
    /// # Errors
    /// Those of [`Counter`].
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>, size: usize) -> Result<Self> {
        let mut counter = Counter::default();
        for text in texts {
            counter.add(split(text))?;
            counter.end_document()?;
        }
        counter.finish(size)
    }

    /// How many documents, at least 1.
    pub fn count(&self) -> usize {
        self.counts.count()
    }

    /// The vocabulary, the words in the most documents first.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// In how many documents each word of the vocabulary is.
    pub fn frequencies(&self) -> &[u32] {
        &self.frequencies
    }

    /// `[documents, words]` counts.
    pub fn counts(&self) -> &SparseRows {
        &self.counts
    }

    /// The column of a word in the vocabulary.
    pub fn column(&self, word: &str) -> Option<u32> {
        self.numbers.get(&normalise(word)?).copied()
    }

    /// Those of `words` that the vocabulary holds, in their order, each once.
    pub fn known<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<&str> {
        let mut seen = HashSet::new();
        let columns = words.filter_map(|word| self.column(word));
        let first = columns.filter(|column| seen.insert(*column));
        first
            .map(|column| self.words[column as usize].as_str())
            .collect()
    }

    /// Those of `words` that it does not hold, numbers and single letters among them: in lower case,
    /// in their order, each once.
    pub fn unknown<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut seen = HashSet::new();
        let strange = words.filter(|word| !word.is_empty() && self.column(word).is_none());
        let lower = strange.map(str::to_lowercase);
        lower.filter(|word| seen.insert(word.clone())).collect()
    }

    /// The counts of another document, by its words.
    pub fn count_words<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<(u32, f32)> {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for column in words.filter_map(|word| self.column(word)) {
            *counts.entry(column).or_default() += 1;
        }
        in_order(counts.into_iter())
    }

    /// The counts of other documents, parted by [`split`].
    pub fn count_texts<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> SparseRows {
        let mut counts = SparseRows::new(self.words.len());
        for text in texts {
            counts.push(self.count_words(split(text)));
        }
        counts
    }

    /// The documents as shares of words, for the family `documents`.
    pub fn dataset(&self) -> Dataset {
        Dataset::documents(&self.counts).expect("a document and a word")
    }
}

fn in_order(counts: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, f32)> {
    let mut row: Vec<(u32, f32)> = counts.map(|(word, count)| (word, count as f32)).collect();
    row.sort_unstable_by_key(|(word, _)| *word);
    row
}
