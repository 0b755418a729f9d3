//! Methods of this crate for other languages: one JSON object a line in, one a line out.
//!
//! ```text
//! echo '{"method": "holm", "p_values": [0.01, 0.04]}' | cargo run -p stats --example from_json
//! {"values":[0.02,0.04]}
//! ```
//!
//! `values` are in the order of `values_of` below, null where there is none. Input that a method refuses gives
//! `{"error": "…"}`. `tests/benchmarks/statistics_peers.py` compares the values with those of other tools.

use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::json;
use stats::{
    AuditedLabel, BootstrapConfig, CodeDistance, CodedUnit, DslUnit, Error, LabelledScore, Link,
    MeasuredRate, RatioUnit, SampledShare, SurveyShare, benjamini_hochberg, cluster_ratio,
    cohen_kappa, dsl_regression, exact_interval, holm, krippendorff_alpha, ppi_mean, rogan_gladen,
    wilson_interval,
};

fn main() -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let output = match values_of(serde_json::from_str(&line?)?) {
            Ok(values) => json!({ "values": values }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(stdout, "{output}")?;
    }
    Ok(())
}

/// A method and its inputs; lists have one entry a unit, those of coders one a coder.
#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum Request {
    BenjaminiHochberg { p_values: Vec<f64> },
    Holm { p_values: Vec<f64> },
    Wilson { share: f64, sample_size: f64, level: f64, df: Option<f64> },
    Exact { share: f64, sample_size: f64, level: f64 },
    KornGraubard { share: f64, variance: f64, n_units: f64, df: f64, level: f64 },
    RoganGladen { rates: [f64; 3], variances: [f64; 3], level: f64 },
    ClusterRatio { clusters: Vec<u64>, numerators: Vec<f64>, denominators: Vec<f64> },
    Ppi { labels: Vec<f64>, scores: Vec<f64>, unlabelled: Vec<f64>, level: f64 },
    Dsl(DslInputs),
    AlphaNominal { coders: Vec<Vec<Option<u64>>> },
    AlphaJaccard { coders: Vec<Vec<Option<u64>>> },
    Kappa { coders: [Vec<Option<u64>>; 2] },
}

#[derive(Deserialize)]
struct DslInputs {
    logit: bool,
    clusters: Vec<u64>,
    predictions: Vec<f64>,
    labels: Vec<Option<f64>>,
    pi: Vec<f64>,
    covariates: Vec<Vec<f64>>,
}

fn values_of(request: Request) -> Result<Vec<Option<f64>>, Error> {
    let pair = |(lo, hi): (f64, f64)| vec![Some(lo), Some(hi)];
    let all = |values: Vec<f64>| values.into_iter().map(Some).collect();
    Ok(match request {
        Request::BenjaminiHochberg { p_values } => all(benjamini_hochberg(&p_values)?),
        Request::Holm { p_values } => all(holm(&p_values)?),
        Request::Wilson { share, sample_size, level, df } => {
            pair(wilson_interval(SampledShare { share, sample_size }, level, df)?)
        }
        Request::Exact { share, sample_size, level } => {
            pair(exact_interval(SampledShare { share, sample_size }, level)?)
        }
        Request::KornGraubard { share, variance, n_units, df, level } => {
            let survey = SurveyShare { share, variance, n_units, df };
            pair(exact_interval(survey.effective(level)?, level)?)
        }
        Request::RoganGladen { rates, variances, level } => {
            let rate = |i: usize| MeasuredRate { value: rates[i], variance: variances[i] };
            let found = rogan_gladen(rate(0), rate(1), rate(2), level)?;
            all(vec![found.unclipped, found.standard_error])
        }
        Request::ClusterRatio { clusters, numerators, denominators } => {
            let units: Vec<RatioUnit> = (clusters.iter().zip(numerators).zip(denominators))
                .map(|((&cluster_id, numerator), denominator)| RatioUnit {
                    cluster_id,
                    numerator,
                    denominator,
                })
                .collect();
            let found = cluster_ratio(&units)?;
            vec![Some(found.ratio), Some(found.hc0), Some(found.cr0), found.cr1]
        }
        Request::Ppi { labels, scores, unlabelled, level } => {
            let labelled: Vec<LabelledScore> = (labels.into_iter().zip(scores))
                .map(|(label, score)| LabelledScore { label, score })
                .collect();
            let found = ppi_mean(&labelled, &unlabelled, level)?;
            all(vec![found.mean, found.interval.0, found.interval.1])
        }
        Request::Dsl(inputs) => values_of_dsl(&inputs)?,
        Request::AlphaNominal { coders } => alpha(&coders, CodeDistance::Nominal)?,
        Request::AlphaJaccard { coders } => alpha(&coders, CodeDistance::Jaccard)?,
        Request::Kappa { coders } => vec![cohen_kappa(&coded_units(&coders), (0, 1)).kappa],
    })
}

fn values_of_dsl(inputs: &DslInputs) -> Result<Vec<Option<f64>>, Error> {
    let units: Vec<DslUnit> = (0..inputs.clusters.len())
        .map(|unit| DslUnit {
            cluster_id: inputs.clusters[unit],
            prediction: inputs.predictions[unit],
            audited: inputs.labels[unit].map(|label| AuditedLabel { label, pi: inputs.pi[unit] }),
        })
        .collect();
    let link = if inputs.logit { Link::Logit } else { Link::Identity };
    let found = dsl_regression(&units, &inputs.covariates, link)?;
    let cr1 = found.cr1.unwrap_or_default();
    let lists = [found.coefficients, found.hc0, found.cr0, cr1];
    Ok(lists.into_iter().flatten().map(Some).collect())
}

fn alpha(coders: &[Vec<Option<u64>>], distance: CodeDistance) -> Result<Vec<Option<f64>>, Error> {
    let config = BootstrapConfig { replicates: 1, ..BootstrapConfig::default() };
    Ok(vec![krippendorff_alpha(&coded_units(coders), distance, &config)?.alpha])
}

/// The units of a table with one row a coder.
fn coded_units(coders: &[Vec<Option<u64>>]) -> Vec<CodedUnit> {
    let n_units = coders.iter().map(Vec::len).max().unwrap_or(0);
    (0..n_units)
        .map(|unit| CodedUnit {
            cluster_id: unit as u64,
            codes: coders.iter().map(|codes| codes.get(unit).copied().flatten()).collect(),
        })
        .collect()
}
