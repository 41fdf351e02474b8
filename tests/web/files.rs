//! Weights files: saved, loaded, fetched, and broken in many ways.

use autoencoder_lab::task::map::CodeMap;
use autoencoder_lab::weights::{Checkpoint, NamedTensor, Precision, sha256_hex};
use js_sys::{Array, Reflect};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    Js, Outcome, array, buffer, create, dataset, dense, inputs, js, lab, one_of_each, plain,
    reconstruct, refused, save, train,
};

async fn load(lab: &Js, source: JsValue) -> Outcome {
    lab.wait("load", &[source]).await
}

/// An address of `bytes` within this browser.
fn blob(bytes: &[u8], kind: &str) -> Js {
    let parts = Array::of1(&buffer(bytes));
    let scope = Js(js_sys::global().into());
    Reflect::set(&scope.0, &"parts".into(), &parts).expect("a settable field");
    js(&format!(
        "URL.createObjectURL(new Blob(self.parts, {{ type: '{kind}' }}))"
    ))
}

#[wasm_bindgen_test]
async fn a_saved_model_comes_back_bit_by_bit() {
    let lab = lab(1).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        train(&model, &data, json!({"steps": 3, "batchSize": 8})).await;
        let file = save(&model).await;
        let loaded = load(&lab, buffer(&file)).await.expect("a model");
        for property in [
            "family",
            "config",
            "inputSize",
            "codeSize",
            "parameters",
            "layers",
        ] {
            assert_eq!(
                model.get(property).json(),
                loaded.get(property).json(),
                "{property}"
            );
        }
        let images = [array(&inputs(4))];
        for method in ["encode", "reconstruct"] {
            let (ours, theirs) = (
                model.wait(method, &images).await,
                loaded.wait(method, &images).await,
            );
            assert_eq!(
                ours.expect("values").floats(),
                theirs.expect("values").floats()
            );
        }
        let sample = [3.into(), plain(json!({"seed": 1}))];
        let (ours, theirs) = (
            model.wait("sample", &sample).await,
            loaded.wait("sample", &sample).await,
        );
        assert_eq!(
            ours.expect("samples").floats(),
            theirs.expect("samples").floats()
        );
        assert!(save(&loaded).await == file, "the file again");
        train(&loaded, &data, json!({"steps": 1, "batchSize": 8})).await;
    }
}

#[wasm_bindgen_test]
async fn a_file_is_fetched_from_a_string_or_a_url() {
    let lab = lab(2).await;
    let model = dense(&lab);
    let (file, expected) = (save(&model).await, reconstruct(&model).await);
    let address = blob(&file, "application/octet-stream");
    let base64: String = js("btoa(String.fromCharCode(...new Uint8Array(self.parts[0])))").text();
    let data = format!("data:application/octet-stream;base64,{base64}");
    let object = js(&format!("new URL('{}')", address.text()));
    for source in [address.0, data.into(), object.0] {
        let loaded = load(&lab, source).await.expect("a model");
        assert_eq!(reconstruct(&loaded).await, expected);
    }
}

#[wasm_bindgen_test]
async fn a_hash_is_checked() {
    let lab = lab(3).await;
    let model = dense(&lab);
    let file = save(&model).await;
    for source in [buffer(&file), blob(&file, "").0] {
        let options = plain(json!({"sha256": sha256_hex(&file)}));
        lab.wait("load", &[source.clone(), options])
            .await
            .expect("a model");
        let options = plain(json!({"sha256": "0".repeat(64)}));
        refused(
            "another hash",
            lab.wait("load", &[source, options]).await,
            "wrong-hash",
        );
    }
    let options = plain(json!({"sha": "0"}));
    let outcome = lab.wait("load", &[buffer(&file), options]).await;
    refused("an unknown option", outcome, "bad-option");
}

#[wasm_bindgen_test]
async fn what_cannot_be_fetched_is_refused() {
    let lab = lab(4).await;
    let missing = js("new URL('/no-such.safetensors', self.location.origin).href");
    let message = refused("a missing file", load(&lab, missing.0).await, "not-fetched");
    assert!(message.contains("404"), "{message}");
    for address in [
        "http://127.0.0.1:1/a.safetensors",
        "blob:nowhere",
        "https://",
    ] {
        refused(address, load(&lab, address.into()).await, "not-fetched");
    }
    let page = b"<!doctype html><title>404</title>Not here.";
    let message = refused(
        "a page",
        load(&lab, blob(page, "text/html").0).await,
        "bad-weights",
    );
    assert!(message.contains("web page"), "{message}");
    refused(
        "the same page as bytes",
        load(&lab, buffer(page)).await,
        "bad-weights",
    );
}

#[wasm_bindgen_test]
async fn what_is_no_source_is_refused() {
    let lab = lab(5).await;
    let sources = [
        "undefined",
        "null",
        "5",
        "{}",
        "[1, 2]",
        "new ArrayBuffer(8)",
        "new Float32Array(8)",
    ];
    for source in sources {
        refused(source, load(&lab, js(source).0).await, "bad-argument");
    }
}

#[wasm_bindgen_test]
async fn a_damaged_file_is_refused_and_the_model_works_on() {
    let lab = lab(6).await;
    for model in one_of_each(&lab) {
        let (file, before) = (save(&model).await, reconstruct(&model).await);
        let half = &file[..file.len() / 2];
        let mut longer = file.clone();
        longer.extend([0; 4]);
        let mut lying = file.clone();
        lying[..8].copy_from_slice(&u64::MAX.to_le_bytes());
        let mut not_a_number = file.clone();
        let end = not_a_number.len();
        not_a_number[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
        for (what, bytes) in [
            ("an empty file", &[][..]),
            ("a truncated file", half),
            ("a header alone", &file[..9]),
            ("bytes after the end", &longer),
            ("a header of absurd length", &lying),
            ("a value that is NaN", &not_a_number),
        ] {
            refused(what, load(&lab, buffer(bytes)).await, "bad-weights");
        }
        assert_eq!(reconstruct(&model).await, before);
    }
}

/// `file` with other tensors or metadata.
fn forged(file: &[u8], change: impl FnOnce(&mut Checkpoint)) -> JsValue {
    let mut checkpoint = Checkpoint::read(file).expect("a sound file");
    change(&mut checkpoint);
    buffer(&checkpoint.write(Precision::F32).expect("a writable file"))
}

#[wasm_bindgen_test]
async fn tensors_of_another_model_are_refused() {
    let lab = lab(7).await;
    for model in one_of_each(&lab) {
        let (file, before) = (save(&model).await, reconstruct(&model).await);
        let missing = forged(&file, |file| drop(file.tensors.pop()));
        let extra = forged(&file, |file| {
            file.tensors.push(NamedTensor {
                name: "stowaway".to_owned(),
                shape: vec![1],
                values: vec![0.0],
            });
        });
        let reshaped = forged(&file, |file| {
            let tensor = &mut file.tensors[0];
            tensor.shape = vec![tensor.values.len(), 1, 1];
        });
        let renamed = forged(&file, |file| file.tensors[0].name.push('x'));
        for (what, bytes) in [
            ("a missing tensor", missing),
            ("an extra tensor", extra),
            ("another shape", reshaped),
            ("another name", renamed),
        ] {
            refused(what, load(&lab, bytes).await, "wrong-architecture");
        }
        // Square, as some families want it.
        let wider = forged(&file, |file| file.metadata.config["inputSize"] = json!(64));
        refused(
            "another size",
            load(&lab, wider).await,
            "wrong-architecture",
        );
        assert_eq!(reconstruct(&model).await, before);
    }
}

#[wasm_bindgen_test]
async fn metadata_of_another_model_is_refused() {
    let lab = lab(8).await;
    let file = save(&dense(&lab)).await;
    let unknown = forged(&file, |file| file.metadata.family = "gan".to_owned());
    refused(
        "another family",
        load(&lab, unknown).await,
        "unknown-family",
    );
    let config = forged(&file, |file| file.metadata.config["widths"] = json!([0]));
    refused(
        "a bad configuration",
        load(&lab, config).await,
        "bad-config",
    );
    let statistics = forged(&file, |file| {
        let code = file.metadata.code.as_mut().expect("statistics");
        for list in [
            &mut code.mean,
            &mut code.standard_deviation,
            &mut code.low,
            &mut code.high,
        ] {
            list.push(1.0);
        }
    });
    refused(
        "statistics of a wider code",
        load(&lab, statistics).await,
        "bad-weights",
    );
    let vae = create(&lab, "vae", json!({"inputSize": 36, "widths": [12, 3]}));
    let vae = save(&vae).await;
    let disguised = forged(&vae, |file| {
        file.metadata.family = "dense".to_owned();
        file.metadata.config = json!({"inputSize": 36, "widths": [12, 3]});
    });
    refused(
        "another architecture",
        load(&lab, disguised).await,
        "wrong-architecture",
    );
}

#[wasm_bindgen_test]
async fn a_tensor_that_stands_twice_is_refused() {
    let lab = lab(9).await;
    let mut file = save(&dense(&lab)).await;
    let name = |file: &[u8], name: &[u8]| {
        let found = file.windows(name.len()).position(|window| window == name);
        found.expect("the name in the header")
    };
    let (one, two) = (
        name(&file, b"encoder.0.bias"),
        name(&file, b"encoder.1.bias"),
    );
    file.copy_within(one..one + 14, two);
    let message = refused(
        "a duplicate",
        load(&lab, buffer(&file)).await,
        "bad-weights",
    );
    assert!(message.contains("twice"), "{message}");
}

#[wasm_bindgen_test]
async fn a_map_is_read_and_anything_else_refused() {
    let lab = lab(2).await;
    let codes = [0.0, 1.0, 2.0, 4.0, 0.5, 0.0];
    let map = CodeMap::of(&codes, 2, &[7, 0, 9], "mnist").expect("a map");
    let file = map.write().expect("a file");
    let read = |bytes: &[u8], options| lab.call("map", &[buffer(bytes), plain(options)]);
    let found = read(&file, json!({"sha256": sha256_hex(&file)})).expect("a map");
    assert_eq!(found.get("points").floats(), codes);
    assert_eq!(found.get("labels").bytes(), [7, 0, 9]);
    assert_eq!(found.get("plane").get("mean").floats(), [0.0, 0.0]);
    assert_eq!(found.get("data").text(), "mnist");
    let lifted = [found.get("points").0, found.get("plane").0];
    assert_eq!(lab.call("lift", &lifted).expect("codes").floats(), codes);

    let hash = json!({"sha256": sha256_hex(b"another")});
    refused("another file", read(&file, hash), "wrong-hash");
    refused("half a file", read(&file[..99], json!({})), "bad-map");
    refused("no file", read(b"", json!({})), "bad-map");
    let model = save(&dense(&lab)).await;
    refused("a model", read(&model, json!({})), "bad-map");
    refused("an option", read(&file, json!({"sha": ""})), "bad-option");
    let outcome = lab.call("map", &[js("'a.safetensors'").0]);
    refused("an address", outcome, "bad-argument");
}
