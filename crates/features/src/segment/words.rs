//! The word lists: abbreviations, words that begin sentences, words of speech.

use crate::word_list::entries;

/// Abbreviations by class, see the head of the file.
const ABBREVIATIONS: &str = include_str!("../../data/abbreviations.txt");
/// Words that, with a capital, begin a sentence rather than go on with a name.
const STARTERS: &str = include_str!("../../data/sentence_starters.txt");
/// Verbs that follow a speaker after a quotation that ends in `?` or `!`.
const SPEECH_VERBS: &str = include_str!("../../data/quote_tags.txt");
/// Longest word looked up, in bytes: longer ones are in no list.
const LONGEST: usize = 16;

/// How a word before a full stop reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No abbreviation: its stop ends a sentence.
    Ordinary,
    /// Never ends a sentence: *Sen.*, *vs.*
    Inner,
    /// Stands before a number: *No. 5*.
    Number,
    /// May stand inside or at the end of a sentence: *U.S.*, *Inc.*, initials.
    Either,
    /// A state behind its town or party: *Troy, Mich.*, *D-Mich.*
    State,
    /// May end a sentence, and stands before no name: *etc.*
    Last,
    /// A time of day: *5 p.m.*
    Time,
}

/// A class as the file gives it, before the word's own case is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Title,
    Inner,
    Number,
    Either,
    Proper,
    State,
    Last,
    Time,
    AfterTime,
}

/// A word in ASCII lower case as a number: its bytes, the first one highest.
type Key = u128;

/// The loaded lists, sorted.
#[derive(Debug, Clone)]
pub(super) struct Words {
    abbreviations: Vec<(Key, Listed)>,
    starters: Vec<Key>,
    speech_verbs: Vec<Key>,
}

impl Words {
    pub(super) fn shipped() -> Self {
        let keyed = |(word, class)| key(word).map(|key| (key, class));
        let words = entries(ABBREVIATIONS).flat_map(parse_line);
        let mut abbreviations: Vec<_> = words.filter_map(keyed).collect();
        abbreviations.sort_unstable_by_key(|&(word, _)| word);
        Self { abbreviations, starters: sorted(STARTERS), speech_verbs: sorted(SPEECH_VERBS) }
    }

    /// The class of the word before a full stop, without that stop.
    pub(super) fn class(&self, word: &str) -> Class {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        match self.listed(word) {
            Some(Listed::Title) if capital => Class::Inner,
            Some(Listed::Inner) => Class::Inner,
            Some(Listed::Number) => Class::Number,
            Some(Listed::Title | Listed::Either) => Class::Either,
            Some(Listed::Proper) if is_capitalised(word) => Class::Either,
            Some(Listed::State) if is_capitalised(word) || word.contains('.') => Class::State,
            Some(Listed::Last) => Class::Last,
            Some(Listed::Time) => Class::Time,
            None if is_initial(word) || is_acronym(word) => Class::Either,
            Some(Listed::Proper | Listed::State | Listed::AfterTime) | None => Class::Ordinary,
        }
    }

    /// Whether a word is a state, in any case: *FLA* of *R-FLA.*
    pub(super) fn is_state(&self, word: &str) -> bool {
        self.listed(word) == Some(Listed::State)
    }

    fn listed(&self, word: &str) -> Option<Listed> {
        let key = key(word)?;
        let found = self.abbreviations.binary_search_by_key(&key, |&(entry, _)| entry).ok()?;
        Some(self.abbreviations[found].1)
    }

    /// Whether a word goes on after a time of day: *p.m. Eastern*, *p.m. Nov. 5*.
    pub(super) fn follows_time(&self, word: &str) -> bool {
        matches!(self.listed(word), Some(Listed::AfterTime | Listed::Proper))
    }

    /// Whether a capitalised word begins a sentence.
    pub(super) fn is_starter(&self, word: &str) -> bool {
        contains(&self.starters, word)
    }

    /// Whether a word is a verb of speech.
    pub(super) fn is_speech_verb(&self, word: &str) -> bool {
        contains(&self.speech_verbs, word)
    }
}

/// The words of a line `class: word word …`; nothing where the class is unknown.
fn parse_line(line: &'static str) -> Vec<(&'static str, Listed)> {
    let Some((class, words)) = line.split_once(':') else { return Vec::new() };
    let class = match class {
        "title" => Listed::Title,
        "inner" => Listed::Inner,
        "number" => Listed::Number,
        "either" => Listed::Either,
        "proper" => Listed::Proper,
        "state" => Listed::State,
        "last" => Listed::Last,
        "time" => Listed::Time,
        "after-time" => Listed::AfterTime,
        _ => return Vec::new(),
    };
    words.split_whitespace().map(|word| (word, class)).collect()
}

fn sorted(list: &'static str) -> Vec<Key> {
    let mut words: Vec<_> = entries(list).flat_map(str::split_whitespace).filter_map(key).collect();
    words.sort_unstable();
    words
}

fn contains(list: &[Key], word: &str) -> bool {
    key(word).is_some_and(|key| list.binary_search(&key).is_ok())
}

/// The key of a word, where it is short enough to be in a list.
fn key(word: &str) -> Option<Key> {
    let mut bytes = [0; LONGEST];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    Some(Key::from_be_bytes(bytes))
}

/// A capital and no other: *Va*, not *VA*.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

/// One letter: *J.*
fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

/// Letters in twos at most with stops between them: *U.S*, *Ph.D*.
fn is_acronym(word: &str) -> bool {
    word.len() <= LONGEST
        && word.contains('.')
        && word.split('.').all(|part| {
            matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        for line in entries(ABBREVIATIONS) {
            assert!(!parse_line(line).is_empty(), "no class or no words: {line}");
        }
        for list in [ABBREVIATIONS, STARTERS, SPEECH_VERBS] {
            for word in entries(list).flat_map(str::split_whitespace) {
                assert_eq!(word, word.to_lowercase(), "not in lower case");
                assert!(word.len() <= LONGEST, "longer than {LONGEST} bytes: {word}");
            }
        }
    }

    #[test]
    fn no_abbreviation_has_two_classes() {
        let words = Words::shipped();
        for pair in words.abbreviations.windows(2) {
            assert_ne!(pair[0].0, pair[1].0);
        }
    }
}
