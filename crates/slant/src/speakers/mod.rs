//! Who is quoted in a run, where, and with which labels.

mod counts;
mod key;
mod table;
#[cfg(test)]
mod tests;

use std::{cmp::Reverse, collections::BTreeMap};

use features::{Speaker, Voice};

pub(crate) use counts::{Mentions, SpeakerCounts};
pub(crate) use table::write_speakers;

use crate::{
    parts::ReadArticle,
    rows::Cluster,
    scoring::{Relevance, ScoredUnit},
    tally::{cluster_key, sentences},
    voices::speakers_at,
};
use key::{key, without_initials};

/// Counts what speakers say while articles come by. A speaker is a name, or for the unnamed a description.
#[derive(Debug, Default)]
pub(crate) struct SpeakerTally {
    /// By the key of the name.
    speakers: BTreeMap<String, SpeakerCounts>,
    /// The sentences that nobody is named for.
    nobody: SpeakerCounts,
}

impl SpeakerTally {
    pub(crate) fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        if read.relevance != Relevance::Relevant {
            return;
        }
        let mut of_article: BTreeMap<String, (Option<&Speaker>, Mentions)> = BTreeMap::new();
        for unit in sentences(&read.scored.units) {
            for (key, speaker) in speakers_of(unit, &read.scored.speakers) {
                let (_, mentions) =
                    of_article.entry(key).or_insert_with(|| (speaker, Mentions::default()));
                mentions.add_unit(unit);
            }
        }
        for (key, (speaker, mut mentions)) in of_article {
            mentions.end_article(cluster_key(read, cluster));
            let counts = match speaker {
                Some(_) => self.speakers.entry(key).or_default(),
                None => &mut self.nobody,
            };
            counts.add(&read.article.outlet, speaker, mentions);
        }
    }

    /// Brings the forms of a name together once everything is counted: one with initials in its middle is the one without,
    /// where no other initials make them two.
    pub(crate) fn fold_initials(&mut self) {
        let mut with_initials: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for key in self.speakers.keys() {
            let bare = without_initials(key);
            if let Some(bare) = bare.filter(|bare| self.speakers.contains_key(bare)) {
                with_initials.entry(bare).or_default().push(key.clone());
            }
        }
        for (bare, keys) in with_initials {
            let [only] = keys.as_slice() else { continue };
            if let Some(counts) = self.speakers.remove(only) {
                self.speakers.entry(bare).or_default().merge(counts);
            }
        }
    }

    /// Speakers with a name or a description.
    pub(crate) fn n_speakers(&self) -> u64 {
        self.speakers.len() as u64
    }

    /// Every speaker with their name, those with most sentences first, of equals by name; then, where there are any, the
    /// sentences that nobody is named for, without a name.
    pub(crate) fn ranked(&self) -> Vec<(Option<&str>, &SpeakerCounts)> {
        let mut ranked: Vec<(Reverse<u64>, &str, &SpeakerCounts)> = self
            .speakers
            .values()
            .map(|counts| (Reverse(counts.n_units()), counts.name(), counts))
            .collect();
        ranked.sort_by_key(|&(n_units, name, _)| (n_units, name));
        let named = ranked.into_iter().map(|(_, name, counts)| (Some(name), counts));
        let nobody = (self.nobody.n_units() > 0).then_some((None, &self.nobody));
        named.chain(nobody).collect()
    }
}

/// Who says a unit, each once, by the key of the name; an empty one where it is said and nobody is named; nobody in the
/// outlet's own voice.
fn speakers_of<'a>(
    unit: &ScoredUnit,
    speakers: &'a [Speaker],
) -> BTreeMap<String, Option<&'a Speaker>> {
    let Some(voice) = unit.voice.as_ref().filter(|voice| voice.voice != Voice::Own) else {
        return BTreeMap::new();
    };
    let mut named: BTreeMap<String, Option<&Speaker>> = BTreeMap::new();
    for speaker in speakers_at(&voice.speakers, speakers) {
        named.entry(key(&speaker.name)).or_insert(Some(speaker));
    }
    if named.is_empty() {
        named.insert(String::new(), None);
    }
    named
}
