//! Files of documents, sound and not.

use autoencoder_lab::data::documents::{Document, Format, LARGEST, MOST_DOCUMENTS, read};
use autoencoder_lab::data::text::{Corpus, Counter, MOST_WORDS};
use autoencoder_lab::task::semantic::Semantic;
use autoencoder_lab::task::tfidf::Tfidf;

fn document(text: &str, title: Option<&str>, topic: Option<&str>) -> Document {
    Document {
        text: text.to_string(),
        title: title.map(str::to_string),
        topic: topic.map(str::to_string),
    }
}

fn refused(bytes: &[u8], format: Format, says: &str) {
    let error = read(bytes, format).unwrap_err();
    assert_eq!(error.code, "bad-corpus", "{error}");
    assert!(error.message.contains(says), "{error}");
}

#[test]
fn lines_of_json() {
    let file = concat!(
        "\u{feff}{\"text\": \"one\", \"title\": \"T\", \"topics\": [\"a\", \"b\"], \"id\": 7}\r\n\r\n",
        "{\"text\": \"zwei\\n油\", \"topic\": \"c\"}\n",
        "{\"text\": \" \"}\n",
        "{\"text\": \"\", \"title\": \"only a title\"}",
    );
    let expected = [
        document("one", Some("T"), Some("a")),
        document("zwei\n油", None, Some("c")),
        document("", Some("only a title"), None),
    ];
    assert_eq!(read(file.as_bytes(), Format::Jsonl).unwrap(), expected);
    for (line, says) in [
        ("{\"text\": 3}", "Line 2"),
        ("{\"title\": \"t\"}", "text"),
        ("[1, 2]", "Line 2"),
        ("no JSON", "Line 2"),
        (&"[".repeat(100_000), "Line 2"),
    ] {
        refused(
            format!("{{\"text\": \"sound\"}}\n{line}").as_bytes(),
            Format::Jsonl,
            says,
        );
    }
}

#[test]
fn tables() {
    let header = "topic,Text,title\nx,\"a, \"\"b\"\"\nand c\",T\n,d,\n,,\n";
    let expected = [
        document("a, \"b\"\nand c", Some("T"), Some("x")),
        document("d", None, None),
    ];
    assert_eq!(read(header.as_bytes(), Format::Csv).unwrap(), expected);
    let bare = "first document,5\n\"second, too\"\n\n";
    let expected = [
        document("first document", None, None),
        document("second, too", None, None),
    ];
    assert_eq!(read(bare.as_bytes(), Format::Csv).unwrap(), expected);
    refused(b"text,title\n", Format::Csv, "no document");
}

#[test]
fn plain_lines() {
    let expected = [document("one", None, None), document("two  ", None, None)];
    assert_eq!(
        read(b"one\n\n \t\r\ntwo  \n", Format::Txt).unwrap(),
        expected
    );
}

#[test]
fn files_that_are_none() {
    for format in [Format::Jsonl, Format::Csv, Format::Txt] {
        refused(b"", format, "no document");
        refused(b"\n \n", format, "no document");
        refused(b"text\x00more", format, "binary");
        refused(b"\x89PNG\r\n\x1a\n\x00\x00", format, "binary");
        refused(b"one\ntwo \xff\xfe three\n", format, "Line 2");
        refused(&vec![b'a'; 200 << 20], format, "200 MB");
    }
    refused(
        "line\n".repeat(MOST_DOCUMENTS + 1).as_bytes(),
        Format::Txt,
        "20001",
    );
    assert!(read(&vec![b'a'; LARGEST], Format::Txt).is_ok());
}

/// All that is made of a corpus.
fn everything(texts: &[&str]) -> Result<(), String> {
    let corpus = Corpus::of(texts.iter().copied(), 2000).map_err(|error| error.code.to_string())?;
    let tfidf = Tfidf::of(&corpus);
    let semantic = Semantic::of(tfidf.rows(), 1).map_err(|error| error.to_string())?;
    assert_eq!(semantic.codes.len(), texts.len());
    assert_eq!(corpus.dataset().count(), texts.len());
    let found = tfidf.search(&corpus.count_texts([texts[0]]), 1).unwrap();
    assert!(found[0].1.is_finite() && semantic.codes.iter().all(|code| code.is_finite()));
    Ok(())
}

#[test]
fn odd_corpora_give_results_or_say_why_not() {
    let million = "alpha beta gamma delta ".repeat(250_000);
    for texts in [
        &["one document only"][..],
        &["word"],
        &["", "an empty one before"],
        &["word", "word", "word"],
        &[&million],
        &[&million, "alpha"],
        &["油价上涨 经济 增长", "экономика"],
    ] {
        assert_eq!(everything(texts), Ok(()));
    }
    for texts in [&[][..], &["", ""], &["1 2 3", "—"], &["a b c"]] {
        assert_eq!(everything(texts), Err("bad-corpus".to_string()));
    }
    let many = vec!["word"; MOST_DOCUMENTS + 1];
    assert_eq!(everything(&many), Err("bad-corpus".to_string()));
    for words in [0, MOST_WORDS + 1] {
        let mut counter = Counter::default();
        counter.add(["word"].into_iter()).unwrap();
        counter.end_document().unwrap();
        assert_eq!(counter.finish(words).unwrap_err().code, "bad-option");
    }
}
