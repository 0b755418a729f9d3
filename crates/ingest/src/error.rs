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
    /// A path in a list of files is not there.
    #[error(
        "{list}:{line}: found nothing at {path}, expected a file, a folder or a pattern that matches one"
    )]
    NotFoundInList {
        /// The list as it was named.
        list: PathBuf,
        /// The line, or the number of the path where the list is separated by NUL, from 1.
        line: u64,
        /// The path as the list names it.
        path: PathBuf,
    },
    /// A path with `*`, `?` or `[` matches nothing.
    #[error(
        "{pattern}: {reason}, expected a path or a pattern of paths such as dumps/**/*.jsonl.gz"
    )]
    Pattern {
        /// The pattern as it was given.
        pattern: String,
        /// What was found.
        reason: String,
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
