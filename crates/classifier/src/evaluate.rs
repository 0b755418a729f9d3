//! Decisions and probabilities against the labels of people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    labels::LabelledUnit,
    metrics::{Confusion, average_precision, brier, brier_skill, expected_calibration_error},
};

/// How well one label is told. Shares are from 0 to 1; `None` is "cannot be said", such as the recall of a
/// label that no unit carries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelEvaluation {
    /// True ones among the marked.
    pub precision: Option<f64>,
    /// Marked ones among the true.
    pub recall: Option<f64>,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
    /// 95 % bootstrap interval of F1 over articles; filled in by whoever has a bootstrap.
    pub f1_ci: Option<(f64, f64)>,
    /// Area under the precision-recall steps.
    pub average_precision: Option<f64>,
    /// Mean squared error of the probabilities.
    pub brier: Option<f64>,
    /// 1 − Brier / Brier of the base rate.
    pub brier_skill: Option<f64>,
    /// Expected calibration error, ten bins of equal mass.
    pub ece: Option<f64>,
    /// Units that carry the label.
    pub support: u64,
    /// Units judged for the label.
    pub n: u64,
    /// The probability from which a unit is marked; `None` where the highest label wins.
    pub threshold: Option<f64>,
    /// Marked against true.
    pub confusion: Confusion,
}

/// An evaluation: per label, over all labels, and by group of units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// By name of the label.
    pub labels: BTreeMap<String, LabelEvaluation>,
    /// Mean F1 of the labels that have one.
    pub macro_f1: Option<f64>,
    /// F1 over the decisions of all labels together.
    pub micro_f1: Option<f64>,
    /// Units.
    pub n: u64,
    /// By column (`outlet`, `voice`, `genre`, `kind`), value and label.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, BTreeMap<String, BTreeMap<String, Confusion>>>,
}

/// What a model says of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Calibrated probability of each label.
    pub probabilities: Vec<f32>,
    /// Whether each label is marked.
    pub decisions: Vec<bool>,
}

/// Compares predictions with labels, unit by unit; a label that was not judged is left out for that unit.
///
/// `names` are the labels and `thresholds` what is reported as such, both in the order of the predictions.
///
/// # Panics
/// Never where there is one prediction for each unit.
#[must_use]
pub fn evaluate(
    units: &[LabelledUnit],
    predictions: &[Prediction],
    names: &[&str],
    thresholds: &[Option<f64>],
) -> Evaluation {
    let mut evaluation = Evaluation { n: units.len() as u64, ..Evaluation::default() };
    let mut all = Confusion::default();
    let mut f1s = Vec::new();
    for (label, name) in names.iter().enumerate() {
        let of_label = evaluate_label(units, predictions, label, thresholds[label]);
        all.merge(&of_label.confusion);
        f1s.extend(of_label.f1);
        evaluation.labels.insert((*name).to_owned(), of_label);
    }
    evaluation.macro_f1 = (!f1s.is_empty()).then(|| f1s.iter().sum::<f64>() / f1s.len() as f64);
    evaluation.micro_f1 = all.f1();
    evaluation.groups = by_group(units, predictions, names);
    evaluation
}

fn evaluate_label(
    units: &[LabelledUnit],
    predictions: &[Prediction],
    label: usize,
    threshold: Option<f64>,
) -> LabelEvaluation {
    let mut confusion = Confusion::default();
    let mut pairs = Vec::new();
    for (unit, prediction) in units.iter().zip(predictions) {
        if let Some(is_true) = unit.labels[label] {
            confusion.add(prediction.decisions[label], is_true);
            pairs.push((f64::from(prediction.probabilities[label]), is_true));
        }
    }
    LabelEvaluation {
        precision: confusion.precision(),
        recall: confusion.recall(),
        f1: confusion.f1(),
        f1_ci: None,
        average_precision: average_precision(&pairs),
        brier: brier(&pairs),
        brier_skill: brier_skill(&pairs),
        ece: expected_calibration_error(&pairs),
        support: confusion.true_positives + confusion.false_negatives,
        n: pairs.len() as u64,
        threshold,
        confusion,
    }
}

/// Counts of one label in one article, for intervals that resample articles.
#[must_use]
pub fn confusion_by_article<'a>(
    units: &'a [LabelledUnit],
    predictions: &[Prediction],
    label: usize,
) -> BTreeMap<&'a str, Confusion> {
    let mut articles: BTreeMap<&str, Confusion> = BTreeMap::new();
    for (unit, prediction) in units.iter().zip(predictions) {
        if let Some(is_true) = unit.labels[label] {
            articles.entry(&unit.article_id).or_default().add(prediction.decisions[label], is_true);
        }
    }
    articles
}

/// Reads one column of a unit.
type ColumnOf = fn(&LabelledUnit) -> &str;

fn by_group(
    units: &[LabelledUnit],
    predictions: &[Prediction],
    names: &[&str],
) -> BTreeMap<String, BTreeMap<String, BTreeMap<String, Confusion>>> {
    let columns: [(&str, ColumnOf); 4] = [
        ("outlet", |unit| &unit.outlet),
        ("voice", |unit| &unit.voice),
        ("genre", |unit| &unit.genre),
        ("kind", |unit| &unit.kind),
    ];
    let mut groups = BTreeMap::new();
    for (column, value) in columns {
        let mut values: BTreeMap<String, BTreeMap<String, Confusion>> = BTreeMap::new();
        for (unit, prediction) in
            units.iter().zip(predictions).filter(|(unit, _)| !value(unit).is_empty())
        {
            let labels = values.entry(value(unit).to_owned()).or_default();
            for (label, name) in names.iter().enumerate() {
                if let Some(is_true) = unit.labels[label] {
                    labels
                        .entry((*name).to_owned())
                        .or_default()
                        .add(prediction.decisions[label], is_true);
                }
            }
        }
        if !values.is_empty() {
            groups.insert(column.to_owned(), values);
        }
    }
    groups
}
