//! One corpus, every method; and many of them, counted.

use super::methods::{self, SimulatedMethod};
use super::tally::{MethodOutcome, MethodSummary, MethodTally, TrueRate};
use super::{SimulationConfig, draw_audit, draw_corpus};
use crate::{BootstrapConfig, Error};

/// What every method made of one corpus, in the order of [`SimulatedMethod::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationOutcome {
    rates: Vec<TrueRate>,
    outcomes: Vec<MethodOutcome>,
}

/// Draws the corpus of this replication and its audit, and applies every method.
///
/// Bootstrap weights are keyed by the corpus, so that no two replications share them.
///
/// # Errors
/// Settings that are out of range.
pub fn simulate_replication(
    config: &SimulationConfig,
    bootstrap: &BootstrapConfig,
    replication: u64,
) -> Result<ReplicationOutcome, Error> {
    let corpus = draw_corpus(config, replication)?;
    let draws = draw_audit(config, &corpus)?;
    let bootstrap = BootstrapConfig { seed: corpus.seed, ..bootstrap.clone() };
    let outcomes = methods::estimate(&corpus, &draws, &bootstrap)?;
    let rates = corpus
        .outlets
        .iter()
        .map(|outlet| TrueRate { superpopulation: outlet.rate, finite: outlet.finite_rate })
        .collect();
    Ok(ReplicationOutcome { rates, outcomes })
}

/// What the methods found in the replications added so far. Figures depend on the order of adding in their last
/// digits only; the same order gives the same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationTally {
    methods: Vec<MethodTally>,
}

impl Default for SimulationTally {
    fn default() -> Self {
        Self { methods: vec![MethodTally::default(); SimulatedMethod::ALL.len()] }
    }
}

impl SimulationTally {
    /// Adds a replication.
    ///
    /// # Errors
    /// A p-value that is none.
    pub fn add(&mut self, replication: &ReplicationOutcome) -> Result<(), Error> {
        let mut outcomes = self.methods.iter_mut().zip(&replication.outcomes);
        outcomes.try_for_each(|(tally, outcome)| tally.add(outcome, &replication.rates))
    }

    /// One entry a method.
    #[must_use]
    pub fn summaries(&self, config: &SimulationConfig) -> Vec<(SimulatedMethod, MethodSummary)> {
        let summaries = self.methods.iter().map(|tally| tally.summary(config));
        SimulatedMethod::ALL.into_iter().zip(summaries).collect()
    }
}
