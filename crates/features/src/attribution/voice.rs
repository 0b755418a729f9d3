//! Attributions → the voice of each unit.

use std::ops::Range;

use super::{
    passage::Passage,
    spans::Found,
    types::{QuotationForm, Voice},
};

/// A unit is a direct quotation where at least this share of it stands in quotation marks: most of it
/// (codebook, `voice`).
const QUOTED_SHARE: f64 = 0.5;
/// A unit is somebody's view where what is attributed takes at least this share of it.
const REPORTED_SHARE: f64 = 0.3;

/// Judges the units of a text one after the other.
pub(super) struct Judge<'a> {
    passage: &'a Passage,
    /// The attributions, by the start of their contents.
    found: &'a [Found],
    /// Attributions before this one have begun.
    begun: usize,
    /// Those of them that may reach into the next unit.
    active: Vec<usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(passage: &'a Passage, found: &'a [Found]) -> Self {
        Self { passage, found, begun: 0, active: Vec::new() }
    }

    /// The voice of a unit, which lies behind those asked for before, and the number of the attribution that gives it.
    pub(super) fn judge(&mut self, unit: &Range<usize>) -> (Voice, Option<usize>) {
        while self.found.get(self.begun).is_some_and(|found| found.content.start < unit.end) {
            self.active.push(self.begun);
            self.begun += 1;
        }
        self.active.retain(|&number| self.found[number].content.end > unit.start);
        judge(unit, self.passage, self.found, &self.active)
    }
}

fn judge(
    unit: &Range<usize>,
    passage: &Passage,
    found: &[Found],
    active: &[usize],
) -> (Voice, Option<usize>) {
    let length = unit.len();
    let quoted: usize = passage
        .quotation_bytes(unit)
        .filter(|quotation| is_speech(quotation, unit, found, active))
        .map(|quotation| overlap(&quotation, unit).len())
        .sum();
    let shares = active
        .iter()
        .filter(|&&number| found[number].is_view)
        .map(|&number| (number, overlap(&found[number].content, unit).len()));
    let main = shares
        .filter(|&(_, share)| share > 0)
        .max_by_key(|&(number, share)| (share, std::cmp::Reverse(number)));
    let Some((number, reported)) = main else { return (Voice::Own, None) };
    let most =
        |part: usize, whole: usize, share: f64| part > 0 && part as f64 >= share * whole as f64;
    let found = &found[number];
    let whole = if found.form == QuotationForm::Direct { reported } else { length };
    if found.is_block || most(quoted, whole, QUOTED_SHARE) {
        (Voice::DirectQuote, Some(number))
    } else if most(reported, length, REPORTED_SHARE) || found.is_main {
        (Voice::Indirect, Some(number))
    } else {
        (Voice::Own, None)
    }
}

/// Whether a quotation is attributed, or is all that the unit says: else it is a title, or words held at a distance.
fn is_speech(
    quotation: &Range<usize>,
    unit: &Range<usize>,
    found: &[Found],
    active: &[usize],
) -> bool {
    (quotation.start <= unit.start && quotation.end >= unit.end)
        || active.iter().any(|&number| !overlap(&found[number].content, quotation).is_empty())
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}
