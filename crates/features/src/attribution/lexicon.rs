//! The word lists of `data/attribution`, as one table from words to what is known of them.

use std::{
    collections::HashMap,
    ops::{BitOr, Range},
};

use super::{inflect, tags::Tags};

const VERBS: &str = include_str!("../../data/attribution/verbs.txt");
const IRREGULAR_VERBS: &str = include_str!("../../data/attribution/irregular_verbs.txt");
const WORDS: &str = include_str!("../../data/attribution/words.txt");

/// Longest word looked up, in bytes: longer ones are in no list.
pub(super) const LONGEST: usize = 16;
/// Share of the table's slots that words take, as one in so many.
const SLOTS_PER_WORD: usize = 2;

/// What is known of words, in lower case.
///
/// An open-addressed table: a text asks it once a word.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    /// The words as numbers, 0 where a slot is free.
    keys: Vec<Key>,
    tags: Vec<Tags>,
}

/// A word of at most [`LONGEST`] bytes in lower case, filled up with zeros, as a number.
type Key = u128;

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
        let mut lexicon = Self { keys: vec![0; n_slots], tags: vec![Tags::NONE; n_slots] };
        for (word, tags) in words {
            let Some(key) = key(word.as_bytes(), 0..word.len()) else { continue };
            let slot = lexicon.slot(key);
            lexicon.keys[slot] = key;
            lexicon.tags[slot] = tags;
        }
        lexicon
    }

    /// What is known of the word at these bytes, in any case, with straight apostrophes; an empty set where it is in no
    /// list.
    pub(super) fn tags(&self, bytes: &[u8], word: Range<usize>) -> Tags {
        key(bytes, word).map_or(Tags::NONE, |key| self.tags[self.slot(key)])
    }

    /// The slot of a word, or the free one where it would be.
    fn slot(&self, key: Key) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = hash(key) & mask;
        while self.keys[slot] != key && self.keys[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// The word in lower case, where it is short enough to be in a list.
fn key(bytes: &[u8], word: Range<usize>) -> Option<Key> {
    let length = word.len();
    if length == 0 || length > LONGEST {
        return None;
    }
    let mut room = [0; LONGEST];
    if let Some(window) = bytes.get(word.start..word.start + LONGEST) {
        room.copy_from_slice(window);
    } else {
        room[..length].copy_from_slice(&bytes[word]);
    }
    let unused = 8 * (LONGEST - length) as u32;
    Some(lower(Key::from_le_bytes(room) << unused >> unused))
}

/// All bytes that are capitals in ASCII in lower case, at once.
fn lower(bytes: Key) -> Key {
    const ONES: Key = Key::MAX / 255;
    let low = bytes & (ONES * 0x7f);
    let from_a = low + ONES * (0x80 - Key::from(b'A'));
    let behind_z = low + ONES * (0x7f - Key::from(b'Z'));
    let capitals = (from_a ^ behind_z) & !bytes & (ONES * 0x80);
    bytes | (capitals >> 2)
}

/// A multiplicative hash of the two halves of a word (Knuth, The Art of Computer Programming, 6.4).
fn hash(key: Key) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = ((key as u64).wrapping_mul(GOLDEN) ^ (key >> 64) as u64).wrapping_mul(GOLDEN);
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
