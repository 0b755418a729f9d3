//! Draws from distributions, each from a stream of uniform numbers.

use crate::distributions::normal_quantile;
use crate::random::UniformStream;

/// A number from the beta distribution with this mean whose 0/1 draws have the intra-cluster correlation `correlation`
/// in (0, 1): `a + b = 1/correlation − 1`.
pub(super) fn beta(stream: &mut UniformStream, mean: f64, correlation: f64) -> f64 {
    if correlation <= 0.0 {
        return mean;
    }
    let total = 1.0 / correlation - 1.0;
    let (one, other) = (gamma(stream, mean * total), gamma(stream, (1.0 - mean) * total));
    // Both are 0 only where two numbers fell below the smallest float.
    if one + other > 0.0 { one / (one + other) } else { mean }
}

/// A number from the gamma distribution of this shape and scale 1 (Marsaglia, Tsang 2000, "A simple method for
/// generating gamma variables").
fn gamma(stream: &mut UniformStream, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(stream.next(), 1.0 / shape);
        return gamma(stream, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(stream);
        let root = 1.0 + c * x;
        let v = root * root * root;
        let log_uniform = libm::log(stream.next());
        if v > 0.0 && log_uniform < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// A standard normal number.
pub(super) fn normal(stream: &mut UniformStream) -> f64 {
    normal_quantile(stream.next())
}
