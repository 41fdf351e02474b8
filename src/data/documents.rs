//! Documents from files: JSON lines, tables of comma-separated values, plain lines; and their topics.

use std::collections::HashMap;

use serde::Deserialize;

use crate::error::{LabError, Result};

/// Bytes that a file may have, and all texts of a corpus together.
pub const LARGEST: usize = 64 << 20;
/// The most documents of a file or a corpus.
pub const MOST_DOCUMENTS: usize = 20_000;

/// A text, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub text: String,
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub topic: Option<String>,
}

/// How a file holds documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A JSON object a line: `text`, and where known `title` and `topic`, or a list of `topics` of
    /// which the first counts.
    Jsonl,
    /// Comma-separated values: the column `text`, and where there are any `title` and `topic`;
    /// without a header that names `text`, the first column of every row is the text.
    Csv,
    /// A document a line.
    Txt,
}

/// The documents in a file, in UTF-8; those without text are left out.
///
/// # Errors
/// `bad-corpus`: a file too large, binary, not in UTF-8 or not in the format, with the line where
/// that shows; too many documents, or none.
pub fn read(bytes: &[u8], format: Format) -> Result<Vec<Document>> {
    check_size(bytes.len())?;
    let text = decode(bytes)?;
    let documents = match format {
        Format::Jsonl => objects(text)?,
        Format::Csv => table(text)?,
        Format::Txt => text.lines().map(plain).filter(has_words).collect(),
    };
    if documents.is_empty() {
        return Err(bad(
            "There is no document with text in the file.",
            "Use a file with a document a line.",
        ));
    }
    check_count(documents.len())?;
    Ok(documents)
}

/// What documents are about, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics {
    /// The topic of the most documents first, equals in their order.
    pub names: Vec<String>,
    /// Of each document the number of its topic among the names; how many names there are where it
    /// has none.
    pub labels: Vec<u32>,
}

impl Topics {
    /// Of documents with these topics; an empty one is none.
    pub fn of<'a>(topics: impl Iterator<Item = Option<&'a str>>) -> Self {
        let topics: Vec<&str> = topics.map(Option::unwrap_or_default).collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for topic in topics.iter().filter(|topic| !topic.is_empty()) {
            let number = *numbers.entry(topic).or_insert(counts.len());
            if number == counts.len() {
                counts.push((topic, 0));
            }
            counts[number].1 += 1;
        }
        // Stable: equals stay in their order.
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let places = counts.iter().enumerate();
        let places: HashMap<&str, u32> = places.map(|(at, (name, _))| (*name, at as u32)).collect();
        let none = counts.len() as u32;
        let label = |topic: &&str| places.get(topic).copied().unwrap_or(none);
        Self {
            labels: topics.iter().map(label).collect(),
            names: counts.iter().map(|(name, _)| (*name).to_string()).collect(),
        }
    }
}

/// # Errors
/// `bad-corpus` for more than [`LARGEST`] bytes of text.
pub fn check_size(bytes: usize) -> Result<()> {
    if bytes <= LARGEST {
        return Ok(());
    }
    let megabytes = bytes.div_ceil(1 << 20);
    Err(bad(
        format!("There are {megabytes} MB of text."),
        format!("Use at most {} MB, such as a part of it.", LARGEST >> 20),
    ))
}

/// # Errors
/// `bad-corpus` for more than [`MOST_DOCUMENTS`].
pub fn check_count(documents: usize) -> Result<()> {
    if documents <= MOST_DOCUMENTS {
        return Ok(());
    }
    Err(bad(
        format!("There are {documents} documents."),
        format!("Use at most {MOST_DOCUMENTS}."),
    ))
}

/// The text in `bytes`, without the mark that some programs put before UTF-8.
fn decode(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(place) = bytes.iter().position(|byte| *byte == 0) {
        return Err(bad(
            format!("The file is binary: byte {place} is 0."),
            "Use a text file in UTF-8.",
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        bad(
            format!("Line {line} is not UTF-8."),
            "Save the file as UTF-8.",
        )
    })
}

/// A line of JSON; what else it holds is passed over.
#[derive(Deserialize)]
struct Object {
    text: String,
    title: Option<String>,
    topic: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
}

fn objects(text: &str) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let object: Object = serde_json::from_str(line).map_err(|error| {
            bad(
                format!("Line {} is no document: {error}.", index + 1),
                "Write a JSON object a line, with the document as \"text\".",
            )
        })?;
        documents.push(Document {
            text: object.text,
            title: object.title.filter(|title| !title.is_empty()),
            topic: object.topic.or_else(|| object.topics.into_iter().next()),
        });
    }
    documents.retain(has_words);
    Ok(documents)
}

fn table(text: &str) -> Result<Vec<Document>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut columns = Columns::default();
    let mut documents = Vec::new();
    let mut record = csv::StringRecord::new();
    while read_record(&mut reader, &mut record)? {
        if documents.is_empty() && columns.is_unknown() {
            match Columns::of(&record) {
                Some(found) => {
                    columns = found;
                    continue;
                }
                None => columns.text = Some(0),
            }
        }
        documents.push(columns.document(&record));
    }
    documents.retain(has_words);
    Ok(documents)
}

fn read_record(reader: &mut csv::Reader<&[u8]>, record: &mut csv::StringRecord) -> Result<bool> {
    reader.read_record(record).map_err(|error| {
        bad(
            format!("The table cannot be read: {error}."),
            "Write comma-separated values with a header: text, title, topic.",
        )
    })
}

/// Where a table holds what.
#[derive(Default)]
struct Columns {
    text: Option<usize>,
    title: Option<usize>,
    topic: Option<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        let find = |name: &str| {
            let named = |field: &str| field.trim().eq_ignore_ascii_case(name);
            header.iter().position(named)
        };
        Some(Self {
            text: Some(find("text")?),
            title: find("title"),
            topic: find("topic"),
        })
    }

    fn is_unknown(&self) -> bool {
        self.text.is_none()
    }

    fn document(&self, record: &csv::StringRecord) -> Document {
        let field = |column: Option<usize>| Some(record.get(column?)?.to_string());
        let known = |column| field(column).filter(|value| !value.is_empty());
        Document {
            text: field(self.text).unwrap_or_default(),
            title: known(self.title),
            topic: known(self.topic),
        }
    }
}

fn plain(line: &str) -> Document {
    Document {
        text: line.to_string(),
        ..Document::default()
    }
}

fn has_words(document: &Document) -> bool {
    let title = document.title.as_deref().unwrap_or_default();
    [&document.text, title]
        .iter()
        .any(|text| !text.trim().is_empty())
}

/// A corpus that cannot be used.
pub(super) fn bad(message: impl Into<String>, hint: impl Into<String>) -> LabError {
    LabError::new("bad-corpus", message, hint)
}
