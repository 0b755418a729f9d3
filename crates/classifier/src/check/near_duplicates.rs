//! Units that say nearly the same but would be taken for independent ones.

use std::collections::HashSet;

use crate::{
    folds::group_of,
    labels::{LabelFault, LabelRow},
};

/// Shorter units repeat each other without being copies.
const MIN_WORDS: usize = 12;
/// Words in a row that are compared.
const GRAM: usize = 5;
/// Pairs looked at for one unit before it is taken to have no copy; files of people stay far below.
const MAX_CANDIDATES: usize = 100;

/// Faults of rows that share more than half of the 5-grams of the shorter unit with an earlier row of another
/// cluster: every unit with such a partner is in some fault.
///
/// Of a unit with n grams only the ⌈n / 2⌉ rarest are looked up: another unit that holds more than half of all
/// must hold one of these (prefix filtering: Chaudhuri, Ganti and Kaushik 2006).
pub(super) fn faults_of(rows: &[LabelRow]) -> Vec<LabelFault> {
    let mut seen = HashSet::new();
    let mut ids = HashSet::new();
    let distinct = rows.iter().filter(|&row| {
        let unit = &row.unit;
        (unit.id.is_empty() || ids.insert(unit.id.as_str()))
            && seen.insert((group_of(unit), unit.split.as_str(), unit.text.as_str()))
    });
    let shingled: Vec<Shingled> = distinct.filter_map(Shingled::new).collect();
    let index = Index::new(&shingled);
    let mut faulty = vec![None; shingled.len()];
    for unit in 0..shingled.len() {
        if let Some(copy) = index.copy_of(unit) {
            let (first, again) = (unit.min(copy), unit.max(copy));
            faulty[again].get_or_insert(first);
        }
    }
    let pairs = faulty.iter().enumerate().filter_map(|(again, first)| Some((again, (*first)?)));
    pairs.map(|(again, first)| fault(shingled[again].row, shingled[first].row)).collect()
}

fn fault(again: &LabelRow, first: &LabelRow) -> LabelFault {
    let whose = if again.unit.split == first.unit.split {
        "another cluster, which folds may part".to_owned()
    } else {
        format!("split `{}`", first.unit.split)
    };
    again.fault(format!("found nearly the text of {}:{} of {whose}", first.path, first.line))
}

/// A unit with the hashes of its 5-grams, ascending.
struct Shingled<'a> {
    row: &'a LabelRow,
    grams: Vec<u64>,
}

impl<'a> Shingled<'a> {
    fn new(row: &'a LabelRow) -> Option<Self> {
        let text = row.unit.text.to_lowercase().replace('’', "'");
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| word.contains(char::is_alphanumeric))
            .collect();
        let words: Vec<u64> = words.into_iter().map(word_hash).collect();
        let mut grams: Vec<u64> = words.windows(GRAM).map(gram_hash).collect();
        grams.sort_unstable();
        grams.dedup();
        (words.len() >= MIN_WORDS).then_some(Self { row, grams })
    }

    fn is_copy_of(&self, other: &Self) -> bool {
        let is_apart = group_of(&self.row.unit) != group_of(&other.row.unit)
            || self.row.unit.split != other.row.unit.split;
        let shared =
            || self.grams.iter().filter(|gram| other.grams.binary_search(gram).is_ok()).count();
        is_apart && 2 * shared() > self.grams.len().min(other.grams.len())
    }
}

/// FNV-1a.
fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn gram_hash(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash: u64, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Which units hold which gram.
struct Index<'a> {
    units: &'a [Shingled<'a>],
    /// Units by gram, the units of one gram side by side.
    holders: Vec<u32>,
    /// For each gram of each unit, where its holders stand.
    places: Vec<Vec<(u32, u32)>>,
}

impl<'a> Index<'a> {
    fn new(units: &'a [Shingled<'a>]) -> Self {
        let of_unit = |(at, unit): (u32, &'a Shingled<'a>)| {
            (0..).zip(&unit.grams).map(move |(nth, &gram)| (gram, at, nth))
        };
        let mut postings: Vec<(u64, u32, u32)> = (0..).zip(units).flat_map(of_unit).collect();
        postings.sort_unstable();
        let mut places: Vec<Vec<(u32, u32)>> =
            units.iter().map(|unit| vec![(0, 0); unit.grams.len()]).collect();
        let mut start = 0;
        for holders in postings.chunk_by(|a, b| a.0 == b.0) {
            let end = start + holders.len() as u32;
            for &(_, unit, nth) in holders {
                places[unit as usize][nth as usize] = (start, end);
            }
            start = end;
        }
        let holders = postings.into_iter().map(|(_, unit, _)| unit).collect();
        Self { units, holders, places }
    }

    /// The first unit that this one is a copy of, whichever is shorter.
    fn copy_of(&self, unit: usize) -> Option<usize> {
        let mut places = self.places[unit].clone();
        places.sort_by_key(|(start, end)| end - start);
        let mut looked_at = HashSet::new();
        places
            .iter()
            .take(places.len().div_ceil(2))
            .flat_map(|&(start, end)| &self.holders[start as usize..end as usize])
            .map(|&holder| holder as usize)
            .filter(|&holder| holder != unit && looked_at.insert(holder))
            .take(MAX_CANDIDATES)
            .find(|&holder| self.units[unit].is_copy_of(&self.units[holder]))
    }
}
