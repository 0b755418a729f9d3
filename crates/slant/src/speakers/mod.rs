//! Who is quoted in a run, where, and with which labels.
//!
//! While articles come by, a few bytes are kept of each speaker of each; what is known of one speaker is put together when it
//! is asked for, one after the other.

mod counts;
mod key;
mod ranking;
mod table;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;

use features::{Speaker, SpeakerRole, Voice};

pub(crate) use counts::SpeakerCounts;
pub(crate) use ranking::Speakers;
pub(crate) use table::write_speakers;

use crate::{
    parts::ReadArticle,
    rows::Cluster,
    scoring::{Relevance, ScoredUnit},
    tally::{cluster_key, sentences},
    voices::speakers_at,
};
use key::key;
use texts::{TextId, Texts};

/// Counts what speakers say while articles come by. A speaker is a name, or for the unnamed a description.
#[derive(Debug)]
pub(crate) struct SpeakerTally {
    n_labels: usize,
    texts: Texts,
    mentions: Vec<Mention>,
    /// For each mention and label, the sentences marked.
    n_labelled: Vec<u32>,
}

/// What one article has one speaker say; nobody is a speaker without a name.
#[derive(Debug)]
struct Mention {
    outlet: TextId,
    cluster: u64,
    name: Option<TextId>,
    title: Option<TextId>,
    party: Option<TextId>,
    state: Option<TextId>,
    role: SpeakerRole,
    n_units: u32,
}

impl SpeakerTally {
    pub(crate) fn new(n_labels: usize) -> Self {
        Self { n_labels, texts: Texts::default(), mentions: Vec::new(), n_labelled: Vec::new() }
    }

    pub(crate) fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        if read.relevance != Relevance::Relevant {
            return;
        }
        let mut of_article: BTreeMap<String, (Option<&Speaker>, Vec<&ScoredUnit>)> =
            BTreeMap::new();
        for unit in sentences(&read.scored.units) {
            for (key, speaker) in speakers_of(unit, &read.scored.speakers) {
                of_article.entry(key).or_insert_with(|| (speaker, Vec::new())).1.push(unit);
            }
        }
        let cluster = cluster_key(read, cluster);
        for (speaker, units) in of_article.into_values() {
            self.add_mention(&read.article.outlet, cluster, speaker, &units);
        }
    }

    fn add_mention(
        &mut self,
        outlet: &str,
        cluster: u64,
        speaker: Option<&Speaker>,
        units: &[&ScoredUnit],
    ) {
        let texts = &mut self.texts;
        let mut id = |text: Option<&String>| text.map(|text| texts.id(text));
        let mention = Mention {
            cluster,
            name: id(speaker.map(|speaker| &speaker.name)),
            title: id(speaker.and_then(|speaker| speaker.title.as_ref())),
            party: id(speaker.and_then(|speaker| speaker.party.as_ref())),
            state: id(speaker.and_then(|speaker| speaker.state.as_ref())),
            role: speaker.map(|speaker| speaker.role).unwrap_or_default(),
            n_units: units.len() as u32,
            outlet: texts.id(outlet),
        };
        self.mentions.push(mention);
        for label in 0..self.n_labels {
            let is_marked = |unit: &&&ScoredUnit| unit.decisions.get(label) == Some(&Some(true));
            self.n_labelled.push(units.iter().filter(is_marked).count() as u32);
        }
    }

    /// The labelled sentences of a mention, by label.
    fn n_labelled(&self, mention: usize) -> &[u32] {
        &self.n_labelled[mention * self.n_labels..][..self.n_labels]
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
