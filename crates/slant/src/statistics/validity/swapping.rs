//! The name-swap test on the audited units.

use classifier::{Model, NameSwaps};

use crate::{
    audit::Audit,
    error::Error,
    frame::Frame,
    name_swap::{NameSwapFigures, swap_texts},
    reading_log::counted,
    statistics_page::{NameSwapFigure, NameSwapSummary},
    threads::Workers,
};

/// Scores every audited unit that names somebody of the list once more, names exchanged.
pub(in crate::statistics) fn name_swap(
    frame: &Frame,
    audit: &Audit,
    model: &Model,
    swaps: &NameSwaps,
    workers: &Workers<'_>,
) -> Result<NameSwapSummary, Error> {
    let units: Vec<usize> = audit.units.iter().map(|unit| unit.unit).collect();
    let found = swap_texts(&frame.texts(&units)?, model, swaps, workers)?;
    let figure = |name: &str| found.labels.get(name).map(figure).unwrap_or_default();
    Ok(NameSwapSummary {
        n_units: found.n_units as u64,
        of: format!(
            "Those of the {} that name somebody of the list.",
            counted(units.len() as u64, "audited unit")
        ),
        labels: model.codebook().label_names().map(figure).collect(),
    })
}

fn figure(found: &NameSwapFigures) -> NameSwapFigure {
    NameSwapFigure {
        mean_change: found.mean_change,
        max_change: found.max_change,
        mean_shift: found.mean_shift,
        n_flipped: found.n_flipped as u64,
    }
}
