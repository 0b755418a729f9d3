//! Units → who says them: quotations, what attributes them, and speakers.

mod code_points;
mod inflect;
mod lexicon;
mod noun_phrase;
mod passage;
mod quotation;
mod rules;
mod spans;
mod speaker;
mod subject;
mod tags;
mod token;
mod types;
mod verb_group;
mod voice;
mod word_table;

use std::ops::Range;

pub use types::{Attribution, QuotationForm, Speaker, SpeakerRole, UnitVoice, Voice, Voices};

use crate::clean::{CleanText, clean};
use crate::segment::{Unit, UnitKind};
use code_points::CodePoints;
use lexicon::Lexicon;
use passage::{Passage, Stretch};
use spans::Found;
use speaker::{Part, Resolved, SpeakerResolver};
use voice::Judge;

/// Finds out who speaks in an article.
///
/// Holds the word lists; build it once and share it between threads.
///
/// # Example
/// ```
/// use features::{Attributor, Segmenter, Voice};
///
/// let text = "The order is weak, Sen. Jane Roe, D-Va., said. “It will not do,” she said. Few came.";
/// let units = Segmenter::new().segment(None, text);
/// let voices = Attributor::new().attribute(text, &units, &[]);
///
/// let found: Vec<Voice> = voices.units.iter().map(|unit| unit.voice).collect();
/// assert_eq!(found, [Voice::Indirect, Voice::DirectQuote, Voice::Own]);
/// assert_eq!(voices.speakers[0].name, "Jane Roe");
/// assert_eq!(voices.units[1].speakers, [0]);
/// ```
#[derive(Debug, Clone)]
pub struct Attributor {
    lexicon: Lexicon,
    resolver: SpeakerResolver,
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
        Self { lexicon: Lexicon::shipped(), resolver: SpeakerResolver::shipped() }
    }

    /// The voices of an article's units, as [`Segmenter::segment`](crate::Segmenter::segment) cut them from `text`.
    ///
    /// `block_quotes` are code points of the text that a page sets apart as quotations, in order and disjoint; none where that
    /// is not known. They count as quoted where words before them or a name under them say whose they are.
    #[must_use]
    pub fn attribute(&self, text: &str, units: &[Unit<'_>], block_quotes: &[Range<u32>]) -> Voices {
        let headline = units.iter().position(|unit| unit.span.is_none()).map(|unit| {
            let title = units[unit].text;
            let whole =
                Stretch { unit, bytes: 0..title.len(), stands_alone: true, block_quote: None };
            Reading::new(title, vec![whole], &self.lexicon)
        });
        let body = Reading::new(text, stretches(text, units, block_quotes), &self.lexicon);
        let parts: Vec<Part<'_>> = headline.iter().chain([&body]).map(Reading::part).collect();
        let Resolved { speakers, of_source } = self.resolver.resolve(&parts);
        let n_before_body = of_source.len() - body.sources.len();
        let (of_headline, of_body) = of_source.split_at(n_before_body);
        let mut voices = Voices { units: vec![UnitVoice::default(); units.len()], speakers };
        if let Some(headline) = &headline {
            headline.judge(of_headline, &mut voices.units);
        }
        body.judge(of_body, &mut voices.units);
        body.list(of_body, &mut voices.units);
        voices
    }
}

/// A headline or a text with its attributions.
struct Reading<'a> {
    text: &'a str,
    /// The text as it is read: words are looked for in it, and spans are told in the text as it is.
    view: CleanText<'a>,
    stretches: Vec<Stretch>,
    passage: Passage,
    found: Vec<Found>,
    /// The sources of the attributions, each once, in the order of the text.
    sources: Vec<Range<usize>>,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, mut stretches: Vec<Stretch>, lexicon: &Lexicon) -> Self {
        let view = clean(text);
        if !view.is_borrowed() {
            for stretch in &mut stretches {
                stretch.bytes = view.cleaned(stretch.bytes.clone());
            }
        }
        let passage = Passage::read(view.as_str(), &stretches, lexicon);
        let found = spans::find(&passage);
        let mut sources: Vec<_> = found.iter().filter_map(|found| found.source.clone()).collect();
        sources.sort_unstable_by_key(|source| (source.start, source.end));
        sources.dedup();
        Self { text, view, stretches, passage, found, sources }
    }

    fn part(&self) -> Part<'_> {
        Part { text: self.view.as_str(), passage: &self.passage, sources: &self.sources }
    }

    /// Sets the voices and speakers of the units.
    fn judge(&self, of_source: &[Vec<u32>], units: &mut [UnitVoice]) {
        let mut judge = Judge::new(&self.passage, &self.found);
        for stretch in &self.stretches {
            let (voice, number) = judge.judge(&stretch.bytes);
            let unit = &mut units[stretch.unit];
            unit.voice = voice;
            unit.speakers = number.map_or_else(Vec::new, |number| self.speakers(number, of_source));
        }
    }

    /// Lists every attribution at the unit in which its content starts.
    fn list(&self, of_source: &[Vec<u32>], units: &mut [UnitVoice]) {
        let points = CodePoints::new(self.text);
        let span = |bytes: &Range<usize>| points.span(&self.view.original(bytes.clone()));
        let mut covered = 0;
        for (number, found) in self.found.iter().enumerate() {
            // What is attributed inside another content is what that source says; equal starts: the longest comes last.
            let is_inner = found.content.end <= covered
                || self.found[number + 1..]
                    .iter()
                    .take_while(|other| other.content.start == found.content.start)
                    .any(|other| other.content.end > found.content.end);
            if is_inner {
                continue;
            }
            covered = covered.max(found.content.end);
            let begun = self
                .stretches
                .partition_point(|stretch| stretch.bytes.start <= found.content.start);
            let Some(stretch) = begun.checked_sub(1).map(|last| &self.stretches[last]) else {
                continue;
            };
            units[stretch.unit].attributions.push(Attribution {
                content: span(&found.content),
                source: found.source.as_ref().map(span),
                cue: found.cue.as_ref().map(span),
                form: found.form,
                speakers: self.speakers(number, of_source),
            });
        }
    }

    fn speakers(&self, number: usize, of_source: &[Vec<u32>]) -> Vec<u32> {
        let key = |source: &Range<usize>| (source.start, source.end);
        let found = &self.found[number];
        found
            .source
            .as_ref()
            .or(found.earlier_source.as_ref())
            .and_then(|source| self.sources.binary_search_by_key(&key(source), key).ok())
            .map_or_else(Vec::new, |place| of_source[place].clone())
    }
}

/// The units that are looked into, with their bytes: all but the headline and furniture.
fn stretches(text: &str, units: &[Unit<'_>], block_quotes: &[Range<u32>]) -> Vec<Stretch> {
    let mut stretches = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        if unit.span.is_none() || unit.kind == UnitKind::Boilerplate {
            continue;
        }
        // A unit is a slice of the text; what is not, nothing is known of.
        let start = (unit.text.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
        let Some(bytes) = start.map(|start| start..start + unit.text.len()) else { continue };
        if text.get(bytes.clone()) != Some(unit.text) {
            continue;
        }
        stretches.push(Stretch {
            unit: index,
            bytes,
            stands_alone: unit.kind != UnitKind::Sentence,
            block_quote: block_quote_of(unit, block_quotes),
        });
    }
    stretches
}

/// The number of the block quotation that holds a unit.
fn block_quote_of(unit: &Unit<'_>, block_quotes: &[Range<u32>]) -> Option<u32> {
    let span = unit.span?;
    let begun = block_quotes.partition_point(|quote| quote.start <= span.start);
    let last = begun.checked_sub(1)?;
    (span.end <= block_quotes[last].end).then_some(last as u32)
}
