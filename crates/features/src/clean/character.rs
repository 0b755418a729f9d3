//! A character of a word that is being cleaned.

use std::ops::Range;

/// A character, and the bytes of the word that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Character {
    pub(super) value: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Character {
    pub(super) fn of(value: char, source: &Range<usize>) -> Self {
        Self { value, start: source.start, end: source.end }
    }

    pub(super) fn source(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The characters of a word, each for itself.
pub(super) fn read(word: &str) -> Vec<Character> {
    word.char_indices()
        .map(|(at, value)| Character { value, start: at, end: at + value.len_utf8() })
        .collect()
}

/// The bytes that these characters stand for together.
pub(super) fn source(characters: &[Character]) -> Range<usize> {
    let start = characters.first().map_or(0, |first| first.start);
    start..characters.last().map_or(start, |last| last.end)
}
