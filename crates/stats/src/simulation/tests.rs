use std::collections::BTreeMap;

use super::audit::AuditDraw;
use super::corpus::SimulatedUnit;
use super::draws::{beta, normal};
use super::*;
use crate::random::UniformStream;

#[test]
fn drawn_numbers_have_the_moments_of_their_distributions() {
    let mut stream = UniformStream::new(2018, 0);
    let mut check = |draw: &dyn Fn(&mut UniformStream) -> f64, mean: f64, variance: f64| {
        let draws: Vec<f64> = (0..100_000).map(|_| draw(&mut stream)).collect();
        let found = draws.iter().sum::<f64>() / 1e5;
        let spread = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((found - mean).abs() < 5.0 * (variance / 1e5).sqrt(), "mean {found} {mean}");
        assert!((spread / variance - 1.0).abs() < 0.05, "variance {spread} {variance}");
    };
    check(&normal, 0.0, 1.0);
    check(&|stream| beta(stream, 0.1, 0.07), 0.1, 0.07 * 0.1 * 0.9);
    check(&|stream| beta(stream, 0.02, 0.1), 0.02, 0.1 * 0.02 * 0.98);
    check(&|stream| beta(stream, 0.6, 0.05), 0.6, 0.05 * 0.6 * 0.4);
}

/// The mean over replications of a ratio of counts.
fn pooled(
    config: &SimulationConfig,
    is_in: impl Fn(&SimulatedUnit) -> bool,
    is_counted: impl Fn(&SimulatedUnit) -> bool,
) -> f64 {
    let (mut n_in, mut n_counted) = (0_u32, 0_u32);
    for replication in 0..40 {
        let corpus = draw_corpus(config, replication).unwrap();
        for unit in corpus.units.iter().filter(|unit| is_in(unit)) {
            n_in += 1;
            n_counted += u32::from(is_counted(unit));
        }
    }
    f64::from(n_counted) / f64::from(n_in)
}

#[test]
fn rates_and_error_rates_are_those_configured() {
    let config = SimulationConfig::default();
    let check = |found: f64, expected: f64, tolerance: f64| {
        assert!((found - expected).abs() < tolerance, "{found} {expected}");
    };
    check(pooled(&config, |unit| unit.true_own, |unit| unit.truth), 0.1, 0.003);
    check(pooled(&config, |_| true, |unit| unit.true_own), 0.6, 0.005);
    check(pooled(&config, |unit| unit.true_own, |unit| unit.rule_own), 0.87, 0.003);
    check(pooled(&config, |unit| !unit.true_own, |unit| unit.rule_own), 0.13, 0.003);
    for (outlet, specificity) in [(0, 0.88), (9, 0.98)] {
        let of_outlet =
            move |unit: &SimulatedUnit, truth| unit.outlet == outlet && unit.truth == truth;
        check(pooled(&config, |unit| of_outlet(unit, true), |unit| unit.mark), 0.85, 0.01);
        check(
            pooled(&config, |unit| of_outlet(unit, false), |unit| !unit.mark),
            specificity,
            0.006,
        );
    }
}

#[test]
fn scores_are_calibrated_where_every_outlet_is_the_average_one() {
    let config = SimulationConfig { specificity: (0.93, 0.93), ..SimulationConfig::default() };
    for (low, high) in [(0.0, 0.02), (0.1, 0.2), (0.4, 0.6), (0.8, 0.9)] {
        let is_in = |unit: &SimulatedUnit| (low..high).contains(&unit.score);
        let found = pooled(&config, is_in, |unit| unit.truth);
        assert!((low..high).contains(&found), "{found} {low} {high}");
    }
}

#[test]
fn copies_have_the_same_sentences() {
    let config = SimulationConfig { copied_share: 1.0, ..SimulationConfig::default() };
    let corpus = draw_corpus(&config, 0).unwrap();
    let mut stories: BTreeMap<u64, Vec<Vec<[bool; 3]>>> = BTreeMap::new();
    for article in corpus.units.chunk_by(|one, other| one.article == other.article) {
        let sentences =
            article.iter().map(|unit| [unit.truth, unit.true_own, unit.rule_own]).collect();
        stories.entry(article[0].cluster_id).or_default().push(sentences);
    }
    assert!(stories.values().all(|copies| copies.iter().all(|copy| *copy == copies[0])));
    assert!(stories.values().all(|copies| copies.len() <= 8));
    assert!(stories.values().filter(|copies| copies.len() >= 2).count() + 1 >= stories.len());
}

#[test]
fn rates_that_differ_between_outlets_are_reached_through_their_own_stories() {
    let config = SimulationConfig {
        n_outlets: 2,
        prevalence: vec![0.1, 0.2],
        ..SimulationConfig::default()
    };
    let corpus = draw_corpus(&config, 3).unwrap();
    let rates: Vec<f64> = corpus.outlets.iter().map(|outlet| outlet.rate).collect();
    assert!((rates[0] - 0.1).abs() < 1e-12 && (rates[1] - 0.2).abs() < 1e-12, "{rates:?}");
    let found = pooled(&config, |unit| unit.outlet == 1 && unit.true_own, |unit| unit.truth);
    assert!((found - 0.2).abs() < 0.01, "{found}");
}

#[test]
fn an_audit_weighs_up_to_the_units_of_each_outlet() {
    for n_audited in [1, 10, 20, 50, 200, 100_000] {
        let config = SimulationConfig { n_audited, ..SimulationConfig::default() };
        let corpus = draw_corpus(&config, 0).unwrap();
        let draws = draw_audit(&config, &corpus).unwrap();
        for outlet in &corpus.outlets {
            let audited: Vec<AuditDraw> =
                draws[outlet.units.clone()].iter().flatten().copied().collect();
            assert_eq!(audited.len(), outlet.units.len().min(n_audited as usize));
            if n_audited >= 10 {
                let weights: f64 = audited.iter().map(|draw| 1.0 / draw.pi).sum();
                assert!((weights - outlet.units.len() as f64).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn settings_that_cannot_be_drawn_from_are_refused_with_found_and_expected() {
    let check = |config: SimulationConfig, expected: &str| {
        assert_eq!(draw_corpus(&config, 0).unwrap_err().to_string(), expected);
    };
    let default = SimulationConfig::default();
    check(
        SimulationConfig { prevalence: vec![0.1; 3], ..default.clone() },
        "simulation, prevalence: found 3, expected one number, or one an outlet",
    );
    check(
        SimulationConfig { articles: (60, 20), ..default.clone() },
        "simulation, articles: found 60-20, expected at least 1, the smaller number first",
    );
    check(
        SimulationConfig { sensitivity: 1.0, ..default },
        "simulation, sensitivity: found 1, expected a number above 0 and below 1",
    );
}

#[test]
fn corrected_rates_cover_what_naive_shares_miss() {
    let config = SimulationConfig { articles: (60, 120), ..SimulationConfig::default() };
    let bootstrap = crate::BootstrapConfig { replicates: 200, ..Default::default() };
    let mut tally = SimulationTally::default();
    for replication in 0..20 {
        tally.add(&simulate_replication(&config, &bootstrap, replication).unwrap()).unwrap();
    }
    let summaries: BTreeMap<_, _> = tally.summaries(&config).into_iter().collect();
    let naive = &summaries[&SimulatedMethod::ClassifiedShare];
    assert_eq!((naive.n_cells, naive.n_intervals, naive.n_contrasts), (200, 200, 200));
    assert!(naive.coverage.unwrap().value < 0.5, "{naive:?}");
    assert!(naive.false_families.unwrap().value > 0.9, "{naive:?}");
    // Seven in a hundred sentences without the label are marked in the average outlet.
    assert!(naive.bias.unwrap() > 0.03, "{naive:?}");
    let corrected = &summaries[&SimulatedMethod::Corrected];
    assert_eq!(corrected.n_cells, 200);
    assert!(corrected.coverage.unwrap().value > 0.88, "{corrected:?}");
    assert!(corrected.bias.unwrap().abs() < 0.01, "{corrected:?}");
    assert!(corrected.false_families.unwrap().value < 0.3, "{corrected:?}");
    assert!(summaries[&SimulatedMethod::CorrectedOfDump].false_families.is_none());
}

#[test]
fn an_audit_of_everything_leaves_no_error_in_the_corpus() {
    let config = SimulationConfig {
        n_outlets: 2,
        articles: (30, 40),
        n_audited: u32::MAX,
        ..SimulationConfig::default()
    };
    let bootstrap = crate::BootstrapConfig { replicates: 50, ..Default::default() };
    let corpus = draw_corpus(&config, 0).unwrap();
    let draws = draw_audit(&config, &corpus).unwrap();
    let outcomes = methods::estimate(&corpus, &draws, &bootstrap).unwrap();
    for (outlet, truth) in corpus.outlets.iter().enumerate() {
        // Labels alone, and corrected.
        for outcome in &outcomes[2..4] {
            let found = outcome.cells[outlet].estimate.unwrap();
            assert!((found - truth.finite_rate.unwrap()).abs() < 1e-12, "{found} {truth:?}");
        }
    }
}
