//! The progress line on a terminal.

use std::{fmt::Write, time::Duration};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use slant::Progress;

/// Time between two drawings of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// A line that counts what is done; shown only where standard error is a terminal.
pub(crate) struct ProgressLine {
    bar: ProgressBar,
}

impl ProgressLine {
    /// Counts records.
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self::counting("records", is_quiet)
    }

    /// Counts things of this name.
    pub(crate) fn counting(things: &str, is_quiet: bool) -> Self {
        let bar = if is_quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        let template =
            format!("{{spinner}} {{human_pos}} {things}, {{rate}} a second, {{elapsed}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.with_key("rate", write_rate));
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Self { bar }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The rate as a whole number.
fn write_rate(state: &ProgressState, line: &mut dyn Write) {
    // A line that cannot be written to is no reason to stop.
    let _ = write!(line, "{:.0}", state.per_sec());
}

impl Progress for ProgressLine {
    fn advance(&self, n_records: u64, _: u64) {
        self.bar.inc(n_records);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.finish();
    }
}
