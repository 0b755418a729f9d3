//! The reproducible training step.

use std::collections::BTreeSet;

use features::NgramSchema;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use crate::{
    calibration::Platt,
    codebook::Codebook,
    error::Error,
    evaluate::Evaluation,
    folds::grouped_folds,
    labels::{LabelTable, LabelledUnit},
    learner::Learner,
    learning_curve::{CurvePoint, learning_curve},
    logistic::{Logistic, LogisticParams},
    model::{Head, Model, ModelInfo, text_hash},
    model_file::{FORMAT, KIND, ModelFiles, Tensors},
    sparse::TfIdf,
};

/// Settings of the training step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainConfig {
    /// Deals articles to folds.
    pub seed: u64,
    /// Folds of the cross-validation, from 2.
    pub folds: usize,
    /// Inverse strength of the L2 penalty, above 0.
    pub c: f64,
    /// Buckets that fewer units have are left out.
    pub min_df: u32,
    /// Which n-grams are features.
    #[serde(skip)]
    pub features: NgramSchema,
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self { seed: 2018, folds: 5, c: 10.0, min_df: 2, features: NgramSchema::default() }
    }
}

/// Where labels come from, for the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelOrigin {
    /// BLAKE3 of each label file.
    pub blake3: Vec<String>,
    /// Who wrote and labelled the texts, in a sentence or two: stands beside every figure from these labels.
    pub note: Option<String>,
}

/// What a model was trained on, and how well the same settings did in cross-validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingRecord {
    /// BLAKE3 of each label file, sorted.
    pub labels_blake3: Vec<String>,
    /// Who wrote and labelled the texts, where that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels_note: Option<String>,
    /// Units trained on.
    pub n_units: usize,
    /// Articles that they come from.
    pub n_articles: usize,
    /// Units of these without `article_id`: each counts as an article of its own.
    pub n_units_without_article: usize,
    /// Units left out because their split is `test`.
    pub n_test_units_left_out: usize,
    /// Units left out because they were drawn to audit.
    pub n_audit_units_left_out: usize,
    /// Settings.
    pub config: TrainConfig,
    /// Figures of articles that the model under test had not seen, with thresholds and calibration fitted on
    /// the other folds.
    pub cross_validation: Evaluation,
    /// The same cross-validation with a part of the articles to train on, from few to many.
    #[serde(default)]
    pub learning_curve: Vec<CurvePoint>,
}

/// Trains a model: the same labels and settings give the same bytes on any number of threads.
///
/// Cross-validated scores (folds of whole
/// articles) give calibration and thresholds; for the figures in the record both are fitted on the scores of
/// the other folds.
///
/// # Errors
/// [`Error::Training`] where there are too few articles or a label has no positive or no negative unit;
/// [`Error::Parameter`] for a setting outside its range.
pub fn train(
    table: &LabelTable,
    origin: &LabelOrigin,
    codebook: &Codebook,
    config: &TrainConfig,
) -> Result<ModelFiles, Error> {
    check_config(config)?;
    let (units, left_out) = training_units(table);
    check_support(&units, codebook)?;
    let learner = Learner::new(&units, codebook, config);
    let folds = grouped_folds(&units, config.folds, config.seed)?;
    let scores = learner.out_of_fold_scores(&folds, |_| true)?;
    let (tfidf, hyperplanes) = learner.fit(|_| true)?;

    let heads = heads(codebook, &learner.calibrations(&scores, |_| true), &hyperplanes);
    let thresholds: Vec<Option<f64>> = heads.iter().map(|head| head.threshold).collect();
    let mut labels_blake3 = origin.blake3.clone();
    labels_blake3.sort();
    let info = ModelInfo {
        format: FORMAT,
        name: format!("{}-{KIND}", codebook.name),
        kind: KIND.to_owned(),
        slant_version: env!("CARGO_PKG_VERSION").to_owned(),
        safetensors_blake3: String::new(),
        features: config.features.clone(),
        training: TrainingRecord {
            labels_blake3,
            labels_note: origin.note.clone(),
            n_units: units.len(),
            n_articles: n_articles(&units),
            n_units_without_article: units.iter().filter(|unit| !unit.has_article_id).count(),
            n_test_units_left_out: left_out.n_test,
            n_audit_units_left_out: left_out.n_audit,
            config: config.clone(),
            cross_validation: learner.cross_validation(&scores, &folds, |_| true, &thresholds),
            learning_curve: learning_curve(&learner, &units, &folds, config.seed)?,
        },
        heads,
        codebook: codebook.clone(),
    };
    ModelFiles::new(info, &tensors(&units, &tfidf, &hyperplanes))
}

impl ModelFiles {
    /// Loads the model that these files hold.
    ///
    /// # Errors
    /// As [`Model::from_files`].
    pub fn load(&self) -> Result<Model, Error> {
        Model::from_files(&self.safetensors, &self.toml)
    }
}

fn heads(
    codebook: &Codebook,
    calibrations: &[(Platt, Option<f64>)],
    hyperplanes: &[Logistic],
) -> Vec<Head> {
    let head =
        |((label, &(platt, threshold)), plane): ((&str, &(Platt, Option<f64>)), &Logistic)| Head {
            label: label.to_owned(),
            threshold,
            intercept: plane.intercept,
            platt,
        };
    codebook.label_names().zip(calibrations).zip(hyperplanes).map(head).collect()
}

fn check_config(config: &TrainConfig) -> Result<(), Error> {
    config.features.check().map_err(|error| Error::Training(error.to_string()))?;
    if config.folds < 2 {
        return Err(Error::Parameter {
            name: "folds",
            found: config.folds.to_string(),
            expected: "2 or more",
        });
    }
    LogisticParams::new(config.c).check().map(|_| ())
}

struct LeftOut {
    n_test: usize,
    n_audit: usize,
}

/// The units to learn from: neither of the test split nor drawn to audit.
fn training_units(table: &LabelTable) -> (Vec<LabelledUnit>, LeftOut) {
    let is_test = |unit: &&LabelledUnit| unit.split == "test";
    let is_audit = |unit: &&LabelledUnit| unit.design == "audit";
    let n_audit = table.units.iter().filter(is_audit).count();
    let n_test = table.units.iter().filter(is_test).filter(|unit| !is_audit(unit)).count();
    let units =
        table.units.iter().filter(|unit| !is_test(unit) && !is_audit(unit)).cloned().collect();
    (units, LeftOut { n_test, n_audit })
}

/// Every training set of the cross-validation needs both verdicts, so each must come from two articles at least.
fn check_support(units: &[LabelledUnit], codebook: &Codebook) -> Result<(), Error> {
    for (label, name) in codebook.label_names().enumerate() {
        for (verdict, what) in [(true, "1"), (false, "0")] {
            let with_verdict = units.iter().filter(|unit| unit.labels[label] == Some(verdict));
            let articles: BTreeSet<&str> =
                with_verdict.map(|unit| unit.article_id.as_str()).collect();
            if articles.len() < 2 {
                let found =
                    if articles.is_empty() { "no unit" } else { "units of only one article" };
                return Err(Error::Training(format!(
                    "found {found} with {what} in `{name}`, expected some of two articles or more"
                )));
            }
        }
    }
    Ok(())
}

fn n_articles(units: &[LabelledUnit]) -> usize {
    // Units are sorted by article.
    units.chunk_by(|a, b| a.article_id == b.article_id).count()
}

fn tensors(units: &[LabelledUnit], tfidf: &TfIdf, hyperplanes: &[Logistic]) -> Tensors {
    let weights = (0..tfidf.n_columns())
        .flat_map(|column| hyperplanes.iter().map(move |plane| plane.weights[column] as f32));
    let mut training_texts: Vec<u64> = units.iter().map(|unit| text_hash(&unit.text)).collect();
    training_texts.sort_unstable();
    training_texts.dedup();
    Tensors {
        buckets: tfidf.buckets.clone(),
        weights: weights.collect(),
        idf: tfidf.idf.clone(),
        training_texts,
    }
}
