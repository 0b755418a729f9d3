//! The correction, fitted anew in every replicate of the cluster bootstrap.

use super::cluster_sums::ClusterSums;
use super::fit::{Fit, Lambda, Moments, N_MOMENTS, products_of};
use crate::bootstrap::BootstrapConfig;
use crate::random::WeightStream;

/// What the replicates of one estimate say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Replicates {
    /// The rate of each.
    pub(super) rates: Vec<f64>,
    /// `(θ* − θ)/se*` of each.
    pub(super) statistics: Vec<f64>,
}

/// Draws the replicates of several estimates at once: fits of the same clusters, each with its way of finding λ.
pub(super) fn draw_replicates<const N: usize>(
    clusters: &[ClusterSums],
    estimates: [(Lambda, Fit); N],
    config: &BootstrapConfig,
) -> [Replicates; N] {
    let streams: Vec<WeightStream> =
        clusters.iter().map(|cluster| WeightStream::new(config.seed, cluster.cluster_id)).collect();
    let moments: Vec<[f64; N_MOMENTS]> = clusters.iter().map(products_of).collect();
    let mut found = std::array::from_fn(|_| Replicates::default());
    for replicate in 0..config.replicates {
        let mut sums = [0.0; N_MOMENTS];
        for (stream, moments) in streams.iter().zip(&moments) {
            let weight = f64::from(stream.weight(replicate));
            for (sum, moment) in sums.iter_mut().zip(moments) {
                *sum += weight * moment;
            }
        }
        let moments = Moments::of(&sums);
        for (replicates, (lambda, fit)) in found.iter_mut().zip(&estimates) {
            replicates.add(&moments, *lambda, fit);
        }
    }
    found
}

impl Replicates {
    /// A replicate without a denominator is left out, one without a variance has no statistic.
    fn add(&mut self, moments: &Moments, lambda: Lambda, fit: &Fit) {
        let Some(refit) = moments.fit(lambda) else { return };
        self.rates.push(refit.rate);
        let standard_error = refit.residual_squares.sqrt() / refit.total;
        if standard_error > 0.0 {
            self.statistics.push((refit.rate - fit.rate) / standard_error);
        }
    }
}
