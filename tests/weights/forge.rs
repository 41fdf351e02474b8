//! Files made by hand, byte by byte, as no honest writer makes them.

use std::collections::BTreeMap;

use autoencoder_lab::weights::{Checkpoint, LAYOUT};

/// A file with this header and this many zero bytes of tensors.
pub fn file(header: &str, data: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + data, 0);
    bytes
}

/// The entries of a sound `__metadata__`, less its braces, with `key` set to `value`.
pub fn metadata_with(key: &str, value: Option<&str>) -> String {
    let mut entries = BTreeMap::from([
        ("format_version", "1"),
        ("layout", LAYOUT),
        ("family", "pca"),
        ("config", "{}"),
        ("metrics", "{}"),
    ]);
    match value {
        Some(value) => entries.insert(key, value),
        None => entries.remove(key),
    };
    serde_json::to_string(&entries).unwrap()
}

/// A file of sound metadata and these tensors, JSON entries of the header.
pub fn with_tensors(tensors: &str, data: usize) -> Vec<u8> {
    let metadata = metadata_with("family", Some("pca"));
    file(&format!(r#"{{"__metadata__":{metadata},{tensors}}}"#), data)
}

/// A file of one sound tensor whose metadata has `key` set to `value`.
pub fn with_metadata(key: &str, value: Option<&str>) -> Vec<u8> {
    let metadata = metadata_with(key, value);
    let tensor = r#""mean":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;
    file(&format!(r#"{{"__metadata__":{metadata},{tensor}}}"#), 8)
}

/// A file of one tensor, declared so.
pub fn one(dtype: &str, shape: &str, begin: u64, end: u64, data: usize) -> Vec<u8> {
    let entry = entry("mean", dtype, shape, begin, end);
    with_tensors(&entry, data)
}

pub fn entry(name: &str, dtype: &str, shape: &str, begin: u64, end: u64) -> String {
    format!(r#""{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{begin},{end}]}}"#)
}

/// That reading `bytes` fails with `bad-weights` and says `words`.
#[track_caller]
pub fn refused(case: &str, bytes: &[u8], words: &str) {
    fails(case, bytes, "bad-weights", words);
}

/// That reading `bytes` fails with `unknown-format` and says `words`.
#[track_caller]
pub fn unknown(case: &str, bytes: &[u8], words: &str) {
    fails(case, bytes, "unknown-format", words);
}

#[track_caller]
fn fails(case: &str, bytes: &[u8], code: &str, words: &str) {
    let error = Checkpoint::read(bytes).expect_err(case);
    assert_eq!(error.code, code, "{case}: {error}");
    assert!(error.message.contains(words), "{case}: {}", error.message);
    assert!(error.message.ends_with('.'), "{case}: {}", error.message);
    assert!(!error.hint.is_empty(), "{case}");
}
