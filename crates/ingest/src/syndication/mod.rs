//! Articles that share most of their text: wire stories under many outlets, reposts, shortened and spun copies.
//!
//! [`Fingerprints::of`] turns a text into its words (as hashes) and a sample of its shingles; a [`ClusterIndex`] takes the
//! samples, finds pairs that may share their text, and verifies each over all words of both before it joins them.

mod fingerprints;
mod index;
mod leaders;
mod overlap;
mod postings;
mod sentences;
#[cfg(test)]
mod tests;

pub use fingerprints::Fingerprints;
pub use index::{ClusterConfig, ClusterIndex, Membership};
pub use sentences::{SentenceOutlets, SharedSentences, sentence_key};
