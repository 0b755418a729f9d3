//! The line on the scale of log-odds that would calibrate probabilities.

use super::{WeightedScore, sort_and_check};
use crate::Error;

/// Probabilities are kept this far from 0 and 1, whose log-odds are infinite.
const LEAST_PROBABILITY: f64 = 1e-6;
const MAX_STEPS: u32 = 100;
const MAX_HALVINGS: u32 = 40;
/// A step below this share of the coefficients changes no digit that is shown.
const SMALL_STEP: f64 = 1e-10;
/// Of a sum of many losses.
const ROUNDING: f64 = 1e-13;
/// Where the determinant is a smaller share of the diagonal's product, log-odds do not vary.
const LEAST_DETERMINANT: f64 = 1e-12;

/// `log-odds of the label = intercept + slope · log-odds of the probability`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalibration {
    /// 1 is perfect; below 1, probabilities are too far apart.
    pub slope: f64,
    /// 0 is perfect; below 0, probabilities are too high where they are one half.
    pub intercept: f64,
}

/// The calibration line, fitted by weighted maximum likelihood; `None` where there is none: all units or no unit with the
/// label, equal probabilities, or probabilities that separate the label perfectly.
///
/// Probabilities are cut to [1e-6, 1 − 1e-6] first. Cox 1958, "Two further applications of a model for binary regression".
///
/// # Errors
/// A probability or a weight that is out of range.
pub fn recalibration(units: &[WeightedScore]) -> Result<Option<Recalibration>, Error> {
    let rows: Vec<Row> = sort_and_check(units)?.iter().map(Row::of).collect();
    if is_separated(&rows) {
        return Ok(None);
    }
    let mut line = Recalibration { slope: 1.0, intercept: 0.0 };
    for _ in 0..MAX_STEPS {
        let Some(step) = line.newton_step(&rows) else { return Ok(None) };
        let size = line.slope.abs().max(line.intercept.abs()).max(1.0);
        if step.slope.abs().max(step.intercept.abs()) <= SMALL_STEP * size {
            // Newton’s steps shrink quadratically: after this one nothing is left.
            return Ok(Some(line.plus(step, 1.0)));
        }
        match line.better(step, &rows) {
            Some(better) => line = better,
            None => return Ok(None),
        }
    }
    Ok(None)
}

struct Row {
    log_odds: f64,
    is_positive: bool,
    weight: f64,
}

impl Row {
    fn of(unit: &WeightedScore) -> Self {
        let probability = unit.probability.clamp(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY);
        let log_odds = libm::log(probability / (1.0 - probability));
        Self { log_odds, is_positive: unit.is_positive, weight: unit.weight }
    }
}

/// Whether a probability parts units with the label from those without, either way: then no line is the best one.
fn is_separated(rows: &[Row]) -> bool {
    // Rows ascend.
    let ends = |is_positive| {
        let mut of_class = rows.iter().filter(|row| row.is_positive == is_positive);
        let first = of_class.next()?.log_odds;
        Some((first, of_class.next_back().map_or(first, |row| row.log_odds)))
    };
    let (Some(positive), Some(negative)) = (ends(true), ends(false)) else { return true };
    positive.0 >= negative.1 || negative.0 >= positive.1
}

impl Recalibration {
    fn predictor(self, row: &Row) -> f64 {
        self.intercept + self.slope * row.log_odds
    }

    /// The negative log-likelihood.
    fn loss(self, rows: &[Row]) -> f64 {
        let of_row = |row: &Row| {
            let predictor = self.predictor(row);
            let against = if row.is_positive { -predictor } else { predictor };
            row.weight * (against.max(0.0) + libm::log1p(libm::exp(-against.abs())))
        };
        rows.iter().map(of_row).sum()
    }

    fn newton_step(self, rows: &[Row]) -> Option<Self> {
        let (mut ss, mut si, mut ii, mut of_slope, mut of_intercept) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for row in rows {
            let predictor = self.predictor(row);
            let expected = 1.0 / (1.0 + libm::exp(-predictor));
            let curvature = row.weight * expected / (1.0 + libm::exp(predictor));
            let error = row.weight * (f64::from(u8::from(row.is_positive)) - expected);
            ss += curvature * row.log_odds * row.log_odds;
            si += curvature * row.log_odds;
            ii += curvature;
            of_slope += error * row.log_odds;
            of_intercept += error;
        }
        let determinant = ss * ii - si * si;
        (determinant > LEAST_DETERMINANT * ss * ii).then(|| Self {
            slope: (ii * of_slope - si * of_intercept) / determinant,
            intercept: (ss * of_intercept - si * of_slope) / determinant,
        })
    }

    fn plus(self, step: Self, length: f64) -> Self {
        Self {
            slope: self.slope + length * step.slope,
            intercept: self.intercept + length * step.intercept,
        }
    }

    /// The line a step further, or half of it, or a quarter: the first that does not raise the loss.
    fn better(self, step: Self, rows: &[Row]) -> Option<Self> {
        // Near the end a good step changes the loss by less than its rounding.
        let most = self.loss(rows) * (1.0 + ROUNDING);
        let mut length = 1.0;
        for _ in 0..MAX_HALVINGS {
            let next = self.plus(step, length);
            if next.loss(rows) <= most {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }
}
