//! The precision that samples of a run would buy.

use serde::Serialize;
use stats::{PlannedRate, SamplePlan, plan_sample};

use super::{population::Population, settings::SampleOptions};
use crate::error::Error;

/// What a sample of one size is expected to tell. Widths are half those of 95 % intervals, as shares from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedSample {
    /// Units, or articles, to draw.
    pub n: u64,
    /// Strata formed.
    pub n_strata: usize,
    /// Labels over all outlets together, then outlet by outlet; all voices, then the outlet's own.
    pub widths: Vec<PlannedWidth>,
    /// For each label and voice what differences between two outlets can be told.
    pub contrasts: Vec<PlannedContrast>,
}

/// The expected precision of one rate.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedWidth {
    /// None for all outlets together.
    pub outlet: Option<String>,
    /// The label.
    pub label: String,
    /// `own` or `all`.
    pub voice: &'static str,
    /// Units, or articles, drawn from the outlet; none where it shares strata with others.
    pub n_drawn: Option<u64>,
    /// Clusters of articles with such units.
    pub n_clusters: u64,
    /// The rate that the scores promise.
    pub rate: f64,
    /// Half the width of the interval of the corrected rate, for coverage like this.
    pub corrected: Option<f64>,
    /// The same from the labels alone.
    pub labels_only: Option<f64>,
    /// The same of the corrected rate of these very articles.
    pub corrected_of_dump: Option<f64>,
}

/// The expected precision of a difference between two outlets that share no story.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedContrast {
    /// The label.
    pub label: String,
    /// `own` or `all`.
    pub voice: &'static str,
    /// Outlets with an interval.
    pub n_outlets: usize,
    /// Half the width of the interval of the difference between two outlets of median precision.
    pub median: Option<f64>,
    /// The same of the two least precise.
    pub widest: Option<f64>,
}

/// Foresees the precision of samples around the size that the options ask for: a half of it, it, twice and four times as much,
/// as far as there are so many units.
///
/// # Errors
/// As [`super::sample_units`], but for files, which are not written.
pub fn plan_units(options: &SampleOptions<'_>) -> Result<(Vec<PlannedSample>, Vec<String>), Error> {
    options.check()?;
    let population = Population::of(options)?;
    let config = options.config();
    let most = population.sampling.n_to_draw(options.whole_articles);
    let around = [options.n / 2, options.n.saturating_mul(2), options.n.saturating_mul(4)];
    let mut sizes: Vec<u64> = around.into_iter().filter(|n| (1..=most).contains(n)).collect();
    sizes.push(options.n);
    sizes.sort_unstable();
    sizes.dedup();
    let plans = plan_sample(&population.sampling, &config, &sizes)?;
    let plans = plans.into_iter().map(|plan| PlannedSample::of(plan, &population)).collect();
    Ok((plans, population.warnings))
}

impl PlannedSample {
    fn of(plan: SamplePlan, population: &Population) -> Self {
        let SamplePlan { n, n_strata, rates } = plan;
        let widths = rates.iter().map(|rate| PlannedWidth::of(rate, population)).collect();
        let mut contrasts = Vec::new();
        for own_voice in [false, true] {
            for label in 0..population.frame.n_labels() {
                let of_label: Vec<&PlannedRate> = rates
                    .iter()
                    .filter(|rate| {
                        rate.outlet.is_some() && rate.label == label && rate.own_voice == own_voice
                    })
                    .collect();
                contrasts.push(PlannedContrast::of(
                    &of_label,
                    &population.frame.labels[label],
                    own_voice,
                ));
            }
        }
        Self { n, n_strata, widths, contrasts }
    }
}

/// The half-width of a difference between two independent estimates.
fn of_difference(one: f64, other: f64) -> f64 {
    (one * one + other * other).sqrt()
}

fn voice_name(own_voice: bool) -> &'static str {
    if own_voice { "own" } else { "all" }
}

impl PlannedWidth {
    fn of(planned: &PlannedRate, population: &Population) -> Self {
        let frame = &population.frame;
        let PlannedRate {
            n_drawn,
            n_clusters,
            rate,
            corrected,
            labels_only,
            corrected_of_dump,
            ..
        } = *planned;
        Self {
            outlet: planned.outlet.map(|outlet| frame.outlets[outlet].clone()),
            label: frame.labels[planned.label].clone(),
            voice: voice_name(planned.own_voice),
            n_drawn,
            n_clusters,
            rate,
            corrected,
            labels_only,
            corrected_of_dump,
        }
    }
}

impl PlannedContrast {
    fn of(rates: &[&PlannedRate], label: &str, own_voice: bool) -> Self {
        let mut widths: Vec<f64> = rates.iter().filter_map(|rate| rate.corrected).collect();
        widths.sort_by(f64::total_cmp);
        let n_outlets = widths.len();
        let has_pair = n_outlets >= 2;
        let median = (widths.get(n_outlets.saturating_sub(1) / 2), widths.get(n_outlets / 2));
        Self {
            label: label.to_owned(),
            voice: voice_name(own_voice),
            n_outlets,
            median: if let (true, (Some(one), Some(other))) = (has_pair, median) {
                Some(of_difference(*one, *other))
            } else {
                None
            },
            widest: has_pair.then(|| of_difference(widths[n_outlets - 1], widths[n_outlets - 2])),
        }
    }
}
