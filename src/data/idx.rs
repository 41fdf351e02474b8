//! MNIST's own file format, idx, plain or gzip.
//!
//! A file is a big-endian header (magic number, then one `u32` a dimension) and the bytes of the
//! array: <https://yann.lecun.org/exdb/mnist/> (LeCun, Cortes and Burges).

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::dataset::Dataset;
use crate::error::{LabError, Result};

/// Unsigned bytes in three dimensions: images.
const IMAGES_MAGIC: u32 = 0x0000_0803;
/// Unsigned bytes in one dimension: labels.
const LABELS_MAGIC: u32 = 0x0000_0801;
/// The first two bytes of every gzip stream.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The most rows, and the most columns, that an image may have.
pub const MAX_SIDE: u32 = 512;
/// The most bytes that a file may promise: five times MNIST's training images, and still well
/// inside what a browser lets WebAssembly allocate.
pub const MAX_BYTES: u64 = 256 << 20;
/// The largest label: the families that use labels know the ten digits.
pub const MAX_LABEL: u8 = 9;

/// Reads an idx file of images, and one of labels if there is one; each plain or gzip, told apart
/// by its first two bytes.
///
/// Images are `[count, rows, columns]` with rows and columns up to [`MAX_SIDE`], and become
/// `[count, rows × columns]`. Labels are 0…9, one an image. No more is inflated than the header
/// promises, and never more than [`MAX_BYTES`].
///
/// # Errors
/// `bad-idx`: another magic number (the hint says when images and labels are exchanged), a header
/// that promises nothing, more than the limits, or more or fewer bytes than follow, a broken or
/// truncated gzip stream, another number of labels than of images, or a label above 9.
pub fn read(images: &[u8], labels: Option<&[u8]>) -> Result<Dataset> {
    let images = read_array(images, &IMAGES)?;
    let labels = labels.map(|bytes| read_array(bytes, &LABELS)).transpose()?;
    if let Some(labels) = &labels {
        check_labels(&labels.values, images.count)?;
    }
    Dataset::new(
        images.values,
        images.item_size,
        labels.map(|labels| labels.values),
    )
}

/// One of the two kinds of file: its name in messages, its header, and what the other kind is.
struct Kind {
    name: &'static str,
    magic: u32,
    dimensions: usize,
    other: (&'static str, u32),
}

const IMAGES: Kind = Kind {
    name: "images",
    magic: IMAGES_MAGIC,
    dimensions: 3,
    other: ("labels", LABELS_MAGIC),
};
const LABELS: Kind = Kind {
    name: "labels",
    magic: LABELS_MAGIC,
    dimensions: 1,
    other: ("images", IMAGES_MAGIC),
};

struct Array {
    values: Vec<u8>,
    count: usize,
    item_size: usize,
}

fn read_array(bytes: &[u8], kind: &Kind) -> Result<Array> {
    if bytes.starts_with(&GZIP_MAGIC) {
        parse(MultiGzDecoder::new(bytes), kind)
    } else {
        parse(bytes, kind)
    }
}

fn parse(mut source: impl Read, kind: &Kind) -> Result<Array> {
    let magic = read_u32(&mut source, kind)?;
    if magic != kind.magic {
        return Err(wrong_magic(magic, kind));
    }
    let mut sizes = [1; 3];
    for size in &mut sizes[..kind.dimensions] {
        *size = read_u32(&mut source, kind)?;
    }
    let promised = promised_bytes(sizes, kind)?;

    // Grows with what really arrives: a header alone must not cost its promise in memory.
    let mut values = Vec::new();
    let arrived = source.by_ref().take(promised).read_to_end(&mut values);
    arrived.map_err(|error| unreadable(&error, kind))?;
    if (values.len() as u64) < promised {
        return Err(LabError::new(
            "bad-idx",
            format!(
                "The {} file promises {promised} bytes after its header and ends after {}.",
                kind.name,
                values.len()
            ),
            "The file is truncated or its header is wrong: fetch it again.",
        ));
    }
    // Reading to the end also makes gzip verify its checksum.
    match source.read(&mut [0]) {
        Ok(0) => Ok(Array {
            values,
            count: sizes[0] as usize,
            item_size: sizes[1] as usize * sizes[2] as usize,
        }),
        Ok(_) => Err(LabError::new(
            "bad-idx",
            format!(
                "The {} file goes on after the {promised} bytes that its header promises.",
                kind.name
            ),
            "The header is wrong or something was appended: fetch the file again.",
        )),
        Err(error) => Err(unreadable(&error, kind)),
    }
}

fn read_u32(source: &mut impl Read, kind: &Kind) -> Result<u32> {
    let mut bytes = [0; 4];
    source
        .read_exact(&mut bytes)
        .map_err(|error| unreadable(&error, kind))?;
    Ok(u32::from_be_bytes(bytes))
}

fn promised_bytes([count, rows, columns]: [u32; 3], kind: &Kind) -> Result<u64> {
    let refuse = |message: String, hint: String| Err(LabError::new("bad-idx", message, hint));
    if count == 0 {
        return refuse(
            format!("The {} file says that it has none.", kind.name),
            "Choose a file with at least one.".into(),
        );
    }
    if !(1..=MAX_SIDE).contains(&rows) || !(1..=MAX_SIDE).contains(&columns) {
        return refuse(
            format!("The images are said to be {rows} × {columns} pixels."),
            format!("Sides from 1 to {MAX_SIDE} pixels can be read; MNIST has 28 × 28."),
        );
    }
    // Sides are at most 2⁹ and the count is below 2³²: no overflow.
    let promised = u64::from(count) * u64::from(rows) * u64::from(columns);
    if promised > MAX_BYTES {
        return refuse(
            format!("The {} file promises {promised} bytes.", kind.name),
            format!("Up to {MAX_BYTES} bytes can be read: cut the file into smaller ones."),
        );
    }
    Ok(promised)
}

fn check_labels(labels: &[u8], images: usize) -> Result<()> {
    if labels.len() != images {
        return Err(LabError::new(
            "bad-idx",
            format!("There are {} labels for {images} images.", labels.len()),
            "Choose the labels that belong to these images, such as train with train, t10k with t10k.",
        ));
    }
    match labels.iter().position(|&label| label > MAX_LABEL) {
        Some(index) => Err(LabError::new(
            "bad-idx",
            format!("Label number {index} is {}.", labels[index]),
            format!(
                "Labels are digits, 0 to {MAX_LABEL}; leave the label file out to use the images alone."
            ),
        )),
        None => Ok(()),
    }
}

fn wrong_magic(magic: u32, kind: &Kind) -> LabError {
    let (other_name, other_magic) = kind.other;
    let hint = if magic == other_magic {
        format!("This is a file of {other_name}: exchange the two files.")
    } else {
        format!(
            "Choose an idx file of {}, as MNIST's, plain or gzip.",
            kind.name
        )
    };
    LabError::new(
        "bad-idx",
        format!(
            "The {} file begins with {magic:#010x} instead of {:#010x}.",
            kind.name, kind.magic
        ),
        hint,
    )
}

fn unreadable(error: &std::io::Error, kind: &Kind) -> LabError {
    LabError::new(
        "bad-idx",
        format!("The {} file is broken or truncated: {error}.", kind.name),
        "Fetch the file again and check its size.",
    )
}
