//! Rates beside each other: outlets, periods, choices of the analyst.

use serde::Serialize;

/// Differences between outlets, with p-values adjusted over one family.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contrasts {
    /// The family over which the p-values are adjusted, one sentence.
    pub family: String,
    /// One list per label, each in any order: the page sorts them as it sorts the outlets.
    pub labels: Vec<Vec<Contrast>>,
}

/// The rate of one outlet less that of others.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contrast {
    /// The outlet.
    pub outlet: String,
    /// The outlet that it is compared with; `None` is all others together.
    pub against: Option<String>,
    /// The difference.
    pub difference: Option<f64>,
    /// Its studentised interval.
    pub interval: Option<(f64, f64)>,
    /// Its p-value.
    pub p: Option<f64>,
    /// Adjusted by Benjamini and Hochberg.
    pub p_bh: Option<f64>,
    /// Adjusted by Holm.
    pub p_holm: Option<f64>,
    /// Why there is none, where there is none.
    pub missing: Option<String>,
    /// What a reader of these numbers must know, one sentence each.
    pub warnings: Vec<String>,
}

/// Rates by period in the outlets' own voice.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TimeSeries {
    /// What a period is: `day`, `week`, `month`.
    pub by: String,
    /// The periods as they are written, such as `2018-09-12`, in order and without holes.
    pub periods: Vec<String>,
    /// Sentence units without a date, which are in no period.
    pub n_undated: u64,
    /// All outlets together: one list per label, with one entry per period.
    pub pooled: Vec<Vec<PeriodRate>>,
    /// The outlets, in any order.
    pub outlets: Vec<OutletSeries>,
}

/// The periods of one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutletSeries {
    /// The name.
    pub name: String,
    /// One list per label, with one entry per period.
    pub labels: Vec<Vec<PeriodRate>>,
}

/// A rate in one period.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PeriodRate {
    /// Sentence units in the outlet's own voice.
    pub n_units: u64,
    /// Their clusters.
    pub n_clusters: u64,
    /// Audited units that count.
    pub n_audited: u64,
    /// The share of units that the classifier marks; not a rate.
    pub classified_share: Option<f64>,
    /// Its bounds of sampling variation.
    pub sampling: Option<(f64, f64)>,
    /// How the estimate was made; `None` where there is none.
    pub method: Option<String>,
    /// The corrected rate.
    pub estimate: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Why a number of these is missing, where one is.
    pub missing: Option<String>,
}

/// Net tone: the labels that speak for, less those that speak against.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetTone {
    /// What it is, one sentence that names the labels.
    pub definition: String,
    /// One row per outlet, in any order.
    pub rows: Vec<NetToneRow>,
}

/// The net tone of one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetToneRow {
    /// The outlet.
    pub outlet: String,
    /// Articles that it is a mean over.
    pub n_articles: u64,
    /// Their clusters.
    pub n_clusters: u64,
    /// Audited units that count.
    pub n_audited: u64,
    /// From the classifier's decisions as they are.
    pub classified: Option<f64>,
    /// Its bounds of sampling variation.
    pub sampling: Option<(f64, f64)>,
    /// Corrected by the audit.
    pub estimate: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Why a number of these is missing, where one is.
    pub missing: Option<String>,
}

/// What other choices of the analyst would give.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sensitivity {
    /// Of which rate: `all outlets together, in their own voice`.
    pub of: String,
    /// The choices: `threshold`, `relevance`, `unit`, `copies`, `correction`.
    pub factors: Vec<String>,
    /// One entry per label.
    pub labels: Vec<LabelSensitivity>,
}

/// The specifications of one label.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LabelSensitivity {
    /// In any order: the page sorts them by estimate.
    pub specifications: Vec<Specification>,
    /// How far the same choices move each outlet, in any order; may be empty.
    pub outlets: Vec<OutletRange>,
}

/// What the choices make of one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutletRange {
    /// The outlet.
    pub outlet: String,
    /// The rate by the choices of the rest of the page.
    pub default: Option<f64>,
    /// The lowest rate of any.
    pub lowest: Option<f64>,
    /// The highest rate of any.
    pub highest: Option<f64>,
}

/// One way through the choices, and what it gives.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Specification {
    /// What was chosen, one per factor.
    pub choices: Vec<String>,
    /// Whether these are the choices of the rest of the page.
    pub is_default: bool,
    /// Units that it counts.
    pub n_units: u64,
    /// The rate.
    pub estimate: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Why a number of these is missing, where one is.
    pub missing: Option<String>,
}
