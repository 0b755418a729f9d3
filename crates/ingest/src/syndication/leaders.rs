//! The rule: clusters around leaders, articles placed one after the other in their canonical order.

use std::cmp::Reverse;

use super::index::ClusterConfig;
use super::overlap::{Comparable, Overlap};
use super::postings::{Lists, Postings};

/// Compared texts that are kept, a bounded number of words each.
const CACHE_SLOTS: usize = 512;
const MAX_CACHED_WORDS: usize = 5_000;
/// A member that shares less than this with its leader is compared with later articles itself.
const SAME_AS_LEADER: f64 = 0.8;
const NOBODY: u32 = u32::MAX;

/// The clusters so far. An article joins the leader with which it shares most, if it shares enough; else it leads. What
/// was edited step by step follows the member before it, as long as it still shares something with the leader. Articles
/// that are both parts of a longer one, but not of each other, stay apart: a roundup joins one story.
pub(super) struct Leaders<F> {
    config: ClusterConfig,
    lists: Lists,
    postings: Postings,
    words: F,
    cache: Vec<(u32, Comparable)>,
    /// The leader of each article, itself for leaders.
    first: Vec<u32>,
    /// Of each leader, the first member that shares less than nearly all with it.
    witnesses: Vec<u32>,
    /// How many fingerprints the article at hand shares with each, zero between articles.
    shared: Vec<u32>,
}

impl<E, F: FnMut(usize) -> Result<Vec<u32>, E>> Leaders<F> {
    pub(super) fn new(config: ClusterConfig, lists: Lists, postings: Postings, words: F) -> Self {
        let n_articles = lists.ends.len();
        let cache = (0..CACHE_SLOTS).map(|_| (NOBODY, Comparable::default())).collect();
        let first = (0..n_articles as u32).collect();
        let (witnesses, shared) = (vec![NOBODY; n_articles], vec![0; n_articles]);
        Self { config, lists, postings, words, cache, first, witnesses, shared }
    }

    /// The leader of each article.
    pub(super) fn finish(self) -> Vec<u32> {
        self.first
    }

    /// Finds the cluster of the next article in canonical order.
    pub(super) fn place(&mut self, article: usize) -> Result<(), E> {
        let candidates = self.candidates(article);
        let mut is_representative = true;
        if !candidates.is_empty() {
            let text = Comparable::new((self.words)(article)?);
            if let Some((leader, overlap)) = self.best_leader(&text, candidates)? {
                self.first[article] = leader;
                is_representative = overlap.of_longer < SAME_AS_LEADER;
                if is_representative && self.witnesses[leader as usize] == NOBODY {
                    self.witnesses[leader as usize] = article as u32;
                }
            }
        }
        if is_representative {
            self.postings.add(article as u32, self.lists.get(article));
        }
        Ok(())
    }

    /// Representatives that share enough of the sample, those that share most first.
    fn candidates(&mut self, article: usize) -> Vec<u32> {
        let list = self.lists.get(article);
        let mut found = Vec::new();
        for &number in list {
            for &holder in self.postings.holders(number) {
                if self.shared[holder as usize] == 0 {
                    found.push(holder);
                }
                self.shared[holder as usize] += 1;
            }
        }
        let mut likely: Vec<(u32, u32)> =
            found.iter().map(|&holder| (self.shared[holder as usize], holder)).collect();
        for &holder in &found {
            self.shared[holder as usize] = 0;
        }
        likely.retain(|&(shared, holder)| shared >= self.postings.needed(article, holder as usize));
        likely.sort_unstable_by_key(|&(shared, holder)| (Reverse(shared), holder));
        likely.truncate(self.config.max_verified);
        likely.into_iter().map(|(_, holder)| holder).collect()
    }

    /// The leader whose cluster the text belongs to, with what it shares with the candidate that led there.
    fn best_leader(
        &mut self,
        text: &Comparable,
        candidates: Vec<u32>,
    ) -> Result<Option<(u32, Overlap)>, E> {
        let mut best: Option<(u32, Overlap)> = None;
        for candidate in candidates {
            let overlap = self.overlap(text, candidate)?;
            let is_better = best.is_none_or(|(_, best)| overlap.of_longer > best.of_longer);
            if is_better && self.belongs(text, candidate, overlap)? {
                best = Some((self.first[candidate as usize], overlap));
            }
        }
        Ok(best)
    }

    /// Whether what is shared with the candidate makes the text a member of its cluster. Two texts that each share a
    /// different part of the leader are of two stories: the second has to share something with the first, too.
    fn belongs(&mut self, text: &Comparable, candidate: u32, overlap: Overlap) -> Result<bool, E> {
        let ClusterConfig { containment, drift, .. } = self.config;
        let leader = self.first[candidate as usize];
        let is_mutual = overlap.of_longer >= containment;
        if !overlap.is_copy(containment) {
            return Ok(false);
        }
        if candidate != leader {
            return Ok(is_mutual && self.overlap(text, leader)?.of_shorter >= drift);
        }
        let witness = self.witnesses[leader as usize];
        if overlap.of_longer >= SAME_AS_LEADER || witness == NOBODY {
            return Ok(true);
        }
        let with_witness = self.overlap(text, witness)?;
        Ok(if is_mutual {
            with_witness.of_shorter >= drift
        } else {
            with_witness.is_copy(containment)
        })
    }

    /// What a text shares with an earlier article.
    fn overlap(&mut self, text: &Comparable, article: u32) -> Result<Overlap, E> {
        let slot = article as usize % CACHE_SLOTS;
        if self.cache[slot].0 == article {
            return Ok(text.overlap(&self.cache[slot].1));
        }
        let other = Comparable::new((self.words)(article as usize)?);
        let overlap = text.overlap(&other);
        if other.n_words() <= MAX_CACHED_WORDS {
            self.cache[slot] = (article, other);
        }
        Ok(overlap)
    }
}
