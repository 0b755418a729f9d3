//! Archives of very many members, of members that share their bytes, and of files of all kinds.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::io::Write;

use ingest::{Config, InputFile, InputSummary, RawRecord, Reader, Reject, RejectCode};
use zip::write::SimpleFileOptions;

type Item = Result<RawRecord, Reject>;

fn read(name: &str, bytes: Vec<u8>) -> (Vec<Item>, InputSummary) {
    let mut reader = Reader::new(vec![InputFile::from_bytes(name, bytes)], &Config::default());
    let items = reader.by_ref().collect();
    (items, reader.finish().remove(0))
}

fn text(record: &Item) -> String {
    record.clone().unwrap().parse(&Config::default()).unwrap().article.text
}

/// An archive of one member with all members of the directory pointing to it.
fn overlapping(name: &str, kernel: &[u8], n_members: u32) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(kernel).unwrap();
    let packed = encoder.finish().unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(kernel);
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    let common = [
        b"\x14\0\0\0\x08\0\0\0\x21\0".as_slice(),
        &crc.sum().to_le_bytes(),
        &number(packed.len()),
        &number(kernel.len()),
        &short(name.len()),
        &[0; 2],
    ]
    .concat();
    let mut bytes = [b"PK\x03\x04", common.as_slice(), name.as_bytes(), &packed].concat();
    let directory_start = bytes.len();
    for _ in 0..n_members {
        bytes.extend([b"PK\x01\x02\x14\0", common.as_slice(), &[0; 14], name.as_bytes()].concat());
    }
    let (n_members, n_directory) =
        (short(n_members as usize), number(bytes.len() - directory_start));
    let start = number(directory_start);
    bytes.extend([b"PK\x05\x06\0\0\0\0", &n_members[..], &n_members, &n_directory].concat());
    bytes.extend([&start[..], &[0; 2]].concat());
    bytes
}

#[test]
fn members_that_share_their_bytes_are_a_bomb_once_they_are_too_many() {
    let row = format!("{{\"text\": \"{}\"}}\n", "The order took effect. ".repeat(40_000));
    let n_rows = 20 * 1024 * 1024 / row.len();
    let kernel = row.repeat(n_rows);
    let (items, summary) = read("a.zip", overlapping("a.jsonl", kernel.as_bytes(), 60_000));
    let n_kept = 128 * 1024 * 1024 / row.len();
    assert!(items[..n_kept - 8].iter().all(Result::is_ok));
    let reject = items.last().unwrap().as_ref().err().unwrap();
    assert_eq!((reject.code, reject.path.as_str()), (RejectCode::Bomb, "a.zip"));
    let expected =
        "expected at most 200 times as many, or 128 MiB; 59993 more members are not read";
    assert!(reject.message.ends_with(expected), "{}", reject.message);
    assert_eq!(summary.n_rejects, 1);
    assert!(summary.n_records <= n_kept as u64);
}

#[test]
fn few_members_that_share_their_bytes_are_read() {
    let (items, _) = read("a.zip", overlapping("a.txt", b"The order took effect.", 3));
    assert_eq!(items.iter().map(text).collect::<Vec<_>>(), ["The order took effect."; 3]);
}

/// Spaces in gzip in deflate: some hundred bytes that unpack to 70 MiB in two steps.
#[test]
fn what_is_packed_twice_is_a_bomb_and_the_others_are_read_until_there_are_too_many() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&vec![b' '; 70 * 1024 * 1024]).unwrap();
    let bytes = overlapping("a.jsonl.gz", &gzip.finish().unwrap(), 1000);
    let (items, summary) = read("a.zip", bytes);
    let rejects = items.iter().map(|item| item.as_ref().err().unwrap());
    assert!(rejects.clone().all(|reject| reject.code == RejectCode::Bomb));
    let paths: Vec<&str> = rejects.map(|reject| reject.path.as_str()).collect();
    assert_eq!((paths[0], paths[paths.len() - 1]), ("a.zip/a.jsonl.gz", "a.zip"));
    assert!(summary.n_rejects <= 3);
}

#[test]
fn an_archive_of_many_short_members_is_read_in_order() {
    let n_members = 20_000;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..n_members {
        archive.start_file(format!("{number:06}.txt"), SimpleFileOptions::default()).unwrap();
        write!(archive, "The order took effect on day {number}. {}", "x".repeat(1000)).unwrap();
    }
    let (items, summary) = read("a.zip", archive.finish().unwrap().into_inner());
    assert_eq!((summary.n_records, summary.n_rejects), (n_members, 0));
    for (number, item) in items.iter().enumerate().step_by(999) {
        assert!(text(item).starts_with(&format!("The order took effect on day {number}.")));
    }
}
