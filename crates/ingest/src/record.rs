//! One record as it was cut out of its file, and how it becomes an article.

use std::fmt;
use std::sync::Arc;

use crate::assemble::assemble;
use crate::fields::Fields;
use crate::header::Header;
use crate::html::{PageContext, page_fields};
use crate::http::read_capture;
use crate::reject::{Reject, RejectCode, raw_excerpt};
use crate::warc::Capture;
use crate::{Article, Config, encoding, json, lexis, rows};

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
    /// A JSON object inside of a document, with so many bytes before it on its line.
    Element { column: u64 },
    /// A row under a header, and whether a quote in it stands where none should.
    Row { header: Arc<Header>, has_stray_quote: bool },
    /// What a crawl kept of a page.
    Capture(Arc<Capture>),
    /// The text itself.
    Text,
    /// A web page, and what is known of it beside its bytes.
    Page(PageContext),
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
    /// The encoding that the record was decoded from, by its name in the WHATWG standard; nothing for UTF-8, and
    /// where the whole file is in UTF-16.
    pub encoding: Option<&'static str>,
    /// Values that could not be used although the article is kept.
    pub warnings: Vec<FieldWarning>,
}

/// A value that could not be used although its article is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWarning {
    /// Physical line, from 1; of a WARC file the number of the record, from 1.
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
        if let Layout::Capture(capture) = &self.layout {
            return read_capture(self, capture, config);
        }
        if let Layout::Page(context) = &self.layout {
            return assemble(page_fields(self, context)?, self, config);
        }
        if std::str::from_utf8(&self.bytes).is_ok() {
            return self.parse_utf8(config);
        }
        let (record, encoding) = self.decoded()?;
        // Places inside of the decoded text are none in the file.
        let start = |reject| Reject { byte_offset: self.byte_offset, column: 0, ..reject };
        Ok(Parsed { encoding: Some(encoding), ..record.parse_utf8(config).map_err(start)? })
    }

    /// The record in UTF-8 in the place of this one, which is not, and the name of its encoding.
    pub(crate) fn decoded(&self) -> Result<(Self, &'static str), Reject> {
        let Some((text, encoding)) = encoding::decode(&self.bytes) else {
            self.utf8()?;
            return Ok((self.clone(), "UTF-8"));
        };
        let (path, layout) = (self.path.clone(), self.layout.clone());
        let (line, byte_offset) = (self.line, self.byte_offset);
        Ok((Self { bytes: text.into_bytes(), path, line, byte_offset, layout }, encoding))
    }

    fn parse_utf8(&self, config: &Config) -> Result<Parsed, Reject> {
        let text = self.utf8()?;
        let fields = match &self.layout {
            Layout::Json | Layout::Element { .. } => json::read_object(self, text, &config.fields)?,
            Layout::Row { header, .. } => rows::read_row(self, text, header)?,
            Layout::Text | Layout::Page(_) | Layout::Capture(_) => Fields::of_text(text),
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

    /// The line and the column in bytes, both from 1, of the byte at `position`; in a crawl the number of the record,
    /// and 0.
    pub(crate) fn place(&self, position: usize) -> (u64, u64) {
        if matches!(self.layout, Layout::Capture(_)) {
            return (self.line, 0);
        }
        let before = &self.bytes[..position.min(self.bytes.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let n_lines = memchr::memchr_iter(b'\n', before).count();
        let n_before = match self.layout {
            Layout::Element { column } if n_lines == 0 => column,
            _ => 0,
        };
        (self.line + n_lines as u64, n_before + (before.len() - line_start) as u64 + 1)
    }
}
