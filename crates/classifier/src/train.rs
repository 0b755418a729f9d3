//! The reproducible training step.

use std::collections::BTreeSet;

use features::{NgramExtractor, NgramSchema};
use linfa::{
    ParamGuard,
    dataset::DatasetBase,
    traits::{Fit, Predict},
};
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    calibration::{Platt, best_f1_threshold},
    codebook::Codebook,
    error::Error,
    evaluate::{Evaluation, Prediction, evaluate},
    folds::grouped_folds,
    labels::{LabelTable, LabelledUnit},
    logistic::{Logistic, LogisticParams, Targets},
    model::{Head, Model, ModelInfo, calibrate, decide, text_hash},
    model_file::{FORMAT, KIND, ModelFiles, Tensors},
    sparse::{TfIdf, UnitNgrams},
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

/// What a model was trained on, and how well the same settings did in cross-validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingRecord {
    /// BLAKE3 of each label file, sorted.
    pub labels_blake3: Vec<String>,
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
    /// Figures of articles that the model under test had not seen, with thresholds and calibration fitted on the other folds.
    pub cross_validation: Evaluation,
}

/// Trains a model: the same labels and settings give the same bytes on any number of threads.
///
/// `labels_blake3` are the hashes of the label files, for the record. Cross-validated scores (folds of whole articles) give calibration and
/// thresholds; for the figures in the record both are fitted on the scores of the other folds.
///
/// # Errors
/// [`Error::Training`] where there are too few articles or a label has no positive or no negative unit; [`Error::Parameter`] for a
/// setting outside its range.
pub fn train(
    table: &LabelTable,
    labels_blake3: &[String],
    codebook: &Codebook,
    config: &TrainConfig,
) -> Result<ModelFiles, Error> {
    check_config(config)?;
    let (units, left_out) = training_units(table);
    check_support(&units, codebook)?;
    let learner = Learner::new(&units, codebook, config);
    let folds = grouped_folds(&units, config.folds, config.seed)?;
    let scores = learner.out_of_fold_scores(&folds)?;
    let (tfidf, hyperplanes) = learner.fit(|_| true)?;

    let everything = |_: usize| true;
    let heads = learner.heads(&scores, everything, &hyperplanes);
    let mut labels_blake3 = labels_blake3.to_vec();
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
            n_units: units.len(),
            n_articles: n_articles(&units),
            n_units_without_article: units.iter().filter(|unit| !unit.has_article_id).count(),
            n_test_units_left_out: left_out.n_test,
            n_audit_units_left_out: left_out.n_audit,
            config: config.clone(),
            cross_validation: learner.cross_validation(&scores, &folds, &heads),
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

/// Units with their n-grams, and how to learn from some of them.
struct Learner<'a> {
    units: &'a [LabelledUnit],
    ngrams: Vec<UnitNgrams>,
    codebook: &'a Codebook,
    config: &'a TrainConfig,
}

impl<'a> Learner<'a> {
    fn new(units: &'a [LabelledUnit], codebook: &'a Codebook, config: &'a TrainConfig) -> Self {
        let mut extractor = NgramExtractor::new(&config.features);
        let ngrams =
            units.iter().map(|unit| UnitNgrams::from(extractor.extract(&unit.text))).collect();
        Self { units, ngrams, codebook, config }
    }

    fn n_labels(&self) -> usize {
        self.codebook.labels.len()
    }

    /// One hyperplane a label, from the units that `is_training` names.
    fn fit(
        &self,
        is_training: impl Fn(usize) -> bool + Sync,
    ) -> Result<(TfIdf, Vec<Logistic>), Error> {
        let members: Vec<usize> = (0..self.units.len()).filter(|&unit| is_training(unit)).collect();
        let ngrams = members.iter().map(|&unit| &self.ngrams[unit]);
        let tfidf = TfIdf::fit(ngrams, self.config.features.n_buckets(), self.config.min_df);
        let fit_label = |label: usize| {
            let judged: Vec<usize> = members
                .iter()
                .copied()
                .filter(|&unit| self.units[unit].labels[label].is_some())
                .collect();
            let rows = tfidf.rows(judged.iter().map(|&unit| &self.ngrams[unit]));
            let dataset = DatasetBase::new(rows, self.targets(&judged, label));
            LogisticParams::new(self.config.c).check()?.fit(&dataset)
        };
        let hyperplanes =
            (0..self.n_labels()).into_par_iter().map(fit_label).collect::<Result<_, Error>>()?;
        Ok((tfidf, hyperplanes))
    }

    /// Sample weights are balanced: both classes weigh the same, and all together as much as their number.
    fn targets(&self, judged: &[usize], label: usize) -> Targets {
        let is_positive: Vec<bool> =
            judged.iter().map(|&unit| self.units[unit].labels[label] == Some(true)).collect();
        let own: Vec<f64> = judged.iter().map(|&unit| self.units[unit].weight).collect();
        let mass = |class: bool| {
            own.iter()
                .zip(&is_positive)
                .filter(|pair| *pair.1 == class)
                .map(|pair| pair.0)
                .sum::<f64>()
        };
        let (positive, negative) = (mass(true), mass(false));
        let scale =
            |class: bool| judged.len() as f64 / (2.0 * if class { positive } else { negative });
        let weights =
            own.iter().zip(&is_positive).map(|(weight, &class)| weight * scale(class)).collect();
        Targets { is_positive, weights }
    }

    /// Scores (units × labels) of each unit by a model that was trained without its fold.
    fn out_of_fold_scores(&self, folds: &[usize]) -> Result<Array2<f64>, Error> {
        let of_fold = |fold: usize| {
            let (tfidf, hyperplanes) = self.fit(|unit| folds[unit] != fold)?;
            let members: Vec<usize> =
                (0..self.units.len()).filter(|&unit| folds[unit] == fold).collect();
            let rows = tfidf.rows(members.iter().map(|&unit| &self.ngrams[unit]));
            let scores: Vec<_> = hyperplanes.iter().map(|plane| plane.predict(&rows)).collect();
            Ok((members, scores))
        };
        let parts: Vec<_> =
            (0..self.config.folds).into_par_iter().map(of_fold).collect::<Result<_, Error>>()?;
        let mut all = Array2::zeros((self.units.len(), self.n_labels()));
        for (members, scores) in parts {
            for (label, scores) in scores.iter().enumerate() {
                members.iter().zip(scores).for_each(|(&unit, &score)| all[[unit, label]] = score);
            }
        }
        Ok(all)
    }

    /// Calibration and thresholds from the out-of-fold scores of the units that `is_fitted_on` names.
    fn heads(
        &self,
        scores: &Array2<f64>,
        is_fitted_on: impl Fn(usize) -> bool,
        hyperplanes: &[Logistic],
    ) -> Vec<Head> {
        let head = |(label, name): (usize, &str)| {
            let judged = |unit: usize| {
                self.units[unit].labels[label].map(|is_true| (scores[[unit, label]], is_true))
            };
            let pairs: Vec<(f64, bool)> = (0..self.units.len())
                .filter(|&unit| is_fitted_on(unit))
                .filter_map(judged)
                .collect();
            let platt = Platt::fit(&pairs);
            // The probabilities that are compared with the threshold are rounded to 32 bits.
            let rounded = |&(score, is_true): &(f64, bool)| {
                (f64::from(platt.probability(score) as f32), is_true)
            };
            let probabilities: Vec<(f64, bool)> = pairs.iter().map(rounded).collect();
            Head {
                label: name.to_owned(),
                threshold: (!self.codebook.exclusive).then(|| best_f1_threshold(&probabilities)),
                intercept: hyperplanes[label].intercept,
                platt,
            }
        };
        self.codebook.label_names().enumerate().map(head).collect()
    }

    fn cross_validation(
        &self,
        scores: &Array2<f64>,
        folds: &[usize],
        final_heads: &[Head],
    ) -> Evaluation {
        let hyperplanes: Vec<Logistic> =
            final_heads.iter().map(|_| Logistic { weights: Vec::new(), intercept: 0.0 }).collect();
        let mut predictions =
            vec![Prediction { probabilities: Vec::new(), decisions: Vec::new() }; self.units.len()];
        for fold in 0..self.config.folds {
            let heads = self.heads(scores, |unit| folds[unit] != fold, &hyperplanes);
            for unit in (0..self.units.len()).filter(|&unit| folds[unit] == fold) {
                let row = scores.row(unit).to_vec();
                let probabilities =
                    calibrate(&row, heads.iter().map(|head| head.platt), self.codebook.exclusive);
                predictions[unit] =
                    Prediction { decisions: decide(&probabilities, &heads), probabilities };
            }
        }
        let names: Vec<&str> = self.codebook.label_names().collect();
        let thresholds: Vec<Option<f64>> = final_heads.iter().map(|head| head.threshold).collect();
        let mut evaluation = evaluate(self.units, &predictions, &names, &thresholds);
        // Outlets of labelled units are many and small: their figures say nothing and fill the file.
        evaluation.groups.remove("outlet");
        evaluation
    }
}
