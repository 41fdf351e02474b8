//! Files whose container is wrong: length, header, tensors' kinds and places.

use autoencoder_lab::weights::{Checkpoint, Precision};

use crate::checkpoint;
use crate::forge::{entry, file, metadata_with, one, refused, with_tensors};

#[test]
fn files_of_another_kind_are_refused() {
    let page = b"\xEF\xBB\xBF\r\n <!DOCTYPE html><html><body>404</body></html>";
    let web = "web page";
    refused("empty", b"", "empty");
    refused("web page", page, web);
    refused("bare html", b"<HTML>", web);
    refused("seven bytes", &[0; 7], "7 bytes");
    refused("text", b"Not Found: no such file", "no safetensors file");
    refused(
        "gzip",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03abcdef",
        "no safetensors file",
    );
    refused("zeros", &[0; 64], "cannot be read");
    refused("header is no JSON", &file("{\"a\":", 0), "cannot be read");
    refused("header is a list", &file("[]", 0), "an object of tensors");
    let deep = "[".repeat(60_000);
    refused("header is deep", &file(&deep, 0), "cannot be read");
    let deep = format!(r#"{{"a":{{"x":{deep}"#);
    refused("entry is deep", &file(&deep, 0), "cannot be read");
    let mut bytes = file("{\"a\":0}", 0);
    bytes[9] = 0xff;
    refused("header is no UTF-8", &bytes, "cannot be read");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let bytes = checkpoint().write(Precision::F32).unwrap();
    for length in 0..bytes.len() {
        refused(&format!("{length} bytes"), &bytes[..length], "");
    }
    let last = &bytes[..bytes.len() - 1];
    refused("one byte short", last, "ends early");
    refused("half a header", &bytes[..40], "ends early");
}

#[test]
fn a_lying_header_length_is_refused() {
    let sound = checkpoint().write(Precision::F32).unwrap();
    let with_length = |length: u64| {
        let mut bytes = sound.clone();
        bytes[..8].copy_from_slice(&length.to_le_bytes());
        bytes
    };
    refused(
        "too long by far",
        &with_length(u64::MAX),
        "18446744073709551615",
    );
    refused("over 64 KiB", &with_length(65_537), "65537 bytes");
    refused("beyond the end", &with_length(65_536), "ends early");
    refused("none", &with_length(0), "cannot be read");
    refused("too short", &with_length(20), "cannot be read");
}

#[test]
fn duplicates_are_refused() {
    let entry = entry("mean", "F32", "[1]", 0, 4);
    let twice = with_tensors(&format!("{entry},{entry}"), 4);
    refused("tensor", &twice, "\"mean\" stands twice");
    let escaped = entry.replace("mean", "m\\u0065an");
    let twice = with_tensors(&format!("{entry},{escaped}"), 4);
    refused("escaped tensor", &twice, "\"mean\" stands twice");
    let twice = file(r#"{"__metadata__":{"family":"a","family":"b"}}"#, 0);
    refused("metadata entry", &twice, "\"family\" stands twice");
    let twice = file(r#"{"__metadata__":{},"__metadata__":{}}"#, 0);
    refused("metadata", &twice, "__metadata__ stands twice");
    let field = entry.replace(r#""shape""#, r#""dtype":"F32","shape""#);
    refused("field", &with_tensors(&field, 4), "duplicate field");
}

#[test]
fn too_many_tensors_are_refused() {
    let entries = |count: u64| {
        let entries = (0..count).map(|i| entry(&format!("t{i}"), "F32", "[1]", 4 * i, 4 * i + 4));
        with_tensors(&entries.collect::<Vec<_>>().join(","), 4 * count as usize)
    };
    assert_eq!(Checkpoint::read(&entries(256)).unwrap().tensors.len(), 256);
    refused("257", &entries(257), "257 tensors");
    let none = file(
        &format!(
            r#"{{"__metadata__":{}}}"#,
            metadata_with("family", Some("a"))
        ),
        0,
    );
    refused("none", &none, "no tensors");
}

#[test]
fn impossible_shapes_are_refused() {
    refused("no values", &one("F32", "[0]", 0, 0, 0), "no values");
    let huge = "[0,18446744073709551615]";
    refused(
        "huge and no values",
        &one("F32", huge, 0, 0, 0),
        "no values",
    );
    let huge = "[4294967296,4294967296]";
    refused(
        "product overflows",
        &one("F32", huge, 0, 0, 0),
        "impossible shape",
    );
    let huge = "[4611686018427387904]";
    refused(
        "bytes overflow",
        &one("F32", huge, 0, 0, 0),
        "impossible shape",
    );
    let huge = "[4611686018427387903]";
    let end = 4 * 4_611_686_018_427_387_903;
    refused("huge", &one("F32", huge, 0, end, 4), "ends early");
    refused("rank 5", &one("F32", "[1,1,1,1,1]", 0, 4, 4), "rank 5");
    let rank = format!("[1{}]", ",1".repeat(9_999));
    refused("rank 10,000", &one("F32", &rank, 0, 4, 4), "rank 10000");
    refused(
        "negative axis",
        &one("F32", "[-1]", 0, 4, 4),
        "\"mean\": invalid value",
    );
    refused(
        "fraction",
        &one("F32", "[1.5]", 0, 4, 4),
        "\"mean\": invalid type",
    );
    let huge = "[18446744073709551616]";
    refused(
        "over 64 bits",
        &one("F32", huge, 0, 4, 4),
        "\"mean\": invalid",
    );
}

#[test]
fn misplaced_tensors_are_refused() {
    refused(
        "too little room",
        &one("F32", "[2]", 0, 4, 4),
        "needs 8 bytes",
    );
    refused(
        "too much room",
        &one("F16", "[2]", 0, 8, 8),
        "needs 4 bytes",
    );
    refused("backwards", &one("F32", "[1]", 4, 0, 4), "from 4 to 0");
    refused("gap at the start", &one("F32", "[1]", 4, 8, 8), "`mean`");
    refused(
        "trailing bytes",
        &one("F32", "[1]", 0, 4, 9),
        "5 bytes after",
    );
    let a = entry("a", "F32", "[2]", 0, 8);
    let overlap = format!("{a},{}", entry("b", "F32", "[2]", 4, 12));
    refused("overlap", &with_tensors(&overlap, 12), "`b`");
    let gap = format!("{a},{}", entry("b", "F32", "[1]", 12, 16));
    refused("gap", &with_tensors(&gap, 16), "`b`");
}

#[test]
fn other_types_are_refused() {
    for (dtype, bytes) in [("BF16", 2), ("F64", 8), ("I8", 1), ("BOOL", 1), ("f32", 4)] {
        let file = one(dtype, "[1]", 0, bytes, bytes as usize);
        refused(dtype, &file, dtype);
    }
}

#[test]
fn values_that_are_not_finite_are_refused() {
    for (case, value) in [
        ("inf", f32::INFINITY),
        ("-inf", f32::NEG_INFINITY),
        ("NaN", f32::NAN),
    ] {
        let mut bytes = one("F32", "[3]", 0, 12, 12);
        let at = bytes.len() - 4;
        bytes[at..].copy_from_slice(&value.to_le_bytes());
        refused(
            case,
            &bytes,
            &format!("Value 2 of the tensor \"mean\" is {case}"),
        );
    }
    for (case, bits) in [("inf", 0x7c00_u16), ("NaN", 0x7e01)] {
        let mut bytes = one("F16", "[3]", 0, 6, 6);
        let at = bytes.len() - 2;
        bytes[at..].copy_from_slice(&bits.to_le_bytes());
        refused(case, &bytes, &format!("is {case}"));
    }
}
