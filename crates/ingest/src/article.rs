//! The article, the one thing that leaves this crate.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One document of a dump.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The record's own id, else a hash of its content (16 hexadecimal digits).
    pub id: String,
    /// Who published it: never empty, without control characters.
    pub outlet: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it, several names joined with `; `.
    pub author: Option<String>,
    /// The day it was published, as written.
    pub date: Option<Date>,
    /// The text exactly as the record gives it, decoded, or the main text of a page: offsets of units refer to it.
    pub text: String,
    /// What of the text a page sets off as quotations (`blockquote`), mostly without quotation marks: code points, in order,
    /// disjoint, without the line that names the speaker. Empty for other records.
    pub block_quotes: Vec<Range<u32>>,
    /// The file it came from, `-` for standard input.
    pub source_path: Arc<str>,
    /// The line on which its record starts, from 1; of a crawl, a Parquet file or a document with paragraphs the number of
    /// the record, row or paragraph.
    pub source_line: u64,
    /// Where its record starts: offset in bytes into the decompressed file, from 0; 0 where records have no place of their own.
    pub source_offset: u64,
}

impl Article {
    /// An id that depends on nothing but the content: the first 16 hexadecimal digits of a BLAKE3 hash over outlet,
    /// url, title, date and text, each with its length before it.
    pub(crate) fn content_id(&self) -> String {
        let date = self.date.map(|date| date.to_string());
        let parts = [
            Some(&self.outlet),
            self.url.as_ref(),
            self.title.as_ref(),
            date.as_ref(),
            Some(&self.text),
        ];
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            hasher.update(&length.to_le_bytes());
            hasher.update(part.map_or("", String::as_str).as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}
