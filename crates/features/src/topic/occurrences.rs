//! Where terms stand in a field, counted in words.

use std::ops::Range;

use super::letters::{is_alphanumeric, is_word_boundary};

/// The first and the last word of a term in a field, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordSpan {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Where the terms stand in one field.
#[derive(Debug)]
pub(super) struct Occurrences {
    /// For each term, sorted and each once.
    spans: Vec<Vec<WordSpan>>,
}

impl Occurrences {
    /// Counts bytes of the text, a list of ranges for each term, in words.
    pub(super) fn new(text: &str, ranges: Vec<Vec<Range<usize>>>) -> Self {
        let starts = word_starts(text);
        // A range starts at a word and ends behind one.
        let number = |offset: usize| starts.partition_point(|&start| start < offset);
        let to_spans = |ranges: Vec<Range<usize>>| {
            let spans = ranges.into_iter().map(|range| WordSpan {
                first: number(range.start),
                last: number(range.end).saturating_sub(1),
            });
            sorted(spans.collect())
        };
        Self { spans: ranges.into_iter().map(to_spans).collect() }
    }

    /// Where any of the terms stands, sorted and each once.
    pub(super) fn of_any(&self, terms: &[usize]) -> Vec<WordSpan> {
        if let &[term] = terms {
            return self.spans[term].clone();
        }
        sorted(terms.iter().flat_map(|&term| self.spans[term].iter().copied()).collect())
    }
}

fn sorted(mut spans: Vec<WordSpan>) -> Vec<WordSpan> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// The bytes at which words start.
fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::with_capacity(text.len() / 8);
    let mut is_within = false;
    for (start, character) in text.char_indices() {
        let was_within = std::mem::replace(&mut is_within, is_alphanumeric(character));
        // Between two letters there is never a boundary.
        if is_within && !was_within && is_word_boundary(text, start) {
            starts.push(start);
        }
    }
    starts
}
