//! Net tone: the sum of the tones of a sentence's labels, averaged over articles.

use serde::Serialize;
use stats::{Outcome, RateConfig};

use super::{
    beside::{BesideRate, BesideSums},
    coding::{Coding, Estimand, Quantity, Specification},
    rates::DOMAINS,
};
use crate::{error::Error, threads::Workers};

/// The net tone of one outlet in one voice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetTone {
    /// The outlet.
    pub outlet: String,
    /// `own`, or `all` for the content carried.
    pub voice: &'static str,
    /// The mean over articles.
    #[serde(flatten)]
    pub tone: BesideRate,
}

/// Per outlet, own voice and the content carried; none where the codebook gives no label a tone.
///
/// A number and no share: the interval is linearised.
pub(super) fn net_tones(
    coding: &Coding<'_>,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<NetTone>, Error> {
    use rayon::prelude::*;
    if !coding.has_tones() {
        return Ok(Vec::new());
    }
    let config = RateConfig { outcome: Outcome::Number, ..config.linearised() };
    let [own, .., all] = DOMAINS;
    let of_outlet = |outlet: usize| -> Result<Vec<NetTone>, Error> {
        let of_voice = |(voice, domain)| {
            let specification = Specification::of(domain, Quantity::Tone, Estimand::Article);
            let articles = coding.articles_of(outlet);
            let tone = BesideSums::of(coding, articles, &specification)?.rate(&config)?;
            Ok(NetTone { outlet: coding.frame.outlets[outlet].clone(), voice, tone })
        };
        [own, all].into_iter().map(of_voice).collect()
    };
    let n_outlets = coding.frame.outlets.len();
    let rows: Result<Vec<Vec<NetTone>>, Error> =
        workers.install(|| (0..n_outlets).into_par_iter().map(of_outlet).collect());
    Ok(rows?.into_iter().flatten().collect())
}
