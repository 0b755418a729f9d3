//! Dumps of news articles as a stream of [`Article`]s.
//!
//! Files are found by [`find_inputs`], cut into [`RawRecord`]s by a [`Reader`] on one thread, and parsed by
//! [`RawRecord::parse`] on as many as there are. Read are JSON lines and documents, CSV, TSV, Parquet, web pages, WARC, plain text, and DOCX,
//! RTF and text documents of several articles as Lexis delivers them, each also compressed with gzip, zstd, bzip2 or xz, or in a zip archive. What cannot be
//! read is a [`Reject`] that says where and why: for each record there is an article or a reject; only the records of a crawl that are no pages are passed
//! over and counted by reason.
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

mod archive;
mod article;
mod assemble;
mod bomb;
mod config;
mod content;
mod date;
mod decompress;
mod domain;
mod encoding;
mod error;
mod fault;
mod field_map;
mod fields;
mod file_list;
mod format;
mod globs;
mod header;
mod header_block;
mod html;
mod http;
mod inputs;
mod json;
mod json_document;
mod json_position;
mod json_scan;
mod json_value;
mod language;
mod left_out;
mod lexis;
mod lines;
mod outlets;
mod parquet_delta;
mod parquet_footer;
mod parquet_json;
mod parquet_pages;
mod parquet_rows;
mod reader;
mod record;
mod reject;
mod resume;
mod row_scan;
mod row_splitter;
mod rows;
mod source;
mod splitter;
mod syndication;
mod thrift;
mod transcoder;
mod warc;
mod whole;
mod zip_directory;
mod zip_member;

pub use article::Article;
pub use config::Config;
pub use error::Error;
pub use field_map::FieldMap;
pub use file_list::files_from;
pub use inputs::{InputFile, Inputs, find_inputs};
pub use language::identify_language;
pub use outlets::OutletAliases;
pub use reader::{InputSummary, Reader};
pub use record::{FieldWarning, Parsed, RawRecord};
pub use reject::{Reject, RejectCode};
pub use syndication::{
    ClusterConfig, ClusterIndex, Fingerprints, Membership, SentenceOutlets, SharedSentences,
    sentence_key,
};
