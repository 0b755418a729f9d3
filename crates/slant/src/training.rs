//! Training, loading and evaluating models from files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use classifier::{
    Codebook, Evaluation, LabelOrigin, LabelTable, Model, NameSwaps, Prediction, Scorer,
    TrainConfig, confusion_by_article, evaluate, train,
};
use serde::Serialize;
use stats::{BootstrapConfig, ClusterCounts, CountLayout, classified_shares};

use crate::{
    atomic::{check_not_finished, create_folder, read_file, unmark_finished, write_file},
    error::Error,
    labels::read_labels,
    model_card::model_card,
    name_swap::{NameSwapReport, swap_names},
    threads::Workers,
};

const SAFETENSORS: &str = "model.safetensors";
const TOML: &str = "model.toml";
const CARD: &str = "README.md";

/// Reads a codebook.
///
/// # Errors
/// Where the file cannot be read or used.
pub fn read_codebook(path: &Path) -> Result<Codebook, Error> {
    Codebook::from_toml(&read_text(path)?).map_err(|error| Error::table(path, &error))
}

fn read_text(path: &Path) -> Result<String, Error> {
    String::from_utf8(read_file(path)?).map_err(|error| Error::table(path, &error))
}

/// Reads a note on where labels come from, as one paragraph.
///
/// # Errors
/// Where the file cannot be read or is not UTF-8.
pub fn read_labels_note(path: &Path) -> Result<String, Error> {
    Ok(read_text(path)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Loads a model from its folder.
///
/// # Errors
/// Where a file is missing, cannot be read, or does not fit this version.
pub fn read_model(folder: &Path) -> Result<Model, Error> {
    let safetensors = read_file(&folder.join(SAFETENSORS))?;
    let toml = read_text(&folder.join(TOML))?;
    Model::from_files(&safetensors, &toml).map_err(|error| Error::table(folder, &error))
}

/// Trains a model on label files and writes its folder; `note` tells where the labels come from, and stands
/// beside the figures that come from them.
///
/// # Errors
/// Where the folder holds a model already, the labels are at fault or too few, or a file cannot be written.
pub fn train_model(
    labels: &[PathBuf],
    note: Option<&str>,
    codebook: &Codebook,
    config: &TrainConfig,
    output: &Path,
    overwrite: bool,
    workers: &Workers<'_>,
) -> Result<(Model, LabelTable), Error> {
    check_not_finished(&output.join(TOML), overwrite)?;
    let (table, hashes) = read_labels(labels, codebook)?;
    let origin = LabelOrigin { blake3: hashes, note: note.map(ToOwned::to_owned) };
    let files = workers.install(|| train(&table, &origin, codebook, config))?;
    let model = files.load()?;
    workers.check_interrupted()?;
    create_folder(output)?;
    unmark_finished(&output.join(TOML))?;
    write_file(&output.join(SAFETENSORS), &files.safetensors)?;
    write_file(&output.join(CARD), model_card(&model).as_bytes())?;
    write_file(&output.join(TOML), files.toml.as_bytes())?;
    Ok((model, table))
}

/// An evaluation and what to know about it.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationReport {
    /// The figures.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// Units whose very text the model was trained on: figures on these say nothing about new texts.
    pub n_seen_in_training: usize,
    /// The model.
    pub model: String,
    /// The name-swap test, where names were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_swap: Option<NameSwapReport>,
    /// Columns of the label files that nothing uses.
    pub unused_columns: Vec<String>,
}

/// Compares a model with label files, and its scores with those of the same texts with names exchanged.
///
/// # Errors
/// Where the labels are at fault.
pub fn evaluate_model(
    labels: &[PathBuf],
    model: &Model,
    swaps: Option<&NameSwaps>,
    workers: &Workers<'_>,
) -> Result<EvaluationReport, Error> {
    let (table, _) = read_labels(labels, model.codebook())?;
    evaluate_table(table, model, swaps, workers)
}

/// As [`evaluate_model`], on labels that are read.
pub(crate) fn evaluate_table(
    table: LabelTable,
    model: &Model,
    swaps: Option<&NameSwaps>,
    workers: &Workers<'_>,
) -> Result<EvaluationReport, Error> {
    let codebook = model.codebook();
    let units = &table.units;
    if units.is_empty() {
        return Err(Error::Setting(
            "found no labelled row, expected some to evaluate on".to_owned(),
        ));
    }
    let mut predictions = Vec::with_capacity(units.len());
    workers.process(
        units.iter(),
        |unit| unit.text.len(),
        || Scorer::new(model),
        |scorer, unit| predict(scorer, model, &unit.text),
        |prediction| {
            predictions.push(prediction);
            Ok(())
        },
    )?;
    let names: Vec<&str> = codebook.label_names().collect();
    let thresholds: Vec<Option<f64>> = model.thresholds().collect();
    let mut evaluation = evaluate(units, &predictions, &names, &thresholds);
    for (label, name) in names.iter().enumerate() {
        let interval = f1_interval(&table, &predictions, label)?;
        if let Some(figures) = evaluation.labels.get_mut(*name) {
            figures.f1_ci = interval;
        }
    }
    let texts = units.iter().map(|unit| unit.text.as_str());
    let name_swap = swaps.map(|swaps| swap_names(texts, &predictions, model, swaps, workers));
    Ok(EvaluationReport {
        evaluation,
        name_swap: name_swap.transpose()?,
        n_seen_in_training: units.iter().filter(|unit| model.has_seen(&unit.text)).count(),
        model: model.name().to_owned(),
        unused_columns: table.unused_columns,
    })
}

/// Probabilities and decisions on one text.
pub(crate) fn predict(scorer: &mut Scorer<'_>, model: &Model, text: &str) -> Prediction {
    let probabilities = scorer.score(text);
    let decisions = model.decide(&probabilities);
    let decisions = decisions.into_iter().map(|decision| decision == Some(true)).collect();
    Prediction { probabilities, decisions }
}

/// The bootstrap interval of F1 over articles: F1 is the ratio of 2·TP to 2·TP + FP + FN, so the interval of a
/// ratio serves.
fn f1_interval(
    table: &LabelTable,
    predictions: &[Prediction],
    label: usize,
) -> Result<Option<(f64, f64)>, Error> {
    let articles: BTreeMap<&str, _> = confusion_by_article(&table.units, predictions, label);
    let counts = (0..).zip(articles.values()).map(|(cluster_id, confusion)| {
        let agreed = 2 * confusion.true_positives as u32;
        let n_units = agreed + (confusion.false_positives + confusion.false_negatives) as u32;
        ClusterCounts { cluster_id, counts: [n_units, agreed].into() }
    });
    let layout = CountLayout { n_groups: 1, n_labels: 1 };
    let config = BootstrapConfig::default();
    let shares = classified_shares(&counts.collect::<Vec<_>>(), layout, &config)?;
    Ok(shares.first().and_then(|group| group.labels.first()?.sampling))
}
