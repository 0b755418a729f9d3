//! Files that hold other files, files that hold more than they should, and where files are found.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ingest::{Config, InputSummary, Reader, Reject, RejectCode, files_from, find_inputs};
use proptest::prelude::*;

const ARTICLE: &str = "{\"text\": \"The order took effect.\", \"outlet\": \"HP\"}\n";

/// The number of articles, the rejects, and what was read of the file.
fn read(path: &Path) -> (usize, Vec<Reject>, InputSummary) {
    let config = Config::default();
    let mut reader = Reader::new(find_inputs(&[path.to_owned()], &[]).unwrap().files, &config);
    let (mut n_articles, mut rejects) = (0, Vec::new());
    for record in reader.by_ref() {
        match record.and_then(|record| record.parse(&config)) {
            Ok(_) => n_articles += 1,
            Err(reject) => rejects.push(reject),
        }
    }
    (n_articles, rejects, reader.finish().remove(0))
}

fn read_bytes(name: &str, bytes: &[u8]) -> (usize, Vec<Reject>, InputSummary) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path)
}

fn zeros(n_bytes: u64, mut encoder: impl Write) {
    io::copy(&mut io::repeat(b' ').take(n_bytes), &mut encoder).unwrap();
    encoder.flush().unwrap();
}

#[test]
fn data_that_unpack_to_far_too_much_are_a_bomb() {
    let check = |name: &str, bytes: Vec<u8>| {
        let (n_articles, rejects, _) = read_bytes(name, &bytes);
        assert_eq!(n_articles, 0);
        assert_eq!(rejects[0].code, RejectCode::Bomb, "{name}: {}", rejects[0].message);
        assert_eq!(rejects.len(), 1, "{name}");
    };
    for name in ["a.jsonl", "a.csv", "a.txt"] {
        let mut bytes = Vec::new();
        zeros(1 << 27, zstd::Encoder::new(&mut bytes, 1).unwrap().auto_finish());
        check(&format!("{name}.zst"), bytes);
    }
    let mut bytes = Vec::new();
    zeros(1 << 27, flate2::write::GzEncoder::new(&mut bytes, flate2::Compression::best()));
    check("a.jsonl.gz", bytes);
    let mut bytes = Vec::new();
    zeros(1 << 27, bzip2::write::BzEncoder::new(&mut bytes, bzip2::Compression::fast()));
    check("a.jsonl.bz2", bytes);
}

/// One text of 100 kB that 20,000 rows share, in 490 bytes.
#[test]
fn rows_that_share_a_text_are_a_bomb_once_they_are_too_many() {
    let (n_articles, rejects, summary) = read(Path::new("tests/data/bomb.parquet"));
    assert_eq!((n_articles, summary.n_records), (671, 671));
    assert_eq!((rejects.len(), rejects[0].code, rejects[0].line), (1, RejectCode::Bomb, 672));
}

#[test]
#[cfg(unix)]
fn files_that_are_no_plain_files_are_passed_over_in_folders() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), ARTICLE).unwrap();
    let socket = folder.path().join("b.jsonl");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()], &[]).unwrap();
    assert_eq!(inputs.files.len(), 1);
    let expected =
        format!("{}: 1 file that are pipes, sockets or devices: b.jsonl", folder.path().display());
    assert_eq!(inputs.warnings, [expected]);
}

#[test]
#[cfg(unix)]
fn a_file_with_two_names_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.jsonl"), folder.path().join("b.jsonl"));
    fs::write(&a, ARTICLE).unwrap();
    fs::hard_link(&a, &b).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()], &[]).unwrap();
    assert_eq!(inputs.files.len(), 1);
    let expected = format!("{}: found more than once (as {}), read once", b.display(), a.display());
    assert_eq!(inputs.warnings, [expected]);
}

#[test]
#[cfg(unix)]
fn a_name_that_is_no_utf8_is_shown_lossily() {
    use std::os::unix::ffi::OsStringExt as _;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsString::from_vec(b"caf\xe9.jsonl".to_vec());
    fs::write(folder.path().join(&name), ARTICLE).unwrap();
    let (n_articles, _, summary) = read(&folder.path().join(&name));
    assert_eq!(n_articles, 1);
    assert!(summary.path.ends_with("caf\u{fffd}.jsonl"));
}

#[test]
fn patterns_lead_to_files_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b/2.jsonl", "b/c/1.jsonl", "a.jsonl", "a.csv", "[x].jsonl"] {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), ARTICLE).unwrap();
    }
    let check = |pattern: &str, expected: &[&str]| {
        let inputs = find_inputs(&[folder.path().join(pattern)], &[]).unwrap();
        let prefix = format!("{}/", folder.path().display());
        let names: Vec<_> =
            inputs.files.iter().map(|file| file.name().replace(&prefix, "")).collect();
        assert_eq!(names, expected, "{pattern}");
    };
    check("a.*", &["a.csv", "a.jsonl"]);
    check("**/?.jsonl", &["a.jsonl", "b/2.jsonl", "b/c/1.jsonl"]);
    check("[x].jsonl", &["[x].jsonl"]);
    check("b*", &["b/2.jsonl", "b/c/1.jsonl"]);
    let error = |pattern: &str| {
        let error = find_inputs(&[PathBuf::from(pattern)], &[]).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "FOLDER")
    };
    assert_eq!(
        error("no/such/*.jsonl"),
        "no/such/*.jsonl: found nothing that matches it, expected a path or a pattern of paths such as dumps/**/*.jsonl.gz"
    );
    assert!(error("a***b").starts_with("a***b: found no valid pattern ("));
}

#[test]
fn a_list_names_files_one_a_line_or_between_nul_characters() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["#a.jsonl", "b.jsonl"] {
        fs::write(path(name), ARTICLE).unwrap();
    }
    let (a, b) = (path("#a.jsonl"), path("b.jsonl"));
    let list = path("list");
    let check = |text: String, expected: &[&PathBuf]| {
        fs::write(&list, text).unwrap();
        assert_eq!(files_from(&list).unwrap().iter().collect::<Vec<_>>(), expected);
    };
    check(format!("{}\r\n\n{}", a.display(), b.display()), &[&a, &b]);
    check(format!("{}\0{}\0", b.display(), a.display()), &[&b, &a]);
    check(String::new(), &[]);
    fs::write(&list, format!("{}\ngone.jsonl\n", a.display())).unwrap();
    let error = files_from(&list).unwrap_err().to_string();
    let expected =
        "found nothing at gone.jsonl, expected a file, a folder or a pattern that matches one";
    assert_eq!(error, format!("{}:2: {expected}", list.display()));
}

/// A small file of each kind, to be damaged.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let names = [
        "members.zip",
        "inside.zip.gz",
        "rows.parquet",
        "compressed.jsonl.bz2",
        "compressed.jsonl.xz",
        "unsafe_names.zip",
        "compressed.jsonl.zst",
        "files_of_all_kinds.zip",
        "nested.parquet",
        "rows.csv.bz2",
        "rows.csv.xz",
        "crawl.warc.gz",
    ];
    let read = |name| fs::read(Path::new("tests/fixtures").join(name)).unwrap();
    names.into_iter().map(|name| (name, read(name))).collect()
}

proptest! {
    #[test]
    fn damaged_containers_give_articles_or_rejects(
        (name, mut bytes) in proptest::sample::select(samples()),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<proptest::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (n_articles, rejects, summary) = read_bytes(name, &bytes);
        prop_assert!(n_articles + rejects.len() > 0 || !summary.passed_over.is_empty());
        prop_assert_eq!((n_articles + rejects.len()) as u64, summary.n_records + summary.n_rejects);
        prop_assert_eq!(summary.n_bytes, bytes.len() as u64);
        prop_assert_eq!(summary.blake3, blake3::hash(&bytes).to_hex().to_string());
    }

    #[test]
    fn any_bytes_behind_the_first_of_a_container_give_articles_or_rejects(
        start in proptest::sample::select(vec![
            b"PK\x03\x04".to_vec(), b"PK\x05\x06".to_vec(), b"PAR1".to_vec(), b"BZh91AY&SY".to_vec(), b"\xfd7zXZ\0".to_vec(),
            b"\x28\xb5\x2f\xfd".to_vec(), b"\x1f\x8b\x08\0".to_vec(),
        ]),
        rest in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = [start, rest].concat();
        let (n_articles, rejects, summary) = read_bytes("a.jsonl", &bytes);
        prop_assert!(n_articles + rejects.len() > 0);
        prop_assert_eq!(summary.blake3, blake3::hash(&bytes).to_hex().to_string());
    }
}
