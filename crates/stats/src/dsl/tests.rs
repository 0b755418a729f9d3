use super::*;
use proptest::prelude::*;

fn check_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-9, "found {found}, expected {expected}");
    }
}

fn audited(cluster_id: u64, prediction: f64, label: f64, pi: f64) -> DslUnit {
    DslUnit { cluster_id, prediction, audited: Some(AuditedLabel { label, pi }) }
}

/// From the formula, in numpy 2.4.6: 20 labels drawn from 220 units.
#[test]
fn a_mean_has_the_estimate_and_error_of_its_pseudo_outcomes() {
    const LABELS: &str = "10010010001000010010";
    const PREDICTIONS: [f64; 20] = [
        0.9, 0.2, 0.1, 0.7, 0.3, 0.1, 0.4, 0.2, 0.05, 0.6, 0.8, 0.1, 0.2, 0.1, 0.3, 0.9, 0.1, 0.2,
        0.6, 0.4,
    ];
    let drawn = LABELS.chars().zip(PREDICTIONS).map(|(label, prediction)| {
        audited(0, prediction, f64::from(u8::from(label == '1')), 20.0 / 220.0)
    });
    let others = (0..200_u32).map(|unit| DslUnit {
        cluster_id: 0,
        prediction: f64::from(37 * unit % 100) / 100.0,
        audited: None,
    });
    let units: Vec<DslUnit> = (0..)
        .zip(drawn.chain(others))
        .map(|(cluster_id, unit)| DslUnit { cluster_id, ..unit })
        .collect();
    let found = dsl_mean(&units).unwrap();
    check_near(&[found.ratio, found.hc0], &[0.420_454_545_454_545_5, 0.068_186_053_587_458_08]);
    check_near(&[found.cr0], &[found.hc0]);
}

/// 120 units in three groups and 24 clusters; the model errs on every fifth or so.
struct Example {
    labels: Vec<f64>,
    predictions: Vec<f64>,
    covariates: Vec<Vec<f64>>,
}

impl Example {
    fn new() -> Self {
        let group = |unit: u32| unit % 3;
        let label = |unit: u32| u32::from((7 * unit + 3 * group(unit)) % 10 < 3 + 2 * group(unit));
        let predicted = |unit: u32| 6 * label(unit) + 5 * unit % 7 + 2 * group(unit) >= 6;
        Self {
            labels: (0..120).map(|unit| f64::from(label(unit))).collect(),
            predictions: (0..120).map(|unit| f64::from(u8::from(predicted(unit)))).collect(),
            covariates: (0..120).map(|unit| vec![1.0, f64::from(group(unit))]).collect(),
        }
    }

    /// With every `step`-th unit drawn.
    fn units(&self, step: usize) -> Vec<DslUnit> {
        (0..120)
            .map(|unit| DslUnit {
                cluster_id: unit as u64 / 5,
                prediction: self.predictions[unit],
                audited: (unit % step == 0)
                    .then(|| AuditedLabel { label: self.labels[unit], pi: 1.0 / step as f64 }),
            })
            .collect()
    }

    fn regress(&self, step: usize, link: Link) -> DslRegression {
        dsl_regression(&self.units(step), &self.covariates, link).unwrap()
    }
}

/// statsmodels 0.15.0: `OLS` of the pseudo-outcomes with `cov_type="HC0"`, and `"cluster"` without and with its
/// correction.
#[test]
fn a_regression_of_pseudo_outcomes_has_the_errors_of_statsmodels() {
    let found = Example::new().regress(4, Link::Identity);
    check_near(&found.coefficients, &[0.404_166_666_666_666_56, 0.212_500_000_000_000_02]);
    check_near(&found.hc0, &[0.077_201_954_524_528_84, 0.065_403_063_872_336_21]);
    check_near(&found.cr0, &[0.095_578_541_122_723_57, 0.073_252_500_431_346_64]);
    check_near(&found.cr1.unwrap(), &[0.098_047_060_358_753_5, 0.075_144_402_151_941_96]);
    assert_eq!(found.n_clusters, 24);
}

#[test]
fn everything_audited_gives_the_ordinary_regression() {
    let found = Example::new().regress(1, Link::Identity);
    check_near(&found.coefficients, &[0.3, 0.2]);
    check_near(&found.cr0, &[0.093_882_314_036_717_87, 0.050_744_457_825_461_15]);
    check_near(&found.cr1.unwrap(), &[0.096_307_024_598_318_43, 0.052_055_041_443_840_73]);
}

/// statsmodels 0.15.0: `Logit` with the same kinds of errors.
#[test]
fn everything_audited_gives_the_ordinary_logistic_regression() {
    let found = Example::new().regress(1, Link::Logit);
    check_near(&found.coefficients, &[-0.847_297_860_387_203_1, 0.847_297_860_387_203_2]);
    check_near(&found.hc0, &[0.311_186_828_705_248_66, 0.243_975_018_237_132_77]);
    check_near(&found.cr0, &[0.428_338_137_704_238_73, 0.241_640_275_359_337_88]);
    check_near(&found.cr1.unwrap(), &[0.439_400_881_705_431_35, 0.247_881_149_732_573_94]);
}

/// scipy 1.17.1: `root` of the estimating equations, and the sandwich in numpy 2.4.6.
#[test]
fn a_logistic_regression_of_pseudo_outcomes_solves_its_equations() {
    let found = Example::new().regress(4, Link::Logit);
    check_near(&found.coefficients, &[-0.423_755_174_684_010_14, 0.972_149_405_727_259]);
    check_near(&found.hc0, &[0.330_481_636_261_703_57, 0.372_818_002_833_795]);
}

#[test]
fn an_intercept_alone_is_the_mean() {
    let units = Example::new().units(4);
    let mean = dsl_mean(&units).unwrap();
    let found = dsl_regression(&units, &vec![vec![1.0]; 120], Link::Identity).unwrap();
    check_near(&found.coefficients, &[mean.ratio]);
    check_near(&[found.hc0[0], found.cr0[0]], &[mean.hc0, mean.cr0]);
    check_near(&found.cr1.unwrap(), &[mean.cr1.unwrap()]);
}

#[test]
fn a_probability_of_selection_out_of_range_is_refused() {
    for pi in [0.0, 1.5, -0.1, f64::NAN] {
        let expected =
            format!("found a probability of selection of {pi}, expected one above 0 and at most 1");
        assert_eq!(dsl_mean(&[audited(0, 0.5, 1.0, pi)]).unwrap_err().to_string(), expected);
    }
    assert!(dsl_mean(&[]).is_err());
    assert!(dsl_mean(&[audited(0, f64::NAN, 1.0, 0.5)]).is_err());
}

#[test]
fn regressions_without_a_solution_are_refused() {
    let check = |labels: &[f64], covariates: &[&[f64]], link, expected: &str| {
        let units: Vec<DslUnit> =
            (0..).zip(labels).map(|(id, &label)| audited(id, 0.5, label, 1.0)).collect();
        let covariates: Vec<Vec<f64>> = covariates.iter().map(|row| row.to_vec()).collect();
        assert_eq!(dsl_regression(&units, &covariates, link).unwrap_err().to_string(), expected);
    };
    let collinear =
        "covariate 2: found a sum of multiples of those before it, expected one of its own";
    let rows: [&[f64]; 4] =
        [&[1.0, 0.1, 0.3], &[1.0, 0.7, 0.9], &[1.0, 0.2, 0.4], &[1.0, 0.6, 0.8]];
    check(&[0.0, 1.0, 1.0, 0.0], &rows, Link::Identity, collinear);
    check(&[0.0, 1.0, 1.0, 0.0], &rows, Link::Logit, collinear);
    check(
        &[0.0, 1.0],
        &[&[1.0, 2.0], &[1.0]],
        Link::Identity,
        "row 1: found 1 covariates, expected 2",
    );
    check(
        &[0.0, 1.0],
        &[&[1.0]],
        Link::Identity,
        "found 1 rows of covariates, expected one for each of 2 units",
    );
    let separated: [&[f64]; 4] = [&[1.0, 1.0], &[1.0, 2.0], &[1.0, 3.0], &[1.0, 4.0]];
    let units: Vec<DslUnit> =
        (0..4).map(|id| audited(id, 0.5, f64::from(u8::from(id > 1)), 1.0)).collect();
    let covariates: Vec<Vec<f64>> = separated.iter().map(|row| row.to_vec()).collect();
    let found = dsl_regression(&units, &covariates, Link::Logit);
    assert!(matches!(found, Err(Error::NotConverged { .. })), "{found:?}");
}

proptest! {
    #[test]
    fn the_order_of_units_changes_no_digit(
        (rows, shuffled) in prop::collection::vec((0..9_u64, prop::bool::ANY, 0.0..1.0_f64, 0.1..1.0_f64), 3..60)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let estimate = |rows: &[(u64, bool, f64, f64)], link| {
            let units: Vec<DslUnit> = rows
                .iter()
                .map(|&(cluster_id, positive, prediction, pi)| {
                    audited(cluster_id, prediction, f64::from(u8::from(positive)), pi)
                })
                .collect();
            let covariates: Vec<Vec<f64>> =
                rows.iter().map(|row| vec![1.0, row.2 * row.3]).collect();
            (dsl_mean(&units), dsl_regression(&units, &covariates, link))
        };
        for link in [Link::Identity, Link::Logit] {
            prop_assert_eq!(estimate(&rows, link), estimate(&shuffled, link));
        }
    }

    #[test]
    fn everything_audited_gives_the_ordinary_mean_whatever_the_model_says(
        units in prop::collection::vec((0..9_u64, prop::bool::ANY, 0.0..1.0_f64), 1..60),
    ) {
        let label = |positive: bool| f64::from(u8::from(positive));
        let drawn: Vec<DslUnit> = units
            .iter()
            .map(|&(cluster_id, positive, prediction)| {
                audited(cluster_id, prediction, label(positive), 1.0)
            })
            .collect();
        let share = units.iter().filter(|unit| unit.1).count() as f64 / units.len() as f64;
        prop_assert!((dsl_mean(&drawn).unwrap().ratio - share).abs() < 1e-15);
    }

    /// Every sample of two of four units, each drawn with probability 1/2: the estimates average to the truth.
    #[test]
    fn the_mean_is_unbiased_over_all_samples(
        units in prop::array::uniform4((prop::bool::ANY, 0.0..1.0_f64)),
    ) {
        let label = |unit: usize| f64::from(u8::from(units[unit].0));
        let truth = (0..4).map(label).sum::<f64>() / 4.0;
        let samples = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]];
        let estimates = samples.map(|sample| {
            let units: Vec<DslUnit> = (0..4)
                .map(|unit| DslUnit {
                    cluster_id: unit as u64,
                    prediction: units[unit].1,
                    audited: sample
                        .contains(&unit)
                        .then(|| AuditedLabel { label: label(unit), pi: 0.5 }),
                })
                .collect();
            dsl_mean(&units).unwrap().ratio
        });
        prop_assert!((estimates.iter().sum::<f64>() / 6.0 - truth).abs() < 1e-12);
    }

    #[test]
    fn coefficients_are_those_that_made_the_labels(
        rows in prop::collection::vec(prop::array::uniform3(-5.0..5.0_f64), 8..40),
        coefficients in prop::array::uniform3(-3.0..3.0_f64),
    ) {
        let units: Vec<DslUnit> = (0..)
            .zip(&rows)
            .map(|(id, row)| {
                let label = row.iter().zip(&coefficients).map(|(x, b)| x * b).sum();
                audited(id, 0.0, label, 1.0)
            })
            .collect();
        let covariates: Vec<Vec<f64>> = rows.iter().map(|row| row.to_vec()).collect();
        if let Ok(found) = dsl_regression(&units, &covariates, Link::Identity) {
            for (found, expected) in found.coefficients.iter().zip(coefficients) {
                prop_assert!((found - expected).abs() < 1e-6, "{found} {expected}");
            }
        }
    }
}
