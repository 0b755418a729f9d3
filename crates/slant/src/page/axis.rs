//! The axis of shares that all panels have in common: it starts at 0 and ends at a round number.

/// The distances between ticks that read well.
const STEPS: [f64; 8] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
/// The most distances between ticks that leave room for their numbers.
const MAX_INTERVALS: u32 = 5;

/// An axis from 0 to `intervals * step`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    step: f64,
    intervals: u32,
}

impl Axis {
    /// The shortest axis with round ticks that reaches `most`, a share in [0, 1].
    pub(crate) fn reaching(most: f64) -> Self {
        let most = most.clamp(0.0, 1.0);
        let intervals = |step: f64| ((most / step - 1e-9).ceil() as u32).max(1);
        let step = STEPS.into_iter().find(|&step| intervals(step) <= MAX_INTERVALS).unwrap_or(0.2);
        Self { step, intervals: intervals(step) }
    }

    /// Where a share lies: 0 at the start, 1 at the end, never outside.
    pub(crate) fn position(self, share: f64) -> f64 {
        (share / (self.step * f64::from(self.intervals))).clamp(0.0, 1.0)
    }

    /// The ticks: a share, and how it is written.
    pub(crate) fn ticks(self) -> impl Iterator<Item = (f64, String)> {
        let decimals = usize::from(self.step < 0.01);
        (0..=self.intervals).map(move |tick| {
            let share = self.step * f64::from(tick);
            (share, format!("{:.decimals$}%", share * 100.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(most: f64, expected: &[&str]) {
        let axis = Axis::reaching(most);
        assert_eq!(axis.ticks().map(|(_, text)| text).collect::<Vec<_>>(), expected, "{most}");
        assert!(axis.ticks().last().is_some_and(|(end, _)| end >= most.min(1.0) - 1e-9));
    }

    #[test]
    fn an_axis_ends_at_the_first_round_number_beyond_the_largest_share() {
        check(0.0, &["0.0%", "0.1%"]);
        check(0.004, &["0.0%", "0.1%", "0.2%", "0.3%", "0.4%"]);
        check(0.03, &["0%", "1%", "2%", "3%"]);
        check(0.3, &["0%", "10%", "20%", "30%"]);
        check(0.41, &["0%", "10%", "20%", "30%", "40%", "50%"]);
        check(0.51, &["0%", "20%", "40%", "60%"]);
        check(1.0, &["0%", "20%", "40%", "60%", "80%", "100%"]);
        check(7.0, &["0%", "20%", "40%", "60%", "80%", "100%"]);
    }

    #[test]
    fn positions_stay_on_the_axis() {
        let axis = Axis::reaching(0.2);
        let positions =
            [-1.0, 0.0, 0.1, 0.2, 9.0].map(|share| format!("{:.3}", axis.position(share)));
        assert_eq!(positions, ["0.000", "0.000", "0.500", "1.000", "1.000"]);
    }
}
