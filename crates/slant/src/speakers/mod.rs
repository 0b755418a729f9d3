//! Who is quoted in a run, where, and with which labels.

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use features::{Speaker, SpeakerRole, Voice};

pub(crate) use table::write_speakers;

use crate::{
    parts::ReadArticle,
    rows::Cluster,
    scoring::{Relevance, ScoredUnit},
    tally::{cluster_key, sentences},
    voices::speakers_at,
};

/// The roles, in the order in which they win where an article count is the same.
const ROLES: [SpeakerRole; 4] =
    [SpeakerRole::Administration, SpeakerRole::Legislator, SpeakerRole::Expert, SpeakerRole::Other];

/// Counts what speakers say while articles come by. A speaker is a name, or for the unnamed a description.
#[derive(Debug, Default)]
pub(crate) struct SpeakerTally {
    speakers: BTreeMap<String, SpeakerCounts>,
    /// The sentences that nobody is named for.
    nobody: SpeakerCounts,
}

/// What was counted of one speaker.
#[derive(Debug, Default)]
pub(crate) struct SpeakerCounts {
    /// In how many articles they have which role, title, party and state.
    roles: [u64; ROLES.len()],
    titles: BTreeMap<String, u64>,
    parties: BTreeMap<String, u64>,
    states: BTreeMap<String, u64>,
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

impl SpeakerTally {
    pub(crate) fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        if read.relevance != Relevance::Relevant {
            return;
        }
        let mut of_article: BTreeMap<&str, (Option<&Speaker>, Mentions)> = BTreeMap::new();
        for unit in sentences(&read.scored.units) {
            let mut speakers = speakers_of(unit, &read.scored.speakers);
            speakers.dedup_by_key(|(name, _)| *name);
            for (name, speaker) in speakers {
                let (_, mentions) =
                    of_article.entry(name).or_insert_with(|| (speaker, Mentions::default()));
                mentions.add_unit(unit);
            }
        }
        for (name, (speaker, mut mentions)) in of_article {
            mentions.n_articles = 1;
            mentions.clusters = vec![cluster_key(read, cluster)];
            let counts = match speaker {
                Some(speaker) => self.describe(name, speaker),
                None => &mut self.nobody,
            };
            counts.add(&read.article.outlet, mentions);
        }
    }

    /// The counts of a speaker, who is described once more.
    fn describe(&mut self, name: &str, speaker: &Speaker) -> &mut SpeakerCounts {
        let counts = entry(&mut self.speakers, name);
        for (role, n) in ROLES.iter().zip(&mut counts.roles) {
            *n += u64::from(*role == speaker.role);
        }
        for (part, found) in [
            (&mut counts.titles, &speaker.title),
            (&mut counts.parties, &speaker.party),
            (&mut counts.states, &speaker.state),
        ] {
            if let Some(found) = found {
                *entry(part, found) += 1;
            }
        }
        counts
    }

    /// Speakers with a name or a description.
    pub(crate) fn n_speakers(&self) -> u64 {
        self.speakers.len() as u64
    }

    /// Every speaker with their name, those with most sentences first, of equals by name; then, where there are any, the
    /// sentences that nobody is named for, without a name.
    pub(crate) fn ranked(&self) -> Vec<(Option<&str>, &SpeakerCounts)> {
        let mut ranked: Vec<(u64, &String, &SpeakerCounts)> =
            self.speakers.iter().map(|(name, counts)| (counts.n_units(), name, counts)).collect();
        // The sort is stable, and names come in order.
        ranked.sort_by_key(|(n_units, _, _)| std::cmp::Reverse(*n_units));
        let named = ranked.into_iter().map(|(_, name, counts)| (Some(name.as_str()), counts));
        let nobody = (self.nobody.n_units() > 0).then_some((None, &self.nobody));
        named.chain(nobody).collect()
    }
}

impl SpeakerCounts {
    fn add(&mut self, outlet: &str, mentions: Mentions) {
        entry(&mut self.outlets, outlet).merge(mentions);
    }

    fn n_units(&self) -> u64 {
        self.outlets.values().map(|mentions| mentions.n_units).sum()
    }

    pub(crate) fn n_outlets(&self) -> u64 {
        self.outlets.len() as u64
    }

    /// All outlets together.
    pub(crate) fn total(&self) -> Mentions {
        let mut total = Mentions::default();
        self.outlets.values().for_each(|mentions| total.merge(mentions.clone()));
        total
    }

    /// The role in most articles, of equals the first; `other` only where no article tells another, and none of nobody.
    pub(crate) fn role(&self) -> Option<&'static str> {
        let told = ROLES.iter().zip(self.roles).filter(|(_, n)| *n > 0);
        let key = |&(role, n): &(&SpeakerRole, u64)| (*role != SpeakerRole::Other, n);
        told.rev().max_by_key(key).map(|(role, _)| role.as_str())
    }

    pub(crate) fn title(&self) -> Option<&str> {
        most_frequent(&self.titles)
    }

    pub(crate) fn party(&self) -> Option<&str> {
        most_frequent(&self.parties)
    }

    pub(crate) fn state(&self) -> Option<&str> {
        most_frequent(&self.states)
    }
}

impl Mentions {
    fn add_unit(&mut self, unit: &ScoredUnit) {
        self.n_units += 1;
        self.n_labelled.resize(unit.decisions.len(), 0);
        for (n_labelled, decision) in self.n_labelled.iter_mut().zip(&unit.decisions) {
            *n_labelled += u64::from(*decision == Some(true));
        }
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

/// Who says a unit, by name; without a name where it is said and nobody is named; nobody in the outlet's own voice.
fn speakers_of<'a>(
    unit: &'a ScoredUnit,
    speakers: &'a [Speaker],
) -> Vec<(&'a str, Option<&'a Speaker>)> {
    let Some(voice) = unit.voice.as_ref().filter(|voice| voice.voice != Voice::Own) else {
        return Vec::new();
    };
    let mut named: Vec<_> = speakers_at(&voice.speakers, speakers)
        .into_iter()
        .map(|speaker| (speaker.name.as_str(), Some(speaker)))
        .collect();
    named.sort_unstable_by_key(|(name, _)| *name);
    if named.is_empty() { vec![("", None)] } else { named }
}

/// The entry of a key, which is copied only where it is new.
fn entry<'m, T: Default>(map: &'m mut BTreeMap<String, T>, key: &str) -> &'m mut T {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), T::default());
    }
    map.get_mut(key).expect("it was inserted above")
}

/// What was found most often, of equals the first in the alphabet.
fn most_frequent(found: &BTreeMap<String, u64>) -> Option<&str> {
    found.iter().rev().max_by_key(|(_, n)| **n).map(|(text, _)| text.as_str())
}
