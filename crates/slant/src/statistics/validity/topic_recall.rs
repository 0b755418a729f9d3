//! What the topic query missed: articles that it passed over narrowly, read by people.

use stats::{SampledShare, exact_interval};

use super::near_misses::NearMisses;
use crate::{
    error::Error,
    statistics_page::{Figure, TopicRecall},
};

/// What the figure cannot see.
const NOTE: &str = "Articles that the query found count as relevant, all of them; articles that lack more than one of its conditions are not looked into.";

/// Of the relevant articles among those found and those passed over narrowly, the share that was found: found / (found +
/// near misses · share of them that is relevant), with the exact interval of that share, its sample taken from a finite
/// number of near misses (the size times (N − 1)/(N − n); Cochran 1977, "Sampling techniques", section 3.2).
pub(in crate::statistics) fn topic_recall(
    n_found: u64,
    near: &NearMisses,
    level: f64,
) -> Result<TopicRecall, Error> {
    let NearMisses { n_near, n_coded, n_relevant, .. } = *near;
    let [found, population, size] = [n_found, n_near, n_coded].map(|n| n as f64);
    let recall = |share: f64| {
        let relevant = found + population * share;
        (relevant > 0.0).then(|| found / relevant)
    };
    let mut figure = Figure::default();
    if n_coded > 0 {
        let share = n_relevant as f64 / size;
        figure.value = recall(share);
        // With every near miss read there is nothing to chance.
        let (lo, hi) = if n_coded >= n_near {
            (share, share)
        } else {
            let sample_size = size * (population - 1.0) / (population - size);
            exact_interval(SampledShare { share, sample_size }, level)?
        };
        figure.interval = recall(hi).zip(recall(lo));
    }
    Ok(TopicRecall {
        recall: figure,
        precision: Figure::default(),
        n_near_misses: n_near,
        n_coded,
        n_relevant,
        note: Some(NOTE.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(n_found: u64, [n_near, n_coded, n_relevant]: [u64; 3], expected: Figure) {
        let near = NearMisses { n_near, n_coded, n_relevant, files: Vec::new() };
        let found = topic_recall(n_found, &near, 0.95).unwrap().recall;
        let near = |found: Option<f64>, expected: Option<f64>| match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
            (found, expected) => found == expected,
        };
        assert!(near(found.value, expected.value), "{found:?}");
        let bounds = |figure: Figure| (figure.interval.map(|i| i.0), figure.interval.map(|i| i.1));
        let ((lo, hi), (least, most)) = (bounds(found), bounds(expected));
        assert!(near(lo, least) && near(hi, most), "{found:?}");
    }

    fn figure(value: f64, lo: f64, hi: f64) -> Figure {
        Figure { value: Some(value), interval: Some((lo, hi)) }
    }

    /// 300 found, 3 of 60 relevant among 600: 300/330. None of 60 of 600: the share is at most 1 − .025^(1/s) at the size
    /// s = 60 · 599/540.
    #[test]
    fn relevant_near_misses_stand_for_those_that_nobody_read() {
        let most = 1.0 - 0.025_f64.powf(540.0 / (60.0 * 599.0));
        check(300, [600, 60, 0], figure(1.0, 300.0 / (300.0 + 600.0 * most), 1.0));
        let near = NearMisses { n_near: 600, n_coded: 60, n_relevant: 3, files: Vec::new() };
        let found = topic_recall(300, &near, 0.95).unwrap().recall;
        assert!((found.value.unwrap() - 300.0 / 330.0).abs() < 1e-12);
        let (lo, hi) = found.interval.unwrap();
        assert!(lo < 300.0 / 330.0 && 300.0 / 330.0 < hi, "{lo} {hi}");
    }

    #[test]
    fn with_every_near_miss_read_nothing_is_left_to_chance() {
        check(90, [30, 30, 10], figure(0.9, 0.9, 0.9));
        check(0, [30, 30, 0], Figure::default());
        check(90, [30, 0, 0], Figure::default());
    }
}
