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
const MAX_CANDIDATES: usize = 1_000;

/// A fault for every row that shares more than half of the 5-grams of the shorter unit with an earlier row of
/// another cluster.
///
/// Of a unit with n grams only the ⌈n / 2⌉ rarest are looked up: another unit that holds more than half of all
/// must hold one of these (prefix filtering: Chaudhuri, Ganti and Kaushik 2006).
pub(super) fn faults_of(rows: &[LabelRow]) -> Vec<LabelFault> {
    let mut seen = HashSet::new();
    let distinct = rows.iter().filter(|row| {
        seen.insert((group_of(&row.unit), row.unit.split.as_str(), row.unit.text.as_str()))
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
        let mut grams: Vec<u64> = words.windows(GRAM).map(hash).collect();
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

fn hash(words: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(word.as_bytes()).update(b" ");
    }
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

/// Which units hold which gram.
struct Index<'a> {
    units: &'a [Shingled<'a>],
    /// Grams with their units, ascending.
    postings: Vec<(u64, u32)>,
}

impl<'a> Index<'a> {
    fn new(units: &'a [Shingled<'a>]) -> Self {
        let of_unit =
            |(at, unit): (u32, &'a Shingled<'a>)| unit.grams.iter().map(move |&gram| (gram, at));
        let mut postings: Vec<(u64, u32)> = (0..).zip(units).flat_map(of_unit).collect();
        postings.sort_unstable();
        Self { units, postings }
    }

    /// The first unit that this one is a copy of, whichever is shorter.
    fn copy_of(&self, unit: usize) -> Option<usize> {
        let Shingled { grams, .. } = &self.units[unit];
        let mut holders: Vec<&[(u64, u32)]> =
            grams.iter().map(|&gram| self.holders(gram)).collect();
        holders.sort_by_key(|holders| holders.len());
        let mut looked_at = HashSet::new();
        holders
            .iter()
            .take(grams.len().div_ceil(2))
            .flat_map(|holders| holders.iter())
            .map(|&(_, holder)| holder as usize)
            .filter(|&holder| holder != unit && looked_at.insert(holder))
            .take(MAX_CANDIDATES)
            .find(|&holder| self.units[unit].is_copy_of(&self.units[holder]))
    }

    fn holders(&self, gram: u64) -> &[(u64, u32)] {
        let start = self.postings.partition_point(|&(other, _)| other < gram);
        let length = self.postings[start..].iter().take_while(|&&(other, _)| other == gram).count();
        &self.postings[start..start + length]
    }
}
