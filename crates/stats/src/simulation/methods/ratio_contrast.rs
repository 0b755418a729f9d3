//! Each outlet's ratio against that of the rest: the plain test of methods that have none of their own.

use std::collections::BTreeMap;

use crate::distributions::normal_cdf;

/// What one cluster contributes to one outlet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) outlet: usize,
    pub(super) cluster_id: u64,
    pub(super) numerator: f64,
    pub(super) denominator: f64,
}

/// A sum of numerators and one of denominators.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    numerator: f64,
    denominator: f64,
}

impl Sums {
    fn add(&mut self, part: &Part) {
        self.numerator += part.numerator;
        self.denominator += part.denominator;
    }

    fn less(self, other: Self) -> Self {
        Self {
            numerator: self.numerator - other.numerator,
            denominator: self.denominator - other.denominator,
        }
    }

    fn ratio(self) -> f64 {
        self.numerator / self.denominator
    }

    /// The linearised residual of a part of `total`.
    fn residual_in(self, total: Self) -> f64 {
        (self.numerator - total.ratio() * self.denominator) / total.denominator
    }
}

/// The two-sided normal p-value of each outlet's ratio less that of all others; the variance is the sum of squared
/// residuals of the difference over clusters, times `G/(G−1)` (CR1). `None` where there is nothing to compare.
pub(super) fn contrast_p_values(n_outlets: usize, parts: &[Part]) -> Vec<Option<f64>> {
    let mut all = Sums::default();
    let mut outlets = vec![Sums::default(); n_outlets];
    let mut clusters: BTreeMap<u64, Sums> = BTreeMap::new();
    for part in parts {
        all.add(part);
        outlets[part.outlet].add(part);
        clusters.entry(part.cluster_id).or_default().add(part);
    }
    let factor = clusters.len() as f64 / (clusters.len() as f64 - 1.0);
    (0..n_outlets)
        .map(|outlet| {
            let (of_outlet, rest) = (outlets[outlet], all.less(outlets[outlet]));
            if of_outlet.denominator <= 0.0 || rest.denominator <= 0.0 {
                return None;
            }
            let mut residuals: BTreeMap<u64, f64> =
                clusters.iter().map(|(&id, sums)| (id, -sums.residual_in(rest))).collect();
            for part in parts.iter().filter(|part| part.outlet == outlet) {
                let mut own = Sums::default();
                own.add(part);
                *residuals.entry(part.cluster_id).or_default() +=
                    own.residual_in(of_outlet) + own.residual_in(rest);
            }
            let squares: f64 = residuals.values().map(|residual| residual * residual).sum();
            let z = (of_outlet.ratio() - rest.ratio()) / (factor * squares).sqrt();
            z.is_finite().then(|| 2.0 * normal_cdf(-z.abs()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One outlet with ratios of 0 and 1 in two clusters, another with the same: no difference.
    #[test]
    fn equal_ratios_differ_in_nothing() {
        let part = |outlet, cluster_id, numerator| Part {
            outlet,
            cluster_id,
            numerator,
            denominator: 1.0,
        };
        let parts = [part(0, 0, 0.0), part(0, 1, 1.0), part(1, 2, 0.0), part(1, 3, 1.0)];
        assert_eq!(contrast_p_values(2, &parts), [Some(1.0), Some(1.0)]);
    }

    #[test]
    fn the_difference_is_that_of_two_independent_means_without_shared_clusters() {
        // Means .25 and .75 of 8 clusters each: residuals squared sum to 2 × 8 × .1875 / 64, CR1 of 16 clusters.
        let parts: Vec<Part> = (0..16_u64)
            .map(|id| Part {
                outlet: usize::from(id >= 8),
                cluster_id: id,
                numerator: f64::from(u8::from(id % 4 == 0) ^ u8::from(id >= 8)),
                denominator: 1.0,
            })
            .collect();
        let z = 0.5 / (16.0 / 15.0 * 2.0 * 8.0 * 0.1875 / 64.0_f64).sqrt();
        let expected = 2.0 * normal_cdf(-z);
        for p in contrast_p_values(2, &parts) {
            assert!((p.unwrap() - expected).abs() < 1e-12, "{p:?} {expected}");
        }
    }

    #[test]
    fn copies_in_both_outlets_cancel() {
        // The outlets carry the same four stories; one has one more.
        let mut parts = Vec::new();
        for outlet in [0, 1] {
            for cluster_id in 0..4 {
                let numerator = (cluster_id % 2) as f64;
                parts.push(Part { outlet, cluster_id, numerator, denominator: 1.0 });
            }
        }
        parts.push(Part { outlet: 1, cluster_id: 9, numerator: 1.0, denominator: 1.0 });
        let shared = contrast_p_values(2, &parts)[0].unwrap();
        for (id, part) in (100..).zip(&mut parts) {
            part.cluster_id = id;
        }
        let apart = contrast_p_values(2, &parts)[0].unwrap();
        assert!(shared < apart, "{shared} {apart}");
    }
}
