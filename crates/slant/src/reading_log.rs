//! What became of the records of a job.

use std::collections::BTreeMap;

use ingest::{Reject, RejectCode};
use serde::{Deserialize, Serialize};

/// What became of the records of a job: every record is an article or a reject.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReadingLog {
    /// Records read: articles and rejects.
    pub articles_in: u64,
    /// Records that became articles.
    pub articles_out: u64,
    /// Articles about the topic.
    pub n_relevant: u64,
    /// Articles about something else.
    pub n_irrelevant: u64,
    /// Articles outside the dates asked for.
    pub n_outside_dates: u64,
    /// Of these, articles without a date.
    pub n_undated_outside: u64,
    /// Articles about the topic in a language that is not looked into, by language.
    pub other_languages: BTreeMap<String, u64>,
    /// Articles by the encoding that their records were found to be in, where it is not UTF-8.
    pub encodings: BTreeMap<String, u64>,
    /// Records of crawls that are no articles, by reason.
    pub passed_over: BTreeMap<String, u64>,
    /// Rejects by code, with the first of each.
    pub rejects: BTreeMap<String, RejectsOfCode>,
    /// Values that could not be used although their article was kept.
    pub n_field_warnings: u64,
    /// Fields that nothing was made of, with the number of records that have them.
    pub unused_fields: BTreeMap<String, u64>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
    /// The files.
    pub inputs: Vec<InputLog>,
}

/// What was read of one file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct InputLog {
    /// The file as it was named, `-` for standard input.
    pub path: String,
    /// Its bytes as it lies on disk.
    pub n_bytes: u64,
    /// BLAKE3 of these bytes, hexadecimal; empty where the file could not be opened.
    pub blake3: String,
    /// Records found in it.
    pub n_records: u64,
    /// Records of these that were rejected.
    pub n_rejects: u64,
}

/// The rejects of one code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RejectsOfCode {
    /// How many.
    pub n: u64,
    /// The first of them.
    pub first: Vec<Reject>,
}

impl ReadingLog {
    /// Rejected records.
    #[must_use]
    pub fn n_rejects(&self) -> u64 {
        self.articles_in - self.articles_out
    }

    /// Whether every record, and every value that was needed, could be used.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.n_rejects() == 0 && self.n_field_warnings == 0
    }
}

/// `1 article`, `2 articles`.
pub(crate) fn counted(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// `path:line:column: message`, without the column where it is not known.
#[must_use]
pub fn place_and_message(reject: &Reject) -> String {
    let Reject { path, line, column, message, .. } = reject;
    if *column == 0 {
        format!("{path}:{line}: {message}")
    } else {
        format!("{path}:{line}:{column}: {message}")
    }
}

/// The code as it is written in `rejects.jsonl`.
pub(crate) fn code_name(code: RejectCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => format!("{code:?}"),
    }
}
