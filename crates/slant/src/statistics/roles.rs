//! What speakers of each role say, in all outlets together and in each.

use features::SpeakerRole;
use serde::Serialize;
use stats::RateConfig;

use super::{
    beside::{BesideRate, BesideSums},
    coding::{Coding, Domain, Estimand, Quantity, Specification},
};
use crate::{error::Error, threads::Workers};

const ROLES: [SpeakerRole; 4] =
    [SpeakerRole::Administration, SpeakerRole::Legislator, SpeakerRole::Expert, SpeakerRole::Other];

/// How often what speakers of a role say carries a label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleStatistics {
    /// The role.
    pub role: &'static str,
    /// The outlet; `None`: all together.
    pub outlet: Option<String>,
    /// The label.
    pub label: String,
    /// The rate.
    #[serde(flatten)]
    pub rate: BesideRate,
}

/// For each role: all outlets together, then each outlet that quotes such a speaker.
pub(super) fn role_statistics(
    coding: &Coding<'_>,
    estimand: Estimand,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<RoleStatistics>, Error> {
    let config = config.linearised();
    let mut rows = Vec::new();
    for role in ROLES {
        rows.extend(of_role(coding, role, estimand, &config, workers)?);
    }
    Ok(rows)
}

fn of_role(
    coding: &Coding<'_>,
    role: SpeakerRole,
    estimand: Estimand,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<RoleStatistics>, Error> {
    use rayon::prelude::*;
    let (n_outlets, n_labels) = (coding.frame.outlets.len(), coding.frame.n_labels());
    let sums = |outlet: usize| -> Result<Vec<BesideSums>, Error> {
        let articles = coding.articles_of(outlet);
        let of_label = |label| {
            let domain = Domain::Role(role);
            let specification = Specification::of(domain, Quantity::Label(label), estimand);
            BesideSums::of(coding, articles, &specification)
        };
        (0..n_labels).map(of_label).collect()
    };
    let of_outlets: Vec<Vec<BesideSums>> =
        workers.install(|| (0..n_outlets).into_par_iter().map(sums).collect::<Result<_, _>>())?;
    let mut rows = Vec::new();
    let mut push = |outlet: Option<usize>, label: usize, sums: &BesideSums| -> Result<(), Error> {
        rows.push(RoleStatistics {
            role: role.as_str(),
            outlet: outlet.map(|outlet| coding.frame.outlets[outlet].clone()),
            label: coding.frame.labels[label].clone(),
            rate: sums.rate(config)?,
        });
        Ok(())
    };
    for label in 0..n_labels {
        let parts: Vec<&BesideSums> = of_outlets.iter().map(|labels| &labels[label]).collect();
        push(None, label, &BesideSums::together(&parts))?;
    }
    for (outlet, labels) in of_outlets.iter().enumerate() {
        for (label, sums) in labels.iter().enumerate().filter(|(_, sums)| sums.has_units()) {
            push(Some(outlet), label, sums)?;
        }
    }
    Ok(rows)
}
