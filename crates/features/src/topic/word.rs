//! One word of a term, with its wildcards.

use std::str::Chars;

use super::TopicQueryError;
use super::letters::{fold, is_alphanumeric};

/// Any run of letters, digits and inner apostrophes, also none.
const ANY_RUN: char = '*';
/// Exactly one letter or digit.
const ANY_LETTER: char = '?';

/// One word of a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    /// Folded letters, and the wildcards before and between them; at least one letter or digit.
    pub(super) letters: Vec<char>,
    /// Whether the word may go on after these letters.
    pub(super) open_ended: bool,
    /// Whether there is a wildcard among the letters.
    pub(super) has_wildcards: bool,
}

impl Word {
    /// Reads the word that stands in `query[start..end]`.
    ///
    /// # Errors
    /// Where there are wildcards alone, or two `*` in a row.
    pub(super) fn parse(query: &str, start: usize, end: usize) -> Result<Self, TopicQueryError> {
        let body = query.get(start..end).unwrap_or_default();
        if let Some(repeat) = body.find("**") {
            let expected = "one `*`, which stands for any letters";
            return Err(TopicQueryError::at(query, start + repeat, "`**`", expected));
        }
        if !body.contains(is_alphanumeric) {
            let expected = "at least one letter or digit beside `*` and `?`";
            return Err(TopicQueryError::at(query, start, format!("`{body}`"), expected));
        }
        let fixed = body.strip_suffix(ANY_RUN);
        let letters: Vec<char> = fixed.unwrap_or(body).chars().map(fold).collect();
        let has_wildcards = letters.iter().any(|&letter| is_wildcard(letter));
        Ok(Self { letters, open_ended: fixed.is_some(), has_wildcards })
    }

    /// Whether a whole word of a text is one that the wildcards stand for.
    pub(super) fn fits(&self, word: &str) -> bool {
        let (mut next, mut rest) = (0, word.chars());
        // Behind the last `*`: the place in the letters, and what of the word it has not taken.
        let mut retry: Option<(usize, Chars)> = None;
        loop {
            match self.letters.get(next) {
                Some(&ANY_RUN) => {
                    next += 1;
                    retry = Some((next, rest.clone()));
                    continue;
                }
                Some(&letter) if rest.clone().next().is_some_and(|found| agrees(letter, found)) => {
                    next += 1;
                    rest.next();
                    continue;
                }
                None if self.open_ended || rest.as_str().is_empty() => return true,
                _ => {}
            }
            let Some((behind, untaken)) = &mut retry else { return false };
            if untaken.next().is_none() {
                return false;
            }
            (next, rest) = (*behind, untaken.clone());
        }
    }
}

pub(super) fn is_wildcard(letter: char) -> bool {
    matches!(letter, ANY_RUN | ANY_LETTER)
}

fn agrees(letter: char, found: char) -> bool {
    if letter == ANY_LETTER { is_alphanumeric(found) } else { fold(found) == letter }
}
