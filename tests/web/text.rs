//! Documents and corpora as JavaScript has them.

use js_sys::{Array, Uint32Array};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    Js, Listener, Outcome, array, buffer, create, js, lab, pause, plain, refused, train, with,
};

fn strings(texts: &[&str]) -> JsValue {
    texts
        .iter()
        .copied()
        .map(JsValue::from)
        .collect::<Array>()
        .into()
}

async fn corpus(lab: &Js, texts: &[&str]) -> Js {
    let corpus = lab.wait("corpus", &[strings(texts)]).await;
    corpus.unwrap_or_else(|error| panic!("{error:?}"))
}

fn words(list: Outcome) -> Vec<String> {
    list.expect("words").list().iter().map(Js::text).collect()
}

#[wasm_bindgen_test]
async fn files_become_documents() {
    let lab = lab(0).await;
    let read = |bytes: &[u8], format: &str| lab.call("documents", &[buffer(bytes), format.into()]);
    let file = "{\"text\": \"Öl\", \"topics\": [\"oil\"]}\n{\"text\": \"wheat\", \"title\": \"T\"}";
    let expected = json!([{"text": "Öl", "topic": "oil"}, {"text": "wheat", "title": "T"}]);
    assert_eq!(
        read(file.as_bytes(), "jsonl").expect("documents").json(),
        expected
    );
    assert_eq!(
        read(b"a,b\n", "csv").expect("documents").json(),
        json!([{"text": "a"}])
    );
    assert_eq!(
        read(b"a\n\nb", "txt").expect("documents").json(),
        json!([{"text": "a"}, {"text": "b"}])
    );
    for (bytes, format) in [
        (&b"a\0b"[..], "txt"),
        (b"\xff", "csv"),
        (b"{", "jsonl"),
        (b"", "txt"),
    ] {
        refused(&format!("{bytes:?}"), read(bytes, format), "bad-corpus");
    }
    refused("a format", read(b"a", "pdf"), "bad-option");
    refused(
        "no bytes",
        lab.call("documents", &["a".into(), "txt".into()]),
        "bad-argument",
    );
    let large = js("new Uint8Array(200 << 20)").0;
    let before = js("performance.now()").number();
    refused(
        "200 MB",
        lab.call("documents", &[large, "txt".into()]),
        "bad-corpus",
    );
    assert!(
        js("performance.now()").number() - before < 500.0,
        "it took time"
    );
}

#[wasm_bindgen_test]
async fn words_are_those_of_the_language() {
    let lab = lab(0).await;
    let texts = [
        "国际油价上涨,经济增长放缓",
        "经济学家说油价会下跌",
        "Don't stop — the well-known U.S. price",
        "ราคาน้ำมันสูงขึ้น",
    ];
    let corpus = corpus(&lab, &texts).await;
    let chinese = words(corpus.call("known", &["经济 增长".into()]));
    assert_eq!(chinese, ["经济", "增长"]);
    let english = words(corpus.call("known", &["The PRICE of a well; the price".into()]));
    assert_eq!(english, ["the", "price", "well"]);
    assert!(
        !words(corpus.try_get("words"))
            .iter()
            .any(|word| word == "don't" || word == "s")
    );
    let thai = words(corpus.call("known", &[texts[3].into()]));
    assert!(thai.len() > 1, "{thai:?}");
}

#[wasm_bindgen_test]
async fn long_texts_are_counted_whole() {
    let lab = lab(0).await;
    let count = 20_000;
    let texts = [
        "alpha beta ".repeat(count),
        "经济增长".repeat(count),
        "unbroken".repeat(count),
    ];
    let corpus = corpus(&lab, &texts.each_ref().map(String::as_str)).await;
    let size = corpus.get("words").list().len();
    let shares = corpus
        .call("dataset", &[])
        .expect("data")
        .call("images", &[0.into(), 2.into()]);
    let shares = shares.expect("shares").floats();
    let mut found: Vec<f32> = shares
        .iter()
        .copied()
        .filter(|share| *share > 0.0)
        .collect();
    found.sort_by(f32::total_cmp);
    // Two words each, in equal shares: none was cut where the text is looked at in parts.
    assert_eq!(found, [0.5; 4], "of {size} words");
}

#[wasm_bindgen_test]
async fn a_corpus_is_searched_in_three_ways() {
    let lab = lab(1).await;
    let subjects = [
        "crude oil prices rose as the oil ministers met",
        "wheat and corn harvest fell in the dry grain season",
        "the bank raised its interest rates as the dollar fell",
    ];
    let texts: Vec<String> = (0..30)
        .map(|i| format!("{} number{i}", subjects[i % 3]))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let corpus = corpus(&lab, &texts).await;
    assert_eq!(corpus.class(), "Corpus");
    assert_eq!(corpus.get("count").number(), 30.0);
    let found = corpus
        .call("search", &["oil ministers".into(), 10.into()])
        .expect("documents");
    let rows: Uint32Array = found.get("rows").0.into();
    assert!(
        rows.to_vec().iter().all(|row| row % 3 == 0),
        "{:?}",
        rows.to_vec()
    );
    let cosines = found.get("similarities").floats();
    assert!(cosines.windows(2).all(|pair| pair[0] >= pair[1]) && cosines[0] < 1.0);

    let semantic = corpus.call("semantic", &[3.into()]).expect("an analysis");
    assert_eq!(semantic.get("values").floats().len(), 3);
    let codes = semantic.get("codes").floats();
    let again = corpus.call("project", &[strings(&texts), semantic.0.clone()]);
    for (a, b) in codes.iter().zip(again.expect("codes").floats()) {
        assert!((a - b).abs() < 1e-5, "{a} {b}");
    }

    let size = corpus.get("words").list().len();
    let model = create(
        &lab,
        "documents",
        json!({"inputSize": size, "widths": [16, 3]}),
    );
    let data = corpus.call("dataset", &[]).expect("data");
    train(
        &model,
        &data,
        json!({"epochs": 60, "batchSize": 10, "learningRate": 0.01}),
    )
    .await;
    let shares = corpus
        .call("shares", &[strings(&["the oil", "harvest"])])
        .expect("shares");
    let queries = model.wait("encode", &[shares.0]).await.expect("codes").0;
    let all = data
        .call("images", &[0.into(), 30.into()])
        .expect("shares")
        .0;
    let codes = model.wait("encode", &[all]).await.expect("codes").0;
    let options = plain(json!({"k": 8, "metric": "cosine"}));
    let found = lab.call("nearest", &[codes, queries, 3.into(), options]);
    let rows: Uint32Array = found.expect("rows").0.into();
    let subjects: Vec<u32> = rows.to_vec().iter().map(|row| row % 3).collect();
    assert_eq!(subjects, [[0; 8], [1; 8]].concat());
}

#[wasm_bindgen_test]
async fn a_million_words_leave_the_page_alive_and_can_be_stopped() {
    let lab = lab(0).await;
    let text = strings(&[&"alpha beta gamma delta ".repeat(250_000)]);
    let shares = Listener::new(|_| {});
    let options = with(json!({}), "onProgress", shares.function());
    let ticks = js("(globalThis.ticks = 0, setInterval(() => globalThis.ticks++, 10))");
    let corpus = lab
        .wait("corpus", &[text.clone(), options])
        .await
        .expect("a corpus");
    let passed = js("globalThis.ticks").number();
    assert!(passed > 3.0, "{passed} ticks");
    let told: Vec<f64> = shares.calls.borrow().iter().map(Js::number).collect();
    assert!(told.windows(2).all(|pair| pair[0] <= pair[1]) && told.last() == Some(&1.0));
    let found = corpus.call("search", &["beta".into()]).expect("documents");
    assert_eq!(found.get("similarities").floats(), [0.5]);

    let stop = js("new AbortController()");
    let options = with(json!({}), "signal", &stop.get("signal").0);
    let promise = lab.start("corpus", &[text, options]);
    pause(20).await;
    stop.call("abort", &[]).expect("an abort");
    refused(
        "a stopped reading",
        crate::page::settle(promise).await,
        "aborted",
    );
    js("clearInterval")
        .call("call", &[JsValue::UNDEFINED, ticks.0])
        .expect("stopped");
}

#[wasm_bindgen_test]
async fn corpora_that_cannot_be() {
    let lab = lab(0).await;
    for (texts, code) in [
        ("undefined", "bad-argument"),
        ("'text'", "bad-argument"),
        ("[1]", "bad-argument"),
        ("[]", "bad-corpus"),
        ("['', ' ', '1 2']", "bad-corpus"),
        ("Array(20001).fill('word')", "bad-corpus"),
        ("['word '.repeat(14e6)]", "bad-corpus"),
    ] {
        let outcome = lab.wait("corpus", &[js(texts).0]).await;
        refused(texts, outcome, code);
    }
    for options in [
        json!({"words": 0}),
        json!({"words": 4001}),
        json!({"stems": true}),
    ] {
        let outcome = lab
            .wait("corpus", &[strings(&["one text"]), plain(options.clone())])
            .await;
        refused(&options.to_string(), outcome, "bad-option");
    }
    let corpus = corpus(&lab, &["one text", "another one", ""]).await;
    let call = |name: &str, arguments: Value| {
        let arguments: Vec<JsValue> = arguments
            .as_array()
            .unwrap()
            .iter()
            .map(|v| plain(v.clone()))
            .collect();
        corpus.call(name, &arguments)
    };
    for k in [json!(0), json!(4), json!(1.5)] {
        refused("k", call("search", json!(["one", k])), "bad-option");
        refused("size", call("semantic", json!([k])), "bad-option");
    }
    refused("a text", call("search", json!([7])), "bad-argument");
    refused("a text", call("known", json!([null])), "bad-argument");
    refused("texts", call("shares", json!(["text"])), "bad-argument");
    refused(
        "no analysis",
        call("project", json!([["text"], {}])),
        "bad-argument",
    );
    let axes = with(json!({"size": 2}), "axes", &array(&[0.0; 5]));
    refused(
        "other axes",
        corpus.call("project", &[strings(&["text"]), axes]),
        "bad-input",
    );
    let nothing = call("shares", json!([["unheard of"]]))
        .expect("shares")
        .floats();
    assert_eq!(nothing, [0.0; 3]);
    corpus.call("free", &[]).expect("freed");
    refused("after free", call("known", json!(["one"])), "freed");
}

#[wasm_bindgen_test]
async fn words_topics_and_the_network_of_a_corpus() {
    let lab = lab(0).await;
    let corpus = corpus(&lab, &["oil prices rise", "oil trade"]).await;
    let unknown = |text: &str| words(corpus.call("unknown", &[text.into()]));
    assert_eq!(unknown("Oil, Suns & 42 suns!"), ["suns", "42"]);
    assert!(unknown("").is_empty());
    let none = corpus.call("unknown", &[1.into()]);
    refused("no text", none, "bad-argument");
    let recipe = corpus.call("recipe", &[2.into()]).expect("a recipe");
    let training = json!({"batchSize": 2, "learningRate": 0.003});
    assert_eq!(recipe.get("training").json(), training);
    let (family, config) = (recipe.get("family"), recipe.get("config"));
    let model = lab.call("create", &[family.0, config.0]).expect("a model");
    assert_eq!(model.get("inputSize").number(), 4.0);
    assert_eq!(model.get("codeSize").number(), 2.0);
    let nothing = corpus.call("recipe", &[0.into()]);
    refused("a code of nothing", nothing, "bad-config");
    let half = corpus.call("recipe", &[0.5.into()]);
    refused("half a value", half, "bad-option");
    let topics = |list: &str| lab.call("topics", &[js(list).0]);
    let found = topics("[{topic: 'b'}, {topic: 'a'}, {text: ''}, {topic: 'a'}]");
    let found = found.expect("topics");
    assert_eq!(found.get("names").json(), json!(["a", "b"]));
    let labels: Uint32Array = found.get("labels").0.into();
    assert_eq!(labels.to_vec(), [1, 0, 2, 0]);
    for list in ["'a'", "['a']", "[{topic: 1}]", "undefined"] {
        refused(list, topics(list), "bad-argument");
    }
    refused("too many", topics("new Array(20001)"), "bad-corpus");
}
