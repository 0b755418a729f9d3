use proptest::prelude::*;

use super::*;

/// Probability, truth, weight.
const UNITS: [(f64, bool, f64); 8] = [
    (0.9, true, 1.0),
    (0.8, false, 2.0),
    (0.7, true, 4.0),
    (0.7, false, 1.0),
    (0.4, true, 5.0),
    (0.3, false, 10.0),
    (0.2, false, 2.5),
    (0.1, true, 20.0),
];

fn units(rows: &[(f64, bool, f64)]) -> Vec<WeightedScore> {
    let unit =
        |&(probability, is_positive, weight)| WeightedScore { probability, is_positive, weight };
    rows.iter().map(unit).collect()
}

fn check(found: Option<f64>, expected: f64) {
    assert!((found.unwrap() - expected).abs() < 1e-12, "found {found:?}, expected {expected}");
}

/// scikit-learn 1.9.1: `average_precision_score`, `brier_score_loss`, both with `sample_weight`.
#[test]
fn weighted_scores_are_those_of_scikit_learn() {
    check(average_precision(&units(&UNITS)).unwrap(), 0.684_432_234_432_234_4);
    let found = brier(&units(&UNITS)).unwrap().unwrap();
    check(Some(found.score), 0.464_615_384_615_384_7);
    check(found.skill, -1.068_537_634_408_602_6);
}

/// statsmodels 0.15.0: `GLM(y, add_constant(logit), Binomial(), freq_weights=w)`, probabilities clipped.
#[test]
fn the_calibration_line_is_that_of_statsmodels() {
    let check_line = |rows: &[(f64, bool, f64)], intercept, slope| {
        let found = recalibration(&units(rows)).unwrap().unwrap();
        check(Some(found.intercept), intercept);
        check(Some(found.slope), slope);
    };
    check_line(&UNITS, 0.140_963_278_546_315_4, -0.533_845_041_588_812_3);
    let alike = UNITS.map(|(probability, truth, _)| (probability, truth, 1.0));
    check_line(&alike, -0.003_096_887_696_890_427, 0.056_004_738_487_997_974);
    let mut certain = UNITS;
    (certain[0].0, certain[6].0) = (1.0, 0.0);
    check_line(&certain, 0.858_477_744_265_271_8, 0.116_818_424_986_668_79);
}

/// numpy 2.4: `Σ |Σ w (p − y)| / Σ w` over the bins.
#[test]
fn bins_are_of_equal_width_and_empty_ones_are_left_out() {
    let bins = reliability_bins(&units(&UNITS)).unwrap();
    let places: Vec<(f64, f64, u64, f64)> =
        bins.iter().map(|bin| (bin.lo, bin.hi, bin.n_units, bin.weight)).collect();
    assert_eq!(
        places,
        [
            (0.1, 0.2, 1, 20.0),
            (0.2, 0.3, 1, 2.5),
            (0.3, 0.4, 1, 10.0),
            (0.4, 0.5, 1, 5.0),
            (0.7, 0.8, 2, 5.0),
            (0.8, 0.9, 1, 2.0),
            (0.9, 1.0, 1, 1.0)
        ]
    );
    check(Some(bins[4].share), 0.8);
    check(Some(bins[4].mean_probability), 0.7);
    check(expected_calibration_error(&bins), 0.586_813_186_813_186_8);
    assert_eq!([0.0, 0.0999, 0.1, 0.95, 1.0].map(reliability_bin), [0, 0, 1, 9, 9]);
}

/// By weight the surest quarter is 2 right ones; then 1 wrong of 2; the rest, equally sure, is 3 wrong of 4.
#[test]
fn the_risk_of_the_surest_is_the_one_worked_out_by_hand() {
    let unit = |confidence, is_wrong, weight| DecidedUnit { confidence, is_wrong, weight };
    let decided = [
        unit(0.1, true, 3.0),
        unit(0.3, false, 1.0),
        unit(0.1, false, 1.0),
        unit(0.4, false, 2.0),
        unit(0.3, true, 1.0),
    ];
    let found = risk_coverage(&decided, 4).unwrap();
    let expected = [(0.25, 0.0), (0.5, 1.0 / 4.0), (0.75, 2.5 / 6.0), (1.0, 4.0 / 8.0)];
    assert_eq!(found.len(), expected.len());
    for (found, (coverage, risk)) in found.iter().zip(expected) {
        check(Some(found.coverage), coverage);
        check(Some(found.risk), risk);
    }
    assert!(risk_coverage(&[], 4).unwrap().is_empty());
}

#[test]
fn what_cannot_be_told_is_missing() {
    assert_eq!(average_precision(&units(&[(0.3, false, 1.0)])), Ok(None));
    assert_eq!(brier(&[]), Ok(None));
    assert_eq!(brier(&units(&[(0.3, true, 1.0)])).unwrap().unwrap().skill, None);
    assert_eq!(expected_calibration_error(&[]), None);
    let has_no_line = |rows: &[(f64, bool, f64)]| {
        assert_eq!(recalibration(&units(rows)), Ok(None), "{rows:?}");
    };
    has_no_line(&[]);
    has_no_line(&[(0.3, true, 1.0), (0.6, true, 1.0)]);
    has_no_line(&[(0.3, false, 1.0), (0.6, true, 1.0), (0.7, true, 2.0)]);
    has_no_line(&[(0.3, true, 1.0), (0.6, false, 1.0)]);
    has_no_line(&[(0.5, true, 1.0), (0.5, false, 1.0), (0.5, false, 2.0)]);
    has_no_line(&[(0.3, false, 1.0), (0.5, true, 1.0), (0.5, false, 1.0), (0.6, true, 2.0)]);
}

#[test]
fn numbers_out_of_range_are_refused() {
    for row in
        [(1.1, true, 1.0), (f64::NAN, true, 1.0), (0.5, true, 0.0), (0.5, true, f64::INFINITY)]
    {
        let units = units(&[row]);
        assert!(average_precision(&units).is_err() && brier(&units).is_err());
        assert!(recalibration(&units).is_err() && reliability_bins(&units).is_err());
    }
    let decided = DecidedUnit { confidence: f64::NAN, is_wrong: false, weight: 1.0 };
    assert!(risk_coverage(&[decided], 4).is_err());
}

proptest! {
    #[test]
    fn the_order_of_units_changes_no_digit_and_a_weight_of_two_is_two_units(
        (rows, shuffled) in prop::collection::vec((0.0..=1.0_f64, any::<bool>(), 1..3_u8), 1..40)
            .prop_map(|rows| rows.into_iter().map(|(p, y, w)| (p, y, f64::from(w))).collect::<Vec<_>>())
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let figures = |rows: &[(f64, bool, f64)]| {
            let units = units(rows);
            (
                average_precision(&units).unwrap(),
                brier(&units).unwrap(),
                recalibration(&units).unwrap(),
                expected_calibration_error(&reliability_bins(&units).unwrap()),
            )
        };
        let found = figures(&rows);
        prop_assert_eq!(found, figures(&shuffled));
        let repeated: Vec<(f64, bool, f64)> =
            rows.iter().flat_map(|&(p, y, w)| vec![(p, y, 1.0); w as usize]).collect();
        let other = figures(&repeated);
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-7 * a.abs().max(1.0),
            (a, b) => a == b,
        };
        prop_assert!(near(found.0, other.0) && near(found.3, other.3));
        prop_assert!(near(found.1.map(|brier| brier.score), other.1.map(|brier| brier.score)));
        prop_assert!(near(found.2.map(|line| line.slope), other.2.map(|line| line.slope)));
    }
}
