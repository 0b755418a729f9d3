//! A term: one word or several in a row.

use super::TopicQueryError;
use super::letters::{is_alphanumeric, is_gap, is_word_boundary};
use super::word::Word;

/// One word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    /// At least one.
    pub(super) words: Vec<Word>,
    /// Between each word and the next, the characters allowed there besides white space and hyphens.
    pub(super) gaps: Vec<Vec<char>>,
}

impl Term {
    /// Reads the term that stands in `query[start..end]`, its quotation marks left out.
    ///
    /// # Errors
    /// Where the term has no letter or digit, or a word of wildcards alone.
    pub(super) fn parse(query: &str, start: usize, end: usize) -> Result<Self, TopicQueryError> {
        let body = query.get(start..end).unwrap_or_default();
        // Wildcards belong to the words they stand in.
        let shape = body.replace(['*', '?'], "x");
        let mut term = Self { words: Vec::new(), gaps: Vec::new() };
        let mut gap = Vec::new();
        let mut offset = 0;
        while let Some(character) = shape[offset..].chars().next() {
            if is_alphanumeric(character) {
                let word_end = word_end(&shape, offset);
                let gap_before = std::mem::take(&mut gap);
                if !term.words.is_empty() {
                    term.gaps.push(gap_before);
                }
                let mut word = Word::parse(query, start + offset, start + word_end)?;
                word.open_ended |= is_expander(&body[word_end..]);
                term.words.push(word);
                offset = word_end;
            } else {
                if !is_gap(character) {
                    gap.push(character);
                }
                offset += character.len_utf8();
            }
        }
        if term.words.is_empty() {
            let found = "a term with no letter or digit in it";
            return Err(TopicQueryError::at(query, start, found, "a word or a \"phrase\""));
        }
        Ok(term)
    }

    /// Each word as a term of its own.
    pub(super) fn into_single_words(self) -> Vec<Self> {
        self.words.into_iter().map(|word| Self { words: vec![word], gaps: Vec::new() }).collect()
    }
}

/// Whether a `!` follows the word and ends it, which in Lexis stands for any ending.
fn is_expander(after: &str) -> bool {
    let mut after = after.chars();
    after.next() == Some('!') && !after.next().is_some_and(is_alphanumeric)
}

/// The end of the word that starts at `offset`.
pub(super) fn word_end(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    rest.char_indices()
        .map(|(index, character)| offset + index + character.len_utf8())
        .find(|&end| is_word_boundary(text, end))
        .unwrap_or(text.len())
}
