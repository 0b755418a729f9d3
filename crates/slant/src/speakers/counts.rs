//! What is counted of one speaker.

use std::collections::BTreeMap;

use features::{Speaker, SpeakerRole};

use crate::scoring::ScoredUnit;

/// What is told of a speaker counts where at least one in so many of the articles that quote them tells it: a slip in one of
/// many articles describes nobody.
const ARTICLES_FOR_ONE_THAT_TELLS: u64 = 5;
/// The roles, in the order in which they win where as many articles tell them.
const ROLES: [SpeakerRole; 4] =
    [SpeakerRole::Administration, SpeakerRole::Legislator, SpeakerRole::Expert, SpeakerRole::Other];

/// What was counted of one speaker.
#[derive(Debug, Default)]
pub(crate) struct SpeakerCounts {
    /// In how many articles they have which form of the name, title, party, state and role.
    names: BTreeMap<String, u64>,
    titles: BTreeMap<String, u64>,
    parties: BTreeMap<String, u64>,
    states: BTreeMap<String, u64>,
    roles: [u64; ROLES.len()],
    outlets: BTreeMap<String, Mentions>,
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

impl SpeakerCounts {
    /// Counts what an article of this outlet has the speaker say; nobody is no speaker.
    pub(super) fn add(&mut self, outlet: &str, speaker: Option<&Speaker>, mentions: Mentions) {
        if let Some(speaker) = speaker {
            self.describe(speaker);
        }
        match self.outlets.get_mut(outlet) {
            Some(so_far) => so_far.merge(mentions),
            None => drop(self.outlets.insert(outlet.to_owned(), mentions)),
        }
    }

    fn describe(&mut self, speaker: &Speaker) {
        for (role, n) in ROLES.iter().zip(&mut self.roles) {
            *n += u64::from(*role == speaker.role);
        }
        for (texts, told) in [
            (&mut self.names, Some(&speaker.name)),
            (&mut self.titles, speaker.title.as_ref()),
            (&mut self.parties, speaker.party.as_ref()),
            (&mut self.states, speaker.state.as_ref()),
        ] {
            if let Some(told) = told {
                *texts.entry(told.clone()).or_default() += 1;
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (n, of_other) in self.roles.iter_mut().zip(other.roles) {
            *n += of_other;
        }
        for (texts, of_other) in [
            (&mut self.names, other.names),
            (&mut self.titles, other.titles),
            (&mut self.parties, other.parties),
            (&mut self.states, other.states),
        ] {
            for (text, n) in of_other {
                *texts.entry(text).or_default() += n;
            }
        }
        for (outlet, mentions) in other.outlets {
            self.outlets.entry(outlet).or_default().merge(mentions);
        }
    }

    /// What each outlet has the speaker say, by the name of the outlet.
    pub(crate) fn outlets(&self) -> impl Iterator<Item = (&str, &Mentions)> {
        self.outlets.iter().map(|(outlet, mentions)| (outlet.as_str(), mentions))
    }

    pub(crate) fn n_outlets(&self) -> u64 {
        self.outlets.len() as u64
    }

    pub(super) fn n_units(&self) -> u64 {
        self.outlets.values().map(|mentions| mentions.n_units).sum()
    }

    fn n_articles(&self) -> u64 {
        self.outlets.values().map(|mentions| mentions.n_articles).sum()
    }

    /// All outlets together.
    pub(crate) fn total(&self) -> Mentions {
        let mut total = Mentions::default();
        self.outlets.values().for_each(|mentions| total.merge(mentions.clone()));
        total
    }

    /// The form of the name in most articles.
    pub(super) fn name(&self) -> &str {
        most_frequent(&self.names).unwrap_or_default()
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

    pub(crate) fn title(&self) -> Option<&str> {
        self.told(&self.titles)
    }

    pub(crate) fn party(&self) -> Option<&str> {
        self.told(&self.parties)
    }

    pub(crate) fn state(&self) -> Option<&str> {
        self.told(&self.states)
    }

    /// What most of the articles that tell it tell, where they are enough.
    fn told<'a>(&self, texts: &'a BTreeMap<String, u64>) -> Option<&'a str> {
        most_frequent(texts).filter(|_| self.is_told_enough(texts.values().sum()))
    }

    fn is_told_enough(&self, n_articles: u64) -> bool {
        n_articles > 0 && n_articles * ARTICLES_FOR_ONE_THAT_TELLS >= self.n_articles()
    }
}

impl Mentions {
    pub(super) fn add_unit(&mut self, unit: &ScoredUnit) {
        self.n_units += 1;
        self.n_labelled.resize(unit.decisions.len(), 0);
        for (n_labelled, decision) in self.n_labelled.iter_mut().zip(&unit.decisions) {
            *n_labelled += u64::from(*decision == Some(true));
        }
    }

    /// The units were those of an article of this cluster.
    pub(super) fn end_article(&mut self, cluster: u64) {
        self.n_articles += 1;
        self.clusters.push(cluster);
    }

    fn merge(&mut self, other: Self) {
        self.n_articles += other.n_articles;
        self.n_units += other.n_units;
        self.n_labelled.resize(other.n_labelled.len(), 0);
        for (n_labelled, n) in self.n_labelled.iter_mut().zip(other.n_labelled) {
            *n_labelled += n;
        }
        self.clusters.extend(other.clusters);
    }

    pub(crate) fn n_clusters(&self) -> u64 {
        let mut clusters = self.clusters.clone();
        clusters.sort_unstable();
        clusters.dedup();
        clusters.len() as u64
    }
}

/// What was found most often, of equals the first in the alphabet.
fn most_frequent(found: &BTreeMap<String, u64>) -> Option<&str> {
    found.iter().rev().max_by_key(|(_, n)| **n).map(|(text, _)| text.as_str())
}
