//! The paragraphs of a DOCX.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use zip::ZipArchive;

use super::article::LINE_BREAK;
use super::document::Fault;
use crate::reject::RejectCode;
use crate::splitter::MAX_RECORD_BYTES;

const PART: &str = "word/document.xml";
/// A part may be this many times as long as it is compressed, and this long in any case.
const MAX_RATIO: u64 = 200;
const MIN_LIMIT_BYTES: u64 = 1024 * 1024;
/// Elements in elements at most.
const MAX_DEPTH: usize = 512;
/// Elements with nothing in them that is shown, or shown a second time.
const LEFT_OUT: [&str; 7] = ["del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "Fallback"];

/// The paragraphs in the order of the document, also empty ones. Deleted text is left out.
pub(super) fn read_paragraphs(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    paragraphs_of(&read_part(bytes)?)
}

fn read_part(bytes: &[u8]) -> Result<String, Fault> {
    let damaged = |reason: &dyn std::fmt::Display| {
        let message =
            format!("found a DOCX that is corrupt or ends early ({reason}), expected all");
        Fault::new(RejectCode::Truncated, message)
    };
    if !bytes.starts_with(b"PK") {
        let message = "found no zip archive, expected a DOCX file";
        return Err(Fault::new(RejectCode::Unreadable, message));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let part = archive.by_name(PART).map_err(|error| damaged(&format_args!("{PART}: {error}")))?;
    let limit = (part.compressed_size().saturating_mul(MAX_RATIO))
        .max(MIN_LIMIT_BYTES)
        .min(MAX_RECORD_BYTES as u64);
    let mut xml = Vec::new();
    part.take(limit + 1).read_to_end(&mut xml).map_err(|error| damaged(&error))?;
    if xml.len() as u64 > limit {
        let message = format!(
            "found {PART} of more than {limit} bytes, expected at most {MAX_RATIO} times its compressed length and at most {MAX_RECORD_BYTES}"
        );
        return Err(Fault::new(RejectCode::TooLarge, message));
    }
    String::from_utf8(xml).map_err(|error| {
        Fault::new(RejectCode::NotUtf8, format!("found {PART} with {error}, expected UTF-8"))
    })
}

fn paragraphs_of(xml: &str) -> Result<Vec<String>, Fault> {
    let bad_xml = |reason: String| {
        Fault::new(
            RejectCode::Unreadable,
            format!("found {PART} with {reason}, expected the XML of a document"),
        )
    };
    let mut reader = Reader::from_str(xml);
    let mut text = Text::default();
    loop {
        match reader.read_event().map_err(|error| bad_xml(error.to_string()))? {
            Event::Start(element) => text.open(element.local_name().as_ref()),
            Event::Empty(element) => {
                text.open(element.local_name().as_ref());
                text.close(element.local_name().as_ref());
            }
            Event::End(element) => text.close(element.local_name().as_ref()),
            Event::Text(part) => text.push(&part),
            Event::CData(part) => text.push(&part),
            Event::GeneralRef(reference) => {
                let letter = resolve(&reference)
                    .ok_or_else(|| bad_xml("an entity that is not known".to_owned()))?;
                text.push(letter.encode_utf8(&mut [0; 4]));
            }
            Event::Eof if text.depth > 0 => {
                return Err(bad_xml("elements that are not closed".to_owned()));
            }
            Event::Eof => return Ok(text.paragraphs),
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if text.depth > MAX_DEPTH {
            return Err(bad_xml(format!("elements more than {MAX_DEPTH} deep")));
        }
    }
}

fn resolve(reference: &BytesRef) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The text so far and where in the document it is read.
#[derive(Default)]
struct Text {
    paragraphs: Vec<String>,
    /// Paragraphs that are open: one in another stands in a text box.
    open: Vec<String>,
    depth: usize,
    /// The depth of the element that is left out.
    left_out: Option<usize>,
    is_shown: bool,
}

impl Text {
    fn open(&mut self, name: &str) {
        self.depth += 1;
        if self.left_out.is_some() {
            return;
        }
        match name {
            "p" => self.open.push(String::new()),
            "t" => self.is_shown = true,
            "tab" | "ptab" => self.push_letter('\t'),
            "br" | "cr" => self.push_letter(LINE_BREAK),
            "noBreakHyphen" => self.push_letter('\u{2011}'),
            name if LEFT_OUT.contains(&name) => self.left_out = Some(self.depth),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out == Some(self.depth) {
            self.left_out = None;
        } else if self.left_out.is_none() {
            match name {
                "p" => self.paragraphs.extend(self.open.pop().map(|text| text.trim().to_owned())),
                "t" => self.is_shown = false,
                _ => {}
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn push(&mut self, text: &str) {
        if !self.is_shown || self.left_out.is_some() {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            let is_break = |letter: char| matches!(letter, '\n' | '\r');
            open.extend(text.chars().map(|letter| if is_break(letter) { ' ' } else { letter }));
        }
    }

    fn push_letter(&mut self, letter: char) {
        if let Some(open) = self.open.last_mut() {
            open.push(letter);
        }
    }
}
