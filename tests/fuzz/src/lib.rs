//! What must hold of any file that is read, whatever its bytes.

use ingest::{Config, InputFile, Parsed, Reader, Reject};

/// The longest excerpt of a record in a reject, in bytes.
const MAX_RAW_BYTES: usize = 2048;

/// Reads a file of this name to its end and checks what comes out of it.
///
/// # Panics
/// Where an invariant is broken.
pub fn read_file(name: &str, bytes: &[u8], config: &Config) {
    let file = InputFile::from_bytes(name, bytes.to_vec());
    let mut reader = Reader::new(vec![file], config);
    let (mut n_records, mut n_rejects) = (0, 0);
    for item in reader.by_ref() {
        match item {
            Ok(record) => {
                n_records += 1;
                let parsed = record.parse(config);
                assert_eq!(parsed, record.parse(config), "a record gives two results");
                match parsed {
                    Ok(parsed) => check_article(&parsed),
                    Err(reject) => check_reject(&reject, name),
                }
            }
            Err(reject) => {
                n_rejects += 1;
                check_reject(&reject, name);
            }
        }
    }
    let summaries = reader.finish();
    assert_eq!(summaries.len(), 1, "one file, one summary");
    assert_eq!((summaries[0].n_records, summaries[0].n_rejects), (n_records, n_rejects));
    assert_eq!(summaries[0].n_bytes, bytes.len() as u64, "the whole file is read");
}

/// Splits the input at its first byte, which chooses among `n_choices` variants of a target.
#[must_use]
pub fn choose(data: &[u8], n_choices: usize) -> (usize, &[u8]) {
    data.split_first().map_or((0, data), |(&first, rest)| (usize::from(first) % n_choices, rest))
}

fn check_article(parsed: &Parsed) {
    let article = &parsed.article;
    assert!(!article.text.trim().is_empty(), "an article without text");
    assert!(!article.outlet.is_empty(), "an article without outlet");
    for warning in &parsed.warnings {
        assert!(warning.message.contains("found "), "{}", warning.message);
    }
}

fn check_reject(reject: &Reject, name: &str) {
    // A member of an archive is named behind it.
    let member = reject.path.strip_prefix(name).expect("the reject names the file");
    assert!(member.is_empty() || member.starts_with('/'), "{member}");
    assert!(reject.line >= 1, "lines count from 1");
    assert!(reject.raw.len() <= MAX_RAW_BYTES, "a raw of {} bytes", reject.raw.len());
    let is_whole = reject.message.contains("found ") && reject.message.contains("expected ");
    assert!(is_whole, "{}", reject.message);
}
