//! The word lists of `data/attribution`, as one table from words to what is known of them.

use std::{
    collections::HashMap,
    ops::{BitOr, Range},
};

use super::{inflect, tags::Tags, word_table::WordTable};
use crate::word_list::{classes, entries};

const VERBS: &str = include_str!("../../data/attribution/verbs.txt");
const IRREGULAR_VERBS: &str = include_str!("../../data/attribution/irregular_verbs.txt");
const WORDS: &str = include_str!("../../data/attribution/words.txt");

/// What is known of words, in lower case.
#[derive(Debug, Clone)]
pub(super) struct Lexicon(WordTable<Tags>);

impl Lexicon {
    pub(super) fn shipped() -> Self {
        let mut words = HashMap::new();
        add_verbs(&mut words);
        add_words(&mut words);
        Self(WordTable::new(words.into_iter()))
    }

    /// What is known of the word at these bytes, in any case, with straight apostrophes; an empty set where it is in no
    /// list.
    pub(super) fn tags(&self, bytes: &[u8], word: Range<usize>) -> Tags {
        self.0.get(bytes, word)
    }
}

fn add_verbs(words: &mut HashMap<String, Tags>) {
    let irregular: HashMap<&str, Vec<&str>> = entries(IRREGULAR_VERBS)
        .filter_map(|line| {
            let mut forms = line.split_whitespace();
            Some((forms.next()?, forms.collect()))
        })
        .collect();
    let form_tags = [Tags::BASE, Tags::THIRD, Tags::PAST, Tags::PARTICIPLE, Tags::ING];
    for (names, verbs) in classes(VERBS) {
        let frames = names.split_whitespace().filter_map(Tags::named).fold(Tags::NONE, Tags::bitor);
        for base in verbs.split_whitespace() {
            let forms = inflect::forms(base, irregular.get(base).map(Vec::as_slice));
            for (form, tag) in forms.into_iter().zip(form_tags) {
                *words.entry(form).or_default() |= frames | tag;
            }
        }
    }
}

fn add_words(words: &mut HashMap<String, Tags>) {
    for (name, members) in classes(WORDS) {
        let class = Tags::named(name).unwrap_or_default();
        for word in members.split_whitespace() {
            *words.entry(word.to_owned()).or_default() |= class;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        for line in entries(VERBS).chain(entries(WORDS)) {
            let (names, words) = line.split_once(':').unwrap_or_else(|| panic!("no colon: {line}"));
            for name in names.split_whitespace() {
                assert!(name == "none" || Tags::named(name).is_some(), "unknown: {name}");
            }
            for word in words.split_whitespace() {
                assert_eq!(word, word.to_lowercase(), "not in lower case");
            }
        }
    }

    #[test]
    fn words_are_found_in_any_case_and_others_are_not() {
        let lexicon = Lexicon::shipped();
        let tags = |word: &str| lexicon.tags(word.as_bytes(), 0..word.len());
        assert!(tags("Said").any(Tags::PAST));
        assert!(tags("said").any(Tags::QUOTE));
        assert!(tags("Senator").any(Tags::PERSON));
        assert!(lexicon.tags(b"He said that it was late", 3..7).any(Tags::QUOTE));
        assert_eq!(tags("qwertz"), Tags::NONE);
        assert_eq!(tags("a-word-that-is-far-too-long"), Tags::NONE);
        assert_eq!(tags(""), Tags::NONE);
    }
}
