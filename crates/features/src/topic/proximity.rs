//! Words near one another: `NEAR/n`, `PRE/n` and `"a phrase"~n`.

use std::collections::VecDeque;

use super::occurrences::{Occurrences, WordSpan};

/// The largest distance that can be asked for, in words.
pub(super) const MAX_DISTANCE: usize = 1000;

/// Words near one another in one field; terms by their numbers.
#[derive(Debug, Clone)]
pub(super) enum Proximity {
    /// Operands, each a choice of terms, every one near the one before it; a link less than operands.
    Chain { operands: Vec<Vec<usize>>, links: Vec<Link> },
    /// The words of a phrase, moved from their places in it by at most `slop` words altogether.
    Loose { words: Vec<usize>, slop: usize },
}

/// How an operand has to stand to the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// Words from the end of the one to the start of the other; adjacent words are at distance 1.
    pub(super) distance: usize,
    /// Whether it has to stand behind it.
    pub(super) is_ordered: bool,
}

impl Proximity {
    /// Groups of terms, of each of which one must stand in the text.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[usize]> {
        match self {
            Self::Chain { operands, .. } => {
                Box::new(operands.iter().map(Vec::as_slice)) as Box<dyn Iterator<Item = _>>
            }
            Self::Loose { words, .. } => Box::new(words.iter().map(std::slice::from_ref)),
        }
    }

    /// Whether the terms stand near one another in the field.
    pub(super) fn holds(&self, field: &Occurrences) -> bool {
        let mut spans = self.groups().map(|group| field.of_any(group));
        match self {
            Self::Chain { links, .. } => {
                let first = spans.next().unwrap_or_default();
                let last = spans.zip(links).fold(first, |before, (mut operand, &link)| {
                    let neighbours = Neighbours::new(before);
                    operand.retain(|span| neighbours.has_one(*span, link));
                    operand
                });
                !last.is_empty()
            }
            Self::Loose { slop, .. } => {
                let words = spans.map(|spans| spans.into_iter().map(|span| span.first).collect());
                stand_loosely(&words.collect::<Vec<_>>(), *slop)
            }
        }
    }
}

/// Where an operand stands, to be asked for the nearest place on either side.
struct Neighbours {
    firsts: Vec<usize>,
    lasts: Vec<usize>,
}

impl Neighbours {
    fn new(spans: Vec<WordSpan>) -> Self {
        let mut lasts: Vec<_> = spans.iter().map(|span| span.last).collect();
        lasts.sort_unstable();
        Self { firsts: spans.into_iter().map(|span| span.first).collect(), lasts }
    }

    fn has_one(&self, span: WordSpan, link: Link) -> bool {
        let n_before = self.lasts.partition_point(|&last| last < span.first);
        let is_near = |distance: usize| distance <= link.distance;
        let before = n_before.checked_sub(1).map(|index| span.first - self.lasts[index]);
        if before.is_some_and(is_near) {
            return true;
        }
        let behind = self.firsts.get(self.firsts.partition_point(|&first| first <= span.last));
        !link.is_ordered && behind.is_some_and(|first| is_near(first - span.last))
    }
}

/// Whether each word has a place of its own such that places less positions in the phrase spread over at most
/// `slop`: the sloppy phrase of Lucene. `places` are sorted, a list for each word.
fn stand_loosely(places: &[Vec<usize>], slop: usize) -> bool {
    // Positions count from the end of the phrase, so that no shift is negative.
    let shift = |word: usize, place: usize| place + places.len() - 1 - word;
    let mut moves: Vec<(usize, usize)> = Vec::new();
    for (word, places) in places.iter().enumerate() {
        moves.extend(places.iter().map(|&place| (shift(word, place), word)));
    }
    moves.sort_unstable();
    let mut window = vec![VecDeque::new(); places.len()];
    moves.into_iter().any(|(latest, word)| {
        window[word].push_back(latest + 1 + word - places.len());
        for (word, places) in window.iter_mut().enumerate() {
            while places.front().is_some_and(|&place| shift(word, place) + slop < latest) {
                places.pop_front();
            }
        }
        has_own_places(&window)
    })
}

/// Whether each word can have a place that no other word has.
fn has_own_places(window: &[VecDeque<usize>]) -> bool {
    if window.iter().any(VecDeque::is_empty) {
        return false;
    }
    // A word with as many places as there are words finds one whatever the others take.
    let scarce: Vec<_> = window.iter().filter(|places| places.len() < window.len()).collect();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    (0..scarce.len()).all(|word| assign(word, &scarce, &mut taken, &mut Vec::new()))
}

/// Gives the word a place, moving others where that helps (augmenting paths of a bipartite matching).
fn assign(
    word: usize,
    places: &[&VecDeque<usize>],
    taken: &mut Vec<(usize, usize)>,
    tried: &mut Vec<usize>,
) -> bool {
    for &place in places[word] {
        if tried.contains(&place) {
            continue;
        }
        tried.push(place);
        let holder = taken.iter().position(|&(other, _)| other == place);
        match holder {
            None => {
                taken.push((place, word));
                return true;
            }
            Some(index) if assign(taken[index].1, places, taken, tried) => {
                taken[index].1 = word;
                return true;
            }
            Some(_) => {}
        }
    }
    false
}
