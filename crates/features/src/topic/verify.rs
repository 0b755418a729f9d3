//! Whether a term stands around a place in the text where a piece of one of its words was found.

use super::letters::{fold, is_gap, is_word_boundary};
use super::term::{Term, Word, word_end};

/// A piece of a term: letters of one of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) term: usize,
    pub(super) word: usize,
    /// Index of the piece's first letter in the word.
    pub(super) letter: usize,
}

impl Term {
    /// Whether the term stands in the text so that the piece lies at this byte offset.
    pub(super) fn stands_at(&self, text: &str, place: Place, offset: usize) -> bool {
        let Some(word) = self.words.get(place.word) else { return false };
        let Some(start) = read_back(&word.letters[..place.letter], text, offset) else {
            return false;
        };
        if !is_word_boundary(text, start) {
            return false;
        }
        let Some(end) = read_word(word, text, start) else { return false };
        self.goes_on(text, place.word, end) && self.leads_up(text, place.word, start)
    }

    /// Whether the words after the given one follow from the offset.
    fn goes_on(&self, text: &str, word: usize, mut offset: usize) -> bool {
        self.words[word + 1..].iter().zip(&self.gaps[word..]).all(|(next, gap)| {
            let after = &text[offset..];
            let start =
                text.len() - after.trim_start_matches(|c| is_gap(c) || gap.contains(&c)).len();
            let end = read_word(next, text, start).filter(|_| start > offset);
            end.inspect(|&end| offset = end).is_some()
        })
    }

    /// Whether the words before the given one lead up to the offset.
    fn leads_up(&self, text: &str, word: usize, mut offset: usize) -> bool {
        self.words[..word].iter().zip(&self.gaps).rev().all(|(previous, gap)| {
            let end = text[..offset].trim_end_matches(|c| is_gap(c) || gap.contains(&c)).len();
            let start = read_word_back(previous, text, end).filter(|_| end < offset);
            start.inspect(|&start| offset = start).is_some()
        })
    }
}

/// The end of the word if it starts at the offset.
fn read_word(word: &Word, text: &str, start: usize) -> Option<usize> {
    let end = read(&word.letters, text, start)?;
    if is_word_boundary(text, end) {
        return Some(end);
    }
    word.open_ended.then(|| word_end(text, end))
}

/// The start of the word if it ends at the offset.
fn read_word_back(word: &Word, text: &str, end: usize) -> Option<usize> {
    if !is_word_boundary(text, end) {
        return None;
    }
    if word.open_ended {
        let start = word_start(text, end);
        return read(&word.letters, text, start).filter(|&read_to| read_to <= end).map(|_| start);
    }
    read_back(&word.letters, text, end).filter(|&start| is_word_boundary(text, start))
}

fn word_start(text: &str, end: usize) -> usize {
    let starts = text[..end].char_indices().rev().map(|(start, _)| start);
    starts.into_iter().find(|&start| is_word_boundary(text, start)).unwrap_or(0)
}

fn read(letters: &[char], text: &str, start: usize) -> Option<usize> {
    let mut rest = text.get(start..)?.chars();
    letters
        .iter()
        .all(|&letter| rest.next().is_some_and(|next| fold(next) == letter))
        .then_some(text.len() - rest.as_str().len())
}

fn read_back(letters: &[char], text: &str, end: usize) -> Option<usize> {
    let mut rest = text.get(..end)?.chars();
    letters
        .iter()
        .rev()
        .all(|&letter| rest.next_back().is_some_and(|last| fold(last) == letter))
        .then_some(rest.as_str().len())
}
