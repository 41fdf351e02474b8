//! Small idx files, made by hand.

use std::io::Write;

/// Numbers as idx headers have them: 32 bits, big-endian.
pub fn header(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().copied().flat_map(u32::to_be_bytes).collect()
}

pub fn idx_images(count: u32, rows: u32, columns: u32, pixels: &[u8]) -> Vec<u8> {
    [&header(&[0x0803, count, rows, columns]), pixels].concat()
}

pub fn idx_labels(labels: &[u8]) -> Vec<u8> {
    [&header(&[0x0801, labels.len() as u32]), labels].concat()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
