//! What must hold for any bytes at all.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::path::Path;

use ingest::{Article, Config, InputSummary, Reader, Reject, find_inputs};
use proptest::prelude::*;

/// The articles and rejects of a file with these bytes, and what was read of it.
fn read(name: &str, bytes: &[u8]) -> (Vec<Result<Article, Reject>>, InputSummary) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_path(&path)
}

fn read_path(path: &Path) -> (Vec<Result<Article, Reject>>, InputSummary) {
    let config = Config::default();
    let mut reader = Reader::new(find_inputs(&[path.to_owned()], &[]).unwrap().files, &config);
    let records: Vec<_> = reader.by_ref().collect();
    let parse = |record: Result<ingest::RawRecord, Reject>| {
        record.and_then(|record| record.parse(&config)).map(|parsed| parsed.article)
    };
    let items = records.into_iter().map(parse).collect();
    (items, reader.finish().remove(0))
}

/// Bytes that look like the formats now and then.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        4 => proptest::sample::select(vec![
            "{\"text\":", "\"a\"", "}", "{", "\n", "\r\n", "\"", ",", ";", "\t", "text", "id", "null", "[", "]",
            "\\u0000", "\\", "1e999", "\u{feff}", "text,id\n", "\"a\nb\"", "é", " ", "\0", "<p>", "<html>", "</p>", "<a href=", "text of a page, long enough to be a whole paragraph of it",
            "{\\rtf1 ", "\\'e9", "\\u233?", "\\par ", "Body\n", "Length: 8 words\n", "End of Document\n",
            "1 of 2 DOCUMENTS\n", "May 2, 2018\n", "Load-Date: May 3, 2018\n", "Job Number: 7\n", "Copyright 2018 ",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(pieces, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_articles_or_rejects(
        bytes in bytes(),
        name in proptest::sample::select(vec![
            "a.jsonl", "a.csv", "a.tsv", "a.txt", "a.dump", "a.json", "a.html", "a.rtf", "a.docx", "a.warc",
        ]),
    ) {
        let (items, summary) = read(name, &bytes);
        prop_assert_eq!(items.len() as u64, summary.n_records + summary.n_rejects);
        prop_assert_eq!(summary.n_bytes, bytes.len() as u64);
        prop_assert_eq!(summary.blake3, blake3::hash(&bytes).to_hex().to_string());
        for reject in items.iter().filter_map(|item| item.as_ref().err()) {
            // A character of UTF-16 can be longer in UTF-8.
            prop_assert!(reject.byte_offset <= 3 * bytes.len() as u64);
            prop_assert!(reject.line >= 1 && reject.raw.len() <= 2048);
        }
    }

    #[test]
    fn every_line_of_json_gives_an_article_or_a_reject(
        lines in proptest::collection::vec("[a-z{}\":,\\[\\]]{1,20}|\\{\"text\": ?\"[a-z]{0,3}\"\\}", 1..20),
    ) {
        let (items, _) = read("a.jsonl", format!("{{}}\n{}", lines.join("\n")).as_bytes());
        prop_assert_eq!(items.len(), 1 + lines.len());
    }

    #[test]
    fn compressed_bytes_that_are_cut_give_whole_lines_and_one_reject(
        n_lines in 1_usize..200, cut in 1_usize..30,
        name in proptest::sample::select(vec!["a.jsonl", "a.json"]),
    ) {
        use std::io::Write as _;
        let line = |i| format!("{{\"text\": \"line {i} {}\"}}\n", i * i);
        let lines = (0..n_lines).map(line).collect::<Vec<_>>().concat();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(lines.as_bytes()).unwrap();
        let compressed = encoder.finish().unwrap();
        let (items, summary) = read(name, &compressed[..compressed.len() - cut]);
        prop_assert_eq!(summary.n_rejects, 1);
        prop_assert_eq!(items.last().unwrap().as_ref().unwrap_err().code, ingest::RejectCode::Truncated);
        for (index, item) in items[..items.len() - 1].iter().enumerate() {
            prop_assert_eq!(&item.as_ref().unwrap().text, &format!("line {index} {}", index * index));
        }
    }

    #[test]
    fn rows_come_back_as_the_csv_crate_wrote_them(
        rows in proptest::collection::vec(("[^\0]{0,12}", "[a\",;\r\n\té]{0,12}"), 0..8),
        is_crlf in any::<bool>(),
        always_quoted in any::<bool>(),
    ) {
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(if is_crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') });
        builder.quote_style(if always_quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary });
        let mut writer = builder.from_writer(Vec::new());
        writer.write_record(["title", "text", "id"]).unwrap();
        for (index, (title, text)) in rows.iter().enumerate() {
            writer.write_record([title, &format!("x{text}"), &index.to_string()]).unwrap();
        }
        let (items, _) = read("a.csv", &writer.into_inner().unwrap());
        prop_assert_eq!(items.len(), rows.len());
        for (item, (title, text)) in items.iter().zip(&rows) {
            let article = item.as_ref().unwrap();
            prop_assert_eq!(&article.text, &format!("x{text}"));
            prop_assert_eq!(article.title.as_deref().unwrap_or("").trim(), title.trim());
        }
    }
}
