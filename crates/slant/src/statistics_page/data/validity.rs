//! How good the classifier and the coders are.

use serde::Serialize;

/// How good the classifier and the coders are, on the audit: weighted by the inverse of the probabilities with which
/// units were drawn, so that figures speak of the run and not of the sample.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Validity {
    /// One entry per label.
    pub labels: Vec<LabelValidity>,
    /// How far coders agree, before adjudication; `None` where no unit was coded twice.
    pub agreement: Option<AgreementSummary>,
    /// Whether scores move when names are exchanged; `None` where that was not tested.
    pub name_swap: Option<NameSwapSummary>,
    /// What the topic query missed; `None` where no near-miss article was coded.
    pub topic_recall: Option<TopicRecall>,
}

/// A figure and its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figure {
    /// The figure.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
}

/// How good the classifier is at one label.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LabelValidity {
    /// On all audited units that count.
    pub overall: Performance,
    /// By voice, in the order shown.
    pub voices: Vec<GroupPerformance>,
    /// By outlet, in any order.
    pub outlets: Vec<GroupPerformance>,
    /// How well probabilities fit.
    pub calibration: Calibration,
    /// Risk against coverage, in the order of coverage.
    pub risk_coverage: Vec<RiskPoint>,
    /// The share of units that the classifier decides in the run; the rest is abstained from.
    pub coverage: Option<f64>,
    /// Tests whether the classifier errs alike in all outlets.
    pub error_differences: Vec<ErrorDifference>,
}

/// Design-weighted precision, recall and F1.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Performance {
    /// Audited units.
    pub n_audited: u64,
    /// Audited units to which coders gave the label.
    pub n_positive: u64,
    /// Audited units that the classifier marks.
    pub n_marked: u64,
    /// Of what the classifier marks, the share that carries the label.
    pub precision: Figure,
    /// Of what carries the label, the share that the classifier marks.
    pub recall: Figure,
    /// The harmonic mean of both.
    pub f1: Figure,
}

/// Performance in one voice or one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GroupPerformance {
    /// The voice or the outlet.
    pub name: String,
    /// How good the classifier is there.
    pub performance: Performance,
}

/// How well the probabilities of one label fit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Calibration {
    /// The bins of the reliability diagram, in order; empty ones may be left out.
    pub bins: Vec<ReliabilityBin>,
    /// Area under the curve of precision against recall.
    pub average_precision: Option<f64>,
    /// Mean squared error of the probability.
    pub brier: Option<f64>,
    /// 1 − Brier score / that of the base rate; 0 is no better than the base rate.
    pub brier_skill: Option<f64>,
    /// Expected calibration error over the bins.
    pub expected_error: Option<f64>,
    /// Slope of the logistic recalibration; 1 is perfect.
    pub slope: Option<f64>,
    /// Its intercept; 0 is perfect.
    pub intercept: Option<f64>,
}

/// Units with similar probabilities.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct ReliabilityBin {
    /// Where the bin begins.
    pub lo: f64,
    /// Where it ends.
    pub hi: f64,
    /// Audited units in it.
    pub n_audited: u64,
    /// Their mean probability.
    pub mean_probability: f64,
    /// The share of them with the label.
    pub observed: Figure,
}

/// The risk where the classifier decides only the surest part.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct RiskPoint {
    /// The share of units decided.
    pub coverage: f64,
    /// The share of these decided wrongly.
    pub risk: f64,
}

/// A test whether one kind of error is equally frequent in all outlets (Cochran's Q).
#[derive(Debug, Clone, Default, Serialize)]
pub struct ErrorDifference {
    /// The error: `false positive rate`, `false negative rate`, `mean error`.
    pub error: String,
    /// Outlets with enough audited units to take part.
    pub n_outlets: u64,
    /// Q.
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub degrees_of_freedom: u64,
    /// The p-value.
    pub p: Option<f64>,
    /// Why there is none, where there is none.
    pub missing: Option<String>,
}

/// How far coders agree, before adjudication.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AgreementSummary {
    /// Units that two coders or more coded.
    pub n_units: u64,
    /// Krippendorff's alpha: one per label, then others such as `voice`, in the order shown.
    pub alphas: Vec<AgreementFigure>,
    /// Every pair of coders with units in common.
    pub pairs: Vec<CoderPair>,
}

/// Krippendorff's alpha of one column.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AgreementFigure {
    /// The label or column.
    pub of: String,
    /// Units coded twice or more.
    pub n_units: u64,
    /// Alpha, at most 1, with its bootstrap interval.
    pub alpha: Figure,
}

/// Two coders, label by label.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CoderPair {
    /// One coder.
    pub a: String,
    /// The other one.
    pub b: String,
    /// Units that both coded.
    pub n_units: u64,
    /// Cohen's kappa, one per label.
    pub kappas: Vec<Option<f64>>,
}

/// Whether scores move when parties and names are exchanged.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NameSwapSummary {
    /// Units that name somebody of the list.
    pub n_units: u64,
    /// On which units, one sentence.
    pub of: String,
    /// One entry per label.
    pub labels: Vec<NameSwapFigure>,
}

/// How far the probabilities of one label moved.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NameSwapFigure {
    /// Mean of |change|.
    pub mean_change: f64,
    /// The largest |change|.
    pub max_change: f64,
    /// Mean change from the first to the second column of names; `None` where no unit names one side alone.
    pub mean_shift: Option<f64>,
    /// Units whose decision changed.
    pub n_flipped: u64,
}

/// What the topic query missed, from coded units of articles that it passed over narrowly.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicRecall {
    /// Of the relevant articles among matches and near misses, the share that the query found.
    pub recall: Figure,
    /// Of the articles that the query found, the share that is relevant.
    pub precision: Figure,
    /// Near-miss articles.
    pub n_near_misses: u64,
    /// Near-miss articles that were coded.
    pub n_coded: u64,
    /// Coded near-miss articles that are relevant after all.
    pub n_relevant: u64,
    /// What recall cannot see, one sentence.
    pub note: Option<String>,
}

/// A question that a reader must be able to answer, after REFORMS.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChecklistItem {
    /// The question.
    pub question: String,
    /// What is known; `None` where the tool cannot know and the authors must say.
    pub answer: Option<String>,
}
