//! An audit of a run: units drawn with known probabilities and labelled by people, read against the run's frame.
//!
//! Every fault is told at once, with its line. What is left is what estimates rest on: one verdict a unit.

mod columns;
mod drawn;
mod keys;
mod resolve;
mod rows;
mod settle;
mod sources;
#[cfg(test)]
mod tests;
mod texts;

use std::path::PathBuf;

use classifier::{LabelFault, Model};
use features::{SpeakerRole, UnitKind, Voice};

pub(crate) use sources::{Sources, read as read_sources};

use crate::{error::Error, frame::Frame};

/// Where an audit is read from.
#[derive(Clone, Debug)]
pub(crate) struct AuditOptions<'a> {
    /// The files that coders filled in; a key among them is taken as one.
    pub(crate) files: Vec<PathBuf>,
    /// The keys to them; without any, the key of `X.csv` and of `X.coder-1.csv` is `X.key.csv` beside it, and a file
    /// without one has the columns `unit_id` and `pi` itself.
    pub(crate) keys: Vec<PathBuf>,
    /// Takes rows without labels, and drawn units without a row, for missing at random within their stratum: the
    /// probabilities of the others are multiplied with the share of the stratum's units that were coded.
    pub(crate) partial: bool,
    /// The model of the run.
    pub(crate) model: &'a Model,
}

/// What people said of the units of an audit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Audit {
    /// The units, in the order of the frame.
    pub(crate) units: Vec<AuditedUnit>,
    /// The strata that they were drawn in, by name.
    pub(crate) strata: Vec<AuditStratum>,
    /// The coders, by name; a coder without a name is empty. Who adjudicated is none of them.
    pub(crate) coders: Vec<String>,
    /// Units that each of them coded.
    pub(crate) n_coded: Vec<u64>,
    /// What each coder said of the units that several coded, by unit and coder.
    pub(crate) codings: Vec<Coding>,
    /// Whether coders told voices; else those of the rules stand in [`AuditedUnit::voice`].
    pub(crate) has_coded_voice: bool,
    /// Whether coders told kinds; else those of the rules stand in [`AuditedUnit::kind`].
    pub(crate) has_coded_kind: bool,
    /// The files read, keys among them, by path.
    pub(crate) files: Vec<AuditFile>,
    /// What a reader of the results must know.
    pub(crate) warnings: Vec<String>,
}

/// A unit with what people said of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AuditedUnit {
    /// Place in [`Frame::units`].
    pub(crate) unit: usize,
    /// Place in [`Audit::strata`].
    pub(crate) stratum: u32,
    /// The probability with which it came into the audit, above 0 and up to 1.
    pub(crate) pi: f64,
    /// A verdict a label; missing only where it was not needed, and then none holds.
    pub(crate) labels: Vec<Option<bool>>,
    pub(crate) voice: Voice,
    pub(crate) kind: UnitKind,
    /// Whether it is about the event; missing where nobody said.
    pub(crate) relevant: Option<bool>,
    pub(crate) speaker_role: Option<SpeakerRole>,
}

impl AuditedUnit {
    /// Whether it is a sentence: others count in no rate. What is coded as about something else counts, without a label
    /// where nobody gave it one, since a run takes the sentences of relevant articles as they come.
    pub(crate) fn counts(&self) -> bool {
        self.kind == UnitKind::Sentence
    }
}

/// Whether a coder has to tell labels: not of what is no sentence, nor of what is about something else.
fn needs_labels(kind: UnitKind, relevant: Option<bool>) -> bool {
    kind == UnitKind::Sentence && relevant != Some(false)
}

/// A stratum that units were drawn in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditStratum {
    pub(crate) name: String,
    /// Units of the run in it, or articles where these were drawn; missing where the key does not tell.
    pub(crate) size: Option<u64>,
    /// Those that were drawn; missing where the key does not tell.
    pub(crate) n_drawn: Option<u64>,
    /// Whether whole articles were drawn.
    pub(crate) of_articles: bool,
}

/// What one coder said of one unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Coding {
    /// Place in [`Frame::units`].
    pub(crate) unit: usize,
    /// Place in [`Audit::coders`].
    pub(crate) coder: usize,
    pub(crate) labels: Vec<Option<bool>>,
    pub(crate) voice: Option<Voice>,
    pub(crate) kind: Option<UnitKind>,
    pub(crate) relevant: Option<bool>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditFile {
    pub(crate) path: String,
    pub(crate) n_bytes: u64,
    pub(crate) blake3: String,
}

/// Reads an audit of the run that `frame` holds.
///
/// # Errors
/// Where a file cannot be read, the model has other labels than the run, or with every fault of the files.
pub(crate) fn read_audit(frame: &Frame, options: &AuditOptions<'_>) -> Result<Audit, Error> {
    let codebook = options.model.codebook();
    if !codebook.label_names().eq(frame.labels.iter().map(String::as_str)) {
        let (found, run) =
            (codebook.label_names().collect::<Vec<_>>().join(", "), frame.labels.join(", "));
        return Err(Error::Setting(format!(
            "the model `{}`: found the labels {found}, expected those of the run: {run}",
            options.model.name()
        )));
    }
    let sources = sources::read(options)?;
    let mut findings = Findings::default();
    let drawn = drawn::read_drawn(&sources, frame, &mut findings);
    let rows = rows::read_rows(&sources, &drawn, frame, &mut findings);
    texts::check_texts(&rows, &drawn, frame, options, &mut findings)?;
    let settings =
        resolve::Settings { is_exclusive: codebook.exclusive, partial: options.partial, frame };
    let audit = resolve::resolve(&rows, &drawn, &settings, &mut findings);
    if audit.units.is_empty() && findings.faults.is_empty() {
        let path = options.files.first().map(|path| path.display().to_string()).unwrap_or_default();
        findings.fault(&path, 1, 0, "found no labelled row, expected some");
    }
    let mut faults = findings.faults;
    if !faults.is_empty() {
        faults.sort_by(|a, b| {
            (&a.path, a.line, a.column, &a.message).cmp(&(&b.path, b.line, b.column, &b.message))
        });
        faults.dedup();
        return Err(classifier::Error::Labels(faults).into());
    }
    Ok(Audit { files: sources.files(), warnings: findings.warnings, ..audit })
}

/// What is found while an audit is read.
#[derive(Debug, Default)]
struct Findings {
    faults: Vec<LabelFault>,
    warnings: Vec<String>,
}

impl Findings {
    /// `column` is from 1; 0 is the whole row.
    fn fault(&mut self, path: &str, line: u64, column: usize, message: impl Into<String>) {
        let (path, message) = (path.to_owned(), message.into());
        self.faults.push(LabelFault { path, line, column, message });
    }
}
