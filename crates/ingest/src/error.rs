//! What stops a job before it reads: settings and paths that cannot be used.

use std::path::PathBuf;

/// Faults in what the user asked for. A fault in the data is a [`Reject`](crate::Reject) instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A path that was named is not there.
    #[error("{path}: found nothing there, expected a file or a folder")]
    NotFound {
        /// The path as it was named.
        path: PathBuf,
    },
    /// Paths were named, but none leads to a file that is read.
    #[error(
        "found no file to read in {searched}, expected .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .html, .warc, .docx, .rtf, .txt or .zip, plain or .gz, .zst, .bz2 or .xz"
    )]
    NothingToRead {
        /// The paths as they were named, separated by commas.
        searched: String,
    },
    /// A file of settings cannot be opened or read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The path as it was named.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// A field mapping cannot be used.
    #[error("--map {setting}: found {found}, expected {expected}")]
    FieldMapping {
        /// The mapping as it was given.
        setting: String,
        /// What was found in it.
        found: String,
        /// What was expected instead.
        expected: String,
    },
    /// The file of outlet aliases has a fault.
    #[error("{path}:{line}:{column}: found {found}, expected {expected}")]
    OutletAliases {
        /// The path as it was named.
        path: PathBuf,
        /// Physical line, from 1.
        line: u64,
        /// Column in bytes, from 1.
        column: u64,
        /// What was found there.
        found: String,
        /// What was expected instead.
        expected: String,
    },
}
