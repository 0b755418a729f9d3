//! Attributions → the voice of each unit.

use std::ops::Range;

use super::{
    passage::Passage,
    spans::Found,
    types::{QuotationForm, Voice},
};

/// A unit is a direct quotation where at least this share of its letters and signs stands in quotation marks: most of it
/// (codebook, `voice`).
const QUOTED_SHARE: f64 = 0.5;
/// A unit is somebody's view where what is attributed takes at least this share of it.
const REPORTED_SHARE: f64 = 0.3;

/// The voice of a stretch of the text, and the number of the attribution that gives it.
pub(super) fn judge(
    text: &str,
    unit: &Range<usize>,
    passage: &Passage,
    found: &[Found],
) -> (Voice, Option<usize>) {
    let length = seen(text, unit.clone());
    let quoted: usize = passage
        .quotation_bytes(unit)
        .filter(|quotation| is_speech(quotation, unit, found))
        .map(|quotation| seen(text, overlap(&quotation, unit)))
        .sum();
    let shares = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.is_view)
        .map(|(number, found)| (number, seen(text, overlap(&found.content, unit))));
    let main = shares
        .filter(|&(_, share)| share > 0)
        .max_by_key(|&(number, share)| (share, std::cmp::Reverse(number)));
    let Some((number, reported)) = main else { return (Voice::Own, None) };
    let most =
        |part: usize, whole: usize, share: f64| part > 0 && part as f64 >= share * whole as f64;
    let found = &found[number];
    let whole = if found.form == QuotationForm::Direct { reported } else { length };
    if most(quoted, whole, QUOTED_SHARE) {
        (Voice::DirectQuote, Some(number))
    } else if most(reported, length, REPORTED_SHARE) || found.is_main {
        (Voice::Indirect, Some(number))
    } else {
        (Voice::Own, None)
    }
}

/// Whether a quotation is attributed, or is all that the unit says: else it is a title, or words held at a distance.
fn is_speech(quotation: &Range<usize>, unit: &Range<usize>, found: &[Found]) -> bool {
    (quotation.start <= unit.start && quotation.end >= unit.end)
        || found.iter().any(|found| !overlap(&found.content, quotation).is_empty())
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}

/// The bytes of a stretch that are no blanks.
fn seen(text: &str, range: Range<usize>) -> usize {
    text.as_bytes()[range].iter().filter(|byte| !byte.is_ascii_whitespace()).count()
}
