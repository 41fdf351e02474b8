//! The list of weights and its hashes.

use std::collections::BTreeMap;

use autoencoder_lab::weights::{ListedFile, Manifest, ManifestEntry, sha256_hex, verify};
use serde_json::{Value, json};

use crate::{Case, checkpoint};

#[test]
fn the_hash_is_sha256() {
    // printf abc | sha256sum
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_hex(b"abc"), hash);
    assert!(verify(b"abc", hash).is_ok());
    assert!(verify(b"abc", &hash.to_uppercase()).is_ok());
    for wrong in ["", &hash[1..], &hash.replace('b', "c")] {
        let error = verify(b"abc", wrong).unwrap_err();
        assert_eq!(error.code, "wrong-hash");
        assert!(error.message.contains(hash), "{error}");
    }
}

fn manifest() -> Manifest {
    Manifest {
        default: "pca-2".to_owned(),
        weights: vec![ManifestEntry {
            name: "pca-2".to_owned(),
            file: "pca-2.safetensors".to_owned(),
            bytes: 12_345,
            sha256: sha256_hex(b"pca"),
            family: "pca".to_owned(),
            config: json!({"code": 2}),
            metrics: BTreeMap::from([("squaredError".to_owned(), 40.5)]),
            training: checkpoint().metadata.training,
            map: Some(ListedFile::of("pca-2.map.safetensors".to_owned(), b"map")),
        }],
        pixels: Some(ListedFile::of(
            "pixels.map.safetensors".to_owned(),
            b"pixels",
        )),
    }
}

#[test]
fn a_manifest_survives_a_round_trip() {
    let json = manifest().write().unwrap();
    assert!(json.ends_with("}\n"));
    assert_eq!(Manifest::read(json.as_bytes()).unwrap(), manifest());
    assert_eq!(manifest().find("pca-2").unwrap().bytes, 12_345);
    assert!(manifest().find("vae-2").is_none());
}

#[test]
fn maps_may_be_left_out() {
    let mut plain = manifest();
    plain.weights[0].map = None;
    plain.pixels = None;
    let json = plain.write().unwrap();
    assert!(!json.contains("map") && !json.contains("pixels"), "{json}");
    assert_eq!(Manifest::read(json.as_bytes()).unwrap(), plain);
}

#[test]
fn a_wrong_manifest_is_refused() {
    let cases: [Case<Value>; 14] = [
        (
            "no default",
            |m| m["default"] = json!("vae"),
            "\"vae\" are not in the list",
        ),
        ("no list", |m| m["weights"] = json!({}), "cannot be read"),
        (
            "no hash",
            |m| m["weights"][0]["sha256"] = json!("abc"),
            "\"abc\"",
        ),
        (
            "no size",
            |m| m["weights"][0]["bytes"] = json!(-1),
            "cannot be read",
        ),
        (
            "parent",
            |m| m["weights"][0]["file"] = json!("../a"),
            "plain file name",
        ),
        (
            "dots",
            |m| m["weights"][0]["file"] = json!(".."),
            "plain file name",
        ),
        (
            "host",
            |m| m["weights"][0]["file"] = json!("https://a.b/c"),
            "plain file name",
        ),
        (
            "nothing",
            |m| m["weights"][0]["file"] = json!(""),
            "plain file name",
        ),
        (
            "map elsewhere",
            |m| m["weights"][0]["map"]["file"] = json!("a/b"),
            "map of \"pca-2\"",
        ),
        (
            "map without hash",
            |m| m["weights"][0]["map"]["sha256"] = json!(""),
            "map of \"pca-2\"",
        ),
        (
            "half a map",
            |m| m["weights"][0]["map"] = json!({"file": "a"}),
            "cannot be read",
        ),
        (
            "pixels elsewhere",
            |m| m["pixels"]["file"] = json!(".a"),
            "pixels' map",
        ),
        (
            "config",
            |m| m["weights"][0]["config"] = json!(2),
            "no object",
        ),
        (
            "twice",
            |m| {
                let entry = m["weights"][0].clone();
                m["weights"].as_array_mut().unwrap().push(entry);
            },
            "twice",
        ),
    ];
    for (case, change, words) in cases {
        let mut value = serde_json::to_value(manifest()).unwrap();
        change(&mut value);
        let error = Manifest::read(value.to_string().as_bytes()).expect_err(case);
        assert_eq!(error.code, "bad-manifest", "{case}");
        assert!(error.message.contains(words), "{case}: {error}");
    }
    let mut broken = manifest();
    broken.weights[0]
        .metrics
        .insert("loss".to_owned(), f64::INFINITY);
    assert_eq!(broken.write().unwrap_err().code, "bad-manifest");
    let page = Manifest::read(b"<html>").unwrap_err();
    assert_eq!(page.code, "bad-manifest");
}
