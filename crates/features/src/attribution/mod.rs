//! Units → who says them: quotations, what attributes them, and speakers.

mod inflect;
mod lexicon;
mod passage;
mod phrase;
mod quotation;
mod rules;
mod spans;
#[allow(dead_code)]
mod speaker;
mod tags;
mod token;
mod types;
mod voice;

use std::ops::Range;

pub use types::{Attribution, QuotationForm, Speaker, SpeakerRole, UnitVoice, Voice, Voices};

use crate::segment::{Span, Unit, UnitKind};
use lexicon::Lexicon;
use passage::{Passage, Stretch};
use spans::Found;
use voice::Judge;

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
        let mut voices =
            Voices { units: vec![UnitVoice::default(); units.len()], speakers: Vec::new() };
        for (index, unit) in units.iter().enumerate() {
            if unit.span.is_none() {
                let headline =
                    [Stretch { unit: index, bytes: 0..unit.text.len(), stands_alone: true }];
                self.judge(unit.text, &headline, &mut voices);
            }
        }
        let stretches = stretches(text, units);
        let found = self.judge(text, &stretches, &mut voices);
        let points = CodePoints::new(text);
        for found in &found {
            let unit =
                stretches.partition_point(|stretch| stretch.bytes.start <= found.content.start);
            let Some(stretch) = unit.checked_sub(1).map(|unit| &stretches[unit]) else { continue };
            voices.units[stretch.unit].attributions.push(attribution(found, &points));
        }
        voices
    }

    /// Finds the attributions of a text and sets the voices of its units.
    fn judge(&self, text: &str, stretches: &[Stretch], voices: &mut Voices) -> Vec<Found> {
        let passage = Passage::read(text, stretches, &self.lexicon);
        let found = spans::find(&passage);
        let mut judge = Judge::new(&passage, &found);
        for stretch in stretches {
            let (voice, _) = judge.judge(&stretch.bytes);
            voices.units[stretch.unit].voice = voice;
        }
        found
    }
}

fn attribution(found: &Found, points: &CodePoints<'_>) -> Attribution {
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

/// Bytes between two places at which code points are counted.
const CHECKPOINT_BYTES: usize = 512;

/// Counts the code points before any byte of a text.
struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every [`CHECKPOINT_BYTES`]th byte; empty where each is one byte.
    checkpoints: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for bytes in text.as_bytes().chunks(CHECKPOINT_BYTES) {
                checkpoints.push(count);
                count += count_starts(bytes);
            }
            checkpoints.push(count);
        }
        Self { text, checkpoints }
    }

    fn span(&self, bytes: &Range<usize>) -> Span {
        Span { start: self.count_to(bytes.start), end: self.count_to(bytes.end) }
    }

    fn count_to(&self, byte: usize) -> u32 {
        let place = byte / CHECKPOINT_BYTES;
        match self.checkpoints.get(place) {
            Some(count) => {
                count + count_starts(&self.text.as_bytes()[place * CHECKPOINT_BYTES..byte])
            }
            None => byte as u32,
        }
    }
}

/// The bytes that begin a code point in UTF-8.
fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte & 0xc0 != 0x80)).sum()
}
