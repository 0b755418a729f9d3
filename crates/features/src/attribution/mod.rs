//! Units → who says them: quotations, what attributes them, and speakers.

mod inflect;
mod lexicon;
mod passage;
mod phrase;
mod quotation;
mod rules;
mod spans;
mod tags;
mod token;
mod types;

use std::ops::Range;

pub use types::{Attribution, QuotationForm, Speaker, SpeakerRole, UnitVoice, Voice, Voices};

use crate::segment::{Span, Unit, UnitKind};
use lexicon::Lexicon;
use passage::{Passage, Stretch};
use spans::Found;

/// Finds out who speaks in an article.
///
/// Holds the word lists; build it once and share it between threads.
#[derive(Debug, Clone)]
pub struct Attributor {
    lexicon: Lexicon,
}

impl Default for Attributor {
    fn default() -> Self {
        Self::new()
    }
}

impl Attributor {
    /// An attributor for English news, with the shipped word lists.
    #[must_use]
    pub fn new() -> Self {
        Self { lexicon: Lexicon::shipped() }
    }

    /// The voices of an article's units, as [`Segmenter::segment`](crate::Segmenter::segment) cut them.
    #[must_use]
    pub fn attribute(&self, text: &str, units: &[Unit<'_>]) -> Voices {
        let stretches = stretches(text, units);
        let passage = Passage::read(text, &stretches, &self.lexicon);
        let found = spans::find(&passage);
        let mut voices =
            Voices { units: vec![UnitVoice::default(); units.len()], speakers: Vec::new() };
        let mut points = CodePoints { text, at: 0, count: 0 };
        for found in &found {
            let unit =
                stretches.partition_point(|stretch| stretch.bytes.start <= found.content.start);
            let Some(stretch) = unit.checked_sub(1).map(|unit| &stretches[unit]) else { continue };
            voices.units[stretch.unit].attributions.push(attribution(found, &mut points));
        }
        voices
    }
}

fn attribution(found: &Found, points: &mut CodePoints<'_>) -> Attribution {
    Attribution {
        content: points.span(&found.content),
        source: found.source.as_ref().map(|source| points.span(source)),
        cue: found.cue.as_ref().map(|cue| points.span(cue)),
        form: found.form,
        speakers: Vec::new(),
    }
}

/// The units that are looked into, with their bytes: all but the headline and furniture.
fn stretches(text: &str, units: &[Unit<'_>]) -> Vec<Stretch> {
    let mut stretches = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        if unit.span.is_none() || unit.kind == UnitKind::Boilerplate {
            continue;
        }
        let start = unit.text.as_ptr() as usize - text.as_ptr() as usize;
        stretches.push(Stretch {
            unit: index,
            bytes: start..start + unit.text.len(),
            stands_alone: unit.kind != UnitKind::Sentence,
        });
    }
    stretches
}

/// Counts code points of a text, for bytes that mostly grow.
struct CodePoints<'a> {
    text: &'a str,
    at: usize,
    count: u32,
}

impl CodePoints<'_> {
    fn span(&mut self, bytes: &Range<usize>) -> Span {
        let start = self.count_to(bytes.start);
        Span { start, end: self.count_to(bytes.end) }
    }

    fn count_to(&mut self, byte: usize) -> u32 {
        let chars = |range: Range<usize>| self.text[range].chars().count() as u32;
        self.count = if byte >= self.at {
            self.count + chars(self.at..byte)
        } else {
            self.count - chars(byte..self.at)
        };
        self.at = byte;
        self.count
    }
}
