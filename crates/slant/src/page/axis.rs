//! Axes that end at round numbers: of shares, from 0; of differences, as far below 0 as above.

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
        Self::reaching_within(most, MAX_INTERVALS)
    }

    /// The same with at most so many distances between ticks, five or fewer.
    pub(crate) fn reaching_within(most: f64, max_intervals: u32) -> Self {
        let most = most.clamp(0.0, 1.0);
        let intervals = |step: f64| ((most / step - 1e-9).ceil() as u32).max(1);
        let fits = |step: &f64| intervals(*step) <= max_intervals;
        let step = STEPS.into_iter().find(fits).unwrap_or(1.0 / f64::from(max_intervals));
        Self { step, intervals: intervals(step) }
    }

    /// Where a share lies: 0 at the start, 1 at the end, never outside.
    pub(crate) fn position(self, share: f64) -> f64 {
        (share / (self.step * f64::from(self.intervals))).clamp(0.0, 1.0)
    }

    /// Whether a share lies on it.
    pub(crate) fn holds(self, share: f64) -> bool {
        share <= self.step * f64::from(self.intervals) + 1e-9
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

/// The most distances between 0 and either end of an axis of differences.
const MAX_SIDE_INTERVALS: u32 = 2;

/// An axis of differences from −x to x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SignedAxis(Axis);

impl SignedAxis {
    /// The shortest axis with round ticks that reaches `most`, in [0, 1], on both sides.
    pub(crate) fn reaching(most: f64) -> Self {
        Self(Axis::reaching_within(most, MAX_SIDE_INTERVALS))
    }

    /// Where a difference lies: 0 at the start, 0.5 at no difference, 1 at the end, never outside.
    pub(crate) fn position(self, difference: f64) -> f64 {
        0.5 + 0.5 * self.0.position(difference.abs()).copysign(difference)
    }

    /// Whether a difference lies on it.
    pub(crate) fn holds(self, difference: f64) -> bool {
        self.0.holds(difference.abs())
    }

    /// The ticks: a difference, and how it is written, in percentage points.
    pub(crate) fn ticks(self) -> impl Iterator<Item = (f64, String)> {
        let ticks: Vec<(f64, String)> = self.0.ticks().collect();
        let points = |text: &str| text.trim_end_matches('%').to_owned();
        let below = ticks.iter().skip(1).rev();
        let below: Vec<_> = below.map(|(x, text)| (-x, format!("−{}", points(text)))).collect();
        let above = ticks.into_iter().enumerate().map(move |(index, (x, text))| {
            (x, if index == 0 { "0".to_owned() } else { format!("+{}", points(&text)) })
        });
        below.into_iter().chain(above)
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

    #[test]
    fn an_axis_of_differences_has_zero_in_its_middle() {
        let check = |most: f64, expected: &[&str]| {
            let axis = SignedAxis::reaching(most);
            assert_eq!(axis.ticks().map(|(_, text)| text).collect::<Vec<_>>(), expected, "{most}");
            assert!(axis.holds(most) && axis.holds(-most));
        };
        check(0.0, &["−0.1", "0", "+0.1"]);
        check(0.03, &["−4", "−2", "0", "+2", "+4"]);
        check(0.31, &["−40", "−20", "0", "+20", "+40"]);
        check(0.9, &["−100", "−50", "0", "+50", "+100"]);

        let axis = SignedAxis::reaching(0.1);
        let positions = [-7.0, -0.05, 0.0, 0.1, 7.0].map(|x| format!("{:.3}", axis.position(x)));
        assert_eq!(positions, ["0.000", "0.250", "0.500", "1.000", "1.000"]);
        assert!(!axis.holds(0.11));
    }
}
