//! What is counted of one speaker.

use std::collections::BTreeMap;

use features::SpeakerRole;

/// What is told of a speaker counts where at least one in so many of the articles that quote them tells it: a slip in one of
/// many articles describes nobody.
const ARTICLES_FOR_ONE_THAT_TELLS: u64 = 5;
/// The roles, in the order in which they win where as many articles tell them.
const ROLES: [SpeakerRole; 4] =
    [SpeakerRole::Administration, SpeakerRole::Legislator, SpeakerRole::Expert, SpeakerRole::Other];

/// What was counted of one speaker.
#[derive(Debug, Default)]
pub(crate) struct SpeakerCounts<'a> {
    /// In how many articles they have which form of the name, title, party, state and role.
    names: BTreeMap<&'a str, u64>,
    titles: BTreeMap<&'a str, u64>,
    parties: BTreeMap<&'a str, u64>,
    states: BTreeMap<&'a str, u64>,
    roles: [u64; ROLES.len()],
    outlets: BTreeMap<&'a str, Mentions>,
}

/// What one article tells of a speaker.
pub(super) struct Told<'a> {
    pub(super) name: &'a str,
    pub(super) title: Option<&'a str>,
    pub(super) party: Option<&'a str>,
    pub(super) state: Option<&'a str>,
    pub(super) role: SpeakerRole,
}

/// The sentences of one speaker, in one outlet or in all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) n_articles: u64,
    pub(crate) n_units: u64,
    /// By label, in the codebook's order.
    pub(crate) n_labelled: Vec<u64>,
    /// The clusters of the articles, one entry an article.
    clusters: Vec<u64>,
}

impl<'a> SpeakerCounts<'a> {
    /// An article tells this of the speaker.
    pub(super) fn describe(&mut self, told: &Told<'a>) {
        for (role, n) in ROLES.iter().zip(&mut self.roles) {
            *n += u64::from(*role == told.role);
        }
        for (texts, told) in [
            (&mut self.names, Some(told.name)),
            (&mut self.titles, told.title),
            (&mut self.parties, told.party),
            (&mut self.states, told.state),
        ] {
            if let Some(told) = told {
                *texts.entry(told).or_default() += 1;
            }
        }
    }

    /// What this outlet has the speaker say, to be added to.
    pub(super) fn outlet(&mut self, outlet: &'a str) -> &mut Mentions {
        self.outlets.entry(outlet).or_default()
    }

    /// What each outlet has the speaker say, by the name of the outlet.
    pub(crate) fn outlets(&self) -> impl Iterator<Item = (&str, &Mentions)> {
        self.outlets.iter().map(|(outlet, mentions)| (*outlet, mentions))
    }

    pub(crate) fn n_outlets(&self) -> u64 {
        self.outlets.len() as u64
    }

    fn n_articles(&self) -> u64 {
        self.outlets.values().map(|mentions| mentions.n_articles).sum()
    }

    /// All outlets together.
    pub(crate) fn total(&self) -> Mentions {
        let mut total = Mentions::default();
        self.outlets.values().for_each(|mentions| total.merge(mentions));
        total
    }

    /// The form of the name in most articles; none of nobody.
    pub(crate) fn name(&self) -> Option<&'a str> {
        most_frequent(&self.names)
    }

    /// The role in most of the articles that tell one, `other` where not enough do; none of nobody.
    pub(crate) fn role(&self) -> Option<&'static str> {
        let told =
            || ROLES.into_iter().zip(self.roles).filter(|(role, _)| *role != SpeakerRole::Other);
        let most = told().rev().max_by_key(|(_, n)| *n).map(|(role, _)| role);
        let is_told = self.is_told_enough(told().map(|(_, n)| n).sum());
        let role = most.filter(|_| is_told).unwrap_or_default();
        (!self.names.is_empty()).then_some(role.as_str())
    }

    pub(crate) fn title(&self) -> Option<&'a str> {
        self.told(&self.titles)
    }

    pub(crate) fn party(&self) -> Option<&'a str> {
        self.told(&self.parties)
    }

    pub(crate) fn state(&self) -> Option<&'a str> {
        self.told(&self.states)
    }

    /// What most of the articles that tell it tell, where they are enough.
    fn told(&self, texts: &BTreeMap<&'a str, u64>) -> Option<&'a str> {
        most_frequent(texts).filter(|_| self.is_told_enough(texts.values().sum()))
    }

    fn is_told_enough(&self, n_articles: u64) -> bool {
        n_articles > 0 && n_articles * ARTICLES_FOR_ONE_THAT_TELLS >= self.n_articles()
    }
}

impl Mentions {
    /// Adds what an article of this cluster has the speaker say.
    pub(super) fn add_article(&mut self, cluster: u64, n_units: u32, n_labelled: &[u32]) {
        self.n_articles += 1;
        self.n_units += u64::from(n_units);
        self.add_labelled(n_labelled.iter().map(|&n| u64::from(n)));
        self.clusters.push(cluster);
    }

    fn merge(&mut self, other: &Self) {
        self.n_articles += other.n_articles;
        self.n_units += other.n_units;
        self.add_labelled(other.n_labelled.iter().copied());
        self.clusters.extend(&other.clusters);
    }

    fn add_labelled(&mut self, n_labelled: impl ExactSizeIterator<Item = u64>) {
        self.n_labelled.resize(n_labelled.len(), 0);
        for (sum, n) in self.n_labelled.iter_mut().zip(n_labelled) {
            *sum += n;
        }
    }

    pub(crate) fn n_clusters(&self) -> u64 {
        let mut clusters = self.clusters.clone();
        clusters.sort_unstable();
        clusters.dedup();
        clusters.len() as u64
    }
}

/// What was found most often, of equals the first in the alphabet.
fn most_frequent<'a>(found: &BTreeMap<&'a str, u64>) -> Option<&'a str> {
    found.iter().rev().max_by_key(|(_, n)| **n).map(|(text, _)| *text)
}
