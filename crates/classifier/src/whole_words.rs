//! Finding names in texts, as whole words.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// Finds any of many names; of two that start at one place, the longer.
#[derive(Clone, Debug)]
pub(crate) struct WholeWords {
    finder: AhoCorasick,
}

impl WholeWords {
    /// The error says what is too large about the list.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names);
        Ok(Self { finder: finder.map_err(|error| error.to_string())? })
    }

    /// The places of names, each with the number of the name; capitals as given.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let found = self.finder.find_iter(text);
        found
            .map(|found| (found.pattern().as_usize(), found.range()))
            .filter(|(_, range)| is_whole(text, range))
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
