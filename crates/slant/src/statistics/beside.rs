//! The rates of the tables beside the main one: what is marked, what the audit makes of it, with linearised intervals.

use serde::Serialize;
use stats::{AuditCode, CorrectedRate, FrameUnit, RateConfig, RateSums, corrected_rate_of};

use super::{
    coding::{Coding, Estimand, Proxy, Specification},
    rates::AuditedRate,
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

/// What some articles contribute to a number.
pub(super) struct BesideSums {
    n_articles: u64,
    classified: RateSums,
    audited: Option<RateSums>,
}

impl BesideSums {
    pub(super) fn of(
        coding: &Coding<'_>,
        articles: &[u32],
        specification: &Specification,
    ) -> Result<Self, Error> {
        let told = |unit: usize| specification.domain.told(&coding.frame.units[unit]);
        let is_heard = |article: &&u32| coding.units_of(**article).any(told);
        let audited = coding.has_audit().then(|| coding.frame_units(articles, specification));
        Ok(Self {
            n_articles: articles.iter().filter(is_heard).count() as u64,
            classified: classified_sums(coding, articles, specification)?,
            audited: audited.map(|units| RateSums::of(&units)).transpose()?,
        })
    }

    /// Of several groups of articles together.
    pub(super) fn together(parts: &[&Self]) -> Self {
        let classified: Vec<&RateSums> = parts.iter().map(|part| &part.classified).collect();
        let audited: Vec<&RateSums> =
            parts.iter().filter_map(|part| part.audited.as_ref()).collect();
        Self {
            n_articles: parts.iter().map(|part| part.n_articles).sum(),
            classified: RateSums::together(&classified),
            audited: (!audited.is_empty()).then(|| RateSums::together(&audited)),
        }
    }

    /// Whether a unit is in the domain, as told or as coded.
    pub(super) fn has_units(&self) -> bool {
        let is_coded = self.audited.as_ref().is_some_and(|audited| audited.n_audited().0 > 0);
        self.n_articles > 0 || is_coded
    }

    pub(super) fn rate(&self, config: &RateConfig) -> Result<BesideRate, Error> {
        let classified = classified_rate(&self.classified, config)?;
        let rate = match &self.audited {
            Some(audited) => AuditedRate::of(&corrected_rate_of(audited, config)?, config),
            None => AuditedRate::default(),
        };
        Ok(BesideRate {
            n_articles: self.n_articles,
            n_clusters: classified.n_audited_clusters,
            n_units: classified.n_audited,
            classified: classified.corrected.rate,
            sampling: classified.corrected.interval,
            rate,
        })
    }
}

/// What the classifier marks, as if it were the truth: then every unit is known, and clusters alone are drawn.
pub(super) fn classified_sums(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
) -> Result<RateSums, Error> {
    let marks = Specification { proxy: Proxy::Decision, ..*specification };
    let mut units = coding.frame_units(articles, &marks);
    for unit in &mut units {
        let known = AuditCode { stratum: 0, pi: 1.0, label: unit.score, domain: unit.domain };
        *unit = FrameUnit { audit: Some(known), score: 0.0, domain: 0.0, ..*unit };
    }
    Ok(RateSums::of(&units)?)
}

/// The share of [`classified_sums`], or the mean; its audited units are those in the domain.
pub(super) fn classified_rate(
    sums: &RateSums,
    config: &RateConfig,
) -> Result<CorrectedRate, Error> {
    let config = RateConfig { min_audited: 0, min_positive: 0, ..config.linearised() };
    Ok(corrected_rate_of(sums, &config)?)
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
