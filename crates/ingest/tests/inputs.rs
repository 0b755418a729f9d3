//! Which files are read, and what is said of the others.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use ingest::{Config, FieldMap, OutletAliases, Reader, RejectCode, find_inputs};

const ARTICLE: &str = "{\"text\": \"The order took effect.\", \"outlet\": \"HP\"}\n";

/// A folder with files of these names, each with one article.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, ARTICLE).unwrap();
    }
    folder
}

/// The names of the files found and the warnings, both without the folder.
fn find(folder: &Path, paths: &[PathBuf]) -> (Vec<String>, Vec<String>) {
    let prefix = folder.display().to_string();
    let inputs = find_inputs(paths, &[]).unwrap();
    let names = inputs.files.iter().map(|file| file.name().replace(&format!("{prefix}/"), ""));
    (
        names.collect(),
        inputs.warnings.iter().map(|warning| warning.replace(&prefix, "FOLDER")).collect(),
    )
}

#[test]
fn folders_are_walked_in_order_and_what_is_left_out_is_named() {
    let folder =
        folder(&["b/2.csv.gz", "a.jsonl", "b/1.TXT", "c.md", "d.pdf", ".e.jsonl", ".git/f.jsonl"]);
    let (names, warnings) = find(folder.path(), &[folder.path().to_owned()]);
    assert_eq!(names, ["a.jsonl", "b/1.TXT", "b/2.csv.gz"]);
    assert_eq!(
        warnings,
        [
            "FOLDER: 2 files of kinds that are not read: c.md, d.pdf",
            "FOLDER: 2 files that are hidden: .e.jsonl, .git",
        ]
    );
}

#[test]
fn only_the_first_ten_names_are_listed() {
    let names: Vec<String> = (10..22).map(|index| format!("{index}.md")).collect();
    let folder = folder(&names.iter().map(String::as_str).chain(["a.txt"]).collect::<Vec<_>>());
    let (_, warnings) = find(folder.path(), &[folder.path().to_owned()]);
    let listed = names[..10].join(", ");
    assert_eq!(warnings, [format!("FOLDER: 12 files of kinds that are not read: {listed}, …")]);
}

#[test]
fn the_order_of_paths_does_not_matter_and_no_file_is_read_twice() {
    let folder = folder(&["a.jsonl", "b.jsonl"]);
    let (a, b) = (folder.path().join("a.jsonl"), folder.path().join("b.jsonl"));
    let dash = PathBuf::from("-");
    let (names, warnings) =
        find(folder.path(), &[b.clone(), dash.clone(), a.clone(), folder.path().to_owned()]);
    assert_eq!(names, ["-", "a.jsonl", "b.jsonl"]);
    assert_eq!(
        warnings,
        [
            "FOLDER/a.jsonl: found more than once, read once",
            "FOLDER/b.jsonl: found more than once, read once"
        ]
    );
    let (other_names, _) = find(folder.path(), &[folder.path().to_owned(), a, b, dash]);
    assert_eq!(names, other_names);
}

#[test]
#[cfg(unix)]
fn links_that_lead_in_a_circle_end() {
    let folder = folder(&["a.jsonl", "b/c.jsonl"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("b/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("nothing"), folder.path().join("dangling.txt"))
        .unwrap();
    let (names, warnings) = find(folder.path(), &[folder.path().to_owned()]);
    assert_eq!(names, ["a.jsonl", "b/c.jsonl"]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn a_path_that_cannot_be_used_is_named() {
    let empty = folder(&["a.md"]);
    let check = |path: &Path, expected: &str| {
        let error = find_inputs(&[path.to_owned()], &[]).unwrap_err().to_string();
        assert_eq!(error.replace(&path.display().to_string(), "PATH"), expected);
    };
    check(&empty.path().join("gone"), "PATH: found nothing there, expected a file or a folder");
    check(
        empty.path(),
        "found no file to read in PATH, expected .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .html, .warc, .docx, .rtf, .txt or .zip, plain or .gz, .zst, .bz2 or .xz",
    );
}

#[test]
fn a_folder_without_files_to_read_is_a_warning_beside_others() {
    let folder = folder(&["a/x.md", "b/y.txt"]);
    let (names, warnings) =
        find(folder.path(), &[folder.path().join("a"), folder.path().join("b")]);
    assert_eq!(names, ["b/y.txt"]);
    assert_eq!(
        warnings,
        ["FOLDER/a: 1 file of kinds that are not read: x.md", "FOLDER/a: found no file to read"]
    );
}

#[test]
fn a_file_that_is_gone_is_rejected_and_the_others_are_read() {
    let folder = folder(&["a.jsonl", "b.jsonl"]);
    let config = Config::default();
    let files = find_inputs(&[folder.path().to_owned()], &[]).unwrap().files;
    fs::remove_file(folder.path().join("a.jsonl")).unwrap();
    let mut reader = Reader::new(files, &config);
    let items: Vec<_> = reader.by_ref().collect();
    assert_eq!(items[0].as_ref().unwrap_err().code, RejectCode::Unreadable);
    assert!(items[1].is_ok());
    let summaries = reader.finish();
    assert_eq!((summaries[0].n_rejects, summaries[0].blake3.as_str()), (1, ""));
    assert_eq!((summaries[1].n_records, summaries[1].n_rejects), (1, 0));
}

#[test]
fn files_that_were_not_read_to_their_end_are_hashed_all_the_same() {
    let folder = folder(&["b.jsonl", "c.jsonl"]);
    let long = ARTICLE.repeat(100_000);
    let compressed = zstd::encode_all(long.as_bytes(), 1).unwrap();
    fs::write(folder.path().join("a.jsonl"), &compressed).unwrap();
    let config = Config::default();
    let mut reader =
        Reader::new(find_inputs(&[folder.path().to_owned()], &[]).unwrap().files, &config);
    assert!(reader.by_ref().take(3).all(|record| record.is_ok()));
    let summaries = reader.finish();
    let hashes: Vec<_> = summaries.iter().map(|summary| summary.blake3.clone()).collect();
    let expected = [compressed.as_slice(), ARTICLE.as_bytes(), ARTICLE.as_bytes()];
    assert_eq!(hashes, expected.map(|bytes| blake3::hash(bytes).to_hex().to_string()));
    assert_eq!(summaries.iter().map(|summary| summary.n_records).collect::<Vec<_>>(), [3, 0, 0]);
}

#[test]
fn settings_change_what_fields_and_outlets_mean() {
    let folder = folder(&["a.jsonl"]);
    let aliases = folder.path().join("aliases.csv");
    fs::write(&aliases, "alias,outlet\nhp,Harbor Post\n").unwrap();
    let mut fields = FieldMap::default();
    fields.set("title=text").unwrap();
    fields.set("date=when").unwrap();
    let config = Config { fields, outlets: OutletAliases::from_csv(&aliases).unwrap() };
    let files = find_inputs(&[folder.path().join("a.jsonl")], &[]).unwrap().files;
    let record = Reader::new(files, &config).next().unwrap().unwrap();
    let parsed = record.parse(&config).unwrap();
    assert_eq!(parsed.article.outlet, "Harbor Post");
    assert_eq!(parsed.article.title.as_deref(), Some("The order took effect."));
    assert_eq!(parsed.article.text, "The order took effect.");
    assert_eq!(
        parsed.warnings[0].message,
        "missing_field: found no field \"when\", expected it for date"
    );
}

#[test]
fn records_and_readers_can_change_threads() {
    fn check<T: Send>() {}
    check::<Reader>();
    check::<ingest::RawRecord>();
    check::<ingest::Parsed>();
}

#[cfg(unix)]
#[test]
fn patterns_find_names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9");
    std::fs::create_dir_all(folder.path().join(odd)).unwrap();
    for name in [folder.path().join("a.jsonl"), folder.path().join(odd).join("b.jsonl")] {
        std::fs::write(name, "{\"text\": \"a\"}\n").unwrap();
    }
    let n_found = |pattern: &str| {
        find_inputs(&[folder.path().join(pattern)], &[]).map_or(0, |inputs| inputs.files.len())
    };
    assert_eq!(n_found("*.jsonl"), 1);
    assert_eq!(n_found("caf*/*.jsonl"), 1);
    assert_eq!(n_found("**/*.jsonl"), 2);
    assert_eq!(n_found("*/*.csv"), 0);
}

#[test]
fn results_of_a_run_are_not_read_as_a_dump() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    for name in ["a.jsonl", "out/manifest.json", "out/articles.parquet", "out/units.parquet"] {
        std::fs::write(folder.path().join(name), "{\"text\": \"a\"}\n").unwrap();
    }
    let inputs = find_inputs(&[folder.path().to_owned()], &[]).unwrap();
    assert_eq!(inputs.files.len(), 1);
    assert!(
        inputs.warnings.iter().any(|warning| warning.ends_with("out: results of a run, not read"))
    );
}
