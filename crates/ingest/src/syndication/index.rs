//! The index of all articles of a run, and what they are members of.

use jiff::civil::Date;

use super::leaders::Leaders;
use super::postings::{Lists, Postings};

/// When articles are of one cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterConfig {
    /// The least share of text of copies: of the shorter article's shingles, or of the words of both. From a half on, most of
    /// the text is shared.
    pub containment: f64,
    /// The share that every member has in common with the first, of the shorter of the two: it bounds how far a chain of
    /// edited copies drifts.
    pub drift: f64,
    /// From this number of articles on, a fingerprint may be boilerplate.
    pub boilerplate_articles: u32,
    /// A frequent fingerprint is boilerplate where the articles that carry it have in the mean less than this share of
    /// fingerprints that are about as frequent.
    pub boilerplate_share: f64,
    /// Articles listed for a fingerprint at most: bounds the time for texts that recur everywhere.
    pub max_holders: u16,
    /// Candidates verified for an article at most, the likeliest first.
    pub max_verified: usize,
}

impl ClusterConfig {
    /// About as frequent: in at least one article for so many that carry the other.
    pub(super) const AS_FREQUENT: u32 = 4;
}

impl Default for ClusterConfig {
    fn default() -> Self {
        Self {
            containment: 0.5,
            drift: 0.25,
            boilerplate_articles: 32,
            boilerplate_share: 0.3,
            max_holders: 64,
            max_verified: 16,
        }
    }
}

/// What an article is a member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The earliest article of its cluster, as a number in the order of adding; itself where it has no copies.
    pub first: usize,
    /// Articles in the cluster, at least 1.
    pub size: u32,
}

/// Articles to be clustered. The order of adding changes nothing.
///
/// In memory: 4 bytes a sampled shingle (of six words about one), twice while it finishes; the id and 40 bytes an article.
#[derive(Debug)]
pub struct ClusterIndex {
    config: ClusterConfig,
    lists: Lists,
    keys: Vec<Key>,
    ids: String,
}

/// What orders articles: the day, undated last, then the id.
#[derive(Debug)]
struct Key {
    day: (bool, Option<Date>),
    id_end: usize,
}

impl ClusterIndex {
    /// An index without articles.
    #[must_use]
    pub fn new(config: ClusterConfig) -> Self {
        let lists = Lists { values: Vec::new(), ends: Vec::new() };
        Self { config, lists, keys: Vec::new(), ids: String::new() }
    }

    /// Adds an article by its day, its id, and [`Fingerprints::sampled`](super::Fingerprints::sampled).
    pub fn add(&mut self, date: Option<Date>, id: &str, sampled: &[u32]) {
        self.ids.push_str(id);
        self.keys.push(Key { day: (date.is_none(), date), id_end: self.ids.len() });
        self.lists.values.extend_from_slice(sampled);
        self.lists.ends.push(self.lists.values.len());
    }

    /// The cluster of each article, in the order of adding. `words` gives [`Fingerprints::words`](super::Fingerprints::words)
    /// of an article, by its number in that order.
    ///
    /// # Errors
    /// What `words` returns.
    ///
    /// # Example
    /// ```
    /// use ingest::{ClusterConfig, ClusterIndex, Fingerprints};
    ///
    /// let story = (0..60).map(|word| format!("word{word} ")).collect::<String>();
    /// let texts = [format!("LONDON. {story}"), "Another story.".to_owned(), story];
    /// let made: Vec<_> = texts.iter().map(|text| Fingerprints::of(text)).collect();
    /// let mut index = ClusterIndex::new(ClusterConfig::default());
    /// for (article, id) in made.iter().zip(["b", "c", "a"]) {
    ///     index.add(None, id, &article.sampled);
    /// }
    /// let clusters = index.finish(|article| Ok::<_, std::io::Error>(made[article].words.clone()))?;
    /// assert_eq!(clusters.iter().map(|cluster| cluster.first).collect::<Vec<_>>(), [2, 1, 2]);
    /// assert_eq!(clusters[0].size, 2);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn finish<E>(
        self,
        words: impl FnMut(usize) -> Result<Vec<u32>, E>,
    ) -> Result<Vec<Membership>, E> {
        let order = self.order();
        let Self { config, mut lists, .. } = self;
        let postings = Postings::new(&mut lists, &config);
        let mut leaders = Leaders::new(config, lists, postings, words);
        for &article in &order {
            leaders.place(article as usize)?;
        }
        let first = leaders.finish();
        let mut sizes = vec![0; first.len()];
        for &leader in &first {
            sizes[leader as usize] += 1;
        }
        let membership =
            |leader| Membership { first: leader as usize, size: sizes[leader as usize] };
        Ok(first.into_iter().map(membership).collect())
    }

    /// The articles by day and id; where both are equal, by what was sampled of them.
    fn order(&self) -> Vec<u32> {
        let id = |article: usize| {
            let start = if article == 0 { 0 } else { self.keys[article - 1].id_end };
            &self.ids[start..self.keys[article].id_end]
        };
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_by(|&left, &right| {
            let (left, right) = (left as usize, right as usize);
            self.keys[left]
                .day
                .cmp(&self.keys[right].day)
                .then_with(|| id(left).cmp(id(right)))
                .then_with(|| self.lists.get(left).cmp(self.lists.get(right)))
        });
        order
    }
}
