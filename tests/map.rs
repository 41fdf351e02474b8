//! Maps that come with weights: in and out, hostile files, and those that the page ships.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use autoencoder_lab::data::idx;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::task::map::CodeMap;
use autoencoder_lab::task::plane::Plane;
use autoencoder_lab::weights::{ListedFile, Manifest, verify};
use burn::tensor::Device;
use pollster::block_on;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use support::assert_close;

const WEIGHTS: &str = "www/weights";

fn map() -> CodeMap {
    // Values that 16 bits hold exactly.
    CodeMap {
        points: vec![0.0, 1.5, -2.0, 0.25, 3.0, -0.5],
        labels: vec![0, 9, 4],
        plane: Plane {
            mean: vec![1.0, 2.0, 3.0],
            axes: vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        },
        data: "mnist".to_string(),
    }
}

/// A tensor by name, type, shape and bytes.
type Part = (&'static str, Dtype, Vec<usize>, Vec<u8>);

/// The tensors of [`map`] with zeros in the place of all values.
fn parts() -> Vec<Part> {
    vec![
        ("points", Dtype::F16, vec![3, 2], vec![0; 12]),
        ("labels", Dtype::U8, vec![3], vec![0; 3]),
        ("mean", Dtype::F16, vec![3], vec![0; 6]),
        ("axes", Dtype::F16, vec![3, 2], vec![0; 12]),
    ]
}

fn file(parts: &[Part], data: Option<&str>) -> Vec<u8> {
    let metadata = data.map(|data| HashMap::from([("data".to_string(), data.to_string())]));
    let views = parts.iter().map(|(name, dtype, shape, bytes)| {
        let view = TensorView::new(*dtype, shape.clone(), bytes).unwrap();
        (name.to_string(), view)
    });
    safetensors::serialize(views, metadata).unwrap()
}

fn refused(what: &str, bytes: &[u8]) {
    assert_eq!(
        CodeMap::read(bytes).expect_err(what).code,
        "bad-map",
        "{what}"
    );
}

#[test]
fn a_map_survives_a_round_trip() {
    let bytes = map().write().unwrap();
    assert_eq!(CodeMap::read(&bytes).unwrap(), map());
    assert_eq!(bytes, map().write().unwrap());
    // Two bytes a value and one a label, and no more than a header beside them.
    assert!(bytes.len() < 2 * (6 + 3 + 6) + 3 + 500);
}

#[test]
fn a_map_of_codes_is_their_projection() {
    let codes = [0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 2.0, 0.0, 4.0, 2.0, 1.0];
    let made = CodeMap::of(&codes, 3, &[1, 2, 3, 4], "mnist").unwrap();
    assert_eq!(made.points, made.plane.project(&codes).unwrap());
    let flat = CodeMap::of(&codes, 2, &[0; 6], "mnist").unwrap();
    assert_eq!(flat.points, codes);
    for (size, labels) in [(1, &[0; 12][..]), (5, &[0; 2]), (3, &[0; 3]), (3, &[10; 4])] {
        assert!(
            CodeMap::of(&codes, size, labels, "mnist").is_err(),
            "{size}"
        );
    }
}

#[test]
fn files_that_are_no_map_are_refused() {
    assert!(CodeMap::read(&file(&parts(), Some("mnist"))).is_ok());
    refused("empty", b"");
    refused("web page", b"<!doctype html><html></html>");
    refused("no name", &file(&parts(), None));
    refused("empty name", &file(&parts(), Some("")));
    refused("long name", &file(&parts(), Some(&"a".repeat(61))));
    for missing in 0..4 {
        let mut parts = parts();
        parts.remove(missing);
        refused("a tensor too few", &file(&parts, Some("mnist")));
    }
    let mut more = parts();
    more.push(("more", Dtype::U8, vec![1], vec![0]));
    refused("a tensor too many", &file(&more, Some("mnist")));
    let with = |index: usize, dtype: Dtype, shape: &[usize], bytes: Vec<u8>| {
        let mut parts = parts();
        (parts[index].1, parts[index].2, parts[index].3) = (dtype, shape.to_vec(), bytes);
        file(&parts, Some("mnist"))
    };
    refused(
        "points of 32 bits",
        &with(0, Dtype::F32, &[3, 2], vec![0; 24]),
    );
    refused(
        "points of three",
        &with(0, Dtype::F16, &[2, 3], vec![0; 12]),
    );
    refused("a label too few", &with(1, Dtype::U8, &[2], vec![0; 2]));
    refused("no labels", &with(1, Dtype::U8, &[0], vec![]));
    refused("a label of 10", &with(1, Dtype::U8, &[3], vec![0, 10, 0]));
    refused(
        "labels that are a scalar",
        &with(1, Dtype::U8, &[], vec![0]),
    );
    refused("another mean", &with(2, Dtype::F16, &[2], vec![0; 4]));
    let infinite = 0x7c00u16.to_le_bytes().repeat(3);
    refused("an infinite mean", &with(2, Dtype::F16, &[3], infinite));
    let mut line = parts();
    (line[2].2, line[2].3) = (vec![1], vec![0; 2]);
    (line[3].2, line[3].3) = (vec![1, 2], vec![0; 4]);
    refused("codes of one value", &file(&line, Some("mnist")));
    let bytes = map().write().unwrap();
    for length in 0..bytes.len() {
        refused("cut short", &bytes[..length]);
    }
    refused("longer", &[bytes.as_slice(), &[0]].concat());
}

#[test]
fn too_many_points_and_too_large_values_are_not_written() {
    let mut many = map();
    many.points = vec![0.0; 20_002];
    many.labels = vec![0; 10_001];
    let mut large = map();
    large.points[0] = 70_000.0;
    let mut broken = map();
    broken.plane.axes[1] = f32::NAN;
    for map in [many, large, broken] {
        assert_eq!(map.write().unwrap_err().code, "bad-map");
    }
}

fn shipped() -> Manifest {
    let json = fs::read(Path::new(WEIGHTS).join("manifest.json")).unwrap();
    Manifest::read(&json).unwrap()
}

fn open(listed: &ListedFile) -> CodeMap {
    let bytes = fs::read(Path::new(WEIGHTS).join(&listed.file)).unwrap();
    assert_eq!(bytes.len() as u64, listed.bytes, "{}", listed.file);
    verify(&bytes, &listed.sha256).unwrap();
    CodeMap::read(&bytes).unwrap()
}

#[test]
fn every_image_model_ships_the_map_of_the_same_digits() {
    let manifest = shipped();
    let pixels = open(manifest.pixels.as_ref().expect("a map of pixels"));
    assert_eq!(pixels.plane.mean.len(), 784);
    for entry in &manifest.weights {
        let map = open(entry.map.as_ref().expect("a map"));
        assert_eq!(map.labels.len(), 2000, "{}", entry.name);
        let strokes = entry.config["sequence"] == "strokes";
        assert_eq!(map.data, if strokes { "generated" } else { "mnist" });
        // What stands on one map stands on the other at the same place of the list.
        assert!(strokes || map.labels == pixels.labels, "{}", entry.name);
    }
    let all = fs::read_dir(WEIGHTS).unwrap();
    let bytes: u64 = all
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    // The deep belief network's file holds its machines beside the fine-tuned network.
    assert!(bytes < 37_000_000, "{bytes} bytes of weights");
}

#[test]
fn shipped_maps_are_where_the_shipped_models_put_the_digits() {
    let folder = std::env::var("AUTOENCODER_LAB_DATA").unwrap_or_else(|_| "../shared/data".into());
    let read = |name: &str| fs::read(Path::new(&folder).join("mnist").join(name));
    let Ok(images) = read("t10k-images-idx3-ubyte.gz") else {
        return println!("skipped: no data");
    };
    let labels = read("t10k-labels-idx1-ubyte.gz").unwrap();
    let test = idx::read(&images, Some(&labels)).unwrap();
    for name in ["pca-2", "vae-20", "cvae-8"] {
        let manifest = shipped();
        let entry = manifest.find(name).unwrap();
        let map = open(entry.map.as_ref().unwrap());
        let weights = fs::read(Path::new(WEIGHTS).join(&entry.file)).unwrap();
        let lab_model = LabModel::open(&weights, &Device::flex()).unwrap();
        let codes = block_on(lab_model.encode(&test.images(0, 200).unwrap())).unwrap();
        assert_eq!(map.labels[..200], test.labels().unwrap()[..200]);
        let found = map.plane.project(&codes).unwrap();
        let largest = found
            .iter()
            .fold(0.0f32, |most, value| most.max(value.abs()));
        assert_close(&map.points[..400], &found, 4e-3 * largest, name);
    }
}
