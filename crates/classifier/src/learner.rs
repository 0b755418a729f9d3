//! Fitting, calibrating and cross-validating on some of the units.

use features::NgramExtractor;
use linfa::{
    ParamGuard,
    dataset::DatasetBase,
    traits::{Fit, Predict},
};
use ndarray::Array2;
use rayon::prelude::*;

use crate::{
    calibration::{Platt, ScoredUnit, best_f1_threshold},
    codebook::Codebook,
    error::Error,
    evaluate::{Evaluation, Prediction, evaluate},
    labels::LabelledUnit,
    logistic::{Logistic, LogisticParams, Targets},
    model::{calibrate, decide},
    sparse::{TfIdf, UnitNgrams},
    train::TrainConfig,
};

/// Units with their n-grams, and how to learn from some of them.
pub(crate) struct Learner<'a> {
    units: &'a [LabelledUnit],
    ngrams: Vec<UnitNgrams>,
    codebook: &'a Codebook,
    config: &'a TrainConfig,
}

impl<'a> Learner<'a> {
    pub(crate) fn new(
        units: &'a [LabelledUnit],
        codebook: &'a Codebook,
        config: &'a TrainConfig,
    ) -> Self {
        let mut extractor = NgramExtractor::new(&config.features);
        let mask = codebook.mask();
        let ngrams = units
            .iter()
            .map(|unit| UnitNgrams::from(extractor.extract(&mask.apply(&unit.text))))
            .collect();
        Self { units, ngrams, codebook, config }
    }

    fn n_labels(&self) -> usize {
        self.codebook.labels.len()
    }

    /// One hyperplane a label, from the units that `is_training` names.
    pub(crate) fn fit(
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

    /// Scores (units × labels) of each unit by a model that was trained without its fold, on those of the others
    /// that `is_training` names.
    pub(crate) fn out_of_fold_scores(
        &self,
        folds: &[usize],
        is_training: impl Fn(usize) -> bool + Sync,
    ) -> Result<Array2<f64>, Error> {
        let of_fold = |fold: usize| {
            let (tfidf, hyperplanes) = self.fit(|unit| folds[unit] != fold && is_training(unit))?;
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

    /// Calibration and threshold of each label, from the out-of-fold scores of the units that
    /// `is_fitted_on` names.
    pub(crate) fn calibrations(
        &self,
        scores: &Array2<f64>,
        is_fitted_on: impl Fn(usize) -> bool,
    ) -> Vec<(Platt, Option<f64>)> {
        let calibration = |label: usize| {
            let judged = |unit: usize| {
                let LabelledUnit { labels, weight, .. } = &self.units[unit];
                let (score, weight) = (scores[[unit, label]], *weight);
                labels[label].map(|is_positive| ScoredUnit { score, is_positive, weight })
            };
            let mut units: Vec<ScoredUnit> = (0..self.units.len())
                .filter(|&unit| is_fitted_on(unit))
                .filter_map(judged)
                .collect();
            let total: f64 = units.iter().map(|unit| unit.weight).sum();
            let scale = units.len() as f64 / total;
            units.iter_mut().for_each(|unit| unit.weight *= scale);
            let platt = Platt::fit(&units);
            // The probabilities that are compared with the threshold are rounded to 32 bits.
            for unit in &mut units {
                unit.score = f64::from(platt.probability(unit.score) as f32);
            }
            (platt, (!self.codebook.exclusive).then(|| best_f1_threshold(&units)))
        };
        (0..self.n_labels()).map(calibration).collect()
    }

    /// Figures of each fold with the calibration of the others, of those units that `is_training` names;
    /// `thresholds` are those of the final model.
    pub(crate) fn cross_validation(
        &self,
        scores: &Array2<f64>,
        folds: &[usize],
        is_training: impl Fn(usize) -> bool,
        thresholds: &[Option<f64>],
    ) -> Evaluation {
        let mut predictions =
            vec![Prediction { probabilities: Vec::new(), decisions: Vec::new() }; self.units.len()];
        for fold in 0..self.config.folds {
            let (platts, thresholds): (Vec<_>, Vec<_>) = self
                .calibrations(scores, |unit| folds[unit] != fold && is_training(unit))
                .into_iter()
                .unzip();
            for unit in (0..self.units.len()).filter(|&unit| folds[unit] == fold) {
                let row = scores.row(unit).to_vec();
                let probabilities =
                    calibrate(&row, platts.iter().copied(), self.codebook.exclusive);
                let decisions = decide(&probabilities, thresholds.iter().copied());
                predictions[unit] = Prediction { probabilities, decisions };
            }
        }
        let names: Vec<&str> = self.codebook.label_names().collect();
        let mut evaluation = evaluate(self.units, &predictions, &names, thresholds);
        // Outlets of labelled units are many and small: their figures say nothing and fill the file.
        evaluation.groups.remove("outlet");
        evaluation
    }
}
