//! Sentences that several outlets carry, whatever else their articles share.

use super::fingerprints::{sequence_hash, word_hashes};

/// Shorter sentences recur by chance: "The White House declined to comment."
const MIN_SENTENCE_WORDS: usize = 7;

/// What a sentence is counted under: a hash of its words, without regard to case and punctuation; nothing for a sentence
/// of fewer than 7 words.
#[must_use]
pub fn sentence_key(text: &str) -> Option<u64> {
    let words: Vec<u32> = word_hashes(text).collect();
    (words.len() >= MIN_SENTENCE_WORDS).then(|| sequence_hash(&words))
}

/// Which outlets carry which sentences, while articles come in: 12 bytes for each sentence of an outlet.
#[derive(Debug, Default)]
pub struct SharedSentences {
    /// Upper and lower half of the key, and the outlet.
    entries: Vec<[u32; 3]>,
}

/// The sentences that several outlets carry.
#[derive(Debug, Default)]
pub struct SentenceOutlets {
    /// Ascending, each once.
    entries: Vec<[u32; 3]>,
}

impl SharedSentences {
    /// Notes that an outlet, a number of the caller's, carries a sentence.
    pub fn add(&mut self, key: u64, outlet: u32) {
        if self.entries.len() == self.entries.capacity() {
            // Repeats within an outlet go before the memory grows.
            self.entries.sort_unstable();
            self.entries.dedup();
            self.entries.reserve(self.entries.len().max(1));
        }
        self.entries.push(entry(key, outlet));
    }

    /// Keeps what several outlets carry.
    #[must_use]
    pub fn finish(self) -> SentenceOutlets {
        let mut entries = self.entries;
        entries.sort_unstable();
        entries.dedup();
        let is_same = |left: &[u32; 3], right: &[u32; 3]| left[..2] == right[..2];
        let entries =
            entries.chunk_by(is_same).filter(|run| run.len() > 1).flatten().copied().collect();
        SentenceOutlets { entries }
    }
}

impl SentenceOutlets {
    /// How many outlets but this one carry the sentence.
    #[must_use]
    pub fn other_outlets(&self, key: u64, outlet: u32) -> u32 {
        let start = self.entries.partition_point(|other| *other < entry(key, 0));
        let end = self.entries.partition_point(|other| *other <= entry(key, u32::MAX));
        let carriers = &self.entries[start..end];
        let itself = carriers.binary_search(&entry(key, outlet)).is_ok();
        carriers.len() as u32 - u32::from(itself)
    }
}

fn entry(key: u64, outlet: u32) -> [u32; 3] {
    [(key >> 32) as u32, key as u32, outlet]
}
