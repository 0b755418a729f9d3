//! Cohen's kappa: two coders against the agreement that their own habits would bring by chance.

use std::collections::BTreeMap;

use super::CodedUnit;

/// Agreement of two coders on the units that both judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Kappa {
    /// Units that both judged.
    pub n_units: u64,
    /// The share of these units on which their codes are equal, in [0, 1]; `None` without units.
    pub observed: Option<f64>,
    /// That share as expected from how often each gave each code, in [0, 1]; `None` without units.
    pub expected: Option<f64>,
    /// `(observed - expected) / (1 - expected)`, in [-1, 1]; `None` without units, and where both coders gave one and
    /// the same code throughout: then agreement was never put to the test.
    pub kappa: Option<f64>,
}

/// Cohen's kappa of two coders, given by their positions, on the units that both judged.
///
/// Codes are compared whole: of sets of labels, only equal sets agree. A position that no unit has gives a kappa of
/// no units. Exchanging the coders changes nothing.
///
/// Formula: Cohen 1960, "A coefficient of agreement for nominal scales"; as `cohen_kappa_score` of scikit-learn,
/// which returns NaN where this is `None`.
#[must_use]
pub fn cohen_kappa(units: &[CodedUnit], coders: (usize, usize)) -> Kappa {
    let (mut n_units, mut n_equal) = (0_u64, 0_u64);
    let mut counts: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    for (a, b) in units.iter().filter_map(|unit| unit.pair(coders)) {
        n_units += 1;
        n_equal += u64::from(a == b);
        counts.entry(a).or_default().0 += 1;
        counts.entry(b).or_default().1 += 1;
    }
    let n_pairs = u128::from(n_units).pow(2);
    let n_equal_pairs: u128 = counts.values().map(|&(a, b)| u128::from(a) * u128::from(b)).sum();
    let share = |part: u128, whole: u128| (whole > 0).then(|| part as f64 / whole as f64);
    let by_chance = n_pairs - n_equal_pairs;
    let beyond_chance = (u128::from(n_units) * u128::from(n_equal)) as f64 - n_equal_pairs as f64;
    Kappa {
        n_units,
        observed: share(u128::from(n_equal), u128::from(n_units)),
        expected: share(n_equal_pairs, n_pairs),
        kappa: (by_chance > 0).then(|| beyond_chance / by_chance as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_near, units_of};
    use super::*;
    use proptest::prelude::*;

    fn units_from_table(table: &[(u64, u64, usize)]) -> Vec<CodedUnit> {
        table
            .iter()
            .flat_map(|&(a, b, n)| {
                vec![CodedUnit { cluster_id: 0, codes: vec![Some(a), Some(b)] }; n]
            })
            .collect()
    }

    /// 35 of 50 equal; chance: .5 * .6 + .5 * .4 = .5; kappa: .2 / .5.
    #[test]
    fn a_table_of_two_codes_has_the_kappa_worked_out_by_hand() {
        let units = units_from_table(&[(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)]);
        let found = cohen_kappa(&units, (0, 1));
        let expected =
            Kappa { n_units: 50, observed: Some(0.7), expected: Some(0.5), kappa: Some(0.4) };
        assert_eq!(found, expected);
        assert_eq!(cohen_kappa(&units, (1, 0)), expected);
    }

    /// 140 of 200 equal; chance: .5 * .6 + .3 * .3 + .2 * .1 = .41; kappa: .29 / .59.
    #[test]
    fn a_table_of_three_codes_has_the_kappa_worked_out_by_hand() {
        let units = units_from_table(&[
            (0, 0, 88),
            (0, 1, 10),
            (0, 2, 2),
            (1, 0, 14),
            (1, 1, 40),
            (1, 2, 6),
            (2, 0, 18),
            (2, 1, 10),
            (2, 2, 12),
        ]);
        let found = cohen_kappa(&units, (0, 1));
        check_near(found.observed, 0.7);
        check_near(found.expected, 0.41);
        check_near(found.kappa, 0.29 / 0.59);
    }

    #[test]
    fn only_units_that_both_judged_count() {
        let units = units_of(&["1100.1", "10.011", "......"]);
        let found = cohen_kappa(&units, (0, 1));
        // Left: 1/1, 1/0, 0/0, 1/1. Equal: 3 of 4; chance: .75 * .5 + .25 * .5 = .5.
        assert_eq!((found.n_units, found.kappa), (4, Some(0.5)));
        let none = Kappa { n_units: 0, observed: None, expected: None, kappa: None };
        assert_eq!(cohen_kappa(&units, (0, 2)), none);
        assert_eq!(cohen_kappa(&units, (0, 7)), none);
        assert_eq!(cohen_kappa(&[], (0, 1)), none);
    }

    #[test]
    fn one_code_throughout_has_no_kappa_and_opposite_codes_have_one() {
        let check = |coders: &[&str], expected| {
            assert_eq!(cohen_kappa(&units_of(coders), (0, 1)).kappa, expected);
        };
        check(&["0000", "0000"], None);
        check(&["0000", "1111"], Some(0.0));
        check(&["0011", "1100"], Some(-1.0));
        check(&["0011", "0011"], Some(1.0));
        check(&["0000", "0011"], Some(0.0));
    }

    proptest! {
        #[test]
        fn kappa_is_in_range_and_the_order_of_units_and_coders_does_not_matter(
            (pairs, shuffled) in prop::collection::vec((0..4_u64, 0..4_u64), 0..40)
                .prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
        ) {
            let kappa = |pairs: &[(u64, u64)], coders| {
                let table: Vec<_> = pairs.iter().map(|&(a, b)| (a, b, 1)).collect();
                cohen_kappa(&units_from_table(&table), coders)
            };
            let found = kappa(&pairs, (0, 1));
            prop_assert!(found.kappa.is_none_or(|kappa| (-1.0..=1.0).contains(&kappa)));
            prop_assert_eq!(&found, &kappa(&shuffled, (0, 1)));
            prop_assert_eq!(&found, &kappa(&pairs, (1, 0)));
        }
    }
}
