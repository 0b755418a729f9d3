use proptest::prelude::*;

use super::*;
use crate::BootstrapConfig;

fn unit(cluster_id: u64, score: f64) -> FrameUnit {
    FrameUnit { cluster_id, weight: 1.0, score, domain: 1.0, audit: None }
}

fn audited(cluster_id: u64, score: f64, label: f64, stratum: u32, pi: f64) -> FrameUnit {
    let audit = Some(AuditCode { stratum, pi, label, domain: 1.0 });
    FrameUnit { audit, ..unit(cluster_id, score) }
}

fn config(replicates: u32) -> RateConfig {
    RateConfig {
        bootstrap: BootstrapConfig { replicates, ..BootstrapConfig::default() },
        ..RateConfig::default()
    }
}

/// A frame of three strata in clusters of five, with every fifth unit audited; `shift` moves the share of positives.
fn frame(first_cluster: u64, shift: u64) -> Vec<FrameUnit> {
    (0..1000_u64)
        .map(|i| {
            let stratum = (i * 7 % 10 / 4) as u32;
            let score = 0.1 + 0.3 * f64::from(stratum) + 0.01 * (i % 5) as f64;
            let label = f64::from(u8::from((i * 37 + shift) % 100 < 10 + 30 * u64::from(stratum)));
            let cluster_id = first_cluster + i / 5;
            if i % 5 == i / 5 % 5 {
                audited(cluster_id, score, label, stratum, 0.2)
            } else {
                unit(cluster_id, score)
            }
        })
        .collect()
}

fn check_near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// The rule of `ppi_pp` in the known answers: ppi-python 0.2.3 gives λ .7896155591504257 and .42239041166831603. Its U is
/// without the labelled units, so that its λ is ours times N/(N + n).
#[test]
fn equal_probabilities_and_single_units_give_the_plain_estimate() {
    let of_labelled = |i: u64| {
        let label = f64::from(u8::from(7 * i % 10 < 3));
        let score = 0.25 + 0.3 * label + 0.45 * ((13 * i % 20) as f64 / 20.0 - 0.475);
        audited(i, score, label, 0, 40.0 / 440.0)
    };
    let mut units: Vec<FrameUnit> = (0..40).map(of_labelled).collect();
    units.extend((0..400_u64).map(|j| unit(1000 + j, (37 * j % 100) as f64 / 100.0)));
    let group = cluster_sums::RateSums::of(&units).unwrap();
    let moments = fit::Moments::over(&group.clusters);
    let lambda = 0.789_615_559_150_425_7 * 440.0 / 400.0;
    let fit = moments.fit(fit::Lambda::Fixed(lambda)).unwrap();
    check_near(fit.rate, 0.422_390_411_668_316_03, 1e-12);
    // The tuned λ minimises the variance of these very residuals, where the paper takes that of the scores in F and U.
    let tuned = moments.fit(fit::Lambda::Tuned).unwrap();
    assert!(tuned.residual_squares < fit.residual_squares);
    check_near(tuned.rate, fit.rate, 0.03);
}

#[test]
fn a_dump_that_is_audited_whole_is_known() {
    let units: Vec<FrameUnit> = (0..200_u64)
        .map(|i| audited(i / 4, 0.5, f64::from(u8::from(i % 4 == 1)), 0, 1.0))
        .collect();
    let found =
        corrected_rate(&units, &RateConfig { target: Target::Dump, ..config(200) }).unwrap();
    check_near(found.corrected.rate.unwrap(), 0.25, 1e-12);
    assert_eq!(found.corrected.standard_error, Some(0.0));
}

#[test]
fn labels_alone_are_a_ratio_weighted_by_the_draw() {
    let mut units: Vec<FrameUnit> = (0..10).map(|i| audited(i, 0.9, 1.0, 0, 0.5)).collect();
    units.extend((10..30).map(|i| audited(i, 0.1, 0.0, 1, 0.1)));
    let found = corrected_rate(&units, &config(100)).unwrap();
    // 10/.5 positives of 10/.5 + 20/.1.
    check_near(found.labels_only.rate.unwrap(), 20.0 / 220.0, 1e-12);
    assert_eq!(found.method, Some(RateMethod::LabelsOnly));
    assert_eq!(found.corrected, found.labels_only);
    assert!(found.totals.is_none());
}

/// `Σ_h N_h² (1 − f_h) s_h²/n_h / N²`, Cochran 1977, *Sampling Techniques*, equation 5.6.
#[test]
fn the_variance_of_drawing_is_that_of_stratified_sampling() {
    let mut units: Vec<FrameUnit> =
        (0..40).map(|i| audited(i, 0.0, f64::from(u8::from(i % 4 == 0)), 0, 0.4)).collect();
    units.extend((40..60).map(|i| audited(i, 0.0, f64::from(u8::from(i % 2 == 0)), 1, 0.2)));
    let found = corrected_rate(&units, &RateConfig { target: Target::Dump, ..config(50) }).unwrap();
    let of_stratum = |n: f64, share: f64, pi: f64| {
        let size = n / pi;
        size * size * (1.0 - pi) * share * (1.0 - share) * n / (n - 1.0) / n
    };
    let variance = (of_stratum(40.0, 0.25, 0.4) + of_stratum(20.0, 0.5, 0.2)) / 200.0_f64.powi(2);
    check_near(found.labels_only.standard_error.unwrap(), variance.sqrt(), 1e-12);
}

#[test]
fn rare_labels_and_few_units_fall_back_to_the_labels() {
    let check = |n: u64, n_positive: u64, expected: RateMethod| {
        let units: Vec<FrameUnit> =
            (0..n).map(|i| audited(i, 0.2, f64::from(u8::from(i < n_positive)), 0, 0.5)).collect();
        let found = corrected_rate(&units, &config(100)).unwrap();
        assert_eq!(found.method, Some(expected), "{n} audited, {n_positive} positive");
    };
    check(59, 20, RateMethod::LabelsOnly);
    check(60, 4, RateMethod::LabelsOnly);
    check(60, 5, RateMethod::PpiPlusPlus);
    check(60, 55, RateMethod::PpiPlusPlus);
    check(60, 56, RateMethod::LabelsOnly);
}

#[test]
fn intervals_are_missing_with_a_reason() {
    let check = |units: &[FrameUnit], outcome, expected| {
        let found = corrected_rate(units, &RateConfig { outcome, ..config(100) }).unwrap();
        assert_eq!((found.no_interval, found.corrected.interval), (Some(expected), None));
    };
    check(&[unit(1, 0.5)], Outcome::Label, NoInterval::NoAudit);
    let few: Vec<FrameUnit> =
        (0..90).map(|i| audited(i % 9, 0.2, (i % 2) as f64, 0, 0.5)).collect();
    check(&few, Outcome::Label, NoInterval::FewClusters { found: 9, expected: 10 });
    let numbers: Vec<FrameUnit> = (0..20).map(|i| audited(i, 0.2, -1.0, 0, 0.5)).collect();
    check(&numbers, Outcome::Number, NoInterval::FewAudited { found: 20, expected: 60 });
}

#[test]
fn the_correction_moves_a_biased_score_to_the_truth() {
    let found = corrected_rate(&frame(0, 0), &config(500)).unwrap();
    let (lo, hi) = found.corrected.interval.unwrap();
    let truth: f64 = (0..1000_u64)
        .map(|i| f64::from(u8::from(i * 37 % 100 < 10 + 30 * (i * 7 % 10 / 4))))
        .sum::<f64>()
        / 1000.0;
    assert!(lo < truth && truth < hi, "{truth} in {lo} to {hi}");
    let lambda = found.lambda.unwrap();
    assert!((0.0..=1.0).contains(&lambda));
    let (percentile_lo, percentile_hi) = found.corrected.percentile.unwrap();
    assert!(percentile_lo < truth && truth < percentile_hi);
}

#[test]
fn contrasts_change_sign_with_their_sides_and_see_what_sides_share() {
    let totals = |units: &[FrameUnit]| corrected_rate(units, &config(50)).unwrap().totals.unwrap();
    let (one, apart, shared) =
        (totals(&frame(0, 0)), totals(&frame(5000, 40)), totals(&frame(0, 40)));
    let found = contrast(&one, &apart, 0.95).unwrap();
    let turned = contrast(&apart, &one, 0.95).unwrap();
    check_near(found.difference, -turned.difference, 1e-15);
    check_near(found.p_value, turned.p_value, 1e-12);
    check_near(found.interval.0, -turned.interval.1, 1e-12);
    let other = contrast(&one, &shared, 0.95).unwrap();
    check_near(other.difference, found.difference, 1e-12);
    assert!((other.standard_error - found.standard_error).abs() > 1e-6);
    // One against itself: everything is shared, nothing varies.
    assert_eq!(contrast(&one, &one, 0.95), None);
}

#[test]
fn sums_of_parts_are_those_of_the_whole() {
    let (mut one, other) = (frame(0, 0), frame(150, 40));
    // A stratum that both have, and two that are its own.
    let other: Vec<FrameUnit> = other
        .into_iter()
        .map(|unit| FrameUnit {
            audit: unit.audit.map(|audit| AuditCode {
                stratum: if audit.stratum == 0 { 0 } else { audit.stratum + 9 },
                ..audit
            }),
            ..unit
        })
        .collect();
    let parts = [RateSums::of(&one).unwrap(), RateSums::of(&other).unwrap()];
    let together = RateSums::together(&[&parts[0], &parts[1]]);
    one.extend(other);
    let config = RateConfig { interval: IntervalMethod::Linearised, ..config(10) };
    let (found, expected) =
        (corrected_rate_of(&together, &config).unwrap(), corrected_rate(&one, &config).unwrap());
    assert_eq!(
        (found.n_audited, found.n_audited_clusters),
        (expected.n_audited, expected.n_audited_clusters)
    );
    check_near(found.corrected.rate.unwrap(), expected.corrected.rate.unwrap(), 1e-12);
    check_near(found.corrected.interval.unwrap().0, expected.corrected.interval.unwrap().0, 1e-9);
}

#[test]
fn totals_of_parts_add_up() {
    let totals =
        |first, shift| corrected_rate(&frame(first, shift), &config(50)).unwrap().totals.unwrap();
    let parts = [totals(0, 0), totals(100, 3), totals(900, 40)];
    let all = Totals::sum(&parts.iter().collect::<Vec<_>>());
    let two = Totals::sum(&[&parts[1], &parts[2]]);
    let (without, summed) = (
        contrast(&parts[0], &all.without(&parts[0]), 0.95).unwrap(),
        contrast(&parts[0], &two, 0.95).unwrap(),
    );
    check_near(without.difference, summed.difference, 1e-12);
    check_near(without.standard_error, summed.standard_error, 1e-9);
    check_near(without.p_value, summed.p_value, 1e-6);
}

#[test]
fn numbers_that_are_none_are_refused_with_their_place() {
    let check = |unit: FrameUnit, expected: &str| {
        let units = [audited(1, 0.5, 1.0, 0, 0.5), unit];
        let found = corrected_rate(&units, &config(10)).unwrap_err().to_string();
        assert_eq!(found, expected);
    };
    check(FrameUnit { weight: 0.0, ..unit(1, 0.5) }, "unit 1 of the frame: found a weight of 0");
    check(unit(1, f64::NAN), "unit 1 of the frame: found a score of NaN");
    check(
        audited(1, 0.5, 1.0, 0, 0.0),
        "unit 1 of the frame: found a probability of being drawn of 0",
    );
    check(
        audited(1, 0.5, 1.0, 0, 1.5),
        "unit 1 of the frame: found a probability of being drawn of 1.5",
    );
}

fn any_unit() -> impl Strategy<Value = FrameUnit> {
    let audit = (0..3_u32, 0.01..1.0_f64, any::<bool>(), any::<bool>());
    (0..30_u64, 0.0..1.0_f64, any::<bool>(), prop::option::weighted(0.6, audit)).prop_map(
        |(cluster_id, score, domain, audit)| {
            let domain = f64::from(u8::from(domain));
            let audit = audit.map(|(stratum, pi, label, coded)| {
                let coded = f64::from(u8::from(coded));
                AuditCode { stratum, pi, label: f64::from(u8::from(label)) * coded, domain: coded }
            });
            FrameUnit { cluster_id, weight: 1.0, score: score * domain, domain, audit }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_frame_has_a_sound_estimate(units in prop::collection::vec(any_unit(), 0..300)) {
        let found = corrected_rate(&units, &config(40)).unwrap();
        for estimate in [found.corrected, found.labels_only] {
            prop_assert!(estimate.rate.is_none_or(f64::is_finite));
            prop_assert!(estimate.standard_error.is_none_or(|error| error.is_finite() && error >= 0.0));
            for (lo, hi) in estimate.interval.into_iter().chain(estimate.percentile) {
                prop_assert!((0.0..=1.0).contains(&lo) && lo <= hi && hi <= 1.0);
            }
        }
        prop_assert!(found.labels_only.rate.is_none_or(|rate| (-1e-9..=1.0 + 1e-9).contains(&rate)));
        prop_assert_eq!(found.corrected.interval.is_some(), found.no_interval.is_none());
    }

    #[test]
    fn p_values_are_probabilities(
        one in prop::collection::vec(any_unit(), 200..400),
        other in prop::collection::vec(any_unit(), 200..400),
    ) {
        let totals = |units: &[FrameUnit]| corrected_rate(units, &config(10)).unwrap().totals;
        if let (Some(one), Some(other)) = (totals(&one), totals(&other))
            && let Some(found) = contrast(&one, &other, 0.95)
        {
            prop_assert!((0.0..=1.0).contains(&found.p_value));
            prop_assert!(found.interval.0 <= found.difference && found.difference <= found.interval.1);
        }
    }
}
