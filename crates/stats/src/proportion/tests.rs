use super::*;
use proptest::prelude::*;

fn check_near(found: Result<(f64, f64), Error>, lo: f64, hi: f64) {
    let found = found.unwrap();
    let near = (found.0 - lo).abs() <= 1e-12 && (found.1 - hi).abs() <= 1e-12;
    assert!(near, "found {found:?}, expected {lo} to {hi}");
}

fn sampled(positives: f64, sample_size: f64) -> SampledShare {
    SampledShare { share: positives / sample_size, sample_size }
}

/// statsmodels 0.15.0: `proportion_confint(positives, n, alpha, method="wilson")`.
#[test]
fn wilson_intervals_are_those_of_statsmodels() {
    let check = |positives, n, level, (lo, hi)| {
        check_near(wilson_interval(sampled(positives, n), level, None), lo, hi);
    };
    check(0.0, 50.0, 0.95, (0.0, 0.071_347_599_133_358_74));
    check(3.0, 50.0, 0.95, (0.020_614_970_348_973_943, 0.162_170_916_888_381_73));
    check(50.0, 50.0, 0.95, (0.928_652_400_866_641_2, 1.0));
    check(2.5, 31.7, 0.95, (0.024_764_988_417_761_98, 0.223_999_668_804_078_34));
    check(2.5, 31.7, 0.90, (0.029_462_792_271_701_108, 0.194_499_473_122_429_66));
}

/// The formula in numpy 2.4.6 with the quantile of scipy 1.17.1.
#[test]
fn few_degrees_of_freedom_widen_wilsons_interval() {
    let sample = SampledShare { share: 0.04, sample_size: 88.2 };
    let found = wilson_interval(sample, 0.95, Some(19.0));
    check_near(found, 0.013_904_141_655_491_281, 0.109_628_555_264_104_64);
    let normal = wilson_interval(sample, 0.95, None);
    assert_eq!(wilson_interval(sample, 0.95, Some(f64::INFINITY)), normal);
}

/// statsmodels 0.15.0: `proportion_confint(positives, n, alpha, method="beta")`.
#[test]
fn exact_intervals_are_those_of_statsmodels() {
    let check = |positives, n, level, (lo, hi)| {
        check_near(exact_interval(sampled(positives, n), level), lo, hi);
    };
    check(0.0, 50.0, 0.95, (0.0, 0.071_121_736_464_197_67));
    check(3.0, 50.0, 0.95, (0.012_548_587_835_334_06, 0.165_481_946_603_772_88));
    check(50.0, 50.0, 0.95, (0.928_878_263_535_802_4, 1.0));
    check(2.5, 31.7, 0.95, (0.013_341_926_517_794_226, 0.231_492_913_924_951_22));
    check(120.0, 4000.0, 0.90, (0.025_695_079_194_449_362, 0.034_824_744_046_227_42));
}

#[test]
fn a_share_next_to_nothing_has_the_interval_of_none() {
    let none = exact_interval(SampledShare { share: 0.0, sample_size: 5000.0 }, 0.95).unwrap();
    for share in [1e-20, 1e-27, 1e-100, 1e-300, f64::MIN_POSITIVE] {
        check_near(
            exact_interval(SampledShare { share, sample_size: 5000.0 }, 0.95),
            none.0,
            none.1,
        );
    }
}

/// Korn and Graubard's formula in scipy 1.17.1.
#[test]
fn the_effective_size_follows_from_variance_and_degrees_of_freedom() {
    let survey = SurveyShare { share: 0.04, variance: 0.0008, n_units: 150.0, df: 19.0 };
    let effective = survey.effective(0.95).unwrap();
    assert!((effective.sample_size - 42.783_121_823_037_27).abs() < 1e-10);
    check_near(
        exact_interval(effective, 0.95),
        0.003_744_035_630_717_427_2,
        0.148_997_197_709_251_1,
    );

    let precise = SurveyShare { variance: 0.0001, ..survey }.effective(0.95).unwrap();
    assert_eq!(precise, SampledShare { share: 0.04, sample_size: 150.0 });
    check_near(exact_interval(precise, 0.95), 0.014_818_521_114_898_016, 0.085_027_814_718_198_77);
}

#[test]
fn a_share_without_variance_keeps_its_units_but_for_the_degrees_of_freedom() {
    let size = |share, df| {
        let survey = SurveyShare { share, variance: 0.0, n_units: 150.0, df };
        survey.effective(0.95).unwrap().sample_size
    };
    assert_eq!((size(0.0, 149.0), size(1.0, f64::INFINITY)), (150.0, 150.0));
    assert!(size(0.0, 9.0) < 120.0 && (size(0.0, 9.0) - size(1.0, 9.0)).abs() < 1e-12);
}

#[test]
fn numbers_out_of_range_are_refused_with_found_and_expected() {
    let check = |found: Result<(f64, f64), Error>, expected: &str| {
        assert_eq!(found.unwrap_err().to_string(), expected);
    };
    let sample = SampledShare { share: 0.5, sample_size: 10.0 };
    check(
        exact_interval(SampledShare { share: 1.5, ..sample }, 0.95),
        "found a share of 1.5, expected one from 0 to 1",
    );
    check(
        wilson_interval(SampledShare { sample_size: f64::NAN, ..sample }, 0.95, None),
        "found a sample size of NaN, expected a finite one above 0",
    );
    check(
        wilson_interval(sample, 0.95, Some(0.0)),
        "found degrees of freedom of 0, expected a number above 0",
    );
    check(
        exact_interval(sample, 95.0),
        "found an interval level of 95, expected one above 0 and below 1",
    );
    let survey = SurveyShare { share: 0.5, variance: -1.0, n_units: 10.0, df: 3.0 };
    assert!(survey.effective(0.95).is_err());
    assert!(SurveyShare { variance: 0.1, n_units: 1.0, ..survey }.effective(0.95).is_err());
}

proptest! {
    #[test]
    fn intervals_are_in_range_contain_the_share_and_are_mirrored(
        share in prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64],
        sample_size in 0.1..5000.0_f64,
        level in 0.01..0.999_f64,
        df in 0.5..500.0_f64,
    ) {
        let intervals = |share| {
            let sample = SampledShare { share, sample_size };
            [
                exact_interval(sample, level).unwrap(),
                wilson_interval(sample, level, None).unwrap(),
                wilson_interval(sample, level, Some(df)).unwrap(),
            ]
        };
        let [exact, wilson, wilson_t] = intervals(share);
        for (lo, hi) in [exact, wilson, wilson_t] {
            prop_assert!(0.0 <= lo && lo <= share && share <= hi && hi <= 1.0);
        }
        prop_assert!(wilson_t.0 <= wilson.0 && wilson.1 <= wilson_t.1);
        for (found, mirrored) in [exact, wilson, wilson_t].iter().zip(intervals(1.0 - share)) {
            prop_assert!((found.0 - (1.0 - mirrored.1)).abs() < 1e-9);
            prop_assert!((found.1 - (1.0 - mirrored.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn the_exact_interval_leaves_out_what_a_tail_test_rejects(
        positives in 1..30_i32, more in 1..60_i32, level in 0.5..0.99_f64,
    ) {
        let n = positives + more;
        let (lo, hi) = exact_interval(sampled(f64::from(positives), f64::from(n)), level).unwrap();
        // The binomial distribution function, term by term.
        let at_most = |k: i32, p: f64| {
            let mut term = (1.0 - p).powi(n);
            let mut sum = term;
            for i in 0..k {
                term *= f64::from(n - i) / f64::from(i + 1) * (p / (1.0 - p));
                sum += term;
            }
            sum
        };
        let tail = (1.0 - level) / 2.0;
        prop_assert!((at_most(positives, hi) - tail).abs() < 1e-9);
        prop_assert!((1.0 - at_most(positives - 1, lo) - tail).abs() < 1e-9);
    }
}
