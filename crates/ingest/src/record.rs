//! One record as it was cut out of its file, and how it becomes an article.

use std::fmt;
use std::sync::Arc;

use crate::assemble::assemble;
use crate::fields::Fields;
use crate::header::Header;
use crate::reject::{Reject, RejectCode, raw_excerpt};
use crate::{Article, Config, json, lexis, rows};

/// One record, not looked into yet: its bytes and its place.
#[derive(Clone)]
pub struct RawRecord {
    pub(crate) bytes: Vec<u8>,
    pub(crate) path: Arc<str>,
    pub(crate) line: u64,
    pub(crate) byte_offset: u64,
    pub(crate) layout: Layout,
}

/// How the bytes of a record are laid out.
#[derive(Debug, Clone)]
pub(crate) enum Layout {
    /// A JSON object.
    Json,
    /// A row under a header, and whether a quote in it stands where none should.
    Row { header: Arc<Header>, has_stray_quote: bool },
    /// The text itself.
    Text,
    /// An article of a document with several, and whether its lines are paragraphs.
    Lexis { is_paragraphs: bool },
}

/// An article, and what is worth knowing about its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The article.
    pub article: Article,
    /// Whether the record has no id of its own, so that the article's is a hash of its content.
    pub has_content_id: bool,
    /// Whether the record names neither outlet nor URL, so that the folder's name, or `unknown`, stands for the
    /// outlet.
    pub has_guessed_outlet: bool,
    /// Names of fields that stand for no part of an article, in the order of the record.
    pub unused_fields: Vec<Box<str>>,
    /// Values that could not be used although the article is kept.
    pub warnings: Vec<FieldWarning>,
}

/// A value that could not be used although its article is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWarning {
    /// Physical line, from 1.
    pub line: u64,
    /// Column in bytes, from 1; 0 where it is not known.
    pub column: u64,
    /// The part of the article that is missing for it, such as `date`.
    pub field: &'static str,
    /// A code, what was found and what was expected: `bad_date: found "10/1", expected …`.
    pub message: String,
}

impl fmt::Debug for RawRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}:{}: {:?}", self.path, self.line, raw_excerpt(&self.bytes))
    }
}

impl RawRecord {
    /// Looks into the record. Pure: the same record and settings give the same result, on any thread.
    ///
    /// # Errors
    /// The reject that stands for the record when it gives no article.
    pub fn parse(&self, config: &Config) -> Result<Parsed, Reject> {
        let text = self.utf8()?;
        let fields = match &self.layout {
            Layout::Json => json::read_object(self, text, &config.fields)?,
            Layout::Row { header, .. } => rows::read_row(self, text, header)?,
            Layout::Text => Fields::of_text(text),
            Layout::Lexis { is_paragraphs } => {
                lexis::read_fields(self, text, *is_paragraphs, &config.fields)?
            }
        };
        assemble(fields, self, config)
    }

    /// The length of the record in bytes, without its line end.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// A reject that stands for this record, for faults that show only among records.
    #[must_use]
    pub fn reject(&self, code: RejectCode, message: String) -> Reject {
        Reject {
            path: self.path.to_string(),
            line: self.line,
            byte_offset: self.byte_offset,
            column: 0,
            code,
            message,
            raw: raw_excerpt(&self.bytes),
        }
    }

    pub(crate) fn utf8(&self) -> Result<&str, Reject> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let byte = self.bytes[error.valid_up_to()];
            let message = format!("found the byte 0x{byte:02x}, expected UTF-8");
            self.reject_at(RejectCode::NotUtf8, error.valid_up_to(), message)
        })
    }

    /// A reject that points at the byte at `position` of the record.
    pub(crate) fn reject_at(&self, code: RejectCode, position: usize, message: String) -> Reject {
        let (line, column) = self.place(position);
        let byte_offset = self.byte_offset + position as u64;
        Reject { line, byte_offset, column, ..self.reject(code, message) }
    }

    /// As [`Self::reject_at`], or for the whole record where the position is not known.
    pub(crate) fn reject_near(
        &self,
        code: RejectCode,
        position: Option<usize>,
        message: String,
    ) -> Reject {
        match position {
            Some(position) => self.reject_at(code, position, message),
            None => self.reject(code, message),
        }
    }

    /// The line and the column in bytes, both from 1, of the byte at `position`.
    pub(crate) fn place(&self, position: usize) -> (u64, u64) {
        let before = &self.bytes[..position.min(self.bytes.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let n_lines = memchr::memchr_iter(b'\n', before).count();
        (self.line + n_lines as u64, (before.len() - line_start) as u64 + 1)
    }
}
