//! Regression of labels that are known for a sample.

use std::cmp::Ordering;

use super::DslUnit;
use super::normal_equations::{NormalEquations, add_row, add_square};
use crate::Error;
use crate::error::check_range;

/// The most steps of Newton's method; where a solution exists it takes under ten.
const MAX_STEPS: u32 = 100;
/// A step below this, relative to the coefficients, ends it: the next one would be its square.
const SMALL_STEP: f64 = 1e-10;

/// How the expected label follows from the covariates' linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It is the predictor: least squares; differences of shares.
    Identity,
    /// Its log-odds are the predictor: logistic regression, for labels of 0 and 1.
    Logit,
}

/// The coefficients and their standard errors, in the order of the covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct DslRegression {
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Standard errors as if all units were independent.
    pub hc0: Vec<f64>,
    /// Cluster-robust standard errors.
    pub cr0: Vec<f64>,
    /// `cr0` times `√(G/(G - 1) · (n - 1)/(n - p))` with G clusters, n units and p covariates; `None` with one cluster or
    /// no more units than covariates.
    pub cr1: Option<Vec<f64>>,
    /// Clusters.
    pub n_clusters: u64,
}

/// Regresses labels on covariates through their pseudo-outcomes: the solution b of `Σ x (Ỹ - μ(x b)) = 0`.
///
/// `covariates` has one row a unit, all of one length. No intercept is added: give a covariate of ones. The standard
/// errors are of the sandwich, the meat summed within clusters. Solved exactly, without the ridge of 1e-5 that the R
/// package `dsl` adds. With everything audited at pi = 1, ordinary least squares or logistic regression. The order of
/// units changes no digit.
///
/// Egami et al. 2023, arXiv 2306.04746; CR1 with the factor of Stata and `statsmodels`: Cameron, Miller 2015, "A
/// practitioner's guide to cluster-robust inference".
///
/// ```
/// use stats::{AuditedLabel, DslUnit, Link, dsl_regression};
///
/// // Two outlets with shares of .2 and .6; a model that misses every third label.
/// let outlet = |unit: u64| unit % 2;
/// let label = |unit: u64| f64::from(unit / 2 % 5 < 1 + 2 * outlet(unit));
/// let units: Vec<DslUnit> = (0..600)
///     .map(|unit| DslUnit {
///         cluster_id: unit / 5,
///         prediction: if unit % 3 == 0 { 0.0 } else { label(unit) },
///         audited: Some(AuditedLabel { label: label(unit), pi: 1.0 }),
///     })
///     .collect();
/// let covariates: Vec<Vec<f64>> = (0..600).map(|unit| vec![1.0, outlet(unit) as f64]).collect();
/// let found = dsl_regression(&units, &covariates, Link::Identity)?;
/// assert!((found.coefficients[0] - 0.2).abs() < 1e-12 && (found.coefficients[1] - 0.4).abs() < 1e-12);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// No units, rows of different length, collinear covariates, numbers out of range, and with `Link::Logit` covariates that
/// separate the labels.
pub fn dsl_regression(
    units: &[DslUnit],
    covariates: &[Vec<f64>],
    link: Link,
) -> Result<DslRegression, Error> {
    let rows = rows(units, covariates)?;
    let coefficients = match link {
        Link::Identity => newton_step(&rows, &vec![0.0; rows[0].covariates.len()], link)?,
        Link::Logit => solve_by_newton(&rows)?,
    };
    errors_of(&rows, coefficients, link)
}

/// What the estimating equations know of one unit.
struct Row<'a> {
    cluster_id: u64,
    outcome: f64,
    covariates: &'a [f64],
}

impl Row<'_> {
    /// The residual, and the derivative of the expected label by the predictor.
    fn residual(&self, coefficients: &[f64], link: Link) -> (f64, f64) {
        let predictor: f64 = self.covariates.iter().zip(coefficients).map(|(x, b)| x * b).sum();
        match link {
            Link::Identity => (self.outcome - predictor, 1.0),
            Link::Logit => {
                let expected = 1.0 / (1.0 + libm::exp(-predictor));
                (self.outcome - expected, expected / (1.0 + libm::exp(predictor)))
            }
        }
    }
}

/// The units in an order that depends on nothing but themselves, cluster by cluster.
fn rows<'a>(units: &[DslUnit], covariates: &'a [Vec<f64>]) -> Result<Vec<Row<'a>>, Error> {
    if units.is_empty() {
        return Err(Error::TooFew { name: "units", found: 0, least: 1 });
    }
    if covariates.len() != units.len() {
        return Err(Error::NumberOfRows { found: covariates.len(), expected: units.len() });
    }
    let expected = covariates[0].len();
    let mut rows = Vec::with_capacity(units.len());
    for (row, (unit, covariates)) in units.iter().zip(covariates).enumerate() {
        if covariates.len() != expected || expected == 0 {
            let expected = expected.max(1);
            return Err(Error::NumberOfCovariates { row, found: covariates.len(), expected });
        }
        for &value in covariates {
            check_range(value.is_finite(), "a covariate of", value, "a finite number")?;
        }
        let outcome = unit.pseudo_outcome()?;
        rows.push(Row { cluster_id: unit.cluster_id, outcome, covariates });
    }
    rows.sort_unstable_by(|a, b| {
        let by_covariates = || compare(a.covariates, b.covariates);
        a.cluster_id
            .cmp(&b.cluster_id)
            .then(a.outcome.total_cmp(&b.outcome))
            .then_with(by_covariates)
    });
    Ok(rows)
}

fn compare(a: &[f64], b: &[f64]) -> Ordering {
    let different = a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
    different.unwrap_or(Ordering::Equal)
}

/// The derivative of the estimating equations, factored, and their value.
fn equations(
    rows: &[Row<'_>],
    coefficients: &[f64],
    link: Link,
) -> Result<(NormalEquations, Vec<f64>), Error> {
    let p = coefficients.len();
    let (mut matrix, mut sums) = (vec![vec![0.0; p]; p], vec![0.0; p]);
    for row in rows {
        let (residual, slope) = row.residual(coefficients, link);
        add_square(&mut matrix, row.covariates, slope);
        add_row(&mut sums, row.covariates, residual);
    }
    Ok((NormalEquations::new(&matrix)?, sums))
}

/// The step that solves the equations as they are linearised at the coefficients.
fn newton_step(rows: &[Row<'_>], coefficients: &[f64], link: Link) -> Result<Vec<f64>, Error> {
    let (matrix, sums) = equations(rows, coefficients, link)?;
    Ok(matrix.solve(&sums))
}

/// Newton's method from 0 for the logit link.
fn solve_by_newton(rows: &[Row<'_>]) -> Result<Vec<f64>, Error> {
    let mut coefficients = vec![0.0; rows[0].covariates.len()];
    for steps in 1..=MAX_STEPS {
        // The first matrix tells collinear covariates from a search that runs away.
        let step = newton_step(rows, &coefficients, Link::Logit).map_err(|error| match steps {
            1 => error,
            _ => Error::NotConverged { steps },
        })?;
        let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
        for (coefficient, step) in coefficients.iter_mut().zip(&step) {
            *coefficient += step;
        }
        if largest(&step) <= SMALL_STEP * largest(&coefficients).max(1.0) {
            return Ok(coefficients);
        }
    }
    Err(Error::NotConverged { steps: MAX_STEPS })
}

fn errors_of(rows: &[Row<'_>], coefficients: Vec<f64>, link: Link) -> Result<DslRegression, Error> {
    let (n, p) = (rows.len(), coefficients.len());
    let (bread, _) = equations(rows, &coefficients, link)?;
    let (mut by_unit, mut by_cluster) = (vec![vec![0.0; p]; p], vec![vec![0.0; p]; p]);
    let mut n_clusters = 0;
    for cluster in rows.chunk_by(|a, b| a.cluster_id == b.cluster_id) {
        let mut sums = vec![0.0; p];
        for row in cluster {
            let (residual, _) = row.residual(&coefficients, link);
            add_square(&mut by_unit, row.covariates, residual * residual);
            add_row(&mut sums, row.covariates, residual);
        }
        add_square(&mut by_cluster, &sums, 1.0);
        n_clusters += 1;
    }
    let standard_errors = |meat: &[Vec<f64>]| -> Vec<f64> {
        let covariance = bread.sandwich(meat);
        covariance.iter().enumerate().map(|(i, row)| row[i].max(0.0).sqrt()).collect()
    };
    let cr0 = standard_errors(&by_cluster);
    let few =
        n_clusters as f64 / (n_clusters as f64 - 1.0) * (n as f64 - 1.0) / (n as f64 - p as f64);
    Ok(DslRegression {
        hc0: standard_errors(&by_unit),
        cr1: (n_clusters > 1 && n > p).then(|| cr0.iter().map(|se| se * few.sqrt()).collect()),
        cr0,
        n_clusters,
        coefficients,
    })
}
