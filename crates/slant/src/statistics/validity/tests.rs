use features::{UnitKind, Voice};
use stats::{AuditCode, FrameUnit, RateConfig, corrected_rate};

use super::{
    label_validity,
    ratios::{Group, OVERLAP, PRECISION, Parts, RECALL},
};
use crate::{
    Silent, Workers,
    frame::{
        Frame,
        fixture::{FixtureArticle, FixtureUnit, RunFixture},
    },
    statistics::coding::{Codes, Coding},
    statistics_page::{Figure, LabelValidity, Performance},
    table::Cell,
};

/// Articles of one sentence each, every one a cluster of its own.
#[derive(Clone, Copy)]
struct Sentences {
    outlet: &'static str,
    n: usize,
    voice: Voice,
    score: f32,
    /// The code and π, where they were audited.
    audit: Option<(bool, f64)>,
}

const HARBOR: Sentences =
    Sentences { outlet: "harborpost.example", n: 1, voice: Voice::Own, score: 0.25, audit: None };

/// Weighted: 8 found, 4 marked wrongly, 5 overlooked, 25 left rightly.
const SMALL: [Sentences; 6] = [
    Sentences { n: 4, score: 0.95, audit: Some((true, 0.5)), ..HARBOR },
    Sentences { n: 2, score: 0.95, audit: Some((false, 0.5)), ..HARBOR },
    Sentences { n: 1, audit: Some((true, 0.2)), ..HARBOR },
    Sentences { n: 5, audit: Some((false, 0.2)), ..HARBOR },
    Sentences {
        outlet: "The Alder Valley Chronicle",
        voice: Voice::DirectQuote,
        score: 0.85,
        audit: Some((true, 1.0)),
        ..HARBOR
    },
    Sentences {
        outlet: "The Alder Valley Chronicle",
        voice: Voice::DirectQuote,
        score: 0.75,
        audit: Some((false, 1.0)),
        ..HARBOR
    },
];

fn leak(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

fn fixture(rows: &[Sentences]) -> RunFixture {
    let mut articles = Vec::new();
    for row in rows {
        for _ in 0..row.n {
            let id = leak(format!("a{:04}", articles.len()));
            let unit = FixtureUnit {
                voice: row.voice,
                ..FixtureUnit::own("The panel meets on Monday.", &[row.score])
            };
            articles.push(FixtureArticle {
                id,
                outlet: row.outlet,
                date: None,
                relevant: Some(true),
                cluster: id,
                units: vec![unit],
            });
        }
    }
    RunFixture { labels: vec!["praise"], articles, column: None, cell: None }
}

fn code(label: bool, pi: f64, voice: Voice, stratum: u32) -> Codes {
    Codes {
        stratum,
        pi,
        labels: vec![label],
        kind: UnitKind::Sentence,
        voice,
        is_relevant: true,
        speaker_role: None,
    }
}

/// The frame of a fixture, and the codes of its rows.
fn read(fixture: &RunFixture, rows: &[Sentences]) -> (Frame, Vec<(usize, Codes)>) {
    let folder = tempfile::tempdir().unwrap();
    fixture.write(folder.path());
    let frame = Frame::read(folder.path()).unwrap();
    let by_unit = rows.iter().zip(0..).flat_map(|(row, stratum)| vec![(row, stratum); row.n]);
    let codes = by_unit.enumerate().filter_map(|(unit, (row, stratum))| {
        let (label, pi) = row.audit?;
        Some((unit, code(label, pi, row.voice, stratum)))
    });
    let codes = codes.collect();
    (frame, codes)
}

fn validity_of(fixture: &RunFixture, rows: &[Sentences]) -> LabelValidity {
    let (frame, codes) = read(fixture, rows);
    let coding = Coding::new(&frame, codes, vec![0.0]);
    let interrupted = std::sync::atomic::AtomicBool::new(false);
    let of_threads = [1, 3].map(|n_threads| {
        let workers = Workers::new(n_threads, &interrupted, &Silent).unwrap();
        label_validity(&coding, &[Some(0.5)], &RateConfig::default(), &workers).unwrap()
    });
    assert_eq!(format!("{:?}", of_threads[0]), format!("{:?}", of_threads[1]));
    let [mut labels, _] = of_threads;
    assert_eq!(labels.len(), 1);
    labels.remove(0)
}

fn check_near(found: Option<f64>, expected: f64) {
    let is_near = found.is_some_and(|found| (found - expected).abs() < 1e-6);
    assert!(is_near, "found {found:?}, expected {expected}");
}

fn check_performance(found: &Performance, counts: [u64; 3], values: [f64; 3]) {
    assert_eq!([found.n_audited, found.n_positive, found.n_marked], counts);
    for (figure, value) in [found.precision, found.recall, found.f1].iter().zip(values) {
        check_near(figure.value, value);
        if let Some((lo, hi)) = figure.interval {
            assert!(lo <= value && value <= hi, "{lo} to {hi} without {value}");
        }
    }
}

/// Precision 8/12, recall 8/13, F1 16/(12 + 13); of the quotations 1/2, 1, 2/3; of all 9/14, 9/14, 18/28.
#[test]
fn performance_weighs_units_by_how_they_were_drawn() {
    let found = validity_of(&fixture(&SMALL), &SMALL);
    check_performance(&found.overall, [14, 6, 8], [9.0 / 14.0; 3]);
    let names: Vec<&str> = found.voices.iter().map(|voice| voice.name.as_str()).collect();
    assert_eq!(names, ["own", "direct quote", "indirect"]);
    let own = [2.0 / 3.0, 8.0 / 13.0, 0.64];
    let quoted = [0.5, 1.0, 2.0 / 3.0];
    check_performance(&found.voices[0].performance, [12, 5, 6], own);
    check_performance(&found.voices[1].performance, [2, 1, 2], quoted);
    let none = &found.voices[2].performance;
    assert_eq!(
        (none.n_audited, none.precision, none.f1),
        (0, Figure::default(), Figure::default())
    );
    let outlets: Vec<&str> = found.outlets.iter().map(|outlet| outlet.name.as_str()).collect();
    assert_eq!(outlets, ["The Alder Valley Chronicle", "harborpost.example"]);
    check_performance(&found.outlets[0].performance, [2, 1, 2], quoted);
    check_performance(&found.outlets[1].performance, [12, 5, 6], own);
    assert_eq!(found.outlets[0].performance.precision.interval, None, "2 clusters");
}

/// Clopper and Pearson: 12 of 12 are at least .025^(1/12) = .735 of all; F1 from J at both bounds.
#[test]
fn small_cells_have_exact_intervals_also_of_f1() {
    let rows = [Sentences { n: 12, score: 0.95, audit: Some((true, 1.0)), ..HARBOR }];
    let found = validity_of(&fixture(&rows), &rows);
    let lo = 0.025_f64.powf(1.0 / 12.0);
    for (figure, lo) in [
        (found.overall.precision, lo),
        (found.overall.recall, lo),
        (found.overall.f1, 2.0 * lo / (1.0 + lo)),
    ] {
        assert_eq!(figure.value, Some(1.0));
        check_near(figure.interval.map(|interval| interval.0), lo);
        check_near(figure.interval.map(|interval| interval.1), 1.0);
    }
}

/// Worked out by hand; the area as scikit-learn 1.9.1 has it with `sample_weight`, the line as statsmodels 0.15.0 has it
/// with `freq_weights`.
#[test]
fn calibration_weighs_units_by_how_they_were_drawn() {
    let found = validity_of(&fixture(&SMALL), &SMALL).calibration;
    check_near(found.brier, 8.59 / 44.0);
    let base_rate = 14.0 / 44.0;
    check_near(found.brier_skill, 1.0 - 8.59 / 44.0 / (base_rate * (1.0 - base_rate)));
    let bins: Vec<(f64, f64, u64)> =
        found.bins.iter().map(|bin| (bin.lo, bin.hi, bin.n_audited)).collect();
    assert_eq!(bins, [(0.2, 0.3, 6), (0.7, 0.8, 1), (0.8, 0.9, 1), (0.9, 1.0, 6)]);
    let observed = [1.0 / 6.0, 0.0, 1.0, 2.0 / 3.0];
    for (bin, share) in found.bins.iter().zip(observed) {
        check_near(bin.observed.value, share);
        assert_eq!(bin.observed.interval, None, "few clusters");
    }
    check_near(Some(found.bins[3].mean_probability), 0.95);
    let gaps = 30.0 * (0.25 - 1.0 / 6.0) + 0.75 + 0.15 + 12.0 * (0.95 - 2.0 / 3.0);
    check_near(found.expected_error, gaps / 44.0);
    check_near(found.average_precision, 0.544_039_294_039_294_1);
    check_near(found.slope, 0.583_143_83);
    check_near(found.intercept, -0.979_099_38);
}

/// Threshold .5. Surest: .95, a weight of 12 with 4 wrong; then .85, 1 right; then .75 and .25, 31 with 6 wrong.
#[test]
fn the_risk_grows_with_what_is_decided() {
    let found = validity_of(&fixture(&SMALL), &SMALL);
    assert_eq!(found.risk_coverage.len(), 20);
    let risk = |place: usize| {
        let point = found.risk_coverage[place];
        check_near(Some(point.coverage), (place + 1) as f64 / 20.0);
        Some(point.risk)
    };
    check_near(risk(4), 4.0 / 12.0);
    check_near(risk(9), (4.0 + 9.0 * 6.0 / 31.0) / 22.0);
    check_near(risk(19), 10.0 / 44.0);
    assert_eq!(found.coverage, Some(1.0));
}

#[test]
fn a_unit_that_the_model_abstains_from_is_not_marked() {
    let abstained = Some(("units.parquet", 1, "praise", Cell::Missing));
    let fixture = RunFixture { cell: abstained, ..fixture(&SMALL) };
    let found = validity_of(&fixture, &SMALL);
    check_near(found.coverage, 13.0 / 14.0);
    // 2 of the 8 found are overlooked now.
    let own = [6.0 / 10.0, 6.0 / 13.0, 12.0 / 23.0];
    check_performance(&found.voices[0].performance, [12, 5, 5], own);
    check_near(found.risk_coverage.last().map(|point| point.risk), 10.0 / 44.0);
}

/// With n units in clusters of their own, all audited, the variance of a share is p(1 − p)/(n − 1).
#[test]
fn outlets_with_enough_audited_units_are_compared() {
    let outlet = |outlet: &'static str, n_marked, n| {
        let row = Sentences { outlet, audit: Some((false, 1.0)), ..HARBOR };
        [Sentences { n: n_marked, score: 0.75, ..row }, Sentences { n: n - n_marked, ..row }]
    };
    let rows = [
        outlet("The Alder Valley Chronicle", 10, 40),
        outlet("harborpost.example", 20, 40),
        outlet("The Small Gazette", 3, 15),
    ]
    .concat();
    let found = validity_of(&fixture(&rows), &rows).error_differences;
    let names: Vec<&str> = found.iter().map(|test| test.error.as_str()).collect();
    assert_eq!(names, ["false positive rate", "false negative rate", "mean error"]);
    let statistic = 0.0625 * 39.0 / (0.1875 + 0.25);
    for place in [0, 2] {
        let test = &found[place];
        assert_eq!((test.n_outlets, test.degrees_of_freedom), (2, 1));
        check_near(test.statistic, statistic);
        // scipy 1.17: chi2.sf(5.571428571428571, 1).
        check_near(test.p, 0.018_255_860_587_459_257);
        assert_eq!(test.missing, None);
    }
    let of_negatives = &found[1];
    assert_eq!((of_negatives.n_outlets, of_negatives.statistic, of_negatives.p), (0, None, None));
    assert!(of_negatives.missing.as_ref().unwrap().starts_with("0 outlets with at least 20"));
}

/// 900 units of 300 articles, every fourth one audited; codes follow the probability.
#[test]
fn the_units_of_an_article_that_were_not_audited_count_by_their_sums() {
    let scores = [0.95_f32, 0.85, 0.75, 0.45, 0.25, 0.05];
    let mut fixture = fixture(&[Sentences { n: 300, ..HARBOR }]);
    for (article, number) in fixture.articles.iter_mut().zip(0..) {
        let unit = |at: usize| {
            FixtureUnit::own("The panel meets.", &[scores[(number + at * at + at) % 6]])
        };
        article.units = (0..3).map(unit).collect();
    }
    let (frame, _) = read(&fixture, &[]);
    let codes = (0..900).step_by(4).map(|unit| {
        let label = (unit * 37 % 100) as f32 <= 100.0 * frame.score(unit, 0);
        (unit, code(label, 0.25, Voice::Own, 0))
    });
    let coding = Coding::new(&frame, codes.collect(), vec![0.0]);
    let all = coding.all_articles();
    let group = Group { name: "", articles: &all, voice: None };
    let config = RateConfig::default();
    for parts in [PRECISION, RECALL, OVERLAP] {
        let together = group.ratio_units(&coding, 0, parts);
        let one_by_one = units_one_by_one(&coding, parts);
        assert!(together.len() < one_by_one.len());
        let [found, expected] =
            [&together, &one_by_one].map(|units| corrected_rate(units, &config).unwrap());
        assert!(found.lambda.is_some(), "{found:?}");
        check_near(found.corrected.rate, expected.corrected.rate.unwrap());
        check_near(found.corrected.standard_error, expected.corrected.standard_error.unwrap());
    }
}

fn units_one_by_one(coding: &Coding<'_>, parts: Parts) -> Vec<FrameUnit> {
    let frame = coding.frame;
    let unit = |unit: usize| {
        let probability = f64::from(frame.score(unit, 0));
        let mark = f64::from(u8::from(probability >= 0.5));
        let of = |label| parts(super::ratios::Seen { label, mark, probability });
        let (score, domain) = of(probability);
        let audit = coding.codes(unit).map(|codes| {
            let (label, domain) = of(f64::from(u8::from(codes.labels[0])));
            AuditCode { stratum: codes.stratum, pi: codes.pi, label, domain }
        });
        FrameUnit {
            cluster_id: frame.article_of(unit).cluster_id,
            weight: 1.0,
            score,
            domain,
            audit,
        }
    };
    (0..frame.units.len()).map(unit).collect()
}

#[test]
fn without_an_audit_nothing_is_told() {
    let (frame, _) = read(&fixture(&SMALL), &[]);
    let coding = Coding::new(&frame, Vec::new(), vec![0.0]);
    let interrupted = std::sync::atomic::AtomicBool::new(false);
    let workers = Workers::new(1, &interrupted, &Silent).unwrap();
    let found = label_validity(&coding, &[Some(0.5)], &RateConfig::default(), &workers).unwrap();
    assert!(found.is_empty());
}
