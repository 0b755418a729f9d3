//! Folds for cross-validation: whole articles, and about the same share of every label in each.

use std::collections::BTreeMap;

use crate::{error::Error, labels::LabelledUnit};

/// The fold of each unit, from 0.
///
/// Articles are dealt out one by one, those with most of the rare labels first, each to the fold that has least
/// of what it brings: iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011) with articles in the
/// place of examples.
///
/// # Errors
/// [`Error::Training`] where there are fewer articles than folds.
pub(crate) fn grouped_folds(
    units: &[LabelledUnit],
    n_folds: usize,
    seed: u64,
) -> Result<Vec<usize>, Error> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        groups.entry(group_of(unit)).or_default().push(at);
    }
    if groups.len() < n_folds {
        return Err(Error::Training(format!(
            "found {} articles, expected at least {n_folds}, one for each fold",
            groups.len()
        )));
    }
    let shares: Vec<Vec<f64>> = shares_of_labels(units, groups.values());
    let mut order: Vec<(f64, [u8; 32], usize)> = groups
        .keys()
        .enumerate()
        .map(|(group, article_id)| {
            (shares[group].iter().sum(), shuffle_key(seed, article_id), group)
        })
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));

    let mut held = vec![vec![0.0; shares[0].len()]; n_folds];
    let mut fold_of_group = vec![0; groups.len()];
    for (_, _, group) in order {
        let fold = emptiest_fold(&held, &shares[group]);
        held[fold].iter_mut().zip(&shares[group]).for_each(|(held, share)| *held += share);
        fold_of_group[group] = fold;
    }
    let mut folds = vec![0; units.len()];
    for (group, members) in groups.values().enumerate() {
        members.iter().for_each(|&member| folds[member] = fold_of_group[group]);
    }
    Ok(folds)
}

/// What stays together: the cluster of copies where the labels name it, else the article.
pub(crate) fn group_of(unit: &LabelledUnit) -> &str {
    if unit.cluster_id.is_empty() { &unit.article_id } else { &unit.cluster_id }
}

/// For each group, its share of all units that carry a label, for each label, and last its share of all units.
fn shares_of_labels<'a>(
    units: &[LabelledUnit],
    groups: impl Iterator<Item = &'a Vec<usize>>,
) -> Vec<Vec<f64>> {
    let n_labels = units.first().map_or(0, |unit| unit.labels.len());
    let carries = |unit: &LabelledUnit, label: usize| unit.labels[label] == Some(true);
    let totals: Vec<usize> = (0..n_labels)
        .map(|label| units.iter().filter(|unit| carries(unit, label)).count())
        .collect();
    groups
        .map(|members| {
            let of_label = |label: usize| {
                let n = members.iter().filter(|&&member| carries(&units[member], label)).count();
                n as f64 / totals[label].max(1) as f64
            };
            (0..n_labels).map(of_label).chain([members.len() as f64 / units.len() as f64]).collect()
        })
        .collect()
}

/// The fold that already holds least of what the group brings; the first of equals.
fn emptiest_fold(held: &[Vec<f64>], brings: &[f64]) -> usize {
    let crowding =
        |fold: &Vec<f64>| fold.iter().zip(brings).map(|(held, brings)| held * brings).sum::<f64>();
    let crowding: Vec<f64> = held.iter().map(crowding).collect();
    (0..held.len()).min_by(|&a, &b| crowding[a].total_cmp(&crowding[b])).unwrap_or(0)
}

/// A key that puts groups in a random order.
pub(crate) fn shuffle_key(seed: u64, article_id: &str) -> [u8; 32] {
    *blake3::Hasher::new()
        .update(&seed.to_le_bytes())
        .update(article_id.as_bytes())
        .finalize()
        .as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tests::unit;

    fn corpus() -> Vec<LabelledUnit> {
        (0..600)
            .map(|n| {
                unit(&format!("a{}", n / 10), &format!("text {n}"), &[n % 7 == 0, n % 31 == 0])
            })
            .collect()
    }

    #[test]
    fn articles_stay_whole_and_labels_are_spread() {
        let units = corpus();
        let folds = grouped_folds(&units, 5, 1).unwrap();
        for pair in units.iter().zip(&folds).collect::<Vec<_>>().windows(2) {
            assert!(pair[0].0.article_id != pair[1].0.article_id || pair[0].1 == pair[1].1);
        }
        for fold in 0..5 {
            let members =
                || units.iter().zip(&folds).filter(|(_, f)| **f == fold).map(|(unit, _)| unit);
            let n =
                |label: usize| members().filter(|unit| unit.labels[label] == Some(true)).count();
            assert!((100..=140).contains(&members().count()), "{}", members().count());
            assert!((14..=21).contains(&n(0)), "{}", n(0));
            assert!((3..=5).contains(&n(1)), "{}", n(1));
        }
    }

    #[test]
    fn another_seed_deals_otherwise() {
        assert_eq!(
            grouped_folds(&corpus(), 5, 1).unwrap(),
            grouped_folds(&corpus(), 5, 1).unwrap()
        );
        assert_ne!(
            grouped_folds(&corpus(), 5, 1).unwrap(),
            grouped_folds(&corpus(), 5, 2).unwrap()
        );
    }

    #[test]
    fn too_few_articles_are_an_error() {
        let error = grouped_folds(&corpus()[..30], 5, 1).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot train: found 3 articles, expected at least 5, one for each fold"
        );
    }
}
