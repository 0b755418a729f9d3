//! Attributions → the voice of each unit.

use std::{cmp::Reverse, ops::Range};

use super::{
    passage::Passage,
    spans::Found,
    types::{QuotationForm, Voice},
};

/// A unit is a direct quotation where at least this share of it stands in quotation marks: most of it (codebook,
/// `voice`). Where nothing but a quotation is attributed, words of attribution do not count, however long.
const QUOTED_SHARE: f64 = 0.5;
/// A unit is somebody's view where what is attributed takes at least this share of it.
const REPORTED_SHARE: f64 = 0.3;

/// Whether a quotation is attributed is asked of so many attributions before it.
const LOOKED_BACK: usize = 64;

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
    let views = active.iter().copied().filter(|&number| found[number].is_view);
    let shares = views.map(|number| (overlap(&found[number].content, unit).len(), Reverse(number)));
    let enough = |&(share, _): &(usize, _)| share as f64 >= REPORTED_SHARE * length as f64;
    let widest = shares.clone().filter(|&(share, _)| share > 0).max();
    let is_main =
        |number: usize| found[number].is_main || found[number].form == QuotationForm::Direct;
    let main = || {
        shares
            .filter(|&(share, Reverse(number))| share > 0 && is_main(number))
            .min_by_key(|share| share.1.0)
    };
    let Some((_, Reverse(number))) = widest.filter(enough).or_else(main) else {
        return (Voice::Own, None);
    };
    let found = &found[number];
    let mostly_quoted = quoted > 0
        && (found.form == QuotationForm::Direct || quoted as f64 >= QUOTED_SHARE * length as f64);
    let is_quoted = found.is_block || mostly_quoted;
    (if is_quoted { Voice::DirectQuote } else { Voice::Indirect }, Some(number))
}

/// Whether a quotation is attributed, or is all that the unit says: else it is a title, or words held at a distance.
fn is_speech(
    quotation: &Range<usize>,
    unit: &Range<usize>,
    found: &[Found],
    active: &[usize],
) -> bool {
    (quotation.start <= unit.start && quotation.end >= unit.end) || {
        let begun = active.partition_point(|&number| found[number].content.start < quotation.end);
        let mut near = active[..begun].iter().rev().take(LOOKED_BACK);
        near.any(|&number| !overlap(&found[number].content, quotation).is_empty())
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}
