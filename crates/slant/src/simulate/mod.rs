//! What each method makes of corpora whose rates are known: the evidence for the defaults.

mod figures;
mod scenario;
mod table;

use std::path::PathBuf;

use serde::Serialize;
use stats::{BootstrapConfig, SimulationConfig, SimulationTally, simulate_replication};

use crate::atomic::check_not_finished;
use crate::error::Error;
use crate::threads::Workers;
pub use figures::{MethodFigures, ScenarioFigures};
pub use scenario::{documented_scenarios, read_scenarios};

/// The most scenarios of one simulation.
const MAX_SCENARIOS: usize = 10_000;
/// Replications that a worker takes at once: each takes as long as hundreds of records.
const REPLICATION_BYTES: usize = 64 << 10;

/// What to simulate.
#[derive(Debug, Clone)]
pub struct SimulationOptions {
    /// What corpora are drawn from.
    pub scenarios: Vec<SimulationConfig>,
    /// Corpora of each scenario, at least 1.
    pub replications: u32,
    /// How bootstrap intervals are drawn; the seed of the scenario takes the place of this one.
    pub bootstrap: BootstrapConfig,
    /// The table; none if not given.
    pub output: Option<PathBuf>,
    /// Replaces a finished table.
    pub overwrite: bool,
}

/// What the simulations found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimulationReport {
    /// Corpora of each scenario.
    pub replications: u32,
    /// Bootstrap replicates of each interval.
    pub replicates: u32,
    /// In the order of the options.
    pub scenarios: Vec<ScenarioFigures>,
}

/// Draws the corpora of every scenario, applies every method, and writes the table.
///
/// The figures do not depend on the number of workers: replications are added in their order.
///
/// # Errors
/// Settings that are out of range, a table that cannot be written or is there already, an interruption.
pub fn simulate(
    options: &SimulationOptions,
    workers: &Workers<'_>,
) -> Result<SimulationReport, Error> {
    check(options)?;
    let replications = || 0..u64::from(options.replications);
    let runs = (0..options.scenarios.len())
        .flat_map(|scenario| replications().map(move |replication| (scenario, replication)));
    let mut tallies = vec![SimulationTally::default(); options.scenarios.len()];
    workers.process(
        runs,
        |_| REPLICATION_BYTES,
        || (),
        |(), (scenario, replication)| {
            let config = &options.scenarios[scenario];
            (scenario, simulate_replication(config, &options.bootstrap, replication))
        },
        |(scenario, outcome)| {
            tallies[scenario].add(&outcome?)?;
            Ok(())
        },
    )?;
    let report = SimulationReport {
        replications: options.replications,
        replicates: options.bootstrap.replicates,
        scenarios: options
            .scenarios
            .iter()
            .zip(&tallies)
            .map(|(config, tally)| ScenarioFigures::of(config, tally))
            .collect(),
    };
    if let Some(path) = &options.output {
        table::write(&report, path)?;
    }
    Ok(report)
}

fn check(options: &SimulationOptions) -> Result<(), Error> {
    if let Some(path) = &options.output {
        check_not_finished(path, options.overwrite)?;
    }
    let n_scenarios = options.scenarios.len();
    if !(1..=MAX_SCENARIOS).contains(&n_scenarios) {
        let message = format!("found {n_scenarios} scenarios, expected 1 to {MAX_SCENARIOS}");
        return Err(Error::Setting(message));
    }
    if options.replications == 0 {
        return Err(Error::Setting("found 0 replications, expected at least 1".to_owned()));
    }
    options.bootstrap.check()?;
    options.scenarios.iter().try_for_each(|config| Ok(config.check()?))
}
