//! The header of a safetensors file: JSON that says where each tensor lies.
//!
//! The `safetensors` crate keeps the last of two tensors with one name, takes any rank and any
//! number of empty tensors, so the header is read here first, entry by entry, and checked.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use safetensors::Dtype;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{bad_weights, shown};
use crate::error::Result;

/// The file starts with the header's length, a little-endian 64-bit integer.
pub(super) const LENGTH_BYTES: usize = 8;
/// The longest header that is read or written, in bytes.
pub(super) const LONGEST_HEADER: usize = 64 * 1024;
/// The most tensors that are read or written.
pub(super) const MOST_TENSORS: usize = 256;
/// The highest rank that is read or written.
pub(super) const HIGHEST_RANK: usize = 4;

const METADATA: &str = "__metadata__";

/// A string-to-something object in its order, duplicates included so that they can be refused.
#[derive(Debug)]
pub(super) struct Entries<V>(pub Vec<(String, V)>);

/// What a header says of one tensor. 64 bits everywhere: a 32-bit machine must not wrap.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Declared {
    /// A name of safetensors' own, such as `F32`.
    pub dtype: String,
    pub shape: Vec<u64>,
    /// Where its bytes begin and end, counted from the end of the header.
    pub data_offsets: (u64, u64),
}

/// A header as it stands in the file.
#[derive(Debug)]
pub(super) struct Header {
    pub metadata: Option<Entries<String>>,
    pub tensors: Entries<Declared>,
}

impl Header {
    /// The header of a file, and where in the file it ends.
    pub fn read(bytes: &[u8]) -> Result<(Self, usize)> {
        let Some((length, rest)) = bytes.split_first_chunk::<LENGTH_BYTES>() else {
            let count = bytes.len();
            let problem = format!("The file has {count} bytes, too few for a safetensors file.");
            return Err(bad_weights(problem));
        };
        let length = u64::from_le_bytes(*length);
        if length > LONGEST_HEADER as u64 {
            return Err(bad_weights(format!(
                "The file is no safetensors file of ours: its header would have {length} bytes, \
                 {LONGEST_HEADER} is the most."
            )));
        }
        let length = length as usize;
        let Some(header) = rest.get(..length) else {
            let problem = format!("{length} bytes of header, {} are there", rest.len());
            return Err(bad_weights(format!("The file ends early: of {problem}.")));
        };
        let header = serde_json::from_slice(header).map_err(|error| {
            bad_weights(format!(
                "The header of the weights cannot be read: {error}."
            ))
        })?;
        Ok((header, LENGTH_BYTES + length))
    }

    /// The value of a metadata key; `None` where there is no such key.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let entries = &self.metadata.as_ref()?.0;
        let (_, value) = entries.iter().find(|(name, _)| name == key)?;
        Some(value)
    }

    /// That no metadata key stands twice.
    pub fn check_metadata(&self) -> Result<()> {
        let entries = self
            .metadata
            .as_ref()
            .map_or(&[][..], |metadata| &metadata.0);
        match duplicate(entries) {
            None => Ok(()),
            Some(key) => Err(bad_weights(format!(
                "The metadata entry {} stands twice.",
                shown(key)
            ))),
        }
    }

    /// That the tensors are few, named apart, of a kind that we read, and fill `available` bytes.
    pub fn check_tensors(&self, available: u64) -> Result<()> {
        let tensors = &self.tensors.0;
        if tensors.is_empty() {
            return Err(bad_weights("The file holds no tensors."));
        }
        if tensors.len() > MOST_TENSORS {
            let count = tensors.len();
            let problem = format!("The file holds {count} tensors, {MOST_TENSORS} is the most.");
            return Err(bad_weights(problem));
        }
        if let Some(name) = duplicate(tensors) {
            return Err(bad_weights(format!(
                "The tensor {} stands twice.",
                shown(name)
            )));
        }
        let mut end = 0;
        for (name, declared) in tensors {
            declared.check(&shown(name))?;
            end = end.max(declared.data_offsets.1);
        }
        if end > available {
            let problem = format!("of {end} bytes of tensors, {available} are there");
            return Err(bad_weights(format!("The file ends early: {problem}.")));
        }
        if end < available {
            let count = available - end;
            let problem = format!("{count} bytes after the last tensor belong to none.");
            return Err(bad_weights(problem));
        }
        Ok(())
    }
}

impl Declared {
    /// The element type, where it is one that we read.
    pub fn dtype(&self) -> Option<Dtype> {
        [Dtype::F32, Dtype::F16]
            .into_iter()
            .find(|dtype| dtype.to_string() == self.dtype)
    }

    fn check(&self, name: &str) -> Result<()> {
        let Some(dtype) = self.dtype() else {
            return Err(bad_weights(format!(
                "The tensor {name} is of type {}, only F32 and F16 are read.",
                shown(&self.dtype)
            )));
        };
        let rank = self.shape.len();
        if rank > HIGHEST_RANK {
            let problem = format!("The tensor {name} has rank {rank}, {HIGHEST_RANK} is the most.");
            return Err(bad_weights(problem));
        }
        let shape = &self.shape;
        if shape.contains(&0) {
            let problem = format!("The tensor {name} has shape {shape:?} and so no values.");
            return Err(bad_weights(problem));
        }
        let width = dtype.bitsize() as u64 / 8;
        let size = shape
            .iter()
            .try_fold(width, |size, &axis| size.checked_mul(axis));
        let Some(size) = size else {
            let problem = format!("The tensor {name} has the impossible shape {shape:?}.");
            return Err(bad_weights(problem));
        };
        let (begin, end) = self.data_offsets;
        if end.checked_sub(begin) != Some(size) {
            return Err(bad_weights(format!(
                "The tensor {name} of shape {shape:?} needs {size} bytes but lies from {begin} \
                 to {end}."
            )));
        }
        Ok(())
    }
}

fn duplicate<V>(entries: &[(String, V)]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    let mut names = entries.iter().map(|(name, _)| name.as_str());
    names.find(|&name| !seen.insert(name))
}

struct EntriesVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for EntriesVisitor<V> {
    type Value = Entries<V>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Entries<V>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entries<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

impl<V: Serialize> Serialize for Entries<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Header, A::Error> {
        let mut metadata = None;
        let mut tensors = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let named = |error| A::Error::custom(format_args!("{}: {error}", shown(&name)));
            if name == METADATA {
                let entries = map.next_value().map_err(named)?;
                if metadata.replace(entries).is_some() {
                    return Err(A::Error::custom(format_args!("{METADATA} stands twice")));
                }
            } else {
                let declared = map.next_value().map_err(named)?;
                tensors.push((name, declared));
            }
        }
        let tensors = Entries(tensors);
        Ok(Header { metadata, tensors })
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

impl Serialize for Header {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(metadata) = &self.metadata {
            map.serialize_entry(METADATA, metadata)?;
        }
        for (name, declared) in &self.tensors.0 {
            map.serialize_entry(name, declared)?;
        }
        map.end()
    }
}
