//! Rates corrected for the classifier's errors by an audit: design-weighted, clustered PPI++.
//!
//! Every unit of the frame has proxies: what the classifier says of the label and what rules say of the domain (the
//! voice). Some units were audited: drawn with known probability π and coded by people. With the numerator `y` (label
//! and domain as coded), the denominator `d` (domain as coded) and their proxies `f` and `g`, the rate is a ratio of two
//! totals,
//!
//! ```text
//! θ = (Σ_all λf + Σ_audited (y − λf)/π) / (Σ_all λg + Σ_audited (d − λg)/π),
//! ```
//!
//! unbiased but for the ratio whatever the classifier does; it decides how narrow the interval is. λ in [0, 1] minimises
//! the variance: 0 leaves the labels alone (a Hájek ratio), 1 trusts the proxies fully. With equal probabilities, one unit
//! a cluster and one domain it is the plain PPI++ of Angelopoulos, Duchi, Zrnic 2023 (arXiv 2311.01453); the weighting
//! is that of the difference estimator (Särndal, Swensson, Wretman 1992, chapter 6).

mod cluster_sums;
mod contrast;
mod fit;
mod rate;
mod replicates;
mod strata;
#[cfg(test)]
mod tests;

pub use cluster_sums::RateSums;
pub use contrast::{Contrast, Totals, contrast};
pub use rate::{
    CorrectedRate, IntervalMethod, NoInterval, Outcome, RateConfig, RateEstimate, RateMethod,
    Target, corrected_rate, corrected_rate_of,
};

/// A unit of the frame, as one estimate sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameUnit {
    /// A stable hash that names its cluster in every outlet.
    pub cluster_id: u64,
    /// How much the unit counts, above 0: 1 where sentences count alike.
    pub weight: f64,
    /// Proxy of the numerator: the probability of the label in the domain, 0 outside of it.
    pub score: f64,
    /// Proxy of the denominator: 1 in the domain, 0 outside of it.
    pub domain: f64,
    /// What auditors found, where the unit was drawn.
    pub audit: Option<AuditCode>,
}

/// What auditors found in a unit, and how it was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuditCode {
    /// Units of one stratum were drawn at random among each other, with one probability.
    pub stratum: u32,
    /// The probability with which the unit was drawn, above 0 and at most 1.
    pub pi: f64,
    /// The numerator: 1 with the label in the domain, else 0.
    pub label: f64,
    /// The denominator: 1 in the domain, else 0.
    pub domain: f64,
}
