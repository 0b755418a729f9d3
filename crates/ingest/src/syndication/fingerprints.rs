//! A text as hashes of its words, and the sample of its shingles by which copies find each other.

/// Words in a shingle: longer than most set phrases, short enough that a swapped word spoils few.
pub(super) const SHINGLE_WORDS: usize = 5;
/// Shingles in a window of which the least is sampled (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003). Two texts
/// that share a run of `SHINGLE_WORDS + WINDOW_SHINGLES - 1` words share a fingerprint for certain.
const WINDOW_SHINGLES: usize = 11;
/// Texts with fewer words are copies only where all words are equal: teasers and datelines stand in many stories.
pub(super) const MIN_WORDS: usize = 30;

/// What is needed of a text to find its copies. Pure: made on any thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprints {
    /// A fingerprint of all words, then those of the sampled shingles, ascending. Empty where the text has no word.
    pub sampled: Vec<u32>,
    /// One hash a word, in the order of the text: case, punctuation and marks between words do not count.
    pub words: Vec<u32>,
}

impl Fingerprints {
    /// The words of `text` and the sample of its shingles.
    ///
    /// # Example
    /// ```
    /// use ingest::Fingerprints;
    ///
    /// let text = "The president signed the order on Wednesday.";
    /// assert_eq!(Fingerprints::of(text), Fingerprints::of("THE PRESIDENT signed — the order, on Wednesday"));
    /// assert_eq!(Fingerprints::of(text).words.len(), 7);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<u32> = word_hashes(text).collect();
        if words.is_empty() {
            return Self::default();
        }
        let mut sampled =
            if words.len() < MIN_WORDS { Vec::new() } else { winnow(&shingles(&words)) };
        sampled.insert(0, mixed(sequence_hash(&words)));
        Self { sampled, words }
    }
}

/// A hash of each run of letters and digits, in lower case; an apostrophe or an invisible character does not end a run.
pub(super) fn word_hashes(text: &str) -> impl Iterator<Item = u32> {
    let mut letters = text.chars();
    std::iter::from_fn(move || {
        let mut hash = FNV_OFFSET;
        let mut is_empty = true;
        for letter in letters.by_ref() {
            if letter.is_ascii_alphanumeric() {
                is_empty = false;
                hash = with_letter(hash, letter.to_ascii_lowercase());
            } else if letter.is_alphanumeric() {
                is_empty = false;
                hash = letter.to_lowercase().fold(hash, with_letter);
            } else if !is_empty && !is_inside_words(letter) {
                break;
            }
        }
        (!is_empty).then(|| mixed(hash))
    })
}

/// Fowler-Noll-Vo over code points, in place of bytes.
fn with_letter(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(u32::from(letter))).wrapping_mul(FNV_PRIME)
}

/// The hash of each shingle of `words`, in order.
pub(super) fn shingles(words: &[u32]) -> Vec<u64> {
    words.windows(SHINGLE_WORDS).map(sequence_hash).collect()
}

/// A hash of words in their order.
pub(super) fn sequence_hash(words: &[u32]) -> u64 {
    let add =
        |hash: u64, word: &u32| (hash.rotate_left(5) ^ u64::from(*word)).wrapping_mul(MULTIPLIER);
    spread(words.iter().fold(FNV_OFFSET, add))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;
/// 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The least shingle of every window, each once, ascending, as fingerprints.
fn winnow(shingles: &[u64]) -> Vec<u32> {
    let mut sampled = Vec::with_capacity(shingles.len() / 5 + 1);
    // Candidates for the least of the window, ascending; the front is the least.
    let mut candidates = std::collections::VecDeque::with_capacity(WINDOW_SHINGLES);
    for (position, &hash) in shingles.iter().enumerate() {
        while candidates.back().is_some_and(|&(_, last)| last >= hash) {
            candidates.pop_back();
        }
        candidates.push_back((position, hash));
        if candidates[0].0 + WINDOW_SHINGLES <= position {
            candidates.pop_front();
        }
        let is_whole_window = position + 1 >= WINDOW_SHINGLES.min(shingles.len());
        if is_whole_window && sampled.last() != Some(&candidates[0].1) {
            sampled.push(candidates[0].1);
        }
    }
    // The least of many hashes are small numbers: mixed again, so that 32 bits keep them apart.
    let mut sampled: Vec<u32> = sampled.into_iter().map(mixed).collect();
    sampled.sort_unstable();
    sampled.dedup();
    sampled
}

/// Apostrophes, accents written apart from their letter, soft hyphens and characters without width.
fn is_inside_words(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

fn mixed(hash: u64) -> u32 {
    (spread(hash.wrapping_mul(MULTIPLIER)) >> 32) as u32
}

/// Each bit in touch with all others (the finaliser of `SplitMix64`).
fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
