//! What speakers of each role say, in all outlets together and in each.

use features::SpeakerRole;
use serde::Serialize;
use stats::{IntervalMethod, RateConfig};

use super::{
    beside::{BesideRate, beside_rate},
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
    use rayon::prelude::*;
    let config = RateConfig { interval: IntervalMethod::Linearised, ..config.clone() };
    let n_outlets = coding.frame.outlets.len();
    let all = coding.all_articles();
    let cells: Vec<(SpeakerRole, usize)> = ROLES
        .into_iter()
        .flat_map(|role| {
            let places = std::iter::once(n_outlets).chain(0..n_outlets);
            places.map(move |outlet| (role, outlet))
        })
        .collect();
    let of_cell = |(role, outlet): (SpeakerRole, usize)| -> Result<Vec<RoleStatistics>, Error> {
        let is_all = outlet == n_outlets;
        let articles = if is_all { all.as_slice() } else { coding.articles_of(outlet) };
        let mut rows = Vec::new();
        for label in 0..coding.frame.n_labels() {
            let specification =
                Specification::of(Domain::Role(role), Quantity::Label(label), estimand);
            let rate = beside_rate(coding, articles, &specification, &config)?;
            if is_all || rate.n_units > 0 || rate.rate.n_audited > 0 {
                rows.push(RoleStatistics {
                    role: role.as_str(),
                    outlet: (!is_all).then(|| coding.frame.outlets[outlet].clone()),
                    label: coding.frame.labels[label].clone(),
                    rate,
                });
            }
        }
        Ok(rows)
    };
    let rows: Result<Vec<Vec<RoleStatistics>>, Error> =
        workers.install(|| cells.into_par_iter().map(of_cell).collect());
    Ok(rows?.into_iter().flatten().collect())
}
