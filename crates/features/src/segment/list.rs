//! List markers: *1.*, *2)*, *(iii)*, *b.*, bullets.

use super::mark::{bullet, head};

/// Digits of the largest number taken for a marker: *1988.* is a year.
const MOST_DIGITS: usize = 3;
/// Letters of the longest roman number taken for a marker: *viii*.
const MOST_ROMAN: usize = 4;

/// The bytes of the bullets and the marker that a text starts with, and of the space behind them.
pub(super) fn marker_length(text: &str) -> usize {
    let bullets = text.find(|c: char| !bullet(c) && !c.is_whitespace()).unwrap_or(text.len());
    if bullets > 0 && !text.starts_with(bullet) {
        return 0;
    }
    bullets + Marker::read(&text[bullets..]).map_or(0, |marker| marker.length)
}

/// Where the items of a text that is a list on one line start; only `[0]` where it is none.
///
/// The items after the first are found by their bullets, or by markers that count on from the
/// first in its own form (`1) … 2) …`), so that a number in a sentence is never one.
pub(super) fn item_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let first = text.chars().next();
    if let Some(sign) = first.filter(|&c| bullet(c)) {
        starts.extend(
            text.match_indices(sign)
                .map(|(at, _)| at)
                .filter(|&at| at > 0 && text[..at].ends_with(char::is_whitespace)),
        );
        return starts;
    }
    let Some(mut last) = Marker::read(text) else { return starts };
    let mut from = last.length;
    while let Some(space) = text[from..].find(char::is_whitespace) {
        let at = from + space + text[from + space..].chars().next().map_or(1, char::len_utf8);
        if let Some(marker) = Marker::read(&text[at..]).filter(|marker| marker.follows(&last)) {
            starts.push(at);
            last = marker;
        }
        from = at;
    }
    starts
}

/// A marker at the start of a text.
struct Marker<'a> {
    label: &'a str,
    closing: &'a str,
    length: usize,
}

impl<'a> Marker<'a> {
    /// Reads a label, one of `.`, `)`, `.)` and white space.
    fn read(text: &'a str) -> Option<Self> {
        let open = usize::from(text.starts_with('('));
        let inner = head(&text[open..], MOST_DIGITS.max(MOST_ROMAN) + 1);
        let letters = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let label = &inner[..(letters < inner.len()).then_some(letters)?];
        if !is_label(label) {
            return None;
        }
        let rest = &text[open + label.len()..];
        let closing = [".)", ".", ")"].into_iter().find(|closing| rest.starts_with(closing))?;
        let rest = &rest[closing.len()..];
        let space = rest.find(|c: char| !c.is_whitespace()).filter(|&space| space > 0)?;
        let length = open + label.len() + closing.len() + space;
        (open == 0 || closing != ".").then_some(Self { label, closing, length })
    }

    /// Whether this marker is the next after `last`.
    fn follows(&self, last: &Self) -> bool {
        let counts_on = match (self.label.parse::<u32>(), last.label.parse::<u32>()) {
            (Ok(number), Ok(before)) => number == before + 1,
            (Err(_), Err(_)) => match (self.label.as_bytes(), last.label.as_bytes()) {
                ([letter], [before]) => *letter == before.saturating_add(1),
                _ => false,
            },
            _ => false,
        };
        counts_on && self.closing == last.closing
    }
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let digits = bytes.len() <= MOST_DIGITS && bytes.iter().all(u8::is_ascii_digit);
    let letter = bytes.len() == 1 && bytes[0].is_ascii_alphabetic();
    let roman = bytes.len() <= MOST_ROMAN && bytes.iter().all(|byte| b"ivxIVX".contains(byte));
    !bytes.is_empty() && (digits || letter || roman)
}
