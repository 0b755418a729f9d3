//! Units worth labelling for the next training round: where the classifier is in doubt, and unlike one another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    draw::check_size,
    frame::{SamplingFrame, UnitClass},
};
use crate::{Error, random::permanent_number};

/// Candidates for each unit that is chosen: more would bring in units that the classifier is sure of.
const CANDIDATES: usize = 10;
/// Parts into which each label's probability is cut to tell what is alike.
const SCORE_PARTS: f64 = 4.0;

/// Chooses `n` units to label for training, the most telling first.
///
/// A unit is uncertain as far as its probability for the label nearest to it lies from that label's threshold: 1 on the
/// threshold, 0 at probabilities of 0 and 1 (for a threshold of .5, least-confidence sampling: Lewis and Gale 1994). Of the
/// 10 `n` most uncertain sentences, those alike (outlet, voice, quarter of each label's probability) form groups, which give one
/// unit each in turn, the small groups first: Cluster-Margin (Citovsky et al. 2021, "Batch active learning at scale",
/// arXiv 2107.14263). No sentence is chosen with a copy of it, and a cluster of articles gives a second one only when all
/// have given one. The result is a function of the frame and the seed, which decides between equals. No probabilities
/// belong to it: nothing can be estimated from these units.
///
/// # Errors
/// [`Error::SampleSize`] where `n` is 0 or more than there are different sentences; [`Error::Frame`] where `thresholds` are
/// not one for each label.
pub fn choose_active(
    frame: &SamplingFrame,
    n: u64,
    seed: u64,
    thresholds: &[f64],
) -> Result<Vec<usize>, Error> {
    if thresholds.len() != frame.n_labels {
        let (found, expected) = (thresholds.len(), frame.n_labels);
        return Err(Error::Frame(format!("found {found} thresholds, expected {expected}")));
    }
    let mut candidates = different_sentences(frame, seed, thresholds);
    check_size(n, candidates.len())?;
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    candidates.truncate(n.saturating_mul(CANDIDATES));
    let (first, rest) = split_by_cluster(frame, candidates);
    let mut chosen = take_in_turn(frame, first, n);
    let n_left = n - chosen.len();
    chosen.extend(take_in_turn(frame, rest, n_left));
    Ok(chosen)
}

/// Sentences, one of all copies, the most uncertain first.
fn different_sentences(frame: &SamplingFrame, seed: u64, thresholds: &[f64]) -> Vec<usize> {
    let mut order: Vec<(f64, u64, usize)> = (0..frame.n_units())
        .filter(|&unit| frame.units[unit].class != UnitClass::Aside)
        .map(|unit| {
            let number = permanent_number(seed, frame.units[unit].key);
            (uncertainty(frame.probabilities_of(unit), thresholds), number, unit)
        })
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut seen = BTreeSet::new();
    order.retain(|&(_, _, unit)| seen.insert(frame.units[unit].sentence));
    order.into_iter().map(|(_, _, unit)| unit).collect()
}

fn uncertainty(probabilities: impl Iterator<Item = f64>, thresholds: &[f64]) -> f64 {
    let of_label = |(f, &threshold): (f64, &f64)| {
        let (distance, most) = if f <= threshold {
            (threshold - f, threshold)
        } else {
            (f - threshold, 1.0 - threshold)
        };
        if most > 0.0 { 1.0 - distance / most } else { 0.0 }
    };
    probabilities.zip(thresholds).map(of_label).fold(0.0, f64::max)
}

/// The first unit of each cluster, and all others.
fn split_by_cluster(frame: &SamplingFrame, units: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut seen = BTreeSet::new();
    units.into_iter().partition(|&unit| seen.insert(frame.units[unit].cluster))
}

/// One unit of each group of alike ones in turn, the groups with few units first.
fn take_in_turn(frame: &SamplingFrame, units: Vec<usize>, n: usize) -> Vec<usize> {
    let mut groups: BTreeMap<(u32, UnitClass, Vec<u8>), Vec<usize>> = BTreeMap::new();
    for unit in units {
        let parts = frame.probabilities_of(unit).map(|f| (f * SCORE_PARTS) as u8);
        let of = &frame.units[unit];
        groups.entry((of.outlet, of.class, parts.collect())).or_default().push(unit);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(Vec::len);
    let mut chosen = Vec::new();
    for turn in 0.. {
        // Groups are sorted by size, so those that are used up lie in front.
        groups.drain(..groups.partition_point(|group| group.len() <= turn));
        if groups.is_empty() || chosen.len() >= n {
            break;
        }
        chosen.extend(groups.iter().map(|group| group[turn]));
    }
    chosen.truncate(n);
    chosen
}
