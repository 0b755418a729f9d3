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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
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
