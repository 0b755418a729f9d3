//! Whether estimates of several groups are of one and the same number.

use crate::Error;
use crate::distributions::chi_square_upper;
use crate::error::check_range;

/// One group's estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupEstimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error, above 0.
    pub standard_error: f64,
}

/// A test of equal numbers in all groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q: `Σ ((x − x̄)/se)²`, where x̄ weights each estimate by `1/se²`.
    pub statistic: f64,
    /// The number of groups less 1.
    pub degrees_of_freedom: u64,
    /// The probability of a Q so large where the numbers are equal and estimates normal.
    pub p_value: f64,
    /// x̄.
    pub mean: f64,
}

/// Cochran's Q test; `None` with fewer than two groups.
///
/// It assumes independent estimates whose standard errors are known well: groups with few units make it reject too often.
/// Cochran 1954, "The combination of estimates from different experiments".
///
/// ```
/// use stats::{GroupEstimate, heterogeneity};
///
/// let group = |value| GroupEstimate { value, standard_error: 0.02 };
/// let found = heterogeneity(&[group(0.01), group(0.02), group(0.12)])?.unwrap();
/// assert!(found.degrees_of_freedom == 2 && found.p_value < 0.001);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// A value that is no number, and a standard error that is not above 0.
pub fn heterogeneity(groups: &[GroupEstimate]) -> Result<Option<Heterogeneity>, Error> {
    for GroupEstimate { value, standard_error } in groups {
        check_range(value.is_finite(), "an estimate of", *value, "a finite number")?;
        let is_positive = standard_error.is_finite() && *standard_error > 0.0;
        check_range(is_positive, "a standard error of", *standard_error, "a finite one above 0")?;
    }
    if groups.len() < 2 {
        return Ok(None);
    }
    let weight = |group: &GroupEstimate| 1.0 / (group.standard_error * group.standard_error);
    let weights: f64 = groups.iter().map(weight).sum();
    let mean = groups.iter().map(|group| weight(group) * group.value).sum::<f64>() / weights;
    let deviation = |group: &GroupEstimate| ((group.value - mean) / group.standard_error).powi(2);
    let statistic: f64 = groups.iter().map(deviation).sum();
    let degrees_of_freedom = groups.len() as u64 - 1;
    let p_value = chi_square_upper(statistic, degrees_of_freedom as f64);
    Ok(Some(Heterogeneity { statistic, degrees_of_freedom, p_value, mean }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(values: &[(f64, f64)]) -> Vec<GroupEstimate> {
        values
            .iter()
            .map(|&(value, standard_error)| GroupEstimate { value, standard_error })
            .collect()
    }

    /// Worked out by hand: weights 1, 4, 1; mean 2; Q = 4 + 0 + 4; P(χ²₂ > 8) = e⁻⁴.
    #[test]
    fn q_is_the_one_worked_out_by_hand() {
        let found = heterogeneity(&groups(&[(0.0, 1.0), (2.0, 0.5), (4.0, 1.0)])).unwrap().unwrap();
        assert!((found.mean - 2.0).abs() < 1e-12 && (found.statistic - 8.0).abs() < 1e-12);
        assert_eq!(found.degrees_of_freedom, 2);
        assert!((found.p_value - libm::exp(-4.0)).abs() < 1e-12);
    }

    #[test]
    fn equal_groups_have_a_p_of_one_and_a_lone_group_has_none() {
        let found = heterogeneity(&groups(&[(0.3, 0.1), (0.3, 0.2)])).unwrap().unwrap();
        assert!((found.p_value - 1.0).abs() < 1e-12);
        assert_eq!(heterogeneity(&groups(&[(0.3, 0.1)])), Ok(None));
        assert_eq!(heterogeneity(&[]), Ok(None));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        assert!(heterogeneity(&groups(&[(0.1, 0.0), (0.2, 1.0)])).is_err());
        assert!(heterogeneity(&groups(&[(f64::NAN, 1.0), (0.2, 1.0)])).is_err());
    }
}
