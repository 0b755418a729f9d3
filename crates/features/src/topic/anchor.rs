//! The piece of each term that is searched for in the raw text.

use std::ops::Deref;

use super::letters::CaseForms;
use super::term::Term;
use super::verify::Place;
use super::word::is_wildcard;

/// Letters of a piece outside ASCII: enough to be rare, few enough to list in every case.
const FOREIGN_LETTERS: usize = 3;

/// A piece of a term as bytes of UTF-8, to be found whatever the case of its ASCII letters.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) place: Place,
    /// More than one where letters outside ASCII have several cases.
    pub(super) forms: Vec<String>,
}

/// The longest run of ASCII letters and digits in the term, else the start of its first word.
pub(super) fn choose_anchor(
    number: usize,
    term: &Term,
    case_forms: &impl Deref<Target = CaseForms>,
) -> Anchor {
    let runs = term.words.iter().enumerate().flat_map(|(word, letters)| {
        ascii_runs(&letters.letters)
            .map(move |(letter, run)| (Place { term: number, word, letter }, run))
    });
    // The last of equally long runs: the noun rather than what qualifies it.
    if let Some((place, run)) = runs.max_by_key(|(_, run)| run.len()) {
        return Anchor { place, forms: vec![run.iter().collect()] };
    }
    let letters = term.words.first().map_or(&[][..], |word| &word.letters);
    // The first of equally long runs, which is the whole word where it has no wildcards.
    let fixed = runs_of(letters, |letter| !is_wildcard(letter));
    let (letter, letters) = fixed.rev().max_by_key(|(_, run)| run.len()).unwrap_or((0, &[]));
    let place = Place { term: number, word: 0, letter };
    Anchor { place, forms: list_forms(&letters[..letters.len().min(FOREIGN_LETTERS)], case_forms) }
}

/// The runs of ASCII letters and digits, each with the index of its first letter.
pub(super) fn ascii_runs(letters: &[char]) -> impl Iterator<Item = (usize, &[char])> {
    runs_of(letters, |letter| letter.is_ascii_alphanumeric())
}

fn runs_of(
    letters: &[char],
    belongs: impl Fn(char) -> bool + Copy,
) -> impl DoubleEndedIterator<Item = (usize, &[char])> {
    let runs = letters.chunk_by(move |&a, &b| belongs(a) == belongs(b));
    let mut next = 0;
    let placed: Vec<_> = runs
        .map(|run| {
            let start = next;
            next += run.len();
            (start, run)
        })
        .filter(|(_, run)| belongs(run[0]))
        .collect();
    placed.into_iter()
}

fn list_forms(letters: &[char], case_forms: &impl Deref<Target = CaseForms>) -> Vec<String> {
    letters.iter().fold(vec![String::new()], |forms, letter| {
        let same = [*letter];
        let cases = case_forms.get(letter).map_or(&same[..], Vec::as_slice);
        forms
            .iter()
            .flat_map(|form| cases.iter().map(move |case| format!("{form}{case}")))
            .collect()
    })
}
