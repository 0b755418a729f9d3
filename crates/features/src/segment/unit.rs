//! What the segmenter returns.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::clean::{CleanText, is_left_out};

/// One stretch of an article: what is scored and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Unit<'a> {
    /// 0 for the headline; the others count from 1 in text order.
    pub number: u32,
    /// What sort of stretch it is.
    pub kind: UnitKind,
    /// The words, trimmed: an exact slice of the title or of the article's text.
    pub text: &'a str,
    /// Where the words stand in the article's text; `None` for the headline.
    pub span: Option<Span>,
}

/// A range of code points in an article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// The sorts of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The article's title.
    Headline,
    /// A sentence, or a line that stands for one (a heading, a list item).
    Sentence,
    /// The words under a picture, with its credit.
    Caption,
    /// Page furniture: newsletter prompts, link lists, bylines, copyright lines.
    Boilerplate,
}

impl UnitKind {
    /// The name in output files: `headline`, `sentence`, `caption`, `boilerplate`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Sentence => "sentence",
            Self::Caption => "caption",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// The units so far, and how far their code points are counted.
pub(super) struct Units<'a, 'v> {
    list: Vec<Unit<'a>>,
    text: &'a str,
    view: &'v CleanText<'a>,
    covered: usize,
    counted_chars: u32,
    number: u32,
}

impl<'a, 'v> Units<'a, 'v> {
    pub(super) fn with_headline(
        title: Option<&'a str>,
        text: &'a str,
        view: &'v CleanText<'a>,
    ) -> Self {
        let headline = title.map(str::trim).filter(|title| !title.is_empty());
        let list = headline
            .map(|text| Unit { number: 0, kind: UnitKind::Headline, text, span: None })
            .into_iter()
            .collect();
        Self { list, text, view, covered: 0, counted_chars: 0, number: 0 }
    }

    /// Adds the unit with these bytes of the view, behind all earlier ones.
    pub(super) fn push(&mut self, range: Range<usize>, kind: UnitKind) {
        if self.view.is_borrowed() {
            return self.add(range, kind);
        }
        let range = self.view.original(range);
        self.cover_to(range.start);
        self.add(range.start.max(self.covered)..range.end, kind);
    }

    pub(super) fn finish(mut self) -> Vec<Unit<'a>> {
        if !self.view.is_borrowed() {
            self.cover_to(self.text.len());
        }
        self.list
    }

    /// Covers what is left of the text up to a byte and is seen there, but reads as a blank (`&nbsp;`): it belongs to the unit
    /// before it on the same line, else it is furniture.
    fn cover_to(&mut self, end: usize) {
        let gap = self.text.get(self.covered..end).unwrap_or("");
        let Some(first) = gap.find(is_seen) else { return };
        let last = gap
            .rfind(is_seen)
            .map_or(first, |at| at + gap[at..].chars().next().map_or(1, char::len_utf8));
        let (start, end) = (self.covered + first, self.covered + last);
        match self.list.last_mut() {
            Some(Unit { text, span: Some(span), .. }) if !gap[..first].contains(['\n', '\r']) => {
                *text = &self.text[self.covered - text.len()..end];
                span.end += count_chars(&self.text[self.covered..end]);
                (self.covered, self.counted_chars) = (end, span.end);
            }
            _ => self.add(start..end, UnitKind::Boilerplate),
        }
    }

    /// Adds the unit with these bytes of the text.
    fn add(&mut self, range: Range<usize>, kind: UnitKind) {
        let Some(words) = self.text.get(range.clone()).filter(|words| !words.is_empty()) else {
            return;
        };
        let start = self.counted_chars + count_chars(&self.text[self.covered..range.start]);
        let end = start + count_chars(words);
        (self.covered, self.counted_chars) = (range.end, end);
        self.number += 1;
        let span = Some(Span { start, end });
        self.list.push(Unit { number: self.number, kind, text: words, span });
    }
}

/// Whether a character is neither a blank nor one that prints nothing.
fn is_seen(character: char) -> bool {
    !character.is_whitespace() && !is_left_out(character)
}

/// The code points of a text.
pub(super) fn count_chars(text: &str) -> u32 {
    count_code_points(text.as_bytes())
}

/// The code points that begin in bytes of UTF-8: a sum of bytes is what the compiler makes fast.
pub(crate) fn count_code_points(bytes: &[u8]) -> u32 {
    let starts_character = |byte: &u8| u8::from(byte.cast_signed() >= -0x40);
    let chunks = bytes.chunks(usize::from(u8::MAX));
    chunks.map(|chunk| u32::from(chunk.iter().map(starts_character).sum::<u8>())).sum()
}
