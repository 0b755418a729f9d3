//! A trust-region Newton method for smooth convex functions of very many variables.
//!
//! Algorithm 2 of Lin, Weng and Keerthi 2008, "Trust region Newton method for large-scale logistic regression",
//! JMLR 9, with the constants of LIBLINEAR. Sums run in one fixed order, so the same function gives the same
//! bits.

/// A twice differentiable convex function.
pub(crate) trait Objective {
    /// Number of variables.
    fn n_variables(&self) -> usize;
    /// The value at `point`; what the derivatives need there is kept.
    fn value(&mut self, point: &[f64]) -> f64;
    /// The gradient at the point of the last [`Self::value`].
    fn gradient(&self, point: &[f64], gradient: &mut [f64]);
    /// Prepares [`Self::hessian_product`] for the point of the last [`Self::value`].
    fn prepare_hessian(&mut self);
    /// The Hessian times `direction`.
    fn hessian_product(&self, direction: &[f64], product: &mut [f64]);
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stop {
    /// Stop where the norm of the gradient is under this share of its norm at the start.
    pub(crate) gradient_share: f64,
    /// Stop after this many steps, taken or refused.
    pub(crate) max_steps: usize,
}

const TAKE_STEP: f64 = 1e-4;
const POOR_STEP: f64 = 0.25;
const GOOD_STEP: f64 = 0.75;
const SHRINK_MOST: f64 = 0.25;
const SHRINK_LEAST: f64 = 0.5;
const GROW: f64 = 4.0;
const CG_GRADIENT_SHARE: f64 = 0.1;

/// The minimum of `objective`, found from zero; `None` where the method did not come to rest.
pub(crate) fn minimize(objective: &mut impl Objective, stop: Stop) -> Option<Vec<f64>> {
    let n = objective.n_variables();
    let mut point = vec![0.0; n];
    let mut value = objective.value(&point);
    let mut gradient = vec![0.0; n];
    objective.gradient(&point, &mut gradient);
    objective.prepare_hessian();
    let start_norm = norm(&gradient);
    let mut radius = start_norm;
    for step_number in 0..stop.max_steps {
        if norm(&gradient) <= stop.gradient_share * start_norm {
            return Some(point);
        }
        let (step, residual) = conjugate_gradient_step(objective, &gradient, radius);
        let candidate: Vec<f64> = point.iter().zip(&step).map(|(at, step)| at + step).collect();
        let candidate_value = objective.value(&candidate);
        let slope = dot(&gradient, &step);
        let predicted = -0.5 * (slope - dot(&step, &residual));
        let actual = value - candidate_value;
        let step_norm = norm(&step);
        if step_number == 0 {
            radius = radius.min(step_norm);
        }
        radius = next_radius(radius, step_norm, slope, predicted, actual);
        if actual > TAKE_STEP * predicted {
            (point, value) = (candidate, candidate_value);
            objective.gradient(&point, &mut gradient);
            objective.prepare_hessian();
        } else {
            objective.value(&point);
        }
        if predicted <= 0.0
            || (actual.abs() <= 1e-12 * value.abs() && predicted.abs() <= 1e-12 * value.abs())
        {
            return Some(point);
        }
    }
    None
}

fn next_radius(radius: f64, step_norm: f64, slope: f64, predicted: f64, actual: f64) -> f64 {
    let curvature = -actual - slope;
    let scale = if curvature <= 0.0 { GROW } else { SHRINK_MOST.max(-0.5 * (slope / curvature)) };
    if actual < TAKE_STEP * predicted {
        (scale.max(SHRINK_MOST) * step_norm).min(SHRINK_LEAST * radius)
    } else if actual < POOR_STEP * predicted {
        (SHRINK_MOST * radius).max((scale * step_norm).min(SHRINK_LEAST * radius))
    } else if actual < GOOD_STEP * predicted {
        (SHRINK_MOST * radius).max((scale * step_norm).min(GROW * radius))
    } else {
        radius.max((scale * step_norm).min(GROW * radius))
    }
}

/// Steihaug's conjugate gradients within the trust region: the step and the residual −g − Hs.
fn conjugate_gradient_step(
    objective: &impl Objective,
    gradient: &[f64],
    radius: f64,
) -> (Vec<f64>, Vec<f64>) {
    let n = gradient.len();
    let mut step = vec![0.0; n];
    let mut residual: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut direction = residual.clone();
    let mut product = vec![0.0; n];
    let enough = CG_GRADIENT_SHARE * norm(gradient);
    let mut squared = dot(&residual, &residual);
    // Conjugate gradients end after n products but for rounding.
    for _ in 0..=n {
        if squared.sqrt() <= enough {
            break;
        }
        objective.hessian_product(&direction, &mut product);
        let length = squared / dot(&direction, &product);
        add_scaled(length, &direction, &mut step);
        if norm(&step) > radius {
            add_scaled(-length, &direction, &mut step);
            let to_border = distance_to_border(&step, &direction, radius);
            add_scaled(to_border, &direction, &mut step);
            add_scaled(-to_border, &product, &mut residual);
            break;
        }
        add_scaled(-length, &product, &mut residual);
        let squared_next = dot(&residual, &residual);
        let share = squared_next / squared;
        direction
            .iter_mut()
            .zip(&residual)
            .for_each(|(direction, residual)| *direction = *direction * share + residual);
        squared = squared_next;
    }
    (step, residual)
}

/// How far along `direction` from `step` the sphere of `radius` lies.
fn distance_to_border(step: &[f64], direction: &[f64], radius: f64) -> f64 {
    let (along, inside, length) =
        (dot(step, direction), dot(step, step), dot(direction, direction));
    let room = radius * radius - inside;
    let root = (along * along + length * room).max(0.0).sqrt();
    if along >= 0.0 { room / (along + root) } else { (root - along) / length }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

fn add_scaled(factor: f64, vector: &[f64], sum: &mut [f64]) {
    sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += factor * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ½ Σ d (x − t)² has its minimum at t.
    struct Bowl {
        curvature: Vec<f64>,
        target: Vec<f64>,
    }

    impl Objective for Bowl {
        fn n_variables(&self) -> usize {
            self.target.len()
        }
        fn value(&mut self, point: &[f64]) -> f64 {
            (0..point.len())
                .map(|i| 0.5 * self.curvature[i] * (point[i] - self.target[i]).powi(2))
                .sum()
        }
        fn gradient(&self, point: &[f64], gradient: &mut [f64]) {
            (0..point.len())
                .for_each(|i| gradient[i] = self.curvature[i] * (point[i] - self.target[i]));
        }
        fn prepare_hessian(&mut self) {}
        fn hessian_product(&self, direction: &[f64], product: &mut [f64]) {
            (0..direction.len()).for_each(|i| product[i] = self.curvature[i] * direction[i]);
        }
    }

    #[test]
    fn the_bottom_of_a_stretched_bowl_is_found() {
        let mut bowl =
            Bowl { curvature: vec![1.0, 30.0, 0.01, 500.0], target: vec![3.0, -2.0, 40.0, 0.5] };
        let found = minimize(&mut bowl, Stop { gradient_share: 1e-10, max_steps: 200 }).unwrap();
        for (found, target) in found.iter().zip(&bowl.target) {
            assert!((found - target).abs() < 1e-4, "{found} {target}");
        }
    }
}
