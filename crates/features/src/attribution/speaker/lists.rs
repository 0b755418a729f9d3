//! The word lists of names, offices and roles in `data/attribution`.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::{classes::Classes, role::RoleClasses};
use crate::{
    attribution::{types::SpeakerRole, word_table::WordTable},
    word_list::{classes, entries},
};

const FIRST_NAMES: &str = include_str!("../../../data/attribution/first_names.txt");
const NICKNAMES: &str = include_str!("../../../data/attribution/nicknames.txt");
const WORDS: &str = include_str!("../../../data/attribution/speaker_words.txt");
const STATES: &str = include_str!("../../../data/attribution/states.txt");
const ROLES: &str = include_str!("../../../data/attribution/roles.txt");
const OFFICIALS: &str = include_str!("../../../data/attribution/officials.txt");

/// A hash map that is fast on short keys.
pub(super) type Table<Key, Value> = HashMap<Key, Value, BuildHasherDefault<Fnv>>;

/// What is known of words and names.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    words: WordTable<Classes>,
    /// Groups of first names that one person may go by.
    nicknames: Table<&'static str, Vec<u16>>,
    states: Table<String, &'static str>,
    pub(super) roles: Table<&'static str, RoleClasses>,
    /// The first words of these phrases.
    role_starts: WordTable<bool>,
    officials: Table<String, Office>,
    /// The last words of these names.
    official_ends: WordTable<bool>,
}

/// A federal office, or one abroad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) role: SpeakerRole,
    /// What its holder is called: senator, president.
    pub(super) head: &'static str,
    pub(super) party: Option<char>,
    pub(super) state: Option<&'static str>,
}

impl Lists {
    pub(super) fn shipped() -> Self {
        let mut words: Table<&'static str, Classes> = Table::default();
        for (name, members) in classes(FIRST_NAMES).chain(classes(WORDS)) {
            let class = Classes::named(name).unwrap_or_default();
            for word in members.split_whitespace() {
                *words.entry(word).or_default() |= class;
            }
        }
        let mut nicknames: Table<&'static str, Vec<u16>> = Table::default();
        for (line, number) in entries(NICKNAMES).zip(0..) {
            for name in line.split_whitespace() {
                nicknames.entry(name).or_default().push(number);
            }
        }
        let mut roles: Table<&'static str, RoleClasses> = Table::default();
        for (name, phrases) in classes(ROLES) {
            let class = RoleClasses::named(name).unwrap_or_default();
            for phrase in phrases.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                *roles.entry(phrase).or_default() |= class;
            }
        }
        let words = words.into_iter().map(|(word, classes)| (word.to_owned(), classes));
        let officials = officials();
        let first = roles.keys().map(|phrase| phrase.split(' ').next().unwrap_or(phrase));
        let role_starts = word_set(first);
        let last = officials.keys().map(|name| name.rsplit(' ').next().unwrap_or(name));
        let official_ends = word_set(last);
        let words = WordTable::new(words);
        Self { words, nicknames, states: states(), roles, role_starts, officials, official_ends }
    }

    /// The classes of the word at these bytes, in any case.
    pub(super) fn classes(&self, text: &str, word: Range<usize>) -> Classes {
        match text.get(word.clone()) {
            Some(other) if !other.is_ascii() => {
                let lower = other.to_lowercase().replace('’', "'");
                self.words.get(lower.as_bytes(), 0..lower.len())
            }
            Some(_) => self.words.get(text.as_bytes(), word),
            None => Classes::NONE,
        }
    }

    /// The postal code of a state's name or abbreviation, without the point behind it.
    pub(super) fn state(&self, name: &str) -> Option<&'static str> {
        if name.len() < 2 || name.len() > 24 {
            return None;
        }
        self.states.get(name.to_ascii_lowercase().as_str()).copied()
    }

    /// Whether a phrase that tells a role may begin with a word.
    pub(super) fn may_start_role(&self, word: &str) -> bool {
        !word.is_ascii() || self.role_starts.get(word.as_bytes(), 0..word.len())
    }

    /// Whether the name of a known official may end with a word.
    pub(super) fn may_end_official(&self, word: &str) -> bool {
        !word.is_ascii() || self.official_ends.get(word.as_bytes(), 0..word.len())
    }

    /// Whether one person may go by both first names, in lower case.
    pub(super) fn same_first_name(&self, one: &str, other: &str) -> bool {
        if one == other {
            return true;
        }
        match (self.nicknames.get(one), self.nicknames.get(other)) {
            (Some(ones), Some(others)) => ones.iter().any(|number| others.contains(number)),
            _ => false,
        }
    }

    /// The office of somebody by full or last name, in lower case.
    pub(super) fn office(&self, name: &str) -> Option<Office> {
        self.officials.get(name).copied()
    }
}

/// A table of words, each once.
fn word_set<'a>(words: impl Iterator<Item = &'a str>) -> WordTable<bool> {
    let words: BTreeSet<&str> = words.collect();
    WordTable::new(words.into_iter().map(|word| (word.to_owned(), true)))
}

fn states() -> Table<String, &'static str> {
    let mut states = Table::default();
    for line in entries(STATES) {
        let mut parts = line.splitn(3, ' ');
        let (Some(postal), Some(short), Some(name)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        for key in [postal, short, name] {
            states.insert(key.to_lowercase(), postal);
        }
    }
    states.remove("-");
    states
}

/// Offices by full name, and by last name where all who share it have the same role.
fn officials() -> Table<String, Office> {
    let mut officials: Table<String, Office> = Table::default();
    let mut last_names: Vec<(String, Office)> = Vec::new();
    for (heading, names) in classes(OFFICIALS) {
        let Some(office) = office(heading) else { continue };
        for name in names.split(',').map(str::trim) {
            let name = name.to_lowercase();
            if let Some((_, last)) = name.split_once(' ') {
                let last = last.rsplit_once(' ').filter(|(before, _)| *before != "van");
                let last =
                    last.map_or_else(|| name.split_once(' ').map_or("", |(_, l)| l), |(_, l)| l);
                last_names.push((last.to_owned(), office));
            }
            officials.insert(name, office);
        }
    }
    for (last, office) in last_names {
        let known = officials.entry(last).or_insert(office);
        if known.role != office.role {
            known.role = SpeakerRole::Other;
        }
    }
    officials
}

/// `legislator senator R FL`.
fn office(heading: &'static str) -> Option<Office> {
    let mut parts = heading.split_whitespace();
    let role = match parts.next()? {
        "administration" => SpeakerRole::Administration,
        "legislator" => SpeakerRole::Legislator,
        "expert" => SpeakerRole::Expert,
        _ => SpeakerRole::Other,
    };
    let head = parts.next()?;
    let party = parts.next()?.chars().next().filter(|&letter| letter != '-');
    let state = parts.next().filter(|&state| state != "-");
    Some(Office { role, head, party, state })
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo).
#[derive(Debug, Clone)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        for (name, members) in classes(FIRST_NAMES).chain(classes(WORDS)) {
            assert!(Classes::named(name).is_some(), "unknown: {name}");
            assert_eq!(members, members.to_lowercase(), "not in lower case");
        }
        for (name, phrases) in classes(ROLES) {
            assert!(RoleClasses::named(name).is_some(), "unknown: {name}");
            assert_eq!(phrases, phrases.to_lowercase(), "not in lower case");
        }
        for (heading, _) in classes(OFFICIALS) {
            assert!(office(heading).is_some(), "unknown: {heading}");
        }
        assert!(entries(STATES).all(|line| line.split(' ').count() >= 3));
    }

    #[test]
    fn last_names_stand_for_officials() {
        let lists = Lists::shipped();
        for (name, head) in
            [("van hollen", "senator"), ("bolton", "adviser"), ("warner", "senator")]
        {
            assert_eq!(lists.office(name).map(|office| office.head), Some(head), "{name}");
        }
        assert_eq!(lists.state("N.Y"), Some("NY"));
        assert!(lists.same_first_name("bob", "robert") && !lists.same_first_name("tim", "bobby"));
    }
}
