//! What the segmenter returns.

use serde::{Deserialize, Serialize};

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
pub(super) struct Units<'a> {
    pub(super) list: Vec<Unit<'a>>,
    text: &'a str,
    counted_bytes: usize,
    counted_chars: u32,
    number: u32,
}

impl<'a> Units<'a> {
    pub(super) fn with_headline(title: Option<&'a str>, text: &'a str) -> Self {
        let headline = title.map(str::trim).filter(|title| !title.is_empty());
        let list = headline
            .map(|text| Unit { number: 0, kind: UnitKind::Headline, text, span: None })
            .into_iter()
            .collect();
        Self { list, text, counted_bytes: 0, counted_chars: 0, number: 0 }
    }

    /// Adds the unit with these words, which stand at byte `at`, behind all earlier ones.
    pub(super) fn push(&mut self, at: usize, words: &'a str, kind: UnitKind) {
        let start = self.counted_chars + count_chars(&self.text[self.counted_bytes..at]);
        let end = start + count_chars(words);
        (self.counted_bytes, self.counted_chars) = (at + words.len(), end);
        self.number += 1;
        let span = Some(Span { start, end });
        self.list.push(Unit { number: self.number, kind, text: words, span });
    }
}

fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}
