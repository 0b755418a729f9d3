//! A trained model: what it is, and what it says of a text.

use features::{NgramExtractor, NgramSchema};
use serde::{Deserialize, Serialize};

use crate::{
    calibration::Platt, codebook::Codebook, linear::LinearModel, mask::Mask, train::TrainingRecord,
};

/// A trained model.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) info: ModelInfo,
    pub(crate) linear: LinearModel,
    /// Hashes of the texts that it was trained on, ascending.
    pub(crate) training_texts: Vec<u64>,
    pub(crate) hash: String,
}

/// What `model.toml` says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelInfo {
    /// Version of this file's form.
    pub(crate) format: u32,
    /// The codebook's name and the kind of model.
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Version of slant that trained it.
    pub(crate) slant_version: String,
    /// BLAKE3 of `model.safetensors`.
    pub(crate) safetensors_blake3: String,
    pub(crate) features: NgramSchema,
    pub(crate) training: TrainingRecord,
    pub(crate) heads: Vec<Head>,
    pub(crate) codebook: Codebook,
}

/// How one label's score becomes a probability and a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) label: String,
    /// A unit carries the label from this probability on; none where the highest label wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) threshold: Option<f64>,
    pub(crate) intercept: f64,
    pub(crate) platt: Platt,
}

impl Model {
    /// The codebook that the model was trained with.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.info.codebook
    }

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// BLAKE3 of `model.toml`, hexadecimal; that file holds the hash of the other.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Which n-grams are its features.
    #[must_use]
    pub fn features(&self) -> &NgramSchema {
        &self.info.features
    }

    /// What the model was trained on, and its cross-validated figures.
    #[must_use]
    pub fn training(&self) -> &TrainingRecord {
        &self.info.training
    }

    /// The probability from which a unit carries each label; `None` where the labels exclude each other and the
    /// highest wins.
    pub fn thresholds(&self) -> impl Iterator<Item = Option<f64>> {
        self.info.heads.iter().map(|head| head.threshold)
    }

    /// Whether the model was trained or tuned on this text, whatever white space stands between its words.
    #[must_use]
    pub fn has_seen(&self, text: &str) -> bool {
        self.training_texts.binary_search(&text_hash(text)).is_ok()
    }

    /// Whether each label holds, given the probabilities that [`Scorer::score`] gave.
    #[must_use]
    pub fn decide(&self, probabilities: &[f32]) -> Vec<Option<bool>> {
        decide(probabilities, self.thresholds()).into_iter().map(Some).collect()
    }
}

/// Whether each label holds: from its threshold on, or the highest (the first of equals) where labels exclude
/// each other.
pub(crate) fn decide(
    probabilities: &[f32],
    thresholds: impl Iterator<Item = Option<f64>>,
) -> Vec<bool> {
    let highest = (0..probabilities.len())
        .rev()
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    let holds = |(label, threshold): (usize, Option<f64>)| match threshold {
        Some(threshold) => f64::from(probabilities[label]) >= threshold,
        None => highest == Some(label),
    };
    thresholds.enumerate().map(holds).collect()
}

/// Turns the scores of one unit into probabilities; they sum to 1 where the labels exclude each other.
pub(crate) fn calibrate(
    scores: &[f64],
    platts: impl Iterator<Item = Platt>,
    is_exclusive: bool,
) -> Vec<f32> {
    let probabilities: Vec<f64> =
        scores.iter().zip(platts).map(|(&score, platt)| platt.probability(score)).collect();
    let sum: f64 = probabilities.iter().sum();
    let whole = if is_exclusive && sum > 0.0 { sum } else { 1.0 };
    probabilities.iter().map(|probability| (probability / whole) as f32).collect()
}

/// The first 64 bits of the BLAKE3 hash of a text, its white space evened out.
pub(crate) fn text_hash(text: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            hasher.update(b" ");
        }
        hasher.update(word.as_bytes());
    }
    hasher.finalize().as_bytes()[..8].iter().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// Scores texts with a [`Model`]; holds buffers, so each thread has its own.
#[derive(Clone, Debug)]
pub struct Scorer<'m> {
    model: &'m Model,
    extractor: NgramExtractor,
    mask: Mask,
    scores: Vec<f64>,
}

impl<'m> Scorer<'m> {
    /// A scorer for `model`.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let scores = vec![0.0; model.info.heads.len()];
        let extractor = NgramExtractor::new(&model.info.features);
        Self { model, extractor, mask: model.info.codebook.mask(), scores }
    }

    /// The calibrated probability of each label, from 0 to 1, in the codebook's order.
    #[must_use]
    pub fn score(&mut self, text: &str) -> Vec<f32> {
        let text = self.mask.apply(text);
        self.model.linear.score(&text, &mut self.extractor, &mut self.scores);
        let platts = self.model.info.heads.iter().map(|head| head.platt);
        calibrate(&self.scores, platts, self.model.info.codebook.exclusive)
    }
}
