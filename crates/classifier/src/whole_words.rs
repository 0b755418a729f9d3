//! Finding names in texts, as whole words.

use std::ops::Range;

use aho_corasick::AhoCorasick;

/// Finds any of many names; of two that overlap the one that starts first, of these the longest.
#[derive(Clone, Debug)]
pub(crate) struct WholeWords {
    finder: AhoCorasick,
}

impl WholeWords {
    /// The error says what is too large about the list.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        Ok(Self { finder: AhoCorasick::new(names).map_err(|error| error.to_string())? })
    }

    /// The places of names, from left to right, each with the number of the name; capitals as given.
    pub(crate) fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        // A longer name that is no whole word must not hide a shorter one inside it, so all are looked at.
        let found = self.finder.find_overlapping_iter(text);
        let found = found.map(|found| (found.pattern().as_usize(), found.range()));
        let mut whole: Vec<_> = found.filter(|(_, range)| is_whole(text, range)).collect();
        whole.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        whole.retain(|(_, range)| {
            let is_free = range.start >= end;
            end = if is_free { range.end } else { end };
            is_free
        });
        whole
    }
}

/// Whether the name is no part of a longer word: no letter of it stands beside another letter or digit.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let name = &text[range.clone()];
    let continues_word =
        is_letter(text[..range.start].chars().next_back()) && is_letter(name.chars().next());
    let is_continued =
        is_letter(name.chars().next_back()) && is_letter(text[range.end..].chars().next());
    !continues_word && !is_continued
}
