//! The methods that are compared: each takes a corpus and its audit, and says what it makes of every outlet.

mod classified;
mod corrected;
mod ratio_contrast;
mod rogan_gladen;

use super::audit::AuditDraw;
use super::corpus::SimulatedCorpus;
use super::tally::MethodOutcome;
use crate::{BootstrapConfig, Error};

/// A method that turns scores and audit into rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SimulatedMethod {
    /// The classified share, taken for the rate.
    ClassifiedShare,
    /// The classified share, corrected by one sensitivity and one specificity for all outlets.
    RoganGladen,
    /// What the audited labels alone say.
    LabelsOnly,
    /// The default: corrected by the audit, in small cells the labels alone. Its target is coverage like this.
    Corrected,
    /// The same, with the corpus itself as its target.
    CorrectedOfDump,
}

impl SimulatedMethod {
    /// Every method, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::ClassifiedShare,
        Self::RoganGladen,
        Self::LabelsOnly,
        Self::Corrected,
        Self::CorrectedOfDump,
    ];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClassifiedShare => "classified_share",
            Self::RoganGladen => "rogan_gladen",
            Self::LabelsOnly => "labels_only",
            Self::Corrected => "corrected",
            Self::CorrectedOfDump => "corrected_of_dump",
        }
    }
}

/// What the methods make of this corpus, in the order of [`SimulatedMethod::ALL`].
pub(super) fn estimate(
    corpus: &SimulatedCorpus,
    draws: &[Option<AuditDraw>],
    bootstrap: &BootstrapConfig,
) -> Result<Vec<MethodOutcome>, Error> {
    let units = corrected::frame_units(corpus, draws);
    let classified = classified::estimate(corpus, bootstrap)?;
    let rogan_gladen = rogan_gladen::estimate(corpus, &units, bootstrap)?;
    let [labels_only, corrected, of_dump] = corrected::estimate(corpus, &units, bootstrap)?;
    Ok(vec![classified, rogan_gladen, labels_only, corrected, of_dump])
}
