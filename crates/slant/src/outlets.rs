//! Per-outlet statistics of a run, by voice.

use std::path::Path;

use features::Voice;
use serde::Serialize;

use crate::{
    error::Error,
    table::{Cell, Column, Form, Kind, TableWriter},
};

/// The voice of the rows on every sentence, whoever speaks.
const ALL_VOICES: &str = "all";

/// What the classifier marks in one outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletShares {
    /// The outlet.
    pub outlet: String,
    /// Relevant articles.
    pub n_articles: u64,
    /// Clusters that these articles fall into.
    pub n_clusters: u64,
    /// What the outlet says itself.
    pub own: VoiceShares,
    /// What stands mostly in quotation marks.
    pub direct_quote: VoiceShares,
    /// What others say, without marks.
    pub indirect: VoiceShares,
    /// The content carried: all of these together.
    pub all: VoiceShares,
}

/// What the classifier marks among the sentence units of one voice.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VoiceShares {
    /// Relevant articles that have such a unit; of all voices together, all relevant articles.
    pub n_articles: u64,
    /// Clusters that have such a unit.
    pub n_clusters: u64,
    /// Sentence units of relevant articles in this voice.
    pub n_units: u64,
    /// One entry a label, in the codebook's order.
    pub labels: Vec<LabelShare>,
}

/// The classified share of one label: what the classifier marks, not yet corrected for its errors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelShare {
    /// The label.
    pub label: String,
    /// Sentence units of the voice that are marked with the label.
    pub n_labelled: u64,
    /// Their share of all sentence units of the voice, from 0 to 1; `None` without units.
    pub classified_share: Option<f64>,
    /// Lower bound of the sampling variation; `None` where no interval is given.
    pub sampling_lo: Option<f64>,
    /// Upper bound of the sampling variation.
    pub sampling_hi: Option<f64>,
}

impl OutletShares {
    /// Every voice with its name in tables, in their order.
    pub(crate) fn voices(&self) -> [(&'static str, &VoiceShares); Voice::ALL.len() + 1] {
        [
            (Voice::Own.as_str(), &self.own),
            (Voice::DirectQuote.as_str(), &self.direct_quote),
            (Voice::Indirect.as_str(), &self.indirect),
            (ALL_VOICES, &self.all),
        ]
    }
}

/// The columns of `outlets.csv`.
fn outlet_columns() -> Vec<Column> {
    let text = |name| Column::new(name, Kind::Text);
    let number = |name| Column::new(name, Kind::Number);
    let share = |name| Column::new(name, Kind::Share);
    vec![
        text("outlet"),
        text("label"),
        text("voice"),
        number("n_articles"),
        number("n_clusters"),
        number("n_units"),
        number("n_labelled"),
        share("classified_share"),
        share("sampling_lo"),
        share("sampling_hi"),
    ]
}

/// Writes `outlets.csv`: for each outlet and label a row a voice.
pub(crate) fn write_outlets(path: &Path, outlets: &[OutletShares]) -> Result<(), Error> {
    let mut table = Form::Csv.create(path, &outlet_columns())?;
    for outlet in outlets {
        for label in 0..outlet.all.labels.len() {
            for (voice, shares) in outlet.voices() {
                if let Some(share) = shares.labels.get(label) {
                    write_share(table.as_mut(), outlet, voice, shares, share)?;
                }
            }
        }
    }
    table.finish()
}

fn write_share(
    table: &mut dyn TableWriter,
    outlet: &OutletShares,
    voice: &str,
    shares: &VoiceShares,
    share: &LabelShare,
) -> Result<(), Error> {
    table.write(&[
        Cell::Text(&outlet.outlet),
        Cell::Text(&share.label),
        Cell::Text(voice),
        Cell::Number(shares.n_articles),
        Cell::Number(shares.n_clusters),
        Cell::Number(shares.n_units),
        Cell::Number(share.n_labelled),
        Cell::share(share.classified_share),
        Cell::share(share.sampling_lo),
        Cell::share(share.sampling_hi),
    ])
}
