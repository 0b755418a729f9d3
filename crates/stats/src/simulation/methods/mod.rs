//! The methods that are compared: each takes a corpus and its audit, and says what it makes of every outlet.

mod classified;
mod ratio_contrast;

use super::audit::AuditDraw;
use super::corpus::SimulatedCorpus;
use super::tally::MethodOutcome;
use crate::{BootstrapConfig, Error};

/// A method that turns scores and audit into rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SimulatedMethod {
    /// The classified share, taken for the rate.
    ClassifiedShare,
}

impl SimulatedMethod {
    /// Every method, in the order of tables.
    pub const ALL: [Self; 1] = [Self::ClassifiedShare];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClassifiedShare => "classified_share",
        }
    }

    /// What it makes of this corpus.
    pub(super) fn estimate(
        self,
        corpus: &SimulatedCorpus,
        _draws: &[Option<AuditDraw>],
        bootstrap: &BootstrapConfig,
    ) -> Result<MethodOutcome, Error> {
        match self {
            Self::ClassifiedShare => classified::estimate(corpus, bootstrap),
        }
    }
}
