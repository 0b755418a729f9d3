//! What the attributor returns.

use serde::{Deserialize, Serialize};

use crate::segment::Span;

/// Who speaks in an article: what [`Attributor::attribute`](super::Attributor::attribute) finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voices {
    /// One entry a unit, in their order.
    pub units: Vec<UnitVoice>,
    /// Everybody to whom something is attributed, each once, in order of their first words.
    pub speakers: Vec<Speaker>,
}

/// In whose voice a unit speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitVoice {
    /// The outlet's own voice, or how somebody else's words are given.
    pub voice: Voice,
    /// Positions in [`Voices::speakers`] of those who say what the unit carries: none in own voice and where nobody is
    /// named, several for a joint statement.
    pub speakers: Vec<u32>,
    /// The attributions whose content starts in this unit; none for the headline, which lies outside the text.
    pub attributions: Vec<Attribution>,
}

/// The voices of units, as the codebook defines them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The outlet speaks.
    #[default]
    Own,
    /// Most of the unit stands in quotation marks, words of attribution aside: “No,” said Roe, who left by a side door.
    DirectQuote,
    /// Somebody's words or view, without marks or mostly so.
    Indirect,
}

impl Voice {
    /// Every voice, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Own, Self::DirectQuote, Self::Indirect];

    /// The name in files: `own`, `direct_quote`, `indirect`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::DirectQuote => "direct_quote",
            Self::Indirect => "indirect",
        }
    }
}

/// A stretch of text that is said, written or held by somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// What is said, its quotation marks with it. Where words of attribution interrupt it (“…,” she said, “…”), they lie
    /// inside.
    pub content: Span,
    /// Who says it, as the text puts it: a name, a description, a pronoun.
    pub source: Option<Span>,
    /// The words that attribute it: said, according to.
    pub cue: Option<Span>,
    /// With quotation marks, without, or with both.
    pub form: QuotationForm,
    /// Positions in [`Voices::speakers`] of whom the source stands for; none where it stands for nobody known.
    pub speakers: Vec<u32>,
}

/// How words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationForm {
    /// All in quotation marks.
    Direct,
    /// None in quotation marks.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

impl QuotationForm {
    /// The name in files: `direct`, `indirect`, `mixed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Somebody to whom words are attributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest form of the name in the article, without title, party and state; for the unnamed the description, as in
    /// *two senior officials*.
    pub name: String,
    /// The title before or behind the name, as the text has it: *Sen.*, *national security adviser*.
    pub title: Option<String>,
    /// `D`, `R`, `I` or `L`, where the text says so.
    pub party: Option<String>,
    /// The postal code of the state, `VA`, where the text says so.
    pub state: Option<String>,
    /// What they speak as.
    pub role: SpeakerRole,
}

/// Roles of speakers, as the codebook lists them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerRole {
    /// The president, his aides, departments and agencies of the federal executive, and their spokespeople.
    Administration,
    /// Members of Congress, their aides, and their parties in it.
    Legislator,
    /// Scholars, analysts, former officials, lawyers.
    Expert,
    /// Everybody else.
    #[default]
    Other,
}

impl SpeakerRole {
    /// The name in files: `administration`, `legislator`, `expert`, `other`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administration => "administration",
            Self::Legislator => "legislator",
            Self::Expert => "expert",
            Self::Other => "other",
        }
    }
}
