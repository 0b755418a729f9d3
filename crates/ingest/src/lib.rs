//! Dumps of news articles as a stream of [`Article`]s.
//!
//! Files are found by [`find_inputs`], cut into [`RawRecord`]s by a [`Reader`] on one thread, and parsed by
//! [`RawRecord::parse`] on as many as there are. Read are JSON lines, CSV, TSV and plain text, each also compressed with
//! gzip or zstd. What cannot be read is a [`Reject`] that says where and why: for each record there is an article or a
//! reject.
//!
//! # Example
//! ```
//! use ingest::{Config, Reader, find_inputs};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("dump.jsonl");
//! # std::fs::write(&path, "{\"text\": \"The order took effect.\", \"url\": \"https://www.harborpost.com/1\"}\n[]\n")?;
//! let config = Config::default();
//! let inputs = find_inputs(&[path], &[])?;
//! let mut reader = Reader::new(inputs.files, &config);
//! let (mut articles, mut rejects) = (Vec::new(), Vec::new());
//! for record in reader.by_ref() {
//!     match record.and_then(|record| record.parse(&config)) {
//!         Ok(parsed) => articles.push(parsed.article),
//!         Err(reject) => rejects.push(reject),
//!     }
//! }
//! assert_eq!(articles[0].outlet, "harborpost.com");
//! assert_eq!(rejects[0].message, "found an array, expected a JSON object such as {\"text\": \"…\"}");
//! assert_eq!(reader.finish()[0].n_records, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod article;
mod assemble;
mod config;
mod date;
mod decompress;
mod domain;
mod error;
mod field_map;
mod fields;
mod format;
mod header;
mod inputs;
mod json;
mod json_position;
mod lines;
mod outlets;
mod reader;
mod record;
mod reject;
mod row_scan;
mod row_splitter;
mod rows;
mod source;
mod splitter;
mod syndication;
mod whole;

pub use article::Article;
pub use config::Config;
pub use error::Error;
pub use field_map::FieldMap;
pub use inputs::{InputFile, Inputs, find_inputs};
pub use outlets::OutletAliases;
pub use reader::{InputSummary, Reader};
pub use record::{FieldWarning, Parsed, RawRecord};
pub use reject::{Reject, RejectCode};
pub use syndication::{
    ClusterConfig, ClusterIndex, Fingerprints, Membership, SentenceOutlets, SharedSentences,
    sentence_key,
};
