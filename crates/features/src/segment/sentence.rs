//! Block → sentences.

use std::ops::Range;

use super::list::{item_starts, marker_length};
use super::stop::Stop;
use super::words::Words;

/// Adds the byte ranges of a block's sentences, trimmed, in order.
pub(super) fn split(block: &str, words: &Words, cuts: &mut Vec<Range<usize>>) {
    let starts = item_starts(block);
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(block.len());
        split_item(&block[..end], start, words, cuts);
    }
}

/// Cuts `text` from `start` on.
fn split_item(text: &str, mut start: usize, words: &Words, cuts: &mut Vec<Range<usize>>) {
    let mut at = start + marker_length(&text[start..]);
    while let Some(stop) = Stop::find(text, at) {
        at = stop.closed;
        if stop.ends_sentence(text, start, words) {
            push_trimmed(text, start..stop.closed, cuts);
            start = stop.closed + leading_space(&text[stop.closed..]);
            at = start + marker_length(&text[start..]);
        }
    }
    push_trimmed(text, start..text.len(), cuts);
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn push_trimmed(text: &str, range: Range<usize>, cuts: &mut Vec<Range<usize>>) {
    let start = range.start + leading_space(&text[range.clone()]);
    let end = start + text[start..range.end].trim_end().len();
    if start < end {
        cuts.push(start..end);
    }
}
