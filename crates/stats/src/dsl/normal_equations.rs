//! Symmetric systems of a few equations, solved exactly.

use crate::Error;

/// Pivots below this share of their diagonal leave nothing but rounding of the covariate.
const LEAST_PIVOT: f64 = 1e-12;

/// A symmetric positive definite matrix as its Cholesky factor, after its diagonal was scaled to 1.
pub(super) struct NormalEquations {
    /// The factor's rows, each up to the diagonal.
    factor: Vec<Vec<f64>>,
    /// What rows and columns were divided by.
    scales: Vec<f64>,
}

impl NormalEquations {
    /// Refuses a matrix with columns that depend on one another.
    pub(super) fn new(matrix: &[Vec<f64>]) -> Result<Self, Error> {
        let scales: Vec<f64> =
            matrix.iter().enumerate().map(|(i, row)| row[i].max(0.0).sqrt()).collect();
        let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, row) in matrix.iter().enumerate() {
            let mut factored: Vec<f64> = Vec::with_capacity(i + 1);
            for j in 0..i {
                let known: f64 = factored.iter().zip(&factor[j]).map(|(a, b)| a * b).sum();
                factored.push((row[j] / scales[i] / scales[j] - known) / factor[j][j]);
            }
            let pivot = 1.0 - factored.iter().map(|a| a * a).sum::<f64>();
            if !(scales[i] > 0.0 && scales[i].is_finite() && pivot > LEAST_PIVOT) {
                return Err(Error::Collinear { column: i });
            }
            factored.push(pivot.sqrt());
            factor.push(factored);
        }
        Ok(Self { factor, scales })
    }

    /// The solution for a right-hand side.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut solution: Vec<f64> = right.iter().zip(&self.scales).map(|(b, s)| b / s).collect();
        for (i, row) in self.factor.iter().enumerate() {
            let known: f64 = row[..i].iter().zip(&solution).map(|(a, b)| a * b).sum();
            solution[i] = (solution[i] - known) / row[i];
        }
        for i in (0..solution.len()).rev() {
            solution[i] /= self.factor[i][i];
            let (above, at) = solution.split_at_mut(i);
            for (value, a) in above.iter_mut().zip(&self.factor[i]) {
                *value -= a * at[0];
            }
        }
        solution.iter().zip(&self.scales).map(|(x, s)| x / s).collect()
    }

    /// `A⁻¹ M A⁻¹` with this matrix as A and a symmetric M: the sandwich.
    pub(super) fn sandwich(&self, meat: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let half: Vec<Vec<f64>> = meat.iter().map(|row| self.solve(row)).collect();
        (0..meat.len())
            .map(|i| self.solve(&half.iter().map(|row| row[i]).collect::<Vec<f64>>()))
            .collect()
    }
}

/// Adds `weight` times the product of a row with itself.
pub(super) fn add_square(matrix: &mut [Vec<f64>], row: &[f64], weight: f64) {
    for (sums, a) in matrix.iter_mut().zip(row) {
        for (sum, b) in sums.iter_mut().zip(row) {
            *sum += weight * a * b;
        }
    }
}

/// Adds `weight` times a row.
pub(super) fn add_row(sums: &mut [f64], row: &[f64], weight: f64) {
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum += weight * value;
    }
}
