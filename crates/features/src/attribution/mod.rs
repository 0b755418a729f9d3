//! Units → who says them: quotations, what attributes them, and speakers.

mod inflect;
mod lexicon;
#[allow(dead_code)]
mod speaker;
mod tags;
mod token;
mod types;

pub use types::{Attribution, QuotationForm, Speaker, SpeakerRole, UnitVoice, Voice, Voices};

use crate::segment::Unit;

/// Finds out who speaks in an article.
///
/// Holds the word lists; build it once and share it between threads.
#[derive(Debug, Clone, Default)]
pub struct Attributor {}

impl Attributor {
    /// An attributor for English news, with the shipped word lists.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The voices of an article's units, as [`Segmenter::segment`](crate::Segmenter::segment) cut them.
    #[must_use]
    pub fn attribute(&self, _text: &str, units: &[Unit<'_>]) -> Voices {
        Voices { units: vec![UnitVoice::default(); units.len()], speakers: Vec::new() }
    }
}
