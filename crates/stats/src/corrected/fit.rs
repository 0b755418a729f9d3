//! Rate, λ and standard error from sums and sums of products, the same way for the sample and for each replicate.

use std::array::from_fn;

use super::cluster_sums::{ClusterSums, N_SUMS};
use super::strata::{Matrix, quadratic_form};

/// Sums of a cluster and their ten products.
pub(super) const N_MOMENTS: usize = N_SUMS + N_SUMS * (N_SUMS + 1) / 2;

/// Rounds of choosing λ for the rate and the rate for λ: the second changes little, a third nothing.
const ROUNDS: usize = 2;

/// Sums over clusters of the four sums and of their products.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moments {
    sums: [f64; N_SUMS],
    products: Matrix<N_SUMS>,
}

/// A rate with the λ that it was fitted with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub(super) rate: f64,
    pub(super) lambda: f64,
    /// The denominator, estimated.
    pub(super) total: f64,
    /// `Σ_c Z_c²` over clusters, of the numerator's residual `Z_c`.
    pub(super) residual_squares: f64,
}

/// How λ is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lambda {
    Tuned,
    Fixed(f64),
}

impl Moments {
    /// Over clusters that count once each.
    pub(super) fn over(clusters: &[ClusterSums]) -> Self {
        let mut flat = [0.0; N_MOMENTS];
        for cluster in clusters {
            for (sum, value) in flat.iter_mut().zip(products_of(cluster)) {
                *sum += value;
            }
        }
        Self::of(&flat)
    }

    /// From what [`products_of`] gives for each cluster, summed with weights.
    pub(super) fn of(flat: &[f64; N_MOMENTS]) -> Self {
        let mut sums = [0.0; N_SUMS];
        sums.copy_from_slice(&flat[..N_SUMS]);
        let products = from_fn(|i| from_fn(|j| flat[place_of_product(i, j)]));
        Self { sums, products }
    }

    /// The fit; `None` where the denominator is not above 0.
    pub(super) fn fit(&self, lambda: Lambda) -> Option<Fit> {
        let mut fit = self.rate_at(0.0)?;
        match lambda {
            Lambda::Fixed(lambda) => fit = self.rate_at(lambda)?,
            Lambda::Tuned => {
                for _ in 0..ROUNDS {
                    fit = self.rate_at(self.best_lambda(fit.rate))?;
                }
            }
        }
        fit.residual_squares = quadratic_form(&self.products, fit.cluster_coefficients());
        Some(fit)
    }

    fn rate_at(&self, lambda: f64) -> Option<Fit> {
        let [label, coded_domain, score, domain] = self.sums;
        let total = coded_domain + lambda * domain;
        let rate = (label + lambda * score) / total;
        (total > 0.0 && rate.is_finite()).then_some(Fit {
            rate,
            lambda,
            total,
            residual_squares: 0.0,
        })
    }

    /// The λ in [0, 1] that minimises `Σ_c (A_c + λ B_c)²` at this rate.
    fn best_lambda(&self, rate: f64) -> f64 {
        let of_labels = [1.0, -rate, 0.0, 0.0];
        let of_proxies = [0.0, 0.0, 1.0, -rate];
        let squares = quadratic_form(&self.products, of_proxies);
        // Twice the mixed term is the form of the sum less those of the parts.
        let both = [1.0, -rate, 1.0, -rate];
        let mixed = (quadratic_form(&self.products, both)
            - quadratic_form(&self.products, of_labels)
            - squares)
            / 2.0;
        if squares > 0.0 { (-mixed / squares).clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Fit {
    /// Coefficients of a cluster's four sums in its residual.
    pub(super) fn cluster_coefficients(&self) -> [f64; N_SUMS] {
        [1.0, -self.rate, self.lambda, -self.lambda * self.rate]
    }

    /// Coefficients of an audited unit's `(y, d, f, g)` in its residual.
    pub(super) fn unit_coefficients(&self) -> [f64; N_SUMS] {
        [1.0, -self.rate, -self.lambda, self.lambda * self.rate]
    }
}

/// The four sums of a cluster, then their ten products.
pub(super) fn products_of(cluster: &ClusterSums) -> [f64; N_MOMENTS] {
    let mut flat = [0.0; N_MOMENTS];
    flat[..N_SUMS].copy_from_slice(&cluster.sums);
    for i in 0..N_SUMS {
        for j in i..N_SUMS {
            flat[place_of_product(i, j)] = cluster.sums[i] * cluster.sums[j];
        }
    }
    flat
}

/// Where the product of two sums stands: rows of the upper triangle, one after the other.
fn place_of_product(i: usize, j: usize) -> usize {
    let (row, column) = (i.min(j), i.max(j));
    N_SUMS + row * N_SUMS - row * (row + 1) / 2 + column
}
