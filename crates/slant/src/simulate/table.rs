//! The table: one row a scenario and method.

use std::path::Path;

use serde::Serialize;

use super::{MethodFigures, ScenarioFigures, SimulationReport};
use crate::atomic::AtomicFile;
use crate::error::Error;

/// What a row begins with; the figures of a method follow.
#[derive(Serialize)]
struct Scenario {
    outlets: u32,
    articles: String,
    copied_share: f64,
    copies: String,
    sentences: String,
    prevalence: String,
    correlation: f64,
    own_voice: f64,
    voice_accuracy: f64,
    sensitivity: f64,
    specificity: String,
    calibration_slope: f64,
    audited: u32,
    seed: u64,
    replications: u32,
    replicates: u32,
}

/// Writes the table; `-` is standard output.
pub(super) fn write(report: &SimulationReport, path: &Path) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(AtomicFile::create(path)?);
    for figures in &report.scenarios {
        let scenario = Scenario::of(report, figures);
        for method in &figures.methods {
            let row: (&Scenario, &MethodFigures) = (&scenario, method);
            writer.serialize(row).map_err(|error| Error::table(path, &error))?;
        }
    }
    writer.into_inner().map_err(|error| Error::table(path, &error))?.commit()
}

impl Scenario {
    fn of(report: &SimulationReport, figures: &ScenarioFigures) -> Self {
        let range = |(least, most): (u32, u32)| format!("{least}-{most}");
        Self {
            outlets: figures.outlets,
            articles: range(figures.articles),
            copied_share: figures.copied_share,
            copies: range(figures.copies),
            sentences: range(figures.sentences),
            prevalence: figures
                .prevalence
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            correlation: figures.correlation,
            own_voice: figures.own_voice,
            voice_accuracy: figures.voice_accuracy,
            sensitivity: figures.sensitivity,
            specificity: format!("{}-{}", figures.specificity.0, figures.specificity.1),
            calibration_slope: figures.calibration_slope,
            audited: figures.audited,
            seed: figures.seed,
            replications: report.replications,
            replicates: report.replicates,
        }
    }
}
