//! How much text two articles share, counted exactly over all words.

use super::fingerprints::{MIN_WORDS, SHINGLE_WORDS, shingles};

/// Different shingles that copies share at least, half of those of the shortest text that has any: a text that says the same
/// few words over and over is no copy of one that says them once.
const MIN_SHARED: usize = (MIN_WORDS - SHINGLE_WORDS).div_ceil(2);

/// The words of an article, made ready to be compared.
#[derive(Debug, Default)]
pub(super) struct Comparable {
    words: Vec<u32>,
    /// Hash and position of each shingle, ascending.
    shingles: Vec<(u64, u32)>,
    n_distinct: usize,
}

/// How much two texts share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overlap {
    /// Shared shingles, of those of the shorter text.
    pub(super) containment: f64,
    /// The share of the shorter text's words that stand in shared shingles.
    pub(super) of_shorter: f64,
    /// The share of the longer text's words that stand in shared shingles.
    pub(super) of_longer: f64,
}

impl Overlap {
    const ALL: Self = Self { containment: 1.0, of_shorter: 1.0, of_longer: 1.0 };
    const NONE: Self = Self { containment: 0.0, of_shorter: 0.0, of_longer: 0.0 };

    /// Whether at least this share of the text is the same. Shingles tell a part of a longer text. Swapped words cut many
    /// shingles, so what covers both texts counts by words; what covers the shorter alone may be quotations that both have.
    pub(super) fn is_copy(self, least: f64) -> bool {
        self.containment >= least || (self.of_shorter >= least && self.of_longer >= least)
    }
}

impl Comparable {
    pub(super) fn new(words: Vec<u32>) -> Self {
        let mut shingles: Vec<(u64, u32)> = if words.len() < MIN_WORDS {
            Vec::new()
        } else {
            shingles(&words).into_iter().zip(0..).collect()
        };
        shingles.sort_unstable();
        let n_distinct = shingles.chunk_by(|left, right| left.0 == right.0).count();
        Self { words, shingles, n_distinct }
    }

    pub(super) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// What `self` and `other` share. A shingle counts once, so that a text that repeats a quotation, as pages with embedded
    /// posts do, is still a copy. Short texts share all or nothing.
    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        if self.words == other.words {
            return Overlap::ALL;
        }
        if self.shingles.is_empty() || other.shingles.is_empty() {
            return Overlap::NONE;
        }
        let (mut mine, mut others) = (Vec::new(), Vec::new());
        let (mut i, mut j, mut n_shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (self.shingles.get(i), other.shingles.get(j)) {
            let hash = left.0.min(right.0);
            let (run, other_run) =
                (run_of(hash, &self.shingles[i..]), run_of(hash, &other.shingles[j..]));
            if !run.is_empty() && !other_run.is_empty() {
                n_shared += 1;
                mine.extend(run.iter().map(|shingle| shingle.1));
                others.extend(other_run.iter().map(|shingle| shingle.1));
            }
            i += run.len();
            j += other_run.len();
        }
        if n_shared < MIN_SHARED {
            return Overlap::NONE;
        }
        let containment = n_shared as f64 / self.n_distinct.min(other.n_distinct) as f64;
        let (mine, others) = (share(mine, self.n_words()), share(others, other.n_words()));
        let (of_shorter, of_longer) =
            if self.n_words() <= other.n_words() { (mine, others) } else { (others, mine) };
        Overlap { containment, of_shorter, of_longer }
    }
}

/// The shingles at the start that have this hash.
fn run_of(hash: u64, shingles: &[(u64, u32)]) -> &[(u64, u32)] {
    let length = shingles.iter().take_while(|shingle| shingle.0 == hash).count();
    &shingles[..length]
}

/// The share of words that stand in a shingle which starts at one of `starts`.
fn share(mut starts: Vec<u32>, n_words: usize) -> f64 {
    starts.sort_unstable();
    let (mut covered, mut end) = (0, 0_usize);
    for start in starts {
        let start = start as usize;
        covered += SHINGLE_WORDS - end.saturating_sub(start);
        end = start + SHINGLE_WORDS;
    }
    covered as f64 / n_words as f64
}
