//! The rates of the tables beside the main one: what is marked, what the audit makes of it, with linearised intervals.

use std::collections::BTreeSet;

use serde::Serialize;
use stats::{AuditCode, CorrectedRate, FrameUnit, IntervalMethod, RateConfig, corrected_rate};

use super::{
    coding::{Coding, Estimand, Proxy, Specification},
    rates::{AuditedRate, estimate},
};
use crate::error::Error;

/// What the classifier marks in some articles, and what the audit makes of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BesideRate {
    /// Articles with a unit in the domain.
    pub n_articles: u64,
    /// Their clusters.
    pub n_clusters: u64,
    /// Units in the domain, as the rules tell.
    pub n_units: u64,
    /// The mean of what the classifier marks: no rate.
    pub classified: Option<f64>,
    /// Its bounds of sampling variation.
    pub sampling: Option<(f64, f64)>,
    /// What the audit makes of it.
    #[serde(flatten)]
    pub rate: AuditedRate,
}

/// One number over some articles.
pub(super) fn beside_rate(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    config: &RateConfig,
) -> Result<BesideRate, Error> {
    let mut found = counts(coding, articles, specification);
    let classified = classified(coding, articles, specification, config)?;
    found.classified = classified.corrected.rate;
    found.sampling = classified.corrected.interval;
    if coding.has_audit() {
        let rate = estimate(coding, articles, specification, config)?;
        found.rate = AuditedRate::of(&rate, config);
    }
    Ok(found)
}

fn counts(coding: &Coding<'_>, articles: &[u32], specification: &Specification) -> BesideRate {
    let mut found = BesideRate::default();
    let mut clusters = BTreeSet::new();
    for &article in articles {
        let told = |unit: &usize| specification.domain.told(&coding.frame.units[*unit]);
        let n_units = coding.units_of(article).filter(told).count() as u64;
        if n_units > 0 {
            found.n_units += n_units;
            found.n_articles += 1;
            clusters.insert(coding.article(article).cluster_id);
        }
    }
    found.n_clusters = clusters.len() as u64;
    found
}

/// What the classifier marks, as if it were the truth: then every unit is known, and clusters alone are drawn.
pub(super) fn classified(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    config: &RateConfig,
) -> Result<CorrectedRate, Error> {
    let marks = Specification { proxy: Proxy::Decision, ..*specification };
    let known = |unit: FrameUnit| FrameUnit {
        audit: Some(AuditCode { stratum: 0, pi: 1.0, label: unit.score, domain: unit.domain }),
        score: 0.0,
        domain: 0.0,
        ..unit
    };
    let units: Vec<FrameUnit> =
        coding.frame_units(articles, &marks).into_iter().map(known).collect();
    let config = RateConfig {
        interval: IntervalMethod::Linearised,
        min_audited: 0,
        min_positive: 1,
        ..config.clone()
    };
    Ok(corrected_rate(&units, &config)?)
}

impl Estimand {
    /// The name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Article => "article",
        }
    }
}
