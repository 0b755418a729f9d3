//! Whether a term stands around a place in the text where a piece of one of its words was found.

use std::ops::Range;

use super::letters::{fold, is_alphanumeric, is_gap, is_word_boundary};
use super::term::{Term, word_end};
use super::word::Word;

/// A piece of a term: letters of one of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) term: usize,
    pub(super) word: usize,
    /// Index of the piece's first letter in the word.
    pub(super) letter: usize,
}

/// The longest word of a text that wildcards before and between letters are tried on, in characters: without a limit,
/// a text that is one endless word would take quadratic time.
pub(super) const MAX_WILDCARD_LETTERS: usize = 100;

impl Term {
    /// Whether the term stands in the text so that the piece lies at this byte offset.
    pub(super) fn stands_at(&self, text: &str, place: Place, offset: usize) -> bool {
        self.range_at(text, place, offset).is_some()
    }

    /// The bytes in which the term stands so that the piece lies at this byte offset.
    pub(super) fn range_at(&self, text: &str, place: Place, offset: usize) -> Option<Range<usize>> {
        let word = self.words.get(place.word)?;
        let start = word.start_around(text, place.letter, offset)?;
        let end = word.read(text, start)?;
        let end = self.goes_on(text, place.word, end)?;
        Some(self.leads_up(text, place.word, start)?..end)
    }

    /// The end of the words after the given one, if they follow from the offset.
    fn goes_on(&self, text: &str, word: usize, offset: usize) -> Option<usize> {
        self.words[word + 1..].iter().zip(&self.gaps[word..]).try_fold(
            offset,
            |offset, (next, gap)| {
                let after = &text[offset..];
                let start =
                    text.len() - after.trim_start_matches(|c| is_gap(c) || gap.contains(&c)).len();
                next.read(text, start).filter(|_| start > offset)
            },
        )
    }

    /// The start of the words before the given one, if they lead up to the offset.
    fn leads_up(&self, text: &str, word: usize, offset: usize) -> Option<usize> {
        self.words[..word].iter().zip(&self.gaps).rev().try_fold(
            offset,
            |offset, (previous, gap)| {
                let end = text[..offset].trim_end_matches(|c| is_gap(c) || gap.contains(&c)).len();
                previous.read_back(text, end).filter(|_| end < offset)
            },
        )
    }
}

impl Word {
    /// The start of the word in the text that has this word's letter at the offset.
    fn start_around(&self, text: &str, letter: usize, offset: usize) -> Option<usize> {
        if self.has_wildcards {
            return near_word_start(text, offset);
        }
        read_back(&self.letters[..letter], text, offset)
            .filter(|&start| is_word_boundary(text, start))
    }

    /// The end of the word if it starts at the offset.
    fn read(&self, text: &str, start: usize) -> Option<usize> {
        if self.has_wildcards {
            let end = near_word_end(text, start)?;
            return self.fits(&text[start..end]).then_some(end);
        }
        let end = read(&self.letters, text, start)?;
        if is_word_boundary(text, end) {
            return Some(end);
        }
        self.open_ended.then(|| word_end(text, end))
    }

    /// The start of the word if it ends at the offset.
    fn read_back(&self, text: &str, end: usize) -> Option<usize> {
        if !is_word_boundary(text, end) {
            return None;
        }
        if self.has_wildcards {
            let start = near_word_start(text, end)?;
            return self.fits(&text[start..end]).then_some(start);
        }
        if self.open_ended {
            let start = word_start(text, end);
            return read(&self.letters, text, start)
                .filter(|&read_to| read_to <= end)
                .map(|_| start);
        }
        read_back(&self.letters, text, end).filter(|&start| is_word_boundary(text, start))
    }
}

fn word_start(text: &str, end: usize) -> usize {
    let mut starts = text[..end].char_indices().rev().map(|(start, _)| start);
    starts.find(|&start| is_word_boundary(text, start)).unwrap_or(0)
}

/// The start of the word that reaches to the offset or across it; `None` where it is too far.
fn near_word_start(text: &str, offset: usize) -> Option<usize> {
    let starts = text.get(..offset)?.char_indices().rev().map(|(start, _)| start);
    // Where a word starts at the offset itself, it is that one.
    let here = text[offset..].starts_with(is_alphanumeric).then_some(offset);
    let mut starts = here.into_iter().chain(starts.take(MAX_WILDCARD_LETTERS));
    starts.find(|&start| is_word_boundary(text, start))
}

/// The end of the word that starts at the offset; `None` where it is too far.
fn near_word_end(text: &str, start: usize) -> Option<usize> {
    let characters = text.get(start..)?.char_indices().take(MAX_WILDCARD_LETTERS);
    let mut ends = characters.map(|(index, character)| start + index + character.len_utf8());
    ends.find(|&end| is_word_boundary(text, end))
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
