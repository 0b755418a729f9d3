//! Documents as text.

use std::borrow::Cow;

use super::{docx, encoding, rtf};
use crate::reject::RejectCode;

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    Docx,
    Rtf,
    Text,
}

/// The text of a document.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// A line for each paragraph of a DOCX or an RTF; the file as it is, decoded, for a text.
    pub(crate) text: Cow<'a, str>,
    /// Whether a line is a paragraph.
    pub(crate) is_paragraphs: bool,
    /// That the end is missing, although there is text.
    pub(crate) fault: Option<Fault>,
}

/// Why a document, or its end, could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: RejectCode,
    pub(crate) message: String,
}

impl Fault {
    pub(super) fn new(code: RejectCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The text of a document. What the bytes start with counts before `kind`.
///
/// # Errors
/// When the bytes are no document of the kind, are damaged, or hold more than is read.
pub(crate) fn read_document(bytes: &[u8], kind: DocumentKind) -> Result<Document<'_>, Fault> {
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        let (lines, fault) = rtf::read_paragraphs(bytes.trim_ascii_start())?;
        return Ok(Document { text: lines.join("\n").into(), is_paragraphs: true, fault });
    }
    match kind {
        DocumentKind::Docx => {
            let lines = docx::read_paragraphs(bytes)?;
            Ok(Document { text: lines.join("\n").into(), is_paragraphs: true, fault: None })
        }
        DocumentKind::Rtf => {
            let message = "found no `{\\rtf` at the start, expected an RTF file";
            Err(Fault::new(RejectCode::Unreadable, message))
        }
        DocumentKind::Text => {
            Ok(Document { text: encoding::decode(bytes), is_paragraphs: false, fault: None })
        }
    }
}
