//! Word and within-word character n-grams, hashed to a fixed number of buckets.
//!
//! The n-grams are nearly those of scikit-learn's `TfidfVectorizer` with `analyzer="word", ngram_range=(1, 2)` beside
//! `analyzer="char_wb", ngram_range=(2, 5)`; words of one letter count too, and `doesn't` is one word. Hashing
//! replaces the vocabulary (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"), so
//! that a model needs no dictionary and a text is read once.

use serde::{Deserialize, Serialize};

use crate::clean::clean;
use crate::normalize::{SPACE, is_word_code, normalize_into};

/// Raised whenever the same text could give other buckets; a model trained on another version does not load.
const NGRAM_SCHEMA_VERSION: u32 = 2;

/// Which n-grams are features, and into how many buckets they are hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NgramSchema {
    /// Version of the code that turns text into buckets.
    pub version: u32,
    /// Longest run of words, from 1.
    pub word_max: u32,
    /// Shortest run of characters within a padded token.
    pub character_min: u32,
    /// Longest run of characters within a padded token.
    pub character_max: u32,
    /// Word n-grams go to `2^word_bits` buckets, from 1 to 24.
    pub word_bits: u32,
    /// Character n-grams go to `2^character_bits` buckets, from 1 to 24.
    pub character_bits: u32,
}

impl Default for NgramSchema {
    fn default() -> Self {
        Self {
            version: NGRAM_SCHEMA_VERSION,
            word_max: 2,
            character_min: 2,
            character_max: 5,
            word_bits: 20,
            character_bits: 20,
        }
    }
}

impl NgramSchema {
    /// Number of buckets of both blocks together: word buckets first, then character buckets.
    #[must_use]
    pub fn n_buckets(&self) -> usize {
        self.n_word_buckets() + (1 << self.character_bits)
    }

    /// Number of buckets of word n-grams; the first bucket of character n-grams.
    #[must_use]
    pub fn n_word_buckets(&self) -> usize {
        1 << self.word_bits
    }

    /// Whether this code can compute the features of a model that was trained with this schema.
    ///
    /// # Errors
    /// Says which value is outside what the code can do.
    pub fn check(&self) -> Result<(), NgramSchemaError> {
        let in_range = |name, found: u32, least, most| {
            if (least..=most).contains(&found) {
                Ok(())
            } else {
                Err(NgramSchemaError { name, found, least, most })
            }
        };
        in_range("version", self.version, NGRAM_SCHEMA_VERSION, NGRAM_SCHEMA_VERSION)?;
        in_range("word_max", self.word_max, 1, 5)?;
        in_range("character_min", self.character_min, 1, self.character_max.min(16))?;
        in_range("character_max", self.character_max, self.character_min, 16)?;
        in_range("word_bits", self.word_bits, 1, 24)?;
        in_range("character_bits", self.character_bits, 1, 24)
    }
}

/// A feature schema that this version of the code does not compute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("feature schema: `{name}` is {found}, expected {least} to {most}")]
pub struct NgramSchemaError {
    name: &'static str,
    found: u32,
    least: u32,
    most: u32,
}

/// The distinct n-grams of one text, as buckets in the order of their first occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ngrams<'a> {
    /// Word n-grams: buckets from 0.
    pub words: &'a [u32],
    /// Character n-grams: buckets from [`NgramSchema::n_word_buckets`].
    pub characters: &'a [u32],
}

/// Turns texts into [`Ngrams`]; keeps its buffers from text to text, so each thread has its own.
#[derive(Clone, Debug)]
pub struct NgramExtractor {
    schema: NgramSchema,
    codes: Vec<u32>,
    word_hashes: Vec<u64>,
    words: DistinctBuckets,
    characters: DistinctBuckets,
}

impl NgramExtractor {
    /// An extractor for texts under `schema`, which must pass [`NgramSchema::check`].
    #[must_use]
    pub fn new(schema: &NgramSchema) -> Self {
        Self {
            words: DistinctBuckets::new(schema.word_bits, 0),
            characters: DistinctBuckets::new(schema.character_bits, schema.n_word_buckets() as u32),
            codes: Vec::new(),
            word_hashes: Vec::new(),
            schema: schema.clone(),
        }
    }

    /// The distinct n-grams of `text`, cleaned as by [`clean`](crate::clean). Letter case and typographic variants of quotes, dashes and spaces do not
    /// matter.
    pub fn extract(&mut self, text: &str) -> Ngrams<'_> {
        self.codes.clear();
        normalize_into(clean(text).as_str(), &mut self.codes);
        self.words.clear();
        self.characters.clear();
        self.add_words();
        self.add_characters();
        Ngrams { words: self.words.as_slice(), characters: self.characters.as_slice() }
    }

    fn add_words(&mut self) {
        hash_words(&self.codes, &mut self.word_hashes);
        let longest = self.schema.word_max as usize;
        let mut words = self.words.inserter(self.word_hashes.len() * longest);
        for first in 0..self.word_hashes.len() {
            let mut hash = WORD_SEED;
            for &word in self.word_hashes[first..].iter().take(longest) {
                hash = (hash ^ word).wrapping_mul(MULTIPLIER).rotate_left(29);
                words.add(hash.wrapping_mul(MULTIPLIER));
            }
        }
        self.words.len = words.len;
    }

    fn add_characters(&mut self) {
        let (shortest, longest) =
            (self.schema.character_min as usize, self.schema.character_max as usize);
        // Every space belongs to the token before and the token behind it.
        let mut characters = self.characters.inserter(2 * self.codes.len() * longest);
        let mut start = 0;
        while let Some(length) = self.codes[start + 1..].iter().position(|&code| code == SPACE) {
            let token = &self.codes[start..=start + 1 + length];
            for first in 0..token.len() {
                let mut hash = CHARACTER_SEED;
                let (head, tail) = token[first..].split_at((shortest - 1).min(token.len() - first));
                for &code in head {
                    hash = (hash ^ u64::from(code)).wrapping_mul(MULTIPLIER);
                }
                for &code in tail.iter().take(longest + 1 - shortest) {
                    hash = (hash ^ u64::from(code)).wrapping_mul(MULTIPLIER);
                    characters.add(hash ^ (hash << 32));
                }
            }
            start += 1 + length;
        }
        self.characters.len = characters.len;
    }
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const WORD_SEED: u64 = 0x243F_6A88_85A3_08D3;
const CHARACTER_SEED: u64 = 0x1319_8A2E_0370_7344;

/// One hash for each word: a run of letters and digits, with apostrophes inside it.
fn hash_words(codes: &[u32], hashes: &mut Vec<u64>) {
    hashes.clear();
    let apostrophe = u32::from(b'\'');
    let mut hash = None;
    for (at, &code) in codes.iter().enumerate() {
        let inside = is_word_code(code)
            || (code == apostrophe
                && hash.is_some()
                && codes.get(at + 1).is_some_and(|&next| is_word_code(next)));
        if inside {
            let so_far = hash.unwrap_or(WORD_SEED);
            hash = Some((so_far ^ u64::from(code)).wrapping_mul(MULTIPLIER));
        } else {
            hashes.extend(hash.take());
        }
    }
}

/// A set of buckets that remembers the order of insertion and is emptied in time proportional to what it held.
#[derive(Clone, Debug)]
struct DistinctBuckets {
    bits: u32,
    offset: u32,
    seen: Vec<u64>,
    /// The first `len` are in the set; behind them is room.
    buckets: Vec<u32>,
    len: usize,
}

impl DistinctBuckets {
    fn new(bits: u32, offset: u32) -> Self {
        Self {
            bits,
            offset,
            seen: vec![0; (1_usize << bits).div_ceil(64)],
            buckets: Vec::new(),
            len: 0,
        }
    }

    fn as_slice(&self) -> &[u32] {
        &self.buckets[..self.len]
    }

    fn clear(&mut self) {
        for &bucket in &self.buckets[..self.len] {
            self.seen[((bucket - self.offset) >> 6) as usize] = 0;
        }
        self.len = 0;
    }

    /// Takes up to `additional` more hashes; the set has them once its `len` is set to the inserter's.
    fn inserter(&mut self, additional: usize) -> Inserter<'_> {
        // A set never holds more than all buckets. One more place, because a hash that is there already is written
        // behind the others too.
        let needed = (self.len + additional).min(1 << self.bits) + 1;
        if self.buckets.len() < needed {
            self.buckets.resize(needed, 0);
        }
        let shift = 64 - self.bits;
        Inserter {
            shift,
            offset: self.offset,
            seen: &mut self.seen,
            buckets: &mut self.buckets,
            len: self.len,
        }
    }
}

/// The parts of a [`DistinctBuckets`] as local values, which stay in registers while many hashes are added.
struct Inserter<'a> {
    shift: u32,
    offset: u32,
    seen: &'a mut [u64],
    buckets: &'a mut [u32],
    len: usize,
}

impl Inserter<'_> {
    /// Adds the bucket of `hash`. Whether it is new decides no branch: most are, but not predictably.
    #[inline]
    fn add(&mut self, hash: u64) {
        let bucket = (hash >> self.shift) as u32;
        let (word, mask) = (&mut self.seen[(bucket >> 6) as usize], 1 << (bucket & 63));
        let is_new = *word & mask == 0;
        *word |= mask;
        self.buckets[self.len] = bucket + self.offset;
        self.len += usize::from(is_new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn extract(text: &str) -> (Vec<u32>, Vec<u32>) {
        let mut extractor = NgramExtractor::new(&NgramSchema::default());
        let ngrams = extractor.extract(text);
        (ngrams.words.to_vec(), ngrams.characters.to_vec())
    }

    #[test]
    fn words_and_pairs_of_words_are_counted_once() {
        // too, weak, too weak, weak too
        assert_eq!(extract("Too weak, too weak").0.len(), 4);
        assert_eq!(extract("doesn't").0.len(), 1);
        assert_eq!(extract("“doesn’t”").0, extract("DOESN'T").0);
        assert_eq!(extract("...").0, Vec::<u32>::new());
    }

    #[test]
    fn character_ngrams_stay_within_a_padded_token() {
        // " ab ": " a" "ab" "b " " ab" "ab " " ab "
        assert_eq!(extract("ab").1.len(), 6);
        // Nothing spans the space between the tokens.
        let both: BTreeSet<u32> = extract("ab cd").1.into_iter().collect();
        let apart: BTreeSet<u32> = extract("ab").1.into_iter().chain(extract("cd").1).collect();
        assert_eq!(both, apart);
    }

    #[test]
    fn buckets_are_spread_evenly() {
        let schema = NgramSchema::default();
        let mut extractor = NgramExtractor::new(&schema);
        let text: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
        let n_words = extractor.extract(&text.join(" ")).words.len() as f64;
        let n_buckets = schema.n_word_buckets() as f64;
        // 20,000 words and 19,999 pairs thrown into the buckets at random.
        let expected = n_buckets * (1.0 - (-39_999.0 / n_buckets).exp());
        assert!(
            (n_words - expected).abs() < 5.0 * expected.sqrt(),
            "{n_words} found, {expected} expected"
        );
    }

    #[test]
    fn a_schema_outside_the_code_is_refused() {
        let error =
            NgramSchema { character_max: 40, ..NgramSchema::default() }.check().unwrap_err();
        assert_eq!(error.to_string(), "feature schema: `character_max` is 40, expected 2 to 16");
    }

    proptest! {
        #[test]
        fn buckets_are_distinct_and_in_their_block(texts in proptest::collection::vec(any::<String>(), 1..4)) {
            let schema = NgramSchema::default();
            let mut extractor = NgramExtractor::new(&schema);
            for text in &texts {
                let ngrams = extractor.extract(text);
                let (words, characters) = (ngrams.words.to_vec(), ngrams.characters.to_vec());
                prop_assert!(words.iter().all(|&bucket| (bucket as usize) < schema.n_word_buckets()));
                prop_assert!(characters.iter().all(|&bucket| (schema.n_word_buckets()..schema.n_buckets()).contains(&(bucket as usize))));
                prop_assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
                prop_assert_eq!(characters.iter().collect::<BTreeSet<_>>().len(), characters.len());
                prop_assert_eq!((words, characters), extract(text));
            }
        }
    }
}
