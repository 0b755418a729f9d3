//! Mentions in articles → speakers, the most quoted first.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    SpeakerTally,
    counts::{SpeakerCounts, Told},
    key::{key, without_initials},
};

/// The speakers of a run.
#[derive(Debug)]
pub(crate) struct Speakers {
    tally: SpeakerTally,
    n_named: u64,
    /// The rank of the speaker and the number of the mention, in order.
    mentions: Vec<(u32, u32)>,
}

/// The rank of nobody, behind all others.
const NOBODY: u32 = u32::MAX;

impl Speakers {
    /// Those who were counted.
    pub(crate) fn of(tally: SpeakerTally) -> Self {
        let keys = keys(&tally);
        let number_of_key: BTreeMap<&str, usize> = fold_initials(&keys);
        let mut speaker_of_name = vec![None; tally.texts.len()];
        let mut n_units = vec![0_u64; keys.len()];
        for mention in &tally.mentions {
            if let Some(name) = mention.name {
                let speaker = speaker_of_name[name.position()].get_or_insert_with(|| {
                    number_of_key.get(key(tally.texts.text(name)).as_str()).copied().unwrap_or(0)
                });
                n_units[*speaker] += u64::from(mention.n_units);
            }
        }
        let mut by_rank: Vec<usize> = (0..keys.len()).filter(|&n| n_units[n] > 0).collect();
        // Numbers follow the order of the keys.
        by_rank.sort_by_key(|&number| (Reverse(n_units[number]), number));
        let mut rank = vec![NOBODY; keys.len()];
        for (position, &number) in by_rank.iter().enumerate() {
            rank[number] = position as u32;
        }
        let rank_of = |mention: &super::Mention| {
            let speaker = mention.name.and_then(|name| speaker_of_name[name.position()]);
            speaker.map_or(NOBODY, |speaker| rank[speaker])
        };
        let mut mentions: Vec<(u32, u32)> =
            (0..).zip(&tally.mentions).map(|(n, mention)| (rank_of(mention), n)).collect();
        mentions.sort_unstable();
        Self { n_named: by_rank.len() as u64, mentions, tally }
    }

    /// Speakers with a name or a description.
    pub(crate) fn n_named(&self) -> u64 {
        self.n_named
    }

    /// Every speaker, those with most sentences first, of equals by name; then, where there are any, the sentences that
    /// nobody is named for.
    pub(crate) fn iter(&self) -> impl Iterator<Item = SpeakerCounts<'_>> {
        let groups = self.mentions.chunk_by(|(rank, _), (other, _)| rank == other);
        groups.map(|group| self.counts(group))
    }

    fn counts(&self, mentions: &[(u32, u32)]) -> SpeakerCounts<'_> {
        let texts = &self.tally.texts;
        let mut counts = SpeakerCounts::default();
        for &(_, number) in mentions {
            let mention = &self.tally.mentions[number as usize];
            let text = |id: Option<_>| id.map(|id| texts.text(id));
            if let Some(name) = text(mention.name) {
                counts.describe(&Told {
                    name,
                    title: text(mention.title),
                    party: text(mention.party),
                    state: text(mention.state),
                    role: mention.role,
                });
            }
            let of_outlet = counts.outlet(texts.text(mention.outlet));
            let n_labelled = self.tally.n_labelled(number as usize);
            of_outlet.add_article(mention.cluster, mention.n_units, n_labelled);
        }
        counts
    }
}

/// The keys of all names, in order.
fn keys(tally: &SpeakerTally) -> Vec<String> {
    let mut is_name = vec![false; tally.texts.len()];
    for name in tally.mentions.iter().filter_map(|mention| mention.name) {
        is_name[name.position()] = true;
    }
    let mut keys: Vec<String> = tally
        .texts
        .iter()
        .zip(is_name)
        .filter(|(_, is_name)| *is_name)
        .map(|(text, _)| key(text))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The number of the speaker that each key stands for: a name with initials in its middle is the one without, where no other
/// initials make them two.
fn fold_initials(keys: &[String]) -> BTreeMap<&str, usize> {
    let mut numbers: BTreeMap<&str, usize> =
        keys.iter().enumerate().map(|(number, key)| (key.as_str(), number)).collect();
    let mut with_initials: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for key in keys {
        if let Some(&bare) = without_initials(key).and_then(|bare| numbers.get(bare.as_str())) {
            with_initials.entry(bare).or_default().push(key);
        }
    }
    for (bare, keys) in with_initials {
        if let [only] = keys.as_slice() {
            numbers.insert(only, bare);
        }
    }
    numbers
}
