//! L2-penalised logistic regression on sparse rows, behind linfa's `Fit` and `Predict`.

use linfa::{
    ParamGuard,
    dataset::DatasetBase,
    traits::{Fit, Predict},
};
use ndarray::Array1;

use crate::{
    error::Error,
    sparse::SparseRows,
    trust_region::{Objective, Stop, minimize},
};

/// Parameters of a fit, checked.
///
/// Minimised is ½‖w‖² + C Σ sᵢ ln(1 + exp(−yᵢ(w·xᵢ + b))), with y = ±1, the intercept b free of penalty and sᵢ
/// the sample weights, as scikit-learn's `LogisticRegression(C)`; balanced sample weights are the caller's to
/// give.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LogisticValidParams {
    /// Inverse strength of the penalty, above 0.
    c: f64,
    /// Stop where the norm of the gradient is under this share of its norm at the start.
    tolerance: f64,
}

/// Parameters of a fit, unchecked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LogisticParams(LogisticValidParams);

/// LIBLINEAR's default is 0.01; ten times closer costs a few steps and leaves no visible difference to the minimum.
const TOLERANCE: f64 = 1e-3;

/// Newton steps before a fit is given up; a usual one takes about ten.
const MAX_STEPS: usize = 200;

impl LogisticParams {
    pub(crate) fn new(c: f64) -> Self {
        Self(LogisticValidParams { c, tolerance: TOLERANCE })
    }
}

impl ParamGuard for LogisticParams {
    type Checked = LogisticValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked, Error> {
        let LogisticValidParams { c, tolerance } = self.0;
        for (name, value) in [("c", c), ("tolerance", tolerance)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(Error::Parameter {
                    name,
                    found: value.to_string(),
                    expected: "a number above 0",
                });
            }
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked, Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// Which rows carry the label, and how much each counts.
pub(crate) struct Targets {
    pub(crate) is_positive: Vec<bool>,
    pub(crate) weights: Vec<f64>,
}

/// A fitted hyperplane.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Logistic {
    /// One weight a column.
    pub(crate) weights: Vec<f64>,
    pub(crate) intercept: f64,
}

impl Fit<SparseRows, Targets, Error> for LogisticValidParams {
    type Object = Logistic;

    fn fit(&self, dataset: &DatasetBase<SparseRows, Targets>) -> Result<Logistic, Error> {
        let mut objective = LogisticObjective::new(&dataset.records, &dataset.targets, self.c);
        let mut weights =
            minimize(&mut objective, Stop { gradient_share: self.tolerance, max_steps: MAX_STEPS })
                .ok_or_else(|| Error::Training(format!("no minimum found in {MAX_STEPS} steps")))?;
        let intercept = weights.pop().unwrap_or_default();
        Ok(Logistic { weights, intercept })
    }
}

impl Predict<&SparseRows, Array1<f64>> for Logistic {
    /// The signed distance w·x + b of each row.
    fn predict(&self, rows: &SparseRows) -> Array1<f64> {
        (0..rows.n_rows()).map(|row| rows.dot(row, &self.weights) + self.intercept).collect()
    }
}

/// The penalised log-likelihood; the last variable is the intercept.
struct LogisticObjective<'a> {
    rows: &'a SparseRows,
    /// y = ±1.
    signs: Vec<f64>,
    /// C times the sample weights.
    costs: Vec<f64>,
    /// w·x + b of each row at the last point.
    scores: Vec<f64>,
    /// Cσ(1 − σ) of each row at the last point.
    curvatures: Vec<f64>,
}

impl<'a> LogisticObjective<'a> {
    fn new(rows: &'a SparseRows, targets: &Targets, c: f64) -> Self {
        let signs =
            targets.is_positive.iter().map(|&positive| if positive { 1.0 } else { -1.0 }).collect();
        let costs = targets.weights.iter().map(|weight| c * weight).collect();
        Self {
            rows,
            signs,
            costs,
            scores: vec![0.0; rows.n_rows()],
            curvatures: vec![0.0; rows.n_rows()],
        }
    }

    /// Sets `sum` to Σ factorᵢ (xᵢ, 1).
    fn combine(&self, factors: impl Iterator<Item = f64>, sum: &mut [f64]) {
        let (columns, intercept) = sum.split_at_mut(self.rows.n_columns());
        for (row, factor) in factors.enumerate() {
            self.rows.add_scaled(row, factor, columns);
            intercept[0] += factor;
        }
    }
}

impl Objective for LogisticObjective<'_> {
    fn n_variables(&self) -> usize {
        self.rows.n_columns() + 1
    }

    fn value(&mut self, point: &[f64]) -> f64 {
        let (weights, intercept) = point.split_at(self.rows.n_columns());
        let mut loss = 0.0;
        for (row, score) in self.scores.iter_mut().enumerate() {
            *score = self.rows.dot(row, weights) + intercept[0];
            loss += self.costs[row] * softplus(-self.signs[row] * *score);
        }
        loss + 0.5 * weights.iter().map(|weight| weight * weight).sum::<f64>()
    }

    fn gradient(&self, point: &[f64], gradient: &mut [f64]) {
        let n_columns = self.rows.n_columns();
        gradient[..n_columns].copy_from_slice(&point[..n_columns]);
        gradient[n_columns] = 0.0;
        let factors = (0..self.rows.n_rows()).map(|row| {
            -self.costs[row] * self.signs[row] * sigmoid(-self.signs[row] * self.scores[row])
        });
        self.combine(factors, gradient);
    }

    fn prepare_hessian(&mut self) {
        for (row, curvature) in self.curvatures.iter_mut().enumerate() {
            let probability = sigmoid(self.scores[row]);
            *curvature = self.costs[row] * probability * (1.0 - probability);
        }
    }

    fn hessian_product(&self, direction: &[f64], product: &mut [f64]) {
        let (weights, intercept) = direction.split_at(self.rows.n_columns());
        product[..weights.len()].copy_from_slice(weights);
        product[weights.len()] = 0.0;
        let factors = (0..self.rows.n_rows())
            .map(|row| self.curvatures[row] * (self.rows.dot(row, weights) + intercept[0]));
        self.combine(factors, product);
    }
}

/// 1 / (1 + exp(−x)), without overflow.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let exp = libm::exp(x);
        exp / (1.0 + exp)
    }
}

/// ln(1 + exp(x)), without overflow.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset(rows: &[(&[f32], bool)]) -> DatasetBase<SparseRows, Targets> {
        let mut sparse = SparseRows::new(rows[0].0.len());
        rows.iter().for_each(|(row, _)| sparse.push((0..).zip(row.iter().copied())));
        let targets = Targets {
            is_positive: rows.iter().map(|row| row.1).collect(),
            weights: vec![1.0; rows.len()],
        };
        DatasetBase::new(sparse, targets)
    }

    #[test]
    fn the_hyperplane_is_that_of_scikit_learn() {
        // scikit-learn 1.9.1, LogisticRegression(C=2.0, tol=1e-12, solver="newton-cg") on the same rows.
        let rows: [(&[f32], bool); 6] = [
            (&[1.0, 0.0], true),
            (&[0.8, 0.3], true),
            (&[0.2, 0.9], false),
            (&[0.0, 1.0], false),
            (&[0.5, 0.5], true),
            (&[0.6, 0.4], false),
        ];
        let params = LogisticParams(LogisticValidParams { c: 2.0, tolerance: 1e-10 });
        let fitted = params.check().unwrap().fit(&dataset(&rows)).unwrap();
        let expected = [0.908_758_69, -0.900_171_66, -0.006_677_5];
        for (found, expected) in fitted.weights.iter().chain([&fitted.intercept]).zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{fitted:?}");
        }
    }

    #[test]
    fn a_penalty_of_zero_is_refused() {
        let error = LogisticParams::new(0.0).check().unwrap_err();
        assert_eq!(error.to_string(), "`c` is 0, expected a number above 0");
    }
}
