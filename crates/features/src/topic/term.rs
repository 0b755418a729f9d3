//! A term: one word or several in a row.

use super::TopicQueryError;
use super::letters::{fold, is_alphanumeric, is_gap, is_word_boundary};

/// One word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// At least one.
    pub(super) words: Vec<Word>,
    /// Between each word and the next, the characters allowed there besides white space and hyphens.
    pub(super) gaps: Vec<Vec<char>>,
}

/// One word of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded letters, at least one.
    pub(super) letters: Vec<char>,
    /// Whether the word may go on after these letters.
    pub(super) open_ended: bool,
}

impl Term {
    /// Reads the term that stands in `query[start..end]`, its quotation marks left out.
    ///
    /// # Errors
    /// Where the term has no letter or digit, or a `*` that does not end a word.
    pub(super) fn parse(query: &str, start: usize, end: usize) -> Result<Self, TopicQueryError> {
        let body = query.get(start..end).unwrap_or_default();
        let mut term = Self { words: Vec::new(), gaps: Vec::new() };
        let mut gap = Vec::new();
        let mut rest = body;
        while let Some(character) = rest.chars().next() {
            let offset = body.len() - rest.len();
            let length = if is_alphanumeric(character) {
                let word_end = word_end(body, offset);
                let word = &body[offset..word_end];
                let open_ended = body[word_end..].starts_with('*');
                let gap_before = std::mem::take(&mut gap);
                if !term.words.is_empty() {
                    term.gaps.push(gap_before);
                }
                term.words.push(Word { letters: word.chars().map(fold).collect(), open_ended });
                check_star(query, start + word_end, open_ended)?;
                word.len() + usize::from(open_ended)
            } else if character == '*' {
                return Err(TopicQueryError::at(
                    query,
                    start + offset,
                    "`*` without a word before it",
                    "`*` at the end of a word",
                ));
            } else {
                if !is_gap(character) {
                    gap.push(character);
                }
                character.len_utf8()
            };
            rest = &rest[length..];
        }
        if term.words.is_empty() {
            let found = "a term with no letter or digit in it";
            return Err(TopicQueryError::at(query, start, found, "a word or a \"phrase\""));
        }
        Ok(term)
    }
}

/// The end of the word that starts at `offset`.
pub(super) fn word_end(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    rest.char_indices()
        .map(|(index, character)| offset + index + character.len_utf8())
        .find(|&end| is_word_boundary(text, end))
        .unwrap_or(text.len())
}

fn check_star(query: &str, offset: usize, open_ended: bool) -> Result<(), TopicQueryError> {
    let after = query
        .get(offset + 1..)
        .unwrap_or_default()
        .trim_start_matches(super::letters::is_apostrophe);
    if open_ended && after.starts_with(is_alphanumeric) {
        let expected = "`*` only at the end of a word";
        return Err(TopicQueryError::at(query, offset, "`*` inside a word", expected));
    }
    Ok(())
}
