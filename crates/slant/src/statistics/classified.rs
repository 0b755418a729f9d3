//! What the classifier marks, counted from the frame as a run counts it.

use std::collections::BTreeMap;

use features::{UnitKind, Voice};
use stats::{BootstrapConfig, ClusterCounts, CountLayout, GroupShares, classified_shares};

use super::coding::Coding;
use crate::error::Error;

/// Counts and shares of one voice of an outlet, or of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClassifiedVoice {
    pub(super) n_articles: u64,
    pub(super) shares: GroupShares,
    /// Units on which the model abstains, one number a label.
    pub(super) n_abstained: Vec<u64>,
}

/// The voices in the order of tables, then all together.
pub(super) fn classified_voices(
    coding: &Coding<'_>,
    articles: &[u32],
    config: &BootstrapConfig,
) -> Result<Vec<ClassifiedVoice>, Error> {
    let n_labels = coding.frame.n_labels();
    let layout = CountLayout { n_groups: Voice::ALL.len(), n_labels };
    let mut clusters: BTreeMap<u64, Box<[u32]>> = BTreeMap::new();
    let mut voices = vec![ClassifiedVoice::default(); Voice::ALL.len() + 1];
    voices.iter_mut().for_each(|voice| voice.n_abstained = vec![0; n_labels]);
    for &article in articles {
        let counts = clusters
            .entry(coding.article(article).cluster_id)
            .or_insert_with(|| vec![0; layout.n_of_cluster()].into());
        let is_heard = count_units(coding, article, counts, &mut voices);
        for (voice, is_heard) in voices.iter_mut().zip(is_heard.into_iter().chain([true])) {
            voice.n_articles += u64::from(is_heard);
        }
    }
    let clusters: Vec<ClusterCounts> = clusters
        .into_iter()
        .map(|(cluster_id, counts)| ClusterCounts { cluster_id, counts })
        .collect();
    let groups = classified_shares(&clusters, layout, config)?;
    for (voice, shares) in voices.iter_mut().zip(groups) {
        voice.shares = shares;
    }
    Ok(voices)
}

/// Adds the sentences of an article; tells which voices are heard in it.
fn count_units(
    coding: &Coding<'_>,
    article: u32,
    counts: &mut [u32],
    voices: &mut [ClassifiedVoice],
) -> [bool; Voice::ALL.len()] {
    let frame = coding.frame;
    let mut is_heard = [false; Voice::ALL.len()];
    for unit in coding.units_of(article) {
        let of_unit = &frame.units[unit];
        if of_unit.kind != UnitKind::Sentence {
            continue;
        }
        let voice = Voice::ALL.iter().position(|voice| *voice == of_unit.voice).unwrap_or(0);
        is_heard[voice] = true;
        let first = voice * (1 + frame.n_labels());
        counts[first] += 1;
        for label in 0..frame.n_labels() {
            match frame.decision(unit, label) {
                Some(true) => counts[first + 1 + label] += 1,
                Some(false) => {}
                None => {
                    voices[voice].n_abstained[label] += 1;
                    voices[Voice::ALL.len()].n_abstained[label] += 1;
                }
            }
        }
    }
    is_heard
}
