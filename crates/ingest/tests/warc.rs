//! WARC files that are cut, damaged or not WARC at all.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::io::Write as _;

use ingest::{Config, InputSummary, RawRecord, Reader, Reject, RejectCode, find_inputs};
use proptest::prelude::*;

type Item = Result<RawRecord, Reject>;

/// The records and rejects of a file with these bytes, and what was read of it.
fn read(name: &str, bytes: &[u8]) -> (Vec<Item>, InputSummary) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let config = Config::default();
    let mut reader = Reader::new(find_inputs(&[path], &[]).unwrap().files, &config);
    let items = reader.by_ref().collect();
    (items, reader.finish().remove(0))
}

/// The record of a release with this text whose length is wrong by `error` bytes.
fn record(text: &str, error: i64) -> Vec<u8> {
    let content = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{text}");
    let length = i64::try_from(content.len()).unwrap() + error;
    let header =
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response";
    format!("{header}\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn texts(items: &[Item]) -> Vec<String> {
    let config = Config::default();
    let records = items.iter().filter_map(|item| item.as_ref().ok());
    records.map(|record| record.parse(&config).unwrap().article.text).collect()
}

fn codes(items: &[Item]) -> Vec<RejectCode> {
    items.iter().filter_map(|item| item.as_ref().err()).map(|reject| reject.code).collect()
}

fn pages() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("<p>[a-z \r\n]{0,80}</p>", 1..12)
}

/// Bytes that look like WARC now and then.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        6 => proptest::sample::select(vec![
            "WARC/1.0\r\n", "WARC/1.1\n", "WARC/", "WARC-Type: response\r\n", "Content-Length: 5\r\n",
            "Content-Length: 40\r\n", "Content-Length: 99999999999\r\n", "Content-Length: -1\n", "\r\n", "\n", " x\r\n",
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 404\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n",
            "Content-Type: text/html\r\n", "5\r\nabcde\r\n", "0\r\n\r\n", "\x1f", "WARC-Type: request\r\n",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_records_or_rejects(bytes in bytes()) {
        let (items, summary) = read("a.warc", &bytes);
        prop_assert_eq!(items.len() as u64, summary.n_records + summary.n_rejects);
        let mut numbers = Vec::new();
        for item in &items {
            let reject = match item {
                Ok(record) => record.reject(RejectCode::DuplicateId, String::new()),
                Err(reject) => reject.clone(),
            };
            numbers.push(reject.line);
            prop_assert!(reject.byte_offset <= bytes.len() as u64);
            let parsed = item.as_ref().ok().map(|record| record.parse(&Config::default()));
            if let Some(Err(reject)) = parsed {
                prop_assert!(reject.byte_offset <= bytes.len() as u64);
            }
        }
        prop_assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    }

    #[test]
    fn a_file_that_is_cut_gives_its_whole_records(pages in pages(), cut in 0.0..1.0_f64) {
        let records: Vec<_> = pages.iter().map(|page| record(page, 0)).collect();
        let file = records.concat();
        let cut = (file.len() as f64 * cut) as usize;
        let (items, _) = read("a.warc", &file[..cut]);
        let (mut n_whole, mut start) = (0, 0);
        while n_whole < records.len() && start + records[n_whole].len() - 4 <= cut {
            start += records[n_whole].len();
            n_whole += 1;
        }
        prop_assert_eq!(texts(&items), &pages[..n_whole]);
        let expected = match cut {
            0 => vec![RejectCode::EmptyFile],
            _ if cut > start => vec![RejectCode::Truncated],
            _ => vec![],
        };
        prop_assert_eq!(codes(&items), expected);
    }

    #[test]
    fn compressed_records_that_are_cut_give_the_whole_ones(pages in pages(), cut in 0.0..1.0_f64) {
        let members: Vec<_> = pages.iter().map(|page| gzip(&record(page, 0))).collect();
        let file = members.concat();
        let cut = (file.len() as f64 * cut) as usize;
        let (items, _) = read("a.warc.gz", &file[..cut.max(2)]);
        let ends = members.iter().scan(0, |end, member| { *end += member.len(); Some(*end) });
        let n_whole = ends.clone().filter(|end| *end <= cut).count();
        let found = texts(&items);
        // The content of a member can be whole although its checksum is cut.
        prop_assert!(found.len() == n_whole || found.len() == n_whole + 1);
        prop_assert_eq!(&found, &pages[..found.len()]);
        let is_between = ends.clone().any(|end| end == cut);
        prop_assert_eq!(codes(&items), if is_between { vec![] } else { vec![RejectCode::Truncated] });
    }

    /// Left out are lengths that may end where a later record ends: nothing tells such a file from a record that holds
    /// records.
    #[test]
    fn a_wrong_length_costs_its_own_record_alone(
        pages in proptest::collection::vec("<p>[a-z]{40,80}</p>", 2..12),
        damaged in any::<proptest::sample::Index>(),
        error in prop_oneof![-40_i64..=-1, 5_i64..100, 10_000_i64..20_000, Just(100_000_000_000)],
    ) {
        let damaged = damaged.index(pages.len() - 1);
        let record = |(index, page): (usize, &String)| record(page, if index == damaged { error } else { 0 });
        let file = pages.iter().enumerate().map(record).collect::<Vec<_>>().concat();
        let (items, _) = read("a.warc", &file);
        let mut expected = pages.clone();
        expected.remove(damaged);
        prop_assert_eq!(texts(&items), expected);
        prop_assert_eq!(codes(&items), [RejectCode::BadWarc]);
        prop_assert_eq!(items[damaged].as_ref().unwrap_err().line, damaged as u64 + 1);
    }
}

#[test]
fn a_file_of_wrong_lengths_takes_linear_time() {
    for error in [1_000_000, 60_000_000] {
        let file = record("<p>The order took effect.</p>", error).repeat(20_000);
        let (items, _) = read("a.warc", &file);
        assert_eq!(items.len(), 20_000);
    }
    let starts = "\n\nWARC/1.0\nWARC-Type: x".repeat(60_000);
    assert!(read("a.warc", starts.as_bytes()).0.len() > 1);
    let versions = "WARC/1.0\n".repeat(200_000);
    assert_eq!(read("a.warc", versions.as_bytes()).0.len(), 1);
}

#[test]
fn a_record_that_is_too_long_is_skipped_to_its_end() {
    let long = record(&"x".repeat(65 * 1024 * 1024), 0);
    let file = [record("<p>a</p>", 0), long.clone(), record("<p>b</p>", 0)].concat();
    let (items, _) = read("a.warc", &file);
    assert_eq!(texts(&items), ["<p>a</p>", "<p>b</p>"]);
    assert_eq!(codes(&items), [RejectCode::TooLarge]);
    let picture = String::from_utf8(long).unwrap().replacen("text/plain", "image/png", 1);
    let (items, summary) = read("a.warc", &[picture.into_bytes(), record("<p>b</p>", 0)].concat());
    assert_eq!((texts(&items).len(), codes(&items).len()), (1, 0));
    assert_eq!(
        summary.passed_over.into_iter().collect::<Vec<_>>(),
        [("content_type_image".to_owned(), 1)]
    );
}
