//! What alpha needs to know of each cluster, so that a replicate only adds up.
//!
//! Of the coincidence matrix (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; every pair of codes
//! within a unit of `m` codes weighs `1/(m - 1)`) alpha uses its margins, which are plain counts of codes, and the
//! sum of its cells times their distances. That sum is of fractions. They are added as integers, one sum for each
//! denominator that occurs, so neither the order of units nor that of coders can change a digit.

use std::collections::{BTreeMap, BTreeSet};

use super::{CodeDistance, CodedUnit};

/// The coincidences of every cluster with at least one unit that two or more coders judged.
#[derive(Debug)]
pub(super) struct Coincidences {
    distance: CodeDistance,
    /// Units with two or more codes.
    pub(super) n_units: u64,
    /// By cluster id.
    pub(super) clusters: Vec<ClusterCoincidences>,
    /// The distinct codes, ascending.
    codes: Vec<u64>,
    /// The denominators that occur, ascending.
    denominators: Vec<u64>,
}

/// One cluster's share in the sums.
#[derive(Debug)]
pub(super) struct ClusterCoincidences {
    pub(super) cluster_id: u64,
    /// Position among the codes, and how often the code was given.
    counts: Vec<(usize, u64)>,
    /// Position among the denominators, and the sum of the numerators over ordered pairs within units.
    distances: Vec<(usize, u128)>,
}

/// The sums of all clusters, each weighted.
#[derive(Debug)]
pub(super) struct WeightedSums {
    counts: Vec<u64>,
    distances: Vec<u128>,
}

/// Observed and expected disagreement, the mean distance of the codes that are paired within units and of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Disagreement {
    pub(super) n_codes: u64,
    pub(super) observed: f64,
    pub(super) expected: f64,
}

impl Disagreement {
    /// `1 - Do/De`; `None` where `De` is 0, because then all codes are one.
    pub(super) fn alpha(self) -> Option<f64> {
        (self.expected > 0.0).then(|| 1.0 - self.observed / self.expected)
    }
}

impl Coincidences {
    pub(super) fn new(units: &[CodedUnit], distance: CodeDistance) -> Self {
        let mut n_units = 0;
        let mut tallies: BTreeMap<u64, Tally> = BTreeMap::new();
        for unit in units {
            if unit.codes.iter().flatten().nth(1).is_some() {
                n_units += 1;
                tallies.entry(unit.cluster_id).or_default().add(unit, distance);
            }
        }
        let codes = distinct_keys(tallies.values().map(|tally| &tally.counts));
        let denominators = distinct_keys(tallies.values().map(|tally| &tally.distances));
        let clusters = tallies
            .into_iter()
            .map(|(cluster_id, tally)| ClusterCoincidences {
                cluster_id,
                counts: by_position(tally.counts, &codes),
                distances: by_position(tally.distances, &denominators),
            })
            .collect();
        Self { distance, n_units, clusters, codes, denominators }
    }

    pub(super) fn zero_sums(&self) -> WeightedSums {
        WeightedSums {
            counts: vec![0; self.codes.len()],
            distances: vec![0; self.denominators.len()],
        }
    }

    /// The disagreement when each cluster is there as often as its weight says; `None` where no code is left.
    ///
    /// `weights` are those of `self.clusters`; `sums` is scratch space that spares an allocation a replicate.
    pub(super) fn disagreement(
        &self,
        weights: impl Iterator<Item = u32>,
        sums: &mut WeightedSums,
    ) -> Option<Disagreement> {
        sums.counts.fill(0);
        sums.distances.fill(0);
        for (cluster, weight) in self.clusters.iter().zip(weights).filter(|&(_, w)| w > 0) {
            for &(position, count) in &cluster.counts {
                sums.counts[position] += u64::from(weight) * count;
            }
            for &(position, numerator) in &cluster.distances {
                sums.distances[position] += u128::from(weight) * numerator;
            }
        }
        let n_codes: u64 = sums.counts.iter().sum();
        let within: f64 = sums
            .distances
            .iter()
            .zip(&self.denominators)
            .map(|(&numerator, &denominator)| numerator as f64 / denominator as f64)
            .sum();
        let between = self.distance.sum_over_pairs(&self.codes, &sums.counts);
        (n_codes > 0).then(|| {
            let n = n_codes as f64;
            Disagreement { n_codes, observed: within / n, expected: between / (n * (n - 1.0)) }
        })
    }
}

/// One cluster's counts by code and numerators by denominator, before either has a position.
#[derive(Debug, Default)]
struct Tally {
    counts: BTreeMap<u64, u64>,
    distances: BTreeMap<u64, u128>,
}

impl Tally {
    /// Adds a unit of two or more codes.
    fn add(&mut self, unit: &CodedUnit, distance: CodeDistance) {
        let mut in_unit: BTreeMap<u64, u64> = BTreeMap::new();
        for &code in unit.codes.iter().flatten() {
            *in_unit.entry(code).or_default() += 1;
        }
        let n_others = in_unit.values().sum::<u64>() - 1;
        for (i, (&a, &n_a)) in in_unit.iter().enumerate() {
            *self.counts.entry(a).or_default() += n_a;
            for (&b, &n_b) in in_unit.iter().skip(i + 1) {
                let fraction = distance.between(a, b);
                let numerators = self.distances.entry(n_others * u64::from(fraction.denominator));
                *numerators.or_default() +=
                    2 * u128::from(n_a) * u128::from(n_b) * u128::from(fraction.numerator);
            }
        }
    }
}

fn distinct_keys<'a, V: 'a>(maps: impl Iterator<Item = &'a BTreeMap<u64, V>>) -> Vec<u64> {
    maps.flat_map(BTreeMap::keys).copied().collect::<BTreeSet<u64>>().into_iter().collect()
}

/// The values of a map by the positions of its keys, which are all among the sorted `keys`.
fn by_position<V>(map: BTreeMap<u64, V>, keys: &[u64]) -> Vec<(usize, V)> {
    map.into_iter().map(|(key, value)| (keys.partition_point(|&k| k < key), value)).collect()
}
