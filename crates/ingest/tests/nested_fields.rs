//! Fields inside of other fields, set by paths.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use ingest::{Config, Parsed, Reader, Reject, find_inputs};

fn read(text: &str, settings: &[&str]) -> Result<Parsed, Reject> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.jsonl");
    std::fs::write(&path, text).unwrap();
    let mut config = Config::default();
    for setting in settings {
        config.fields.set(setting).unwrap();
    }
    let mut reader = Reader::new(find_inputs(&[path], &[]).unwrap().files, &config);
    reader.next().unwrap().and_then(|record| record.parse(&config))
}

#[test]
fn paths_lead_through_objects_and_arrays() {
    let check = |text: &str, settings: &[&str], expected: [&str; 3]| {
        let article = read(text, settings).unwrap().article;
        let (title, author) =
            (article.title.unwrap_or_default(), article.author.unwrap_or_default());
        assert_eq!([article.text, title, author], expected, "{text}");
    };
    let all = ["text=article.body", "title=article.head.main", "author=by.1"];
    let nested = r#"{"article": {"body": "a", "head": {"main": "b"}}, "by": ["c", "d"]}"#;
    check(nested, &all, ["a", "b", "d"]);
    check(r#"{"article": {"body": "a"}, "article.body": "b"}"#, &all, ["b", "", ""]);
    check(r#"{"article.body": "b", "article": {"body": "a"}}"#, &all, ["b", "", ""]);
    check(r#"{"a": {"b": ["x", {"c": "d"}]}, "by": "e"}"#, &["text=a.b.1.c"], ["d", "", ""]);
    check(
        r#"{"text": "a", "authors": {"n": ["b", "c"]}}"#,
        &["author=authors.n"],
        ["a", "", "b; c"],
    );
}

#[test]
fn a_path_that_leads_to_no_text_says_where() {
    let check = |text: &str, code: &str, column: u64| {
        let reject = read(text, &["text=a.b"]).unwrap_err();
        let found = serde_json::to_value(reject.code).unwrap();
        assert_eq!((found.as_str().unwrap(), reject.column), (code, column), "{text}");
    };
    check(r#"{"a": {"b": {"c": 1}}}"#, "bad_value", 13);
    check(r#"{"a": {"b": " "}}"#, "empty_text", 13);
    check(r#"{"a": {"c": "x"}}"#, "missing_text", 0);
    check(r#"{"a": "x", "url": "http://harborpost.example/1"}"#, "missing_text", 0);
    check(r#"{"a": {"b": "x", "b": "y"}}"#, "duplicate_field", 0);
}

#[test]
fn a_line_of_fifty_megabytes_is_read() {
    let long = "word ".repeat(10 * 1024 * 1024);
    let parsed = read(&format!("{{\"text\": \"{long}\"}}\n"), &[]).unwrap();
    assert_eq!(parsed.article.text.len(), long.len());
}
