//! P-values adjusted for the number of hypotheses in a family.

use crate::Error;

/// Adjusted p-values that control the false discovery rate: reject where one is at most the rate that is accepted.
///
/// In the order given, in [0, 1], each at least its p-value. Holds for independent and for positively dependent tests.
///
/// Benjamini, Hochberg 1995, "Controlling the false discovery rate: a practical and powerful approach to multiple
/// testing"; under dependence: Benjamini, Yekutieli 2001.
///
/// ```
/// let adjusted = stats::benjamini_hochberg(&[0.01, 0.5, 0.02])?;
/// assert_eq!(adjusted, [0.03, 0.5, 0.03]);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// A p-value that is not from 0 to 1, such as NaN.
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let ascending = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least = 1.0_f64;
    for (index, &position) in ascending.iter().enumerate().rev() {
        let rank = (index + 1) as f64;
        least =
            least.min(p_values[position] * p_values.len() as f64 / rank).max(p_values[position]);
        adjusted[position] = least;
    }
    Ok(adjusted)
}

/// Adjusted p-values that control the probability of any false rejection: reject where one is at most that
/// probability.
///
/// In the order given, in [0, 1], each at least that of Benjamini and Hochberg. Holds under any dependence of the tests.
///
/// Holm 1979, "A simple sequentially rejective multiple test procedure".
///
/// # Errors
/// A p-value that is not from 0 to 1, such as NaN.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let ascending = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut greatest = 0.0_f64;
    for (index, &position) in ascending.iter().enumerate() {
        let n_left = (p_values.len() - index) as f64;
        greatest = greatest.max(p_values[position] * n_left).min(1.0);
        adjusted[position] = greatest;
    }
    Ok(adjusted)
}

/// The positions of the p-values, the smallest first.
fn ascending(p_values: &[f64]) -> Result<Vec<usize>, Error> {
    if let Some((position, &found)) =
        p_values.iter().enumerate().find(|(_, p)| !(0.0..=1.0).contains(*p))
    {
        return Err(Error::PValue { position, found });
    }
    let mut positions: Vec<usize> = (0..p_values.len()).collect();
    positions.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    Ok(positions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The p-values of Benjamini and Hochberg 1995, section 3.2.
    const PUBLISHED: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262,
        0.5719, 0.6528, 0.759, 1.0,
    ];

    fn check(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= 1e-9, "found {found}, expected {expected}");
        }
    }

    fn n_rejected(adjusted: &[f64]) -> usize {
        adjusted.iter().filter(|&&p| p <= 0.05).count()
    }

    /// statsmodels 0.15.0: `multipletests(p, method="fdr_bh")`, to ten digits.
    #[test]
    fn published_p_values_have_four_discoveries() {
        let found = benjamini_hochberg(&PUBLISHED).unwrap();
        let expected = [
            0.0015,
            0.003,
            0.0095,
            0.035_625,
            0.0603,
            0.063_857_142_9,
            0.063_857_142_9,
            0.0645,
            0.0765,
            0.486,
            0.581_181_818_2,
            0.714_875,
            0.753_230_769_2,
            0.813_214_285_7,
            1.0,
        ];
        check(&found, &expected);
        assert_eq!(n_rejected(&found), 4);
    }

    /// statsmodels 0.15.0: `multipletests(p, method="holm")`.
    #[test]
    fn published_p_values_have_three_rejections_by_holm() {
        let found = holm(&PUBLISHED).unwrap();
        let expected = [
            0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1.0, 1.0, 1.0, 1.0,
            1.0, 1.0,
        ];
        check(&found, &expected);
        assert_eq!(n_rejected(&found), 3);
    }

    #[test]
    fn adjusted_p_values_stand_where_theirs_stood() {
        check(&benjamini_hochberg(&[0.04, 0.01, 0.03]).unwrap(), &[0.04, 0.03, 0.04]);
        check(&holm(&[0.04, 0.01, 0.03]).unwrap(), &[0.06, 0.03, 0.06]);
        check(&benjamini_hochberg(&[]).unwrap(), &[]);
        check(&holm(&[]).unwrap(), &[]);
    }

    #[test]
    fn what_is_no_p_value_is_refused_with_its_position() {
        for p in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
            let expected = format!("p-value 1: found {p}, expected one from 0 to 1");
            assert_eq!(benjamini_hochberg(&[0.5, p]).unwrap_err().to_string(), expected);
            assert_eq!(holm(&[0.5, p]).unwrap_err().to_string(), expected);
        }
    }

    proptest! {
        #[test]
        fn adjusting_keeps_the_order_and_holm_is_the_stricter(
            (p_values, shuffled) in prop::collection::vec(0.0..=1.0_f64, 0..60)
                .prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle())),
        ) {
            let (found, strict) = (benjamini_hochberg(&p_values).unwrap(), holm(&p_values).unwrap());
            let last = (p_values.len() as f64).max(1.0);
            for i in 0..p_values.len() {
                prop_assert!(p_values[i] <= found[i] && found[i] <= strict[i] + 1e-15);
                prop_assert!(strict[i] <= 1.0 && strict[i] <= p_values[i] * last + 1e-15);
                for j in 0..p_values.len() {
                    if p_values[i] <= p_values[j] {
                        prop_assert!(found[i] <= found[j] && strict[i] <= strict[j]);
                    }
                }
            }
            let sorted = |mut values: Vec<f64>| {
                values.sort_by(f64::total_cmp);
                values
            };
            prop_assert_eq!(sorted(found), sorted(benjamini_hochberg(&shuffled).unwrap()));
        }
    }
}
