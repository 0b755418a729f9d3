//! Fields inside of other fields, set by paths.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field};
use ingest::{Config, InputFile, Parsed, Reader, Reject, RejectCode, find_inputs};
use parquet::arrow::ArrowWriter;

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

/// A struct of columns of text, the values of each row by row.
fn columns(columns: &[(&str, [Option<&str>; 2])]) -> ArrayRef {
    let to_column = |(name, values): &(&str, [Option<&str>; 2])| {
        let values: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
        (Arc::new(Field::new(*name, DataType::Utf8, true)), values)
    };
    Arc::new(StructArray::from(columns.iter().map(to_column).collect::<Vec<_>>()))
}

#[test]
fn paths_lead_into_columns_of_parquet() {
    let article = columns(&[("body", [Some("a"), None]), ("lead", [Some("b"), Some("c")])]);
    let other: ArrayRef = Arc::new(StringArray::from(vec!["d", "e"]));
    let batch = RecordBatch::try_from_iter([("article", article), ("other", other)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let read = |settings: &[&str]| {
        let mut config = Config::default();
        for setting in settings {
            config.fields.set(setting).unwrap();
        }
        let file = InputFile::from_bytes("dump.parquet", bytes.clone());
        let reader = Reader::new(vec![file], &config);
        reader.map(|row| row.and_then(|row| row.parse(&config))).collect::<Vec<_>>()
    };
    let rows = read(&["text=article.body", "title=article.lead"]);
    let first = rows[0].as_ref().unwrap();
    assert_eq!((first.article.text.as_str(), first.article.title.as_deref()), ("a", Some("b")));
    assert_eq!(first.unused_fields, ["other".into()]);
    assert_eq!(rows[1].as_ref().unwrap_err().code, RejectCode::EmptyText);
    let rows = read(&["text=article.lead"]);
    assert_eq!(rows[1].as_ref().unwrap().article.text, "c");
    let rows = read(&["text=article.gone"]);
    let codes: Vec<_> = rows.iter().map(|row| row.as_ref().unwrap_err().code).collect();
    assert_eq!(codes, [RejectCode::MissingText; 2]);
    let rows = read(&["text=gone.body"]);
    let reject = rows[0].as_ref().unwrap_err();
    assert_eq!((rows.len(), reject.code), (1, RejectCode::MissingText));
}

#[test]
fn a_line_of_fifty_megabytes_is_read() {
    let long = "word ".repeat(10 * 1024 * 1024);
    let parsed = read(&format!("{{\"text\": \"{long}\"}}\n"), &[]).unwrap();
    assert_eq!(parsed.article.text.len(), long.len());
}
