//! The progress line on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use slant::Progress;

/// Time between two drawings of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// A line that counts records; shown only where standard error is a terminal.
pub(crate) struct ProgressLine {
    bar: ProgressBar,
}

impl ProgressLine {
    pub(crate) fn new(is_quiet: bool) -> Self {
        let bar = if is_quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {human_pos} records, {per_sec}, {elapsed}")
        {
            bar.set_style(style);
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
