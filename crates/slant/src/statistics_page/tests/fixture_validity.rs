//! What the invented classifier and coders are worth.

use super::fixture::{LABELS, draw};
use crate::statistics_page::*;

fn figure(value: f64) -> Figure {
    Figure {
        value: Some(value),
        interval: Some(((value - 0.07).max(0.0), (value + 0.06).min(1.0))),
    }
}

fn performance(n: usize, label: usize) -> Performance {
    let value = |at| figure(0.55 + 0.4 * draw(n, label, at));
    Performance {
        n_audited: 300 / (n as u64 + 1) + 12,
        n_positive: 40 / (n as u64 + 1),
        n_marked: 50 / (n as u64 + 1),
        precision: if n == 4 { Figure::default() } else { value(40) },
        recall: value(41),
        f1: value(42),
    }
}

fn label_validity(label: usize, names: &[String]) -> LabelValidity {
    let group = |n: usize, name: &str| GroupPerformance {
        name: name.to_owned(),
        performance: performance(n, label),
    };
    let bin = |at: usize| {
        let mean_probability = (at as f64 + 0.45) / 10.0;
        let n_audited = 400 >> at.min(6);
        let observed = (mean_probability * 0.9 + 0.03).min(1.0);
        let observed =
            if at == 8 { Figure { interval: None, ..figure(observed) } } else { figure(observed) };
        ReliabilityBin {
            lo: at as f64 / 10.0,
            hi: (at as f64 + 1.0) / 10.0,
            n_audited,
            mean_probability,
            observed,
        }
    };
    let test = |error: &str, p: Option<f64>| ErrorDifference {
        error: error.to_owned(),
        n_outlets: 8,
        statistic: p.map(|_| 17.3),
        degrees_of_freedom: 7,
        p,
        missing: p.is_none().then(|| "fewer than two outlets have enough audited units".to_owned()),
    };
    LabelValidity {
        overall: performance(0, label),
        voices: ["own", "direct quote", "indirect"]
            .iter()
            .zip(1..)
            .map(|(name, n)| group(n, name))
            .collect(),
        outlets: names.iter().zip(0..).map(|(name, n)| group(n, name)).collect(),
        calibration: Calibration {
            bins: (0..10).map(bin).collect(),
            average_precision: Some(0.712),
            brier: Some(0.061),
            brier_skill: Some(0.38),
            expected_error: Some(0.021),
            slope: Some(0.93),
            intercept: Some(-0.12),
        },
        risk_coverage: (1..=20)
            .map(|at| RiskPoint {
                coverage: f64::from(at) / 20.0,
                risk: 0.09 * (f64::from(at) / 20.0).powi(2),
            })
            .collect(),
        coverage: Some(0.94),
        error_differences: vec![
            test("false positive rate", Some(0.016)),
            test("false negative rate", Some(0.31)),
            test("mean error", None),
        ],
    }
}

pub(super) fn validity(names: &[String]) -> Validity {
    let alpha =
        |of: &str, value| AgreementFigure { of: of.to_owned(), n_units: 120, alpha: figure(value) };
    let pair = |a: &str, b: &str| CoderPair {
        a: a.to_owned(),
        b: b.to_owned(),
        n_units: 60,
        kappas: vec![Some(0.81), Some(-0.02), None],
    };
    Validity {
        labels: (0..LABELS.len()).map(|label| label_validity(label, names)).collect(),
        agreement: Some(AgreementSummary {
            n_units: 120,
            alphas: vec![
                alpha("supportive", 0.79),
                alpha("not_far_enough", 0.68),
                alpha("helsinki_critical", 0.84),
                alpha("voice", 0.9),
            ],
            pairs: vec![
                pair("coder A", "coder B"),
                pair("coder A", "coder C"),
                pair("coder B", "coder C"),
            ],
        }),
        name_swap: Some(NameSwapSummary {
            n_units: 412,
            of: "On the audited units that name somebody.".to_owned(),
            labels: (0..LABELS.len())
                .map(|at| NameSwapFigure {
                    mean_change: 0.012,
                    max_change: 0.21,
                    mean_shift: (at != 1).then_some(-0.003),
                    n_flipped: 3,
                })
                .collect(),
        }),
        topic_recall: Some(TopicRecall {
            recall: figure(0.93),
            precision: figure(0.97),
            n_near_misses: 640,
            n_coded: 60,
            n_relevant: 3,
            note: Some(
                "Articles that match no term of the query at all are not counted.".to_owned(),
            ),
        }),
    }
}
