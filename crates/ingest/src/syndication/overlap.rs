//! How much text two articles share, counted exactly over all words.

use super::fingerprints::{MIN_WORDS, SHINGLE_WORDS, shingles};

/// The words of an article, made ready to be compared.
#[derive(Debug, Default)]
pub(super) struct Comparable {
    words: Vec<u32>,
    /// Hash and position of each shingle, ascending.
    shingles: Vec<(u64, u32)>,
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
        Self { words, shingles }
    }

    pub(super) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// What `self` and `other` share. A shingle counts as often as it occurs in both, so that a repeated line in one is
    /// no copy of a single one in the other. Short texts share all or nothing.
    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        if self.words == other.words {
            return Overlap::ALL;
        }
        if self.shingles.is_empty() || other.shingles.is_empty() {
            return Overlap::NONE;
        }
        let (mut mine, mut others) = (Vec::new(), Vec::new());
        let (mut i, mut j) = (0, 0);
        while let (Some(left), Some(right)) = (self.shingles.get(i), other.shingles.get(j)) {
            if left.0 == right.0 {
                mine.push(left.1);
                others.push(right.1);
            }
            i += usize::from(left.0 <= right.0);
            j += usize::from(right.0 <= left.0);
        }
        let n_fewer = self.shingles.len().min(other.shingles.len());
        let containment = mine.len() as f64 / n_fewer as f64;
        let (mine, others) = (share(mine, self.n_words()), share(others, other.n_words()));
        let (of_shorter, of_longer) =
            if self.n_words() <= other.n_words() { (mine, others) } else { (others, mine) };
        Overlap { containment, of_shorter, of_longer }
    }
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
