//! Documents as records: one for each article.

use std::sync::Arc;

use super::cut::{cut, has_marks};
use super::document::{Document, DocumentKind, read_document};
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::whole;

/// Cuts a file that is read as a whole into its articles.
pub(crate) struct Documents {
    kind: DocumentKind,
    waiting: std::vec::IntoIter<Result<RawRecord, Reject>>,
    is_read: bool,
}

impl Documents {
    pub(crate) fn new(kind: DocumentKind) -> Self {
        Self { kind, waiting: Vec::new().into_iter(), is_read: false }
    }

    pub(crate) fn next_article(
        &mut self,
        source: &mut Source,
    ) -> Option<Result<RawRecord, Reject>> {
        if !self.is_read {
            let whole = whole::next_file(source, &Layout::Text)?;
            self.is_read = true;
            self.waiting = match whole {
                Ok(whole) => records(whole, self.kind),
                Err(reject) => vec![Err(reject)],
            }
            .into_iter();
        }
        self.waiting.next()
    }

    /// Whether the file was read: one of nothing but pages that say what was delivered has no articles.
    pub(crate) fn has_cover(&self) -> bool {
        self.is_read
    }
}

/// The articles in the bytes of `whole`, which is a whole file.
///
/// Their `line` is the line in a text file, and the number of the paragraph in a DOCX or an RTF. Their `byte_offset` is
/// that in a text file in UTF-8, and otherwise 0.
pub(crate) fn records(whole: RawRecord, kind: DocumentKind) -> Vec<Result<RawRecord, Reject>> {
    let document = match read_document(&whole.bytes, kind) {
        Ok(document) => document,
        Err(fault) => return vec![Err(whole.reject(fault.code, fault.message))],
    };
    let fault = document.fault.clone().map(|fault| whole.reject(fault.code, fault.message));
    let mut records = if has_marks(&document.text) {
        articles(&whole, &document)
    } else if document.is_paragraphs {
        one_article(&whole, &document)
    } else {
        return vec![Ok(whole)];
    };
    records.extend(fault.map(Err));
    records
}

fn articles(whole: &RawRecord, document: &Document) -> Vec<Result<RawRecord, Reject>> {
    let text = document.text.as_ref();
    let is_as_read = text.as_bytes() == whole.bytes;
    let article = |(range, line): (std::ops::Range<usize>, u64)| RawRecord {
        byte_offset: whole.byte_offset + if is_as_read { range.start as u64 } else { 0 },
        bytes: text.as_bytes()[range].to_vec(),
        path: Arc::clone(&whole.path),
        line,
        layout: Layout::Lexis { is_paragraphs: document.is_paragraphs },
    };
    cut(text).articles.into_iter().map(|place| Ok(article(place))).collect()
}

/// A document without marks: all its text, with a blank line between paragraphs.
fn one_article(whole: &RawRecord, document: &Document) -> Vec<Result<RawRecord, Reject>> {
    let paragraphs = document.text.lines().filter(|line| !line.trim().is_empty());
    let text =
        paragraphs.collect::<Vec<_>>().join("\n\n").replace(super::article::LINE_BREAK, "\n");
    if text.is_empty() {
        let message = "found a document without text, expected articles".to_owned();
        return vec![Err(whole.reject(RejectCode::EmptyText, message))];
    }
    vec![Ok(RawRecord { bytes: text.into_bytes(), layout: Layout::Text, ..whole.clone() })]
}
