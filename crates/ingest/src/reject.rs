//! Records that could not be read, with the place and the reason.

use serde::{Deserialize, Serialize};

use crate::fault::ReadFault;

/// The longest `raw` that a reject carries, in bytes of UTF-8.
const MAX_RAW_BYTES: usize = 2048;

/// One record, or one file, that gave no article. A row of `rejects.jsonl`.
///
/// `line`, `byte_offset` and `column` point at the fault where its place is known, else at the start of the
/// record, and then `column` is 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The file as it was named, `-` for standard input.
    pub path: String,
    /// Physical line, from 1; of a WARC file the number of the record, from 1.
    pub line: u64,
    /// Offset in bytes into the decompressed file, from 0.
    pub byte_offset: u64,
    /// Column in bytes, from 1; 0 where it is not known.
    pub column: u64,
    /// What kind of fault it is.
    pub code: RejectCode,
    /// What was found and what was expected.
    pub message: String,
    /// The start of the record, at most 2 kB, with U+FFFD for what is not UTF-8.
    pub raw: String,
}

/// The closed list of reasons for a reject, written in snake case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// The line is not valid JSON.
    BadJson,
    /// The line is valid JSON, but an array, a string, a number, …
    NotAnObject,
    /// No field of the record holds the text.
    MissingText,
    /// The record has a URL, and no field that holds the text.
    UrlOnly,
    /// The text is empty or only white space.
    EmptyText,
    /// The bytes are neither UTF-8 nor another encoding that can be told.
    NotUtf8,
    /// A field that is needed holds a NUL character.
    NulByte,
    /// The row has more or fewer fields than the header.
    RaggedRow,
    /// A quoted field is not closed where it should be.
    UnclosedQuote,
    /// A field that is needed is there twice under the same name.
    DuplicateField,
    /// A field that is needed holds an object, an array, or another value that is not text.
    BadValue,
    /// The record is longer than 64 MiB, or a page has more than 2,000,000 elements and texts.
    TooLarge,
    /// No part of the page reads like the text of an article.
    NoMainText,
    /// More than 1,000 elements of the page lie in one another.
    TooDeep,
    /// The record of a crawl has no header that can be read, or a wrong length.
    BadWarc,
    /// The HTTP response that a crawl kept has no head or body that can be read.
    BadHttp,
    /// The file ends inside a record or an array, or its compressed data end early or are corrupt.
    Truncated,
    /// The data unpack to far more than a dump of articles can.
    Bomb,
    /// The file is no Parquet file, or a part of it is corrupt.
    BadParquet,
    /// The file cannot be opened or read, or is of a kind that is not read.
    Unreadable,
    /// The file has no bytes, or only white space.
    EmptyFile,
    /// Another article has the same id; raised by the pipeline.
    DuplicateId,
}

impl Reject {
    /// A reject that stands for a whole file.
    pub(crate) fn of_file(path: &str, fault: ReadFault) -> Self {
        let ReadFault { code, message } = fault;
        let (path, raw) = (path.to_owned(), String::new());
        Self { path, line: 1, byte_offset: 0, column: 0, code, message, raw }
    }
}

/// The start of `bytes` as text, for a reject's `raw`.
pub(crate) fn raw_excerpt(bytes: &[u8]) -> String {
    let longest_char = 4;
    let head = &bytes[..bytes.len().min(MAX_RAW_BYTES + longest_char)];
    let mut text = String::from_utf8_lossy(head).into_owned();
    let mut end = text.len().min(MAX_RAW_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_is_cut_on_a_character_boundary() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(raw_excerpt(bytes), expected);
        check(b"short", "short");
        check(b"caf\xe9", "caf\u{fffd}");
        check("é".repeat(2000).as_bytes(), &"é".repeat(1024));
        check(format!("x{}", "é".repeat(2000)).as_bytes(), &format!("x{}", "é".repeat(1023)));
    }
}
