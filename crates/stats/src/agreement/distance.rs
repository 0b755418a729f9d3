//! How far two codes are from each other.

/// The distance between two codes: the `δ²` of Krippendorff's alpha, in [0, 1], 0 for equal codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeDistance {
    /// 1 for any two codes that differ (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
    Nominal,
    /// The Jaccard distance between two sets given as bit masks: the share of the labels in either set that is not
    /// in both. Two empty sets have distance 0, an empty set and any other have distance 1 (for set-valued codes
    /// under alpha: Passonneau 2006, "Measuring agreement on set-valued items (MASI)").
    Jaccard,
}

/// A distance as a fraction, so that sums of distances stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    /// 0 to 64, at most the denominator.
    pub(super) numerator: u32,
    /// 1 to `MAX_DENOMINATOR`.
    pub(super) denominator: u32,
}

/// The largest denominator: two sets can cover as many labels as a mask has bits.
const MAX_DENOMINATOR: u32 = u64::BITS;

impl CodeDistance {
    pub(super) fn between(self, a: u64, b: u64) -> Fraction {
        match self {
            Self::Nominal => Fraction { numerator: u32::from(a != b), denominator: 1 },
            Self::Jaccard => Fraction {
                numerator: (a ^ b).count_ones(),
                denominator: (a | b).count_ones().max(1),
            },
        }
    }

    /// `Σ n_c n_k δ(c, k)` over all ordered pairs of codes, 0 exactly where all codes with a count are one.
    ///
    /// `codes` are distinct and `counts` theirs. Time: their number (`Nominal`), its square (`Jaccard`).
    pub(super) fn sum_over_pairs(self, codes: &[u64], counts: &[u64]) -> f64 {
        match self {
            Self::Nominal => {
                let n: u128 = counts.iter().copied().map(u128::from).sum();
                (n * n - counts.iter().map(|&count| u128::from(count).pow(2)).sum::<u128>()) as f64
            }
            Self::Jaccard => jaccard_sum(codes, counts),
        }
    }
}

/// Sums the numerators exactly for each denominator, then divides: no order of codes can change the result.
fn jaccard_sum(codes: &[u64], counts: &[u64]) -> f64 {
    let mut numerators = [0_u128; MAX_DENOMINATOR as usize + 1];
    let used = || codes.iter().zip(counts).filter(|&(_, &count)| count > 0);
    for (i, (&a, &n_a)) in used().enumerate() {
        for (&b, &n_b) in used().skip(i + 1) {
            let distance = CodeDistance::Jaccard.between(a, b);
            numerators[distance.denominator as usize] +=
                2 * u128::from(n_a) * u128::from(n_b) * u128::from(distance.numerator);
        }
    }
    (1..).zip(&numerators[1..]).map(|(size, &sum): (u32, _)| sum as f64 / f64::from(size)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn jaccard_is_the_share_of_labels_not_in_both_sets() {
        let check = |a, b, numerator, denominator| {
            let expected = Fraction { numerator, denominator };
            assert_eq!(CodeDistance::Jaccard.between(a, b), expected);
        };
        check(0b000, 0b000, 0, 1);
        check(0b000, 0b101, 2, 2);
        check(0b011, 0b011, 0, 2);
        check(0b011, 0b110, 2, 3);
        check(0b001, 0b110, 3, 3);
        check(0, u64::MAX, 64, 64);
    }

    proptest! {
        #[test]
        fn the_sum_over_pairs_is_that_of_the_definition(
            counts in prop::collection::btree_map(0..256_u64, 0..1000_u64, 0..12),
        ) {
            let (codes, counts): (Vec<u64>, Vec<u64>) = counts.into_iter().unzip();
            for distance in [CodeDistance::Nominal, CodeDistance::Jaccard] {
                let mut expected = 0.0;
                for (&a, &n_a) in codes.iter().zip(&counts) {
                    for (&b, &n_b) in codes.iter().zip(&counts) {
                        let Fraction { numerator, denominator } = distance.between(a, b);
                        expected += (n_a * n_b) as f64 * f64::from(numerator) / f64::from(denominator);
                    }
                }
                let found = distance.sum_over_pairs(&codes, &counts);
                prop_assert!((found - expected).abs() <= 1e-12 * expected, "{} {}", found, expected);
            }
        }
    }
}
