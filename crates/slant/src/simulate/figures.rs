//! What was found, as it is written.

use serde::Serialize;
use stats::{MethodSummary, MissingInterval, SimulationConfig, SimulationTally};

/// A scenario and what each method made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioFigures {
    /// Outlets.
    pub outlets: u32,
    /// The fewest and the most articles of an outlet.
    pub articles: (u32, u32),
    /// The share of articles that are copies of shared stories.
    pub copied_share: f64,
    /// The fewest and the most copies of a shared story.
    pub copies: (u32, u32),
    /// The fewest and the most sentences of an article.
    pub sentences: (u32, u32),
    /// The true rate, one for all outlets or one an outlet.
    pub prevalence: Vec<f64>,
    /// The correlation within stories.
    pub correlation: f64,
    /// The share of own voice.
    pub own_voice: f64,
    /// How often rules tell the voice rightly.
    pub voice_accuracy: f64,
    /// The classifier's sensitivity.
    pub sensitivity: f64,
    /// Its specificity in the first and in the last outlet.
    pub specificity: (f64, f64),
    /// How sure the scores are: 1 where they are calibrated in the average outlet.
    pub calibration_slope: f64,
    /// Audited sentences of each outlet.
    pub audited: u32,
    /// What all is drawn from.
    pub seed: u64,
    /// One entry a method.
    pub methods: Vec<MethodFigures>,
}

/// What a method made of a scenario. A name that ends in `_error` is the Monte Carlo standard error of the figure before
/// it, with replications as the unit of chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodFigures {
    /// The method.
    pub method: &'static str,
    /// Outlets over all replications.
    pub n_cells: u64,
    /// Those of them with an interval.
    pub n_intervals: u64,
    /// Those without, since no audited sentence is in own voice.
    pub n_no_audit: u64,
    /// Those without, since there are too few clusters.
    pub n_few_clusters: u64,
    /// Those without, since the estimate does not vary.
    pub n_no_variation: u64,
    /// Those without, since the classifier does not tell the label from the rest.
    pub n_uninformative: u64,
    /// The share of intervals that cover the superpopulation rate.
    pub coverage: Option<f64>,
    /// See above.
    pub coverage_error: Option<f64>,
    /// The coverage in the outlet where it is least.
    pub worst_outlet_coverage: Option<f64>,
    /// The share of intervals that cover the rate of the corpus itself.
    pub finite_coverage: Option<f64>,
    /// See above.
    pub finite_coverage_error: Option<f64>,
    /// The mean width of the intervals.
    pub mean_width: Option<f64>,
    /// The mean of estimate less superpopulation rate.
    pub bias: Option<f64>,
    /// The root of the mean squared difference between the two.
    pub root_mean_squared_error: Option<f64>,
    /// Contrasts of an outlet with the rest that have a p-value.
    pub n_contrasts: u64,
    /// The share of them with p < .05, where true rates are equal.
    pub false_differences: Option<f64>,
    /// See above.
    pub false_differences_error: Option<f64>,
    /// The share of corpora in which Benjamini and Hochberg's procedure rejects any contrast, where true rates are equal.
    pub false_families: Option<f64>,
    /// See above.
    pub false_families_error: Option<f64>,
}

impl ScenarioFigures {
    pub(super) fn of(config: &SimulationConfig, tally: &SimulationTally) -> Self {
        let methods = tally.summaries(config);
        let SimulationConfig {
            n_outlets,
            articles,
            copied_share,
            copies,
            sentences,
            prevalence,
            correlation,
            own_voice,
            voice_accuracy,
            sensitivity,
            specificity,
            calibration_slope,
            n_audited,
            seed,
        } = config.clone();
        Self {
            outlets: n_outlets,
            articles,
            copied_share,
            copies,
            sentences,
            prevalence,
            correlation,
            own_voice,
            voice_accuracy,
            sensitivity,
            specificity,
            calibration_slope,
            audited: n_audited,
            seed,
            methods: methods
                .iter()
                .map(|(method, summary)| MethodFigures::of(method.name(), summary))
                .collect(),
        }
    }
}

impl MethodFigures {
    fn of(method: &'static str, summary: &MethodSummary) -> Self {
        let missing = |reason| {
            summary.missing.iter().find(|(found, _)| *found == reason).map_or(0, |(_, n)| *n)
        };
        let value = |share: Option<stats::Share>| share.map(|share| share.value);
        let error = |share: Option<stats::Share>| share.map(|share| share.error);
        Self {
            method,
            n_cells: summary.n_cells,
            n_intervals: summary.n_intervals,
            n_no_audit: missing(MissingInterval::NoAudit),
            n_few_clusters: missing(MissingInterval::FewClusters),
            n_no_variation: missing(MissingInterval::NoVariation),
            n_uninformative: missing(MissingInterval::Uninformative),
            coverage: value(summary.coverage),
            coverage_error: error(summary.coverage),
            worst_outlet_coverage: summary.worst_outlet_coverage,
            finite_coverage: value(summary.finite_coverage),
            finite_coverage_error: error(summary.finite_coverage),
            mean_width: summary.mean_width,
            bias: summary.bias,
            root_mean_squared_error: summary.root_mean_squared_error,
            n_contrasts: summary.n_contrasts,
            false_differences: value(summary.false_differences),
            false_differences_error: error(summary.false_differences),
            false_families: value(summary.false_families),
            false_families_error: error(summary.false_families),
        }
    }
}
