//! The name-swap test: do scores move when parties and names are exchanged?

use std::{collections::BTreeMap, path::Path};

use classifier::{Model, NameSwaps, Prediction, Scorer};
use serde::Serialize;

use crate::{atomic::read_file, error::Error, threads::Workers, training::predict};

/// How far scores moved when names were exchanged. A model that judges stance and not persons leaves them alone.
#[derive(Clone, Debug, Serialize)]
pub struct NameSwapReport {
    /// Units that name somebody of the list.
    pub n_units: usize,
    /// By label.
    pub labels: BTreeMap<String, NameSwapFigures>,
}

/// How far the scores of one label moved.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NameSwapFigures {
    /// Mean of |change of the probability|.
    pub mean_change: f64,
    /// The largest one.
    pub max_change: f64,
    /// Mean change of the probability when names of the first column become those of the second; units that
    /// name one side alone. `None` where there is none.
    pub mean_shift: Option<f64>,
    /// Units whose decision changed.
    pub n_flipped: usize,
}

/// Reads the list of names to exchange: a CSV with the header `name,other`.
///
/// # Errors
/// Where the file cannot be read or used.
pub fn read_name_swaps(path: &Path) -> Result<NameSwaps, Error> {
    Ok(NameSwaps::from_csv(&path.display().to_string(), &read_file(path)?)?)
}

/// Scores every text that names somebody as it is, and with names exchanged.
pub(crate) fn swap_texts(
    texts: &[String],
    model: &Model,
    swaps: &NameSwaps,
    workers: &Workers<'_>,
) -> Result<NameSwapReport, Error> {
    let texts: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| swaps.swap(text).is_some()).collect();
    let mut predictions = Vec::with_capacity(texts.len());
    workers.process(
        texts.iter(),
        |text| text.len(),
        || Scorer::new(model),
        |scorer, text| predict(scorer, model, text),
        |prediction| {
            predictions.push(prediction);
            Ok(())
        },
    )?;
    swap_names(texts.into_iter(), &predictions, model, swaps, workers)
}

/// Scores every text that names somebody once more, names exchanged; `predictions` are those of the texts as they are.
pub(crate) fn swap_names<'t>(
    texts: impl Iterator<Item = &'t str>,
    predictions: &[Prediction],
    model: &Model,
    swaps: &NameSwaps,
    workers: &Workers<'_>,
) -> Result<NameSwapReport, Error> {
    let swapped: Vec<_> = texts
        .zip(predictions)
        .filter_map(|(text, prediction)| Some((swaps.swap(text)?, prediction)))
        .collect();
    let mut after = Vec::with_capacity(swapped.len());
    workers.process(
        swapped.iter(),
        |(swapped, _)| swapped.text.len(),
        || Scorer::new(model),
        |scorer, (swapped, _)| predict(scorer, model, &swapped.text),
        |prediction| {
            after.push(prediction);
            Ok(())
        },
    )?;
    // From the first column to the second is +1, back is −1, both at once is 0.
    let directions = swapped.iter().map(|(swapped, _)| match (swapped.n_first, swapped.n_second) {
        (_, 0) => 1.0,
        (0, _) => -1.0,
        _ => 0.0,
    });
    let directions: Vec<f64> = directions.collect();
    let figures = |label: usize| {
        let pairs = swapped.iter().map(|(_, before)| *before).zip(&after).zip(&directions);
        NameSwapFigures::new(label, pairs)
    };
    let names = model.codebook().label_names().enumerate();
    Ok(NameSwapReport {
        n_units: swapped.len(),
        labels: names.map(|(label, name)| (name.to_owned(), figures(label))).collect(),
    })
}

impl NameSwapFigures {
    fn new<'a>(
        label: usize,
        pairs: impl Iterator<Item = ((&'a Prediction, &'a Prediction), &'a f64)>,
    ) -> Self {
        let mut figures = Self::default();
        let (mut n, mut n_sided, mut sum_of_shifts) = (0, 0, 0.0);
        for ((before, after), direction) in pairs {
            let change =
                f64::from(after.probabilities[label]) - f64::from(before.probabilities[label]);
            n += 1;
            figures.mean_change += change.abs();
            figures.max_change = figures.max_change.max(change.abs());
            figures.n_flipped += usize::from(before.decisions[label] != after.decisions[label]);
            n_sided += usize::from(*direction != 0.0);
            sum_of_shifts += direction * change;
        }
        figures.mean_change /= f64::from(n.max(1));
        figures.mean_shift = (n_sided > 0).then(|| sum_of_shifts / n_sided as f64);
        figures
    }
}
