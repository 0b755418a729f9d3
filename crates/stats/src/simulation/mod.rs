//! Corpora whose rates are known, to see what a method makes of them.
//!
//! A corpus is drawn from a superpopulation of clusters, an audit from the corpus, and every method is applied to both
//! ([`simulate_replication`]). Every number is a function of the configuration and its seed.

mod audit;
mod corpus;
mod draws;
mod methods;
mod replication;
mod tally;
#[cfg(test)]
mod tests;

pub(crate) use audit::draw_audit;
pub(crate) use corpus::draw_corpus;
pub use methods::SimulatedMethod;
pub use replication::{ReplicationOutcome, SimulationTally, simulate_replication};
pub use tally::{MethodSummary, MissingInterval, Share};

use crate::Error;

/// What corpora are drawn from, and how they are audited.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationConfig {
    /// Outlets, at least 1.
    pub n_outlets: u32,
    /// The fewest and the most articles of an outlet; every number between is equally likely.
    pub articles: (u32, u32),
    /// The share of articles that are copies of stories that several articles carry, in [0, 1].
    pub copied_share: f64,
    /// The fewest and the most copies of such a story; every number between is equally likely. Copies are dealt to the
    /// outlets at random, so one outlet may carry a story twice.
    pub copies: (u32, u32),
    /// The fewest and the most sentences of an article; short articles are likelier.
    pub sentences: (u32, u32),
    /// The share of sentences in the outlet's own voice that carry the label, in the superpopulation: one number for
    /// all outlets or one an outlet. Stories with copies have the mean rate of all outlets, the outlet's other articles
    /// what brings it to its rate.
    pub prevalence: Vec<f64>,
    /// How alike the sentences of one story are in their truth, their voice and in the errors made on
    /// them: the intra-cluster correlation, in [0, 1).
    pub correlation: f64,
    /// The share of sentences in the outlet's own voice.
    pub own_voice: f64,
    /// The probability that the rules tell the voice of a sentence rightly.
    pub voice_accuracy: f64,
    /// The probability that a sentence with the label is marked, in every outlet.
    pub sensitivity: f64,
    /// The probability that a sentence without the label is not marked, in the first and in the last outlet; evenly
    /// spaced between.
    pub specificity: (f64, f64),
    /// How the log-odds of a score grow with the true log-odds in the average outlet: 1 where the scores are calibrated
    /// there, below 1 where they are too timid, above where too sure.
    pub calibration_slope: f64,
    /// Audited sentences of each outlet.
    pub n_audited: u32,
    /// What everything is drawn from.
    pub seed: u64,
}

impl Default for SimulationConfig {
    fn default() -> Self {
        Self {
            n_outlets: 10,
            articles: (60, 400),
            copied_share: 0.4,
            copies: (2, 8),
            sentences: (5, 30),
            prevalence: vec![0.1],
            correlation: 0.07,
            own_voice: 0.6,
            voice_accuracy: 0.87,
            sensitivity: 0.85,
            specificity: (0.88, 0.98),
            calibration_slope: 1.0,
            n_audited: 200,
            seed: 2018,
        }
    }
}

impl SimulationConfig {
    /// Refuses settings from which no corpus can be drawn.
    ///
    /// # Errors
    /// [`Error::Simulation`] with the setting, what was found, and what was expected.
    pub fn check(&self) -> Result<(), Error> {
        expect(self.n_outlets >= 1, "outlets", &self.n_outlets, "at least 1")?;
        expect_range(self.articles, "articles")?;
        expect_range(self.copies, "copies")?;
        expect_range(self.sentences, "sentences")?;
        let n_rates = self.prevalence.len();
        let has_rates = n_rates == 1 || n_rates == self.n_outlets as usize;
        expect(has_rates, "prevalence", &n_rates, "one number, or one an outlet")?;
        for rate in &self.prevalence {
            expect_inside(*rate, "prevalence")?;
        }
        let share = self.copied_share;
        expect((0.0..=1.0).contains(&share), "copied share", &share, "a share from 0 to 1")?;
        let correlation = self.correlation;
        expect(
            (0.0..0.5).contains(&correlation),
            "correlation",
            &correlation,
            "0 or more, below 0.5",
        )?;
        expect_inside(self.own_voice, "own voice")?;
        expect_inside(self.voice_accuracy, "voice accuracy")?;
        expect_inside(self.sensitivity, "sensitivity")?;
        expect_inside(self.specificity.0, "specificity")?;
        expect_inside(self.specificity.1, "specificity")?;
        let slope = self.calibration_slope;
        expect(slope > 0.0 && slope.is_finite(), "calibration slope", &slope, "a number above 0")
    }

    /// The superpopulation rate of an outlet.
    fn rate(&self, outlet: u32) -> f64 {
        self.prevalence[outlet as usize % self.prevalence.len()]
    }

    /// Whether any difference that is found between outlets is false.
    fn has_equal_rates(&self) -> bool {
        self.prevalence.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq())
    }

    /// The specificity in an outlet.
    fn outlet_specificity(&self, outlet: u32) -> f64 {
        let (first, last) = self.specificity;
        let place = f64::from(outlet) / f64::from((self.n_outlets - 1).max(1));
        first + (last - first) * place
    }
}

fn expect(
    holds: bool,
    setting: &'static str,
    found: &dyn std::fmt::Display,
    expected: &'static str,
) -> Result<(), Error> {
    if holds {
        return Ok(());
    }
    Err(Error::Simulation { setting, found: found.to_string(), expected })
}

fn expect_range((least, most): (u32, u32), setting: &'static str) -> Result<(), Error> {
    let found = format!("{least}-{most}");
    expect(least >= 1 && least <= most, setting, &found, "at least 1, the smaller number first")
}

fn expect_inside(value: f64, setting: &'static str) -> Result<(), Error> {
    expect(value > 0.0 && value < 1.0, setting, &value, "a number above 0 and below 1")
}
