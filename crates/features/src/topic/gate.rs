//! A quick look for something that the expression cannot do without.
//!
//! Most articles lack one of the groups that a query joins by `AND`. For each group whose words are few, three
//! letters of every term, in all cases, go to a vectorised search, which is several times faster than the
//! automaton over all terms and stops at the first term that really stands there.

use std::collections::BTreeMap;

use aho_corasick::{Span, packed};

use super::anchor::ascii_runs;
use super::expression::Expression;
use super::term::Term;
use super::verify::Place;

/// Letters of a piece: what the vectorised search compares at once.
const LETTERS: usize = 3;
/// What the vectorised search takes at most.
const MAX_PATTERNS: usize = 64;
/// Letters a to z in English text, per thousand (Norvig, "English Letter Frequency Counts", 2012).
const LETTER_FREQUENCIES: [u64; 26] = [
    80, 15, 33, 38, 125, 24, 19, 51, 76, 2, 5, 41, 25, 72, 76, 21, 1, 63, 65, 93, 27, 11, 17, 2,
    17, 1,
];
/// Digits, each, by the same measure: a guess.
const DIGIT_FREQUENCY: u64 = 3;

/// A search for the terms of one group.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    searcher: packed::Searcher,
    /// For each pattern of the searcher, the terms it is a piece of.
    places: Vec<Vec<Place>>,
}

/// A gate for each group of terms that the expression cannot do without, the rarest first.
pub(super) fn build_gates(expression: &Expression, terms: &[Term]) -> Vec<Gate> {
    let pieces: Vec<_> =
        terms.iter().enumerate().map(|(number, term)| choose_piece(number, term)).collect();
    let frequency =
        |term: usize| pieces[term].as_ref().map_or(u64::from(u32::MAX), |piece| piece.frequency);
    let mut groups = expression.requirements(&frequency);
    groups.sort_by_key(|group| group.iter().map(|&term| frequency(term)).sum::<u64>());
    let pieces_of = |group: Vec<usize>| -> Option<Vec<Piece>> {
        group.into_iter().map(|term| pieces[term].clone()).collect()
    };
    groups.into_iter().filter_map(|group| Gate::new(pieces_of(group)?)).collect()
}

impl Gate {
    fn new(pieces: Vec<Piece>) -> Option<Self> {
        let mut patterns: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for piece in pieces {
            for form in list_cases(&piece.letters) {
                patterns.entry(form).or_default().push(piece.place);
            }
            if patterns.len() > MAX_PATTERNS {
                return None;
            }
        }
        let searcher = packed::Searcher::new(patterns.keys())?;
        Some(Self { searcher, places: patterns.into_values().collect() })
    }

    /// Whether one of the terms stands in the text.
    pub(super) fn opens(&self, terms: &[Term], text: &str) -> bool {
        let mut rest = Span::from(0..text.len());
        while let Some(hit) = self.searcher.find_in(text, rest) {
            let places = &self.places[hit.pattern().as_usize()];
            if places.iter().any(|&place| terms[place.term].stands_at(text, place, hit.start())) {
                return true;
            }
            rest.start = hit.start() + 1;
        }
        false
    }
}

/// Three letters in a row of one of a term's words.
#[derive(Debug, Clone)]
struct Piece {
    place: Place,
    letters: [char; LETTERS],
    /// Expected number in 10^9 letters.
    frequency: u64,
}

/// The rarest piece of the term; `None` where it has no three ASCII letters in a row.
fn choose_piece(number: usize, term: &Term) -> Option<Piece> {
    let runs = term.words.iter().enumerate().flat_map(|(word, letters)| {
        ascii_runs(&letters.letters).map(move |(start, run)| (word, start, run))
    });
    let pieces = runs.flat_map(|(word, start, run)| {
        run.windows(LETTERS).enumerate().filter_map(move |(index, window)| {
            let letters: [char; LETTERS] = window.try_into().ok()?;
            let frequency = letters.iter().map(|&letter| letter_frequency(letter)).product();
            Some(Piece {
                place: Place { term: number, word, letter: start + index },
                letters,
                frequency,
            })
        })
    });
    pieces.min_by_key(|piece| piece.frequency)
}

fn letter_frequency(letter: char) -> u64 {
    let index = (letter as usize).wrapping_sub('a' as usize);
    LETTER_FREQUENCIES.get(index).copied().unwrap_or(DIGIT_FREQUENCY)
}

fn list_cases(letters: &[char]) -> Vec<String> {
    letters.iter().fold(vec![String::new()], |forms, letter| {
        let upper = letter.to_ascii_uppercase();
        let cases = if upper == *letter { vec![upper] } else { vec![*letter, upper] };
        forms
            .iter()
            .flat_map(|form| cases.iter().map(move |case| format!("{form}{case}")))
            .collect()
    })
}
