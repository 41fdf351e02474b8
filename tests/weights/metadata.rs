//! Files whose container is sound and whose metadata is not.

use autoencoder_lab::weights::Checkpoint;

use crate::forge::{entry, file, refused, unknown, with_metadata};

#[test]
fn other_formats_are_refused() {
    let version = "format_version";
    let foreign = file(&format!("{{{}}}", entry("a", "F32", "[1]", 0, 4)), 4);
    unknown("no metadata", &foreign, "no format version");
    unknown(
        "no version",
        &with_metadata(version, None),
        "no format version",
    );
    unknown("newer", &with_metadata(version, Some("2")), "version 2");
    unknown("zero", &with_metadata(version, Some("0")), "\"0\"");
    unknown("words", &with_metadata(version, Some("one")), "\"one\"");
    let error = Checkpoint::read(&with_metadata(version, Some("2"))).unwrap_err();
    assert!(error.hint.contains("Update the page"), "{}", error.hint);
    let mut newer = with_metadata(version, Some("2"));
    let at = newer.windows(3).position(|word| word == b"F32").unwrap();
    newer[at..at + 3].copy_from_slice(b"F99");
    unknown("newer, with a new type", &newer, "version 2");
    unknown("no layout", &with_metadata("layout", None), "not given");
    let other = with_metadata("layout", Some("out-in-row-major"));
    unknown("layout", &other, "out-in-row-major");
}

#[test]
fn malformed_metadata_is_refused() {
    for key in ["family", "config", "metrics"] {
        refused(
            key,
            &with_metadata(key, None),
            &format!("lacks the entry {key:?}"),
        );
    }
    refused("no family", &with_metadata("family", Some("")), "family");
    for config in ["[]", "7", "null", "\"dense\""] {
        refused(
            config,
            &with_metadata("config", Some(config)),
            "is no object",
        );
    }
    let broken = [
        ("config", "{"),
        ("metrics", "[1]"),
        ("metrics", r#"{"loss":"low"}"#),
        ("metrics", r#"{"loss":null}"#),
        ("metrics", r#"{"loss":1e999}"#),
        ("training", r#"{"data":"mnist"}"#),
        (
            "training",
            r#"{"data":"mnist","count":-1,"epochs":1,"seed":0}"#,
        ),
        ("code", "{}"),
        ("steps", "-1"),
        ("steps", "1.5"),
    ];
    for (key, value) in broken {
        refused(
            value,
            &with_metadata(key, Some(value)),
            &format!("{key:?} cannot be read"),
        );
    }
    let endless = r#"{"data":"mnist","count":1,"epochs":-1,"seed":0}"#;
    refused(
        "epochs",
        &with_metadata("training", Some(endless)),
        "-1 epochs",
    );
    refused(
        "steps",
        &with_metadata("steps", Some("1073741825")),
        "1073741825 steps",
    );
    let number = file(r#"{"__metadata__":{"family":1}}"#, 0);
    refused("a number", &number, "\"__metadata__\": invalid type");
    refused(
        "a string",
        &file(r#"{"__metadata__":""}"#, 0),
        "\"__metadata__\": invalid type",
    );
}

#[test]
fn inconsistent_code_statistics_are_refused() {
    let cases = [
        ("length", "[0,0]", "[1,1]", "[-1]", "[1,1]", "\"low\" has 1"),
        ("empty", "[]", "[]", "[]", "[]", "empty"),
        (
            "not finite",
            "[0,1e39]",
            "[1,1]",
            "[-1,-1]",
            "[1,1]",
            "of unit 1 is inf",
        ),
        (
            "deviation",
            "[0,0]",
            "[1,-1]",
            "[-1,-1]",
            "[1,1]",
            "deviation of -1",
        ),
        (
            "upside down",
            "[0,0]",
            "[1,1]",
            "[2,-1]",
            "[1,1]",
            "from 2 down to 1",
        ),
    ];
    for (case, mean, deviation, low, high, words) in cases {
        let code = format!(
            r#"{{"mean":{mean},"standardDeviation":{deviation},"low":{low},"high":{high}}}"#
        );
        let file = with_metadata("code", Some(&code));
        refused(case, &file, words);
    }
}
