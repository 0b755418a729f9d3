//! How many elements each stratum, and each outlet, gets.
//!
//! Both rules give one draw after the other, so a larger sample gives nobody fewer than a smaller one did.

use std::{cmp::Ordering, collections::BinaryHeap};

/// What asks for draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Claim {
    /// N times the standard deviation in a stratum; the mean standard deviation in an outlet.
    pub(super) weight: f64,
    /// Draws that it has in any case.
    pub(super) least: u64,
    /// Draws that it can have: all there are.
    pub(super) most: u64,
}

/// Draws that minimise the variance of a total over strata: Σ weight² / n.
///
/// The next draw goes where weight / √(n (n + 1)) is highest, which is Neyman's allocation exactly optimal in whole
/// numbers (Wright 2012, "The equivalence of Neyman optimum allocation for sampling and equal proportions for
/// apportioning the U.S. House of Representatives", The American Statistician 66).
pub(super) fn allocate_to_total(n: u64, claims: &[Claim]) -> Vec<u64> {
    allocate(n, claims, |claim, n| claim.weight / (n as f64 * (n as f64 + 1.0)).sqrt())
}

/// Draws that minimise the largest of the variances weight² / n: equal precision.
pub(super) fn allocate_to_each(n: u64, claims: &[Claim]) -> Vec<u64> {
    allocate(n, claims, |claim, n| claim.weight.powi(2) / n as f64)
}

fn allocate(n: u64, claims: &[Claim], priority: impl Fn(&Claim, u64) -> f64) -> Vec<u64> {
    let mut given: Vec<u64> = claims.iter().map(|claim| claim.least.min(claim.most)).collect();
    let mut left = n.saturating_sub(given.iter().sum());
    let next = |claimant: usize, given: u64| {
        let claim = &claims[claimant];
        (given < claim.most).then(|| Next { priority: priority(claim, given), claimant })
    };
    let mut queue: BinaryHeap<Next> =
        given.iter().enumerate().filter_map(|(claimant, &given)| next(claimant, given)).collect();
    while left > 0 {
        let Some(Next { claimant, .. }) = queue.pop() else { break };
        given[claimant] += 1;
        left -= 1;
        queue.extend(next(claimant, given[claimant]));
    }
    given
}

/// Who gets the next draw: the highest priority, among equals the first.
struct Next {
    priority: f64,
    claimant: usize,
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority.total_cmp(&other.priority).then_with(|| other.claimant.cmp(&self.claimant))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Next {}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(claims: &[(f64, u64, u64)]) -> Vec<Claim> {
        claims.iter().map(|&(weight, least, most)| Claim { weight, least, most }).collect()
    }

    #[test]
    fn whole_numbers_are_optimal_among_all_allocations() {
        let claims = claims(&[(40.0, 1, 50), (7.0, 1, 60), (110.0, 1, 9)]);
        let variance = |given: &[u64]| -> f64 {
            given.iter().zip(&claims).map(|(&n, claim)| claim.weight.powi(2) / n as f64).sum()
        };
        let found = allocate_to_total(20, &claims);
        let mut least = f64::INFINITY;
        for first in 1..19 {
            for second in 1..(20 - first) {
                let third = 20 - first - second;
                if third <= 9 {
                    least = least.min(variance(&[first, second, third]));
                }
            }
        }
        assert_eq!(found.iter().sum::<u64>(), 20);
        assert!((variance(&found) - least).abs() < 1e-12);
    }

    #[test]
    fn equal_precision_is_in_proportion_to_variances() {
        assert_eq!(allocate_to_each(50, &claims(&[(0.1, 2, 99), (0.2, 2, 99)])), [10, 40]);
        assert_eq!(allocate_to_each(50, &claims(&[(0.1, 2, 99), (0.2, 2, 15)])), [35, 15]);
    }

    #[test]
    fn nobody_gets_less_of_more() {
        let claims = claims(&[(3.0, 2, 40), (5.5, 2, 9), (0.0, 1, 30), (1.2, 2, 21)]);
        for rule in [allocate_to_total, allocate_to_each] {
            let mut before = rule(7, &claims);
            for n in 8..=120 {
                let now = rule(n, &claims);
                assert_eq!(now.iter().sum::<u64>(), n.min(100));
                assert!(now.iter().zip(&before).all(|(now, before)| now >= before));
                before = now;
            }
        }
    }
}
