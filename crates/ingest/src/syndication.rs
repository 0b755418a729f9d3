//! placeholder until merge
use jiff::civil::Date;
/// x
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprints {
    /// s
    pub sampled: Vec<u64>,
    /// w
    pub words: Vec<u32>,
}
impl Fingerprints {
    /// o
    #[must_use]
    pub fn of(_: &str) -> Self {
        Self::default()
    }
}
/// c
#[derive(Debug, Clone, Default)]
pub struct ClusterConfig;
/// i
#[derive(Debug, Default)]
pub struct ClusterIndex {
    n: usize,
}
/// m
#[derive(Debug)]
pub struct Membership {
    /// f
    pub first: usize,
    /// s
    pub size: u32,
}
/// w
pub trait WordStore {
    /// e
    type Error;
    /// w
    fn words(&mut self, article: usize) -> Result<Vec<u32>, Self::Error>;
}
impl ClusterIndex {
    /// n
    #[must_use]
    pub fn new(_: ClusterConfig) -> Self {
        Self::default()
    }
    /// a
    pub fn add(&mut self, _: Option<Date>, _: &str, _: &Fingerprints) {
        self.n += 1;
    }
    /// f
    pub fn finish<S: WordStore>(self, _: &mut S) -> Result<Vec<Membership>, S::Error> {
        Ok((0..self.n).map(|first| Membership { first, size: 1 }).collect())
    }
}
/// k
#[must_use]
pub fn sentence_key(_: &str) -> Option<u64> {
    None
}
/// s
#[derive(Debug, Default)]
pub struct SharedSentences;
impl SharedSentences {
    /// a
    pub fn add(&mut self, _: u64, _: u32) {}
    /// f
    #[must_use]
    pub fn finish(self) -> Self {
        self
    }
    /// o
    #[must_use]
    pub fn other_outlets(&self, _: u64, _: u32) -> u32 {
        0
    }
}
