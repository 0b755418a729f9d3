//! Whether more labels would still help.

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    folds::{group_of, shuffle_key},
    labels::LabelledUnit,
    learner::Learner,
};

/// Parts of the clusters that the points before the last are trained on.
const PARTS: [f64; 3] = [0.125, 0.25, 0.5];

/// How well models do that were trained on a part of the articles, tested on all units of the other folds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurvePoint {
    /// Articles that the part holds; of these, one fold at a time is left out.
    pub n_articles: usize,
    /// Their units.
    pub n_units: usize,
    /// Macro-F1 over all units.
    pub macro_f1: Option<f64>,
}

/// The points below the whole: an eighth, a quarter and a half of the clusters, each a part of the next.
///
/// Thresholds and calibration come from the part as well. A part is left out where one of its training sets
/// lacks a verdict on some label.
pub(crate) fn learning_curve(
    learner: &Learner<'_>,
    units: &[LabelledUnit],
    folds: &[usize],
    seed: u64,
) -> Result<Vec<CurvePoint>, Error> {
    let ranks = cluster_ranks(units, seed);
    let mut points = Vec::new();
    for part in PARTS {
        let is_training = |unit: usize| ranks[unit] < part;
        if !can_train(units, folds, is_training) {
            continue;
        }
        let scores = learner.out_of_fold_scores(folds, is_training)?;
        let none = vec![None; units.first().map_or(0, |unit| unit.labels.len())];
        let members = || (0..units.len()).filter(|&unit| is_training(unit)).map(|at| &units[at]);
        let articles = members().map(|unit| unit.article_id.as_str());
        points.push(CurvePoint {
            n_articles: articles.collect::<std::collections::BTreeSet<_>>().len(),
            n_units: members().count(),
            macro_f1: learner.cross_validation(&scores, folds, is_training, &none).macro_f1,
        });
    }
    Ok(points)
}

/// For each unit, the rank of its cluster in a random order, from 0 up to 1.
fn cluster_ranks(units: &[LabelledUnit], seed: u64) -> Vec<f64> {
    let mut keys: Vec<[u8; 32]> =
        units.iter().map(|unit| shuffle_key(!seed, group_of(unit))).collect();
    let of_unit = keys.clone();
    keys.sort_unstable();
    keys.dedup();
    let rank =
        |key: &[u8; 32]| keys.partition_point(|other| other < key) as f64 / keys.len() as f64;
    of_unit.iter().map(rank).collect()
}

/// Whether every training set has both verdicts on every label.
fn can_train(units: &[LabelledUnit], folds: &[usize], is_training: impl Fn(usize) -> bool) -> bool {
    let n_folds = folds.iter().max().map_or(0, |last| last + 1);
    let n_labels = units.first().map_or(0, |unit| unit.labels.len());
    (0..n_folds).all(|fold| {
        let has = |label: usize, verdict: bool| {
            (0..units.len()).any(|unit| {
                folds[unit] != fold
                    && is_training(unit)
                    && units[unit].labels[label] == Some(verdict)
            })
        };
        (0..n_labels).all(|label| has(label, true) && has(label, false))
    })
}
