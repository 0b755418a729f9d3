//! What the page of `slant stats` shows: owned values, filled in by `slant stats` and by nothing else.
//!
//! Shares, rates, probabilities and p-values are in [0, 1], differences and net tone in [−1, 1]. What is missing is
//! `None`, never a number that stands for it. Where a list has one entry per label, its order is the codebook's.

mod comparisons;
mod validity;

use serde::Serialize;

use crate::report::{CodebookSummary, ModelSummary};
pub use comparisons::{
    Contrast, Contrasts, LabelSensitivity, NetTone, NetToneRow, OutletRange, OutletSeries,
    PeriodRate, Sensitivity, Specification, TimeSeries,
};
pub use validity::{
    AgreementFigure, AgreementSummary, Calibration, ChecklistItem, CoderPair, ErrorDifference,
    Figure, GroupPerformance, LabelValidity, NameSwapFigure, NameSwapSummary, Performance,
    ReliabilityBin, RiskPoint, TopicRecall, Validity,
};

/// Everything on the page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatisticsPage {
    /// The version of slant that made the page.
    pub tool_version: String,
    /// The codebook.
    pub codebook: CodebookSummary,
    /// The model that scored the units.
    pub model: ModelSummary,
    /// What the coverage is about, as it reads after "about": `the order`. Without it, articles are "relevant".
    pub subject: Option<String>,
    /// What was estimated, and how.
    pub settings: StatisticsSettings,
    /// The audit; without it the page shows classified shares alone, and says that these are no rates.
    pub audit: Option<AuditSummary>,
    /// The outlets, in any order: the page sorts them by sentence units, then by name.
    pub outlets: Vec<OutletRates>,
    /// All outlets together, where that was estimated; its name is not shown.
    pub pooled: Option<OutletRates>,
    /// Differences between outlets in the outlets' own voice.
    pub contrasts: Option<Contrasts>,
    /// Rates by period in the outlets' own voice.
    pub time: Option<TimeSeries>,
    /// Net tone by outlet.
    pub net_tone: Option<NetTone>,
    /// What other choices of the analyst would give.
    pub sensitivity: Option<Sensitivity>,
    /// How good the classifier and the coders are, on this audit.
    pub validity: Option<Validity>,
    /// What a reader must know, in the order shown.
    pub checklist: Vec<ChecklistItem>,
    /// What holds for the whole page, one sentence each.
    pub warnings: Vec<String>,
    /// The files that went in and came out, in the order shown.
    pub files: Vec<FileHash>,
    /// `manifest.json`, pretty-printed.
    pub manifest: String,
}

/// What was estimated, and how.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatisticsSettings {
    /// What a rate is a share of.
    pub estimand: Estimand,
    /// What the intervals speak of.
    pub target: Target,
    /// The level of the intervals, such as 0.95.
    pub level: f64,
    /// Bootstrap replicates.
    pub replicates: u64,
    /// The seed of the bootstrap.
    pub seed: u64,
    /// The least number of clusters with audited units that gets an interval.
    pub min_clusters: u64,
    /// The least number of audited units of a cell that is corrected by its scores; under it, labels only.
    pub min_audited: u64,
    /// The least number of audited units with the label, and without, likewise.
    pub min_positives: u64,
    /// Where rates were corrected under the assumption of label shift: a sentence that says what is assumed.
    pub label_shift: Option<String>,
}

/// What a rate is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimand {
    /// Labelled sentence units / all sentence units, a ratio of totals.
    #[default]
    Sentence,
    /// The mean over articles of that share.
    Article,
}

/// What the intervals speak of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Coverage like it: a superpopulation of clusters, of which those of the run are a draw.
    #[default]
    CoverageLikeIt,
    /// The articles of the run and no others: were all units audited, there would be no sampling error.
    ThisDump,
}

/// Which units were audited, and by whom.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditSummary {
    /// Units of the frame from which the audit was drawn.
    pub n_frame_units: u64,
    /// Units that were coded.
    pub n_units: u64,
    /// Units of these that count: coded as sentences.
    pub n_counted: u64,
    /// Clusters with audited units.
    pub n_clusters: u64,
    /// Outlets with audited units.
    pub n_outlets: u64,
    /// The coders with the units that each coded, in the order shown.
    pub coders: Vec<(String, u64)>,
    /// Units that two coders or more coded.
    pub n_coded_twice: u64,
    /// Units of these about which the coders disagreed and which somebody then decided.
    pub n_adjudicated: u64,
    /// How the units were drawn, one sentence.
    pub design: String,
    /// Rows of the audit that were not used, by reason: `("unsure", 12)`.
    pub left_out: Vec<(String, u64)>,
}

/// The rates of one outlet: one entry per label in each list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutletRates {
    /// The name.
    pub name: String,
    /// What the outlet says itself.
    pub own: Vec<CorrectedRate>,
    /// All voices: the content carried.
    pub carried: Vec<CorrectedRate>,
}

/// The three estimates of one rate.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectedRate {
    /// Relevant articles with sentence units of the voice.
    pub n_articles: u64,
    /// Clusters with sentence units of the voice.
    pub n_clusters: u64,
    /// Sentence units of the voice, as told by rules.
    pub n_units: u64,
    /// Units of these about which the model abstains.
    pub n_abstained: u64,
    /// Audited units that count.
    pub n_audited: u64,
    /// Clusters with such units.
    pub n_audited_clusters: u64,
    /// Audited units with the label.
    pub n_positive: u64,
    /// The share of units that the classifier marks; not a rate.
    pub classified_share: Option<f64>,
    /// Its bounds of sampling variation.
    pub sampling: Option<(f64, f64)>,
    /// The classified share where all abstentions were 0, and where all were 1.
    pub abstention_bounds: Option<(f64, f64)>,
    /// How the estimate was made: `ppi++`, `labels only`; `None` where there is none.
    pub method: Option<String>,
    /// The rate to report.
    pub estimate: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The percentile interval of the bootstrap, beside it.
    pub percentile_interval: Option<(f64, f64)>,
    /// The rate from the audited units alone.
    pub labels_only: Option<f64>,
    /// Its interval.
    pub labels_only_interval: Option<(f64, f64)>,
    /// Why a number of these is missing, where one is: `fewer than 10 clusters`.
    pub missing: Option<String>,
    /// What a reader of these numbers must know, one sentence each.
    pub warnings: Vec<String>,
}

/// A file and its hash.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FileHash {
    /// What it is: `audit`, `scored units`, `table`.
    pub role: String,
    /// Its path, as it is written in the manifest.
    pub path: String,
    /// Its BLAKE3 hash, in hexadecimal.
    pub blake3: String,
}
