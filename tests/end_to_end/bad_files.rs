//! Files that cannot be read as a whole.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use crate::{
    corpus::{RELEVANT, many_articles},
    driver::Project,
    tables::rows,
};

/// A bad file beside a good one gives this reject, and the good one is read.
#[track_caller]
fn check(file: &str, contents: &[u8], line: usize, code: &str, message: &str) -> Project {
    let path = format!("dump/{file}");
    let project = Project::new().file("dump/good.jsonl", RELEVANT).file(&path, contents);
    project
        .slant("run dump -o out")
        .exits(1)
        .says(&format!("1 {code}; see out/rejects.jsonl"))
        .prints("Quarry Post");
    let rejects = rows(&project, "out/rejects.jsonl");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    let reject = &rejects[0];
    assert_eq!(
        (reject.text("path"), reject.number("line"), reject.text("code")),
        (path.as_str(), line, code),
        "{reject:?}"
    );
    assert!(reject.text("message").contains(message), "{reject:?}");
    assert!(
        rows(&project, "out/articles.parquet")
            .iter()
            .any(|article| article.text("article_id") == "r1")
    );
    project
}

#[test]
fn a_file_without_content_is_rejected() {
    for contents in ["", "\n\n", "\u{feff}\r\n"] {
        for file in ["a.jsonl", "a.csv", "a.txt"] {
            check(
                file,
                contents.as_bytes(),
                1,
                "empty_file",
                "found nothing but white space, expected articles",
            );
        }
    }
}

#[test]
fn a_file_of_white_space_is_rejected_as_one_without_content() {
    for file in ["a.jsonl", "a.txt", "a.csv"] {
        let message = "found nothing but white space, expected articles";
        check(file, b" \n \n", 1, "empty_file", message);
    }
}

#[test]
fn a_csv_without_a_column_for_the_text_is_rejected_once() {
    let message = "found the columns id, story, expected one of text, content, body";
    check("a.csv", b"id,story\n1,One.\n2,Two.\n", 1, "missing_text", message);
}

#[test]
fn a_csv_with_a_needed_column_twice_is_rejected_once() {
    let message = "found the column \"text\" again, expected it once";
    check("a.csv", b"text,text\n1,One.\n2,Two.\n", 1, "duplicate_field", message);
}

#[test]
fn a_csv_of_a_header_alone_holds_no_article_and_no_fault() {
    let project = Project::new().file("good.jsonl", RELEVANT).file("a.csv", "outlet,text\n");
    project.slant("run good.jsonl a.csv -o out").exits(0);
}

#[test]
fn damaged_archives_under_another_name_are_rejected_for_what_they_are() {
    check("a.jsonl", b"PK\x03\x04rest of it", 1, "truncated", "zip archive");
    check("a.csv", b"PAR1\x15rest of it", 1, "bad_parquet", "Parquet");
    check("a.jsonl", b"7z\xbc\xaf\x27\x1crest", 1, "unreadable", "found a 7z file, expected text");
}

#[test]
fn what_stands_before_the_cut_of_a_truncated_file_is_kept() {
    let lines = many_articles(400);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(lines.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zst = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    for (file, bytes) in [("a.jsonl.gz", gzip), ("a.jsonl.zst", zst)] {
        let cut = &bytes[..bytes.len() * 9 / 10];
        let project = Project::new().file(file, cut).file("good.jsonl", RELEVANT);
        project.slant(&format!("ingest good.jsonl {file} -o x.jsonl")).exits(1);
        let articles = rows(&project, "x.jsonl");
        let rejects = rows(&project, "x.jsonl.rejects.jsonl");
        assert_eq!(rejects.len(), 1, "{rejects:?}");
        let (reject, n_kept) = (&rejects[0], articles.len() - 1);
        assert_eq!((reject.text("path"), reject.text("code")), (file, "truncated"));
        assert!(
            reject.text("message").contains("found compressed data that are corrupt or end early"),
            "{reject:?}"
        );
        assert_eq!(reject.number("line"), n_kept + 1, "the line after the last that was whole");
        assert!((100..400).contains(&n_kept), "{file}: {n_kept}");
        assert!(articles.iter().any(|article| article.text("article_id") == "r1"));
    }
}

#[test]
fn files_of_a_folder_that_are_not_read_are_named() {
    let project = Project::new()
        .file("dump/a.jsonl", RELEVANT)
        .file("dump/notes.odt", "x")
        .file("dump/.hidden.jsonl", RELEVANT);
    project
        .slant("run dump -o out")
        .exits(0)
        .says("not read: notes.odt\n")
        .says("hidden: .hidden.jsonl\n");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let project = Project::new().file("dump/a.jsonl", RELEVANT);
    project
        .slant("run dump dump/a.jsonl -o out")
        .exits(0)
        .says("dump/a.jsonl: found more than once, read once");
    assert_eq!(rows(&project, "out/articles.parquet").len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(
        file in prop::sample::select(vec!["a.jsonl", "a.csv", "a.tsv", "a.txt", "a.jsonl.gz", "a.csv.zst"]),
        start in prop::sample::select(vec![&b""[..], b"text,id\n", b"{\"text\":\"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"]),
        rest in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n')], 0..300),
    ) {
        let project = Project::new().file(file, [start, &rest].concat());
        // The driver refuses panics of every command.
        let outcome = project.slant(&format!("segment {file} -o x.jsonl"));
        let has_table = project.path("x.jsonl").exists();
        prop_assert!(matches!((outcome.code, has_table), (Some(0 | 1), true) | (Some(2), false)), "{outcome}");
    }
}
