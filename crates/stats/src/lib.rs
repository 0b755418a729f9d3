//! Counts and labels in, estimates with intervals out.
//!
//! The unit of chance is the cluster: the syndicated copies of one text, else the single article. Sentences of
//! one article are not independent, and copies of one wire story even less so.
//!
//! Architecture invariants:
//! - One method a file. A method takes counts or units and a config, and returns values: no files, no clock, no threads.
//! - Counts are summed as integers, so they are exact and no order of adding can change a result; other numbers are
//!   summed cluster by cluster, in the order of their ids. `libm` alone computes logarithms and powers.
//! - A random weight is a function of (seed, cluster, replicate) alone. A cluster that appears in several outlets
//!   has the same weight in each, so that later comparisons between outlets see what they share.
//!
//! ```
//! use stats::{BootstrapConfig, ClusterCounts, CountLayout, classified_shares};
//!
//! let clusters: Vec<ClusterCounts> = (0..12)
//!     .map(|id| ClusterCounts { cluster_id: id, counts: [20, id as u32 % 4].into() })
//!     .collect();
//! let layout = CountLayout { n_groups: 1, n_labels: 1 };
//! let groups = classified_shares(&clusters, layout, &BootstrapConfig::default())?;
//!
//! let found = &groups[0].labels[0];
//! assert_eq!(found.share, Some(18.0 / 240.0));
//! let (lo, hi) = found.sampling.unwrap();
//! assert!(lo < 0.075 && 0.075 < hi);
//! # Ok::<(), stats::Error>(())
//! ```

mod agreement;
mod bootstrap;
mod classified_share;
mod clusters;
mod corrected;
mod distributions;
mod dsl;
mod error;
mod heterogeneity;
mod multiple_testing;
mod ppi;
mod proportion;
mod random;
mod ratio;
mod rogan_gladen;
mod sample_size;
mod sampling;
mod scores;
mod simulation;

pub use agreement::{
    Alpha, CodeDistance, CodedUnit, CoderConfusion, Kappa, code_confusion, cohen_kappa,
    krippendorff_alpha,
};
pub use bootstrap::BootstrapConfig;
pub use classified_share::{ClassifiedShare, GroupShares, classified_shares};
pub use clusters::{ClusterCounts, CountLayout};
pub use corrected::{
    AuditCode, Contrast, CorrectedRate, FrameUnit, IntervalMethod, NoInterval, Outcome, RateConfig,
    RateEstimate, RateMethod, RateSums, Target, Totals, contrast, corrected_rate,
    corrected_rate_of,
};
pub use dsl::{AuditedLabel, DslRegression, DslUnit, Link, dsl_mean, dsl_regression};
pub use error::Error;
pub use heterogeneity::{GroupEstimate, Heterogeneity, heterogeneity};
pub use multiple_testing::{benjamini_hochberg, holm};
pub use ppi::{LabelledScore, PpiMean, ppi_mean};
pub use proportion::{SampledShare, SurveyShare, exact_interval, wilson_interval};
pub use ratio::{RatioEstimate, RatioUnit, cluster_ratio};
pub use rogan_gladen::{MeasuredRate, RoganGladen, rogan_gladen};
pub use sample_size::{PpiPlan, ProportionPlan};
pub use sampling::{
    Allocation, DrawnUnit, PlannedRate, Sample, SamplePlan, SamplingConfig, SamplingFrame,
    SamplingUnit, Stratum, UnitClass, choose_active, draw_sample, plan_sample,
};
pub use scores::{
    Brier, CoveredRisk, DecidedUnit, Recalibration, ScoreBin, WeightedScore, average_precision,
    brier, expected_calibration_error, recalibration, reliability_bin, reliability_bins,
    risk_coverage,
};
pub use simulation::{
    MethodSummary, MissingInterval, ReplicationOutcome, Share, SimulatedMethod, SimulationConfig,
    SimulationTally, simulate_replication,
};
