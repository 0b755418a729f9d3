//! What can go wrong in this crate.

use crate::labels::LabelFault;

/// What can go wrong between a label file and a model.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The codebook cannot be used.
    #[error("codebook: {0}")]
    Codebook(String),
    /// Rows of a label file cannot be used; every fault is listed.
    #[error("{}", list_faults(.0))]
    Labels(Vec<LabelFault>),
    /// A list of names to exchange cannot be used.
    #[error("{0}")]
    Names(String),
    /// There is not enough to learn from.
    #[error("cannot train: {0}")]
    Training(String),
    /// A parameter is outside its range.
    #[error("`{name}` is {found}, expected {expected}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        found: String,
        /// What it may be.
        expected: &'static str,
    },
    /// The files of a model do not fit together, the code, or the codebook.
    #[error("model: {0}")]
    Model(String),
    /// An error of the linear algebra framework, which its traits ask for.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// At most this many faults are written out; the rest is counted.
const FAULTS_SHOWN: usize = 20;

fn list_faults(faults: &[LabelFault]) -> String {
    let mut lines: Vec<String> =
        faults.iter().take(FAULTS_SHOWN).map(ToString::to_string).collect();
    if faults.len() > FAULTS_SHOWN {
        lines.push(format!("… and {} more", faults.len() - FAULTS_SHOWN));
    }
    lines.join("\n")
}
