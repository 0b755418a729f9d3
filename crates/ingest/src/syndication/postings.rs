//! Which articles carry which fingerprint: those that tell stories apart, numbered densely.

use super::index::ClusterConfig;

/// The lists of all articles, in the order of clustering, as dense numbers of fingerprints.
#[derive(Debug)]
pub(super) struct Postings {
    /// Where the list of each number starts in `holders`.
    starts: Vec<u32>,
    lengths: Vec<u16>,
    holders: Vec<u32>,
    /// How many fingerprints of each article a candidate has to share.
    needed: Vec<u32>,
}

/// The least share of the sampled shingles, of the text with fewer, that makes a candidate: well under what is asked of
/// all shingles, as samples scatter.
const CANDIDATE_SHARE: f64 = 0.1;
/// The same where a quarter of them and more are boilerplate: the rest has to be shared, too.
const CANDIDATE_SHARE_BESIDE_BOILERPLATE: f64 = 0.3;

/// Fingerprints that stand in several articles, ascending, with the number of articles each.
struct Repeated {
    fingerprints: Vec<u32>,
    counts: Vec<u32>,
    /// Where the fingerprints with each upper half start.
    buckets: Vec<u32>,
}

impl Repeated {
    fn of(sampled: &[u32]) -> Self {
        let mut sorted = sampled.to_vec();
        sorted.sort_unstable();
        let (mut fingerprints, mut counts) = (Vec::new(), Vec::new());
        for run in sorted.chunk_by(|left, right| left == right).filter(|run| run.len() > 1) {
            fingerprints.push(run[0]);
            counts.push(run.len() as u32);
        }
        let mut buckets = vec![0; (1 << 16) + 1];
        for fingerprint in &fingerprints {
            buckets[(fingerprint >> 16) as usize + 1] += 1;
        }
        for upper in 0..1 << 16 {
            buckets[upper + 1] += buckets[upper];
        }
        Self { fingerprints, counts, buckets }
    }

    fn number(&self, fingerprint: u32) -> Option<usize> {
        let upper = (fingerprint >> 16) as usize;
        let (start, end) = (self.buckets[upper] as usize, self.buckets[upper + 1] as usize);
        let within = self.fingerprints[start..end].binary_search(&fingerprint).ok()?;
        Some(start + within)
    }
}

/// The lists of several articles, one behind the other.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) values: Vec<u32>,
    /// Where each list ends.
    pub(super) ends: Vec<usize>,
}

impl Lists {
    pub(super) fn get(&self, article: usize) -> &[u32] {
        &self.values[self.start(article)..self.ends[article]]
    }

    fn start(&self, article: usize) -> usize {
        if article == 0 { 0 } else { self.ends[article - 1] }
    }

    /// Replaces each value by what `replace` says of it, dropping those for which it says nothing.
    fn replace(&mut self, replace: impl Fn(usize, usize, u32) -> Option<u32>) {
        let (mut read, mut written) = (0, 0);
        for (article, end) in self.ends.iter_mut().enumerate() {
            let start = read;
            while read < *end {
                if let Some(value) = replace(article, read - start, self.values[read]) {
                    self.values[written] = value;
                    written += 1;
                }
                read += 1;
            }
            *end = written;
        }
        self.values.truncate(written);
        self.values.shrink_to_fit();
    }
}

impl Postings {
    /// Empty postings; `lists` is left with the numbers of fingerprints that stand in several articles and are no
    /// boilerplate. The first of each list, that of the whole text, is never boilerplate.
    pub(super) fn new(lists: &mut Lists, config: &ClusterConfig) -> Self {
        let repeated = Repeated::of(&lists.values);
        let is_boilerplate = boilerplate(lists, &repeated, config);
        let needed = needed(lists, &repeated, &is_boilerplate);
        lists.replace(|_, position, fingerprint| {
            let number = repeated.number(fingerprint)?;
            (position == 0 || !is_boilerplate[number]).then_some(number as u32)
        });
        let mut starts = Vec::with_capacity(repeated.counts.len());
        let mut n_holders: u32 = 0;
        for &count in &repeated.counts {
            starts.push(n_holders);
            n_holders = n_holders.saturating_add(count.min(u32::from(config.max_holders)));
        }
        let lengths = vec![0; starts.len()];
        Self { starts, lengths, holders: vec![0; n_holders as usize], needed }
    }

    /// The representatives that carry a fingerprint.
    pub(super) fn holders(&self, number: u32) -> &[u32] {
        let start = self.starts[number as usize] as usize;
        &self.holders[start..start + usize::from(self.lengths[number as usize])]
    }

    /// How many fingerprints two articles have to share to be compared.
    pub(super) fn needed(&self, left: usize, right: usize) -> u32 {
        self.needed[left].min(self.needed[right])
    }

    /// Notes that `article` carries the fingerprints of its list, but where a list is full.
    pub(super) fn add(&mut self, article: u32, list: &[u32]) {
        for &number in list {
            let number = number as usize;
            let end = self.starts.get(number + 1).map_or(self.holders.len(), |&next| next as usize);
            let at = self.starts[number] as usize + usize::from(self.lengths[number]);
            if at < end {
                self.holders[at] = article;
                self.lengths[number] += 1;
            }
        }
    }
}

/// How many fingerprints of each list have to be shared, of those that are no boilerplate.
fn needed(lists: &Lists, repeated: &Repeated, is_boilerplate: &[bool]) -> Vec<u32> {
    let is_dropped = |fingerprint: &&u32| {
        repeated.number(**fingerprint).is_some_and(|number| is_boilerplate[number])
    };
    let needed = |article| {
        let list = lists.get(article);
        let n_dropped = list.iter().filter(is_dropped).count();
        let share = if 4 * n_dropped >= list.len() {
            CANDIDATE_SHARE_BESIDE_BOILERPLATE
        } else {
            CANDIDATE_SHARE
        };
        (((list.len() - n_dropped) as f64 * share).ceil() as u32).max(1)
    };
    (0..lists.ends.len()).map(needed).collect()
}

/// Which of the repeated fingerprints stand in many articles that have little else in common: of the fingerprints of such
/// an article, few are about as frequent as this one. In a wire story with as many copies, most are.
fn boilerplate(lists: &Lists, repeated: &Repeated, config: &ClusterConfig) -> Vec<bool> {
    let mut shares = vec![0_u64; repeated.fingerprints.len()];
    let mut numbers = Vec::new();
    for article in 0..lists.ends.len() {
        let list = lists.get(article);
        numbers.clear();
        numbers.extend(list.iter().filter_map(|&fingerprint| repeated.number(fingerprint)));
        numbers.sort_unstable_by_key(|&number| std::cmp::Reverse(repeated.counts[number]));
        let mut as_frequent = 0;
        for &number in &numbers {
            let least = repeated.counts[number] / ClusterConfig::AS_FREQUENT;
            while as_frequent < numbers.len() && repeated.counts[numbers[as_frequent]] >= least {
                as_frequent += 1;
            }
            shares[number] += (as_frequent * 1000 / list.len()) as u64;
        }
    }
    let limit = (config.boilerplate_share * 1000.0) as u64;
    let is_boilerplate = |(share, &count): (u64, &u32)| {
        count >= config.boilerplate_articles && share / u64::from(count) < limit
    };
    shares.into_iter().zip(&repeated.counts).map(is_boilerplate).collect()
}
