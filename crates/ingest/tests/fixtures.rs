//! Every file in `tests/fixtures` is read, and what comes of it is compared with the file of the same name and
//! `.expected` behind it. `UPDATE_EXPECT=1 cargo test -p ingest` writes those files anew; read the difference.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use ingest::{Config, Parsed, Reader, find_inputs};

#[test]
fn every_fixture_gives_what_is_expected() {
    for path in fixtures() {
        if path.extension().is_some_and(|extension| extension == "expected") {
            assert!(path.with_extension("").exists(), "{} belongs to no fixture", path.display());
            continue;
        }
        let expected = format!("{}/{}.expected", env!("CARGO_MANIFEST_DIR"), path.display());
        expect_file![expected].assert_eq(&describe(&path));
    }
}

fn fixtures() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/fixtures").unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn describe(path: &Path) -> String {
    let config = Config::default();
    let inputs = find_inputs(&[path.to_owned()], &[]).unwrap();
    let mut reader = Reader::new(inputs.files, &config);
    let mut description = String::new();
    for record in reader.by_ref() {
        match record.and_then(|record| record.parse(&config)) {
            Ok(parsed) => describe_parsed(&mut description, path, &parsed),
            Err(reject) => {
                let mut reject = serde_json::to_value(reject).unwrap();
                let fields = reject.as_object_mut().unwrap();
                let raw = fields.remove("raw").unwrap();
                let raw: String = raw.as_str().unwrap().chars().take(60).collect();
                let member = member(path, fields["path"].as_str().unwrap());
                let place = format!(
                    "{}:{} offset {}",
                    fields["line"], fields["column"], fields["byte_offset"]
                );
                let (code, message) =
                    (fields["code"].as_str().unwrap(), fields["message"].as_str().unwrap());
                writeln!(
                    description,
                    "REJECT {code} at {place}{member}\n  {message}\n  raw {raw:?}"
                )
                .unwrap();
            }
        }
    }
    for summary in reader.finish() {
        let (n_records, n_rejects) = (summary.n_records, summary.n_rejects);
        writeln!(description, "SUMMARY {n_records} records, {n_rejects} rejects").unwrap();
        for (reason, n) in &summary.passed_over {
            writeln!(description, "  passed over {n} {reason}").unwrap();
        }
        for warning in summary.warnings {
            writeln!(description, "  {warning}").unwrap();
        }
        assert_eq!(summary.n_bytes, path.metadata().unwrap().len());
        assert_eq!(summary.blake3, blake3::hash(&std::fs::read(path).unwrap()).to_hex().as_str());
    }
    description
}

/// Which member of the file a path leads to, if to one.
fn member(file: &Path, path: &str) -> String {
    let member = path.strip_prefix(file.to_str().unwrap()).unwrap();
    if member.is_empty() { String::new() } else { format!(" of {member:?}") }
}

fn describe_parsed(description: &mut String, path: &Path, parsed: &Parsed) {
    let article = &parsed.article;
    let member = member(path, &article.source_path);
    writeln!(description, "ARTICLE {} at line {}{member}", article.id, article.source_line)
        .unwrap();
    writeln!(description, "  outlet {:?}", article.outlet).unwrap();
    let date = article.date.map(|date| date.to_string());
    let optional = [
        ("url", &article.url),
        ("title", &article.title),
        ("author", &article.author),
        ("date", &date),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            writeln!(description, "  {name} {value:?}").unwrap();
        }
    }
    writeln!(description, "  text {:?}", article.text).unwrap();
    for range in &article.block_quotes {
        let letters = article.text.chars().skip(range.start as usize).take(range.len());
        writeln!(description, "  quoted {:?}", letters.collect::<String>()).unwrap();
    }
    if let Some(encoding) = parsed.encoding {
        writeln!(description, "  encoding {encoding}").unwrap();
    }
    if !parsed.unused_fields.is_empty() {
        writeln!(description, "  unused {:?}", parsed.unused_fields).unwrap();
    }
    for warning in &parsed.warnings {
        let place = format!("{}:{}", warning.line, warning.column);
        writeln!(description, "  warning {place} {}: {}", warning.field, warning.message).unwrap();
    }
}
