//! The word lists of `data/attribution`, as one table from words to what is known of them.

use std::{collections::HashMap, ops::BitOr};

use super::{inflect, tags::Tags};

const VERBS: &str = include_str!("../../data/attribution/verbs.txt");
const IRREGULAR_VERBS: &str = include_str!("../../data/attribution/irregular_verbs.txt");
const WORDS: &str = include_str!("../../data/attribution/words.txt");

/// Longest word looked up, in bytes: longer ones are in no list.
pub(super) const LONGEST: usize = 16;
/// Share of the table's slots that words take, as one in so many.
const SLOTS_PER_WORD: usize = 4;

/// What is known of words, in lower case.
///
/// An open-addressed table: a text asks it once a word.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    slots: Vec<Option<(Key, Tags)>>,
}

/// A word of at most [`LONGEST`] bytes, filled up with zeros.
type Key = [u8; LONGEST];

impl Lexicon {
    pub(super) fn shipped() -> Self {
        let mut words = HashMap::new();
        add_verbs(&mut words);
        add_words(&mut words);
        // The order in which words come into the table does not change what it answers.
        Self::new(words.into_iter())
    }

    fn new(words: impl ExactSizeIterator<Item = (String, Tags)>) -> Self {
        let n_slots = (words.len() * SLOTS_PER_WORD).next_power_of_two();
        let mut slots = vec![None; n_slots];
        for (word, tags) in words {
            let Some(key) = key(word.as_bytes()) else { continue };
            let mut at = hash(&key) & (n_slots - 1);
            while slots[at].is_some() {
                at = (at + 1) & (n_slots - 1);
            }
            slots[at] = Some((key, tags));
        }
        Self { slots }
    }

    /// What is known of a word in any case, with straight apostrophes; an empty set where it is in no list.
    pub(super) fn tags(&self, word: &[u8]) -> Tags {
        let Some(key) = key(word) else { return Tags::NONE };
        let mut at = hash(&key) & (self.slots.len() - 1);
        while let Some((known, tags)) = &self.slots[at] {
            if *known == key {
                return *tags;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        Tags::NONE
    }
}

/// The word in lower case, where it is short enough to be in a list.
fn key(word: &[u8]) -> Option<Key> {
    let mut key = [0; LONGEST];
    key.get_mut(..word.len())?.copy_from_slice(word);
    key.make_ascii_lowercase();
    Some(key)
}

/// A multiplicative hash of the two halves of a word (Knuth, The Art of Computer Programming, 6.4).
fn hash(key: &Key) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let (first, second) = key.split_at(LONGEST / 2);
    let number = |half: &[u8]| half.iter().rev().fold(0, |sum, &byte| (sum << 8) | u64::from(byte));
    let mixed = (number(first).wrapping_mul(GOLDEN) ^ number(second)).wrapping_mul(GOLDEN);
    (mixed >> 32) as usize
}

fn add_verbs(words: &mut HashMap<String, Tags>) {
    let irregular: HashMap<&str, Vec<&str>> = lines(IRREGULAR_VERBS)
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

/// The lines `name: words` of a list.
fn classes(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(list).filter_map(|line| line.split_once(':'))
}

/// The lines of a list that are neither empty nor comments.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        for line in lines(VERBS).chain(lines(WORDS)) {
            let (names, words) = line.split_once(':').unwrap_or_else(|| panic!("no colon: {line}"));
            for name in names.split_whitespace() {
                assert!(name == "none" || Tags::named(name).is_some(), "unknown: {name}");
            }
            for word in words.split_whitespace() {
                assert_eq!(word, word.to_lowercase(), "not in lower case");
                assert!(word.len() <= LONGEST, "longer than {LONGEST} bytes: {word}");
            }
        }
    }

    #[test]
    fn words_are_found_in_any_case_and_others_are_not() {
        let lexicon = Lexicon::shipped();
        assert!(lexicon.tags(b"Said").any(Tags::PAST));
        assert!(lexicon.tags(b"said").any(Tags::QUOTE));
        assert!(lexicon.tags(b"Senator").any(Tags::PERSON));
        assert_eq!(lexicon.tags(b"qwertz"), Tags::NONE);
        assert_eq!(lexicon.tags(b"a-word-that-is-far-too-long"), Tags::NONE);
        assert_eq!(lexicon.tags(b""), Tags::NONE);
    }
}
