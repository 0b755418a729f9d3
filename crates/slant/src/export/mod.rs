//! The results of a run for sharing, and for R, Stata and spreadsheets: CSV files without texts, and scripts that read them.
//!
//! Invariants: no text, title, author or address is in an export that was not asked for them; every variable has a name
//! that R and Stata take, and stands in `codebook.csv`.

mod audit;
mod export_table;
mod layout;
mod manifest;
mod names;
mod run_rows;
mod scripts;
mod tables;
mod variable;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use classifier::Model;

use crate::{
    atomic::{check_not_finished, create_folder, write_file},
    audit::{Audit, AuditOptions, read_audit},
    error::Error,
    frame::Frame,
    run::MANIFEST,
};
use layout::{Layout, NamedLabel};
use manifest::{ExportManifest, Settings, audit_records, is_export};
use scripts::write_descriptions;
use tables::write_tables;

const UNITS: &str = "units.csv";
const ARTICLES: &str = "articles.csv";
const OUTLETS: &str = "outlets.csv";
const AUDIT: &str = "audit.csv";
const CODEBOOK: &str = "codebook.csv";

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct ExportOptions<'a> {
    /// The folder of a finished run.
    pub run: PathBuf,
    /// The folder of the export.
    pub output: PathBuf,
    /// Texts, titles, authors, addresses and speakers, too.
    pub with_text: bool,
    /// What people coded.
    pub audit: Option<ExportAudit<'a>>,
    /// Replaces a finished export.
    pub overwrite: bool,
}

/// Where an audit is read from.
#[derive(Clone, Debug)]
pub struct ExportAudit<'a> {
    /// The files that coders filled in.
    pub files: Vec<PathBuf>,
    /// The keys to them; without any, those beside them.
    pub keys: Vec<PathBuf>,
    /// Takes what was not coded for missing at random within its stratum.
    pub partial: bool,
    /// The model of the run.
    pub model: &'a Model,
}

/// What was exported.
#[derive(Clone, Debug)]
pub struct ExportResult {
    /// The tables, each with the number of its rows.
    pub rows: BTreeMap<&'static str, u64>,
    /// Labels that go by another name in variables, each with that name.
    pub renamed: Vec<(String, String)>,
    /// What a reader of the audit must know.
    pub warnings: Vec<String>,
}

/// Exports a finished run.
///
/// # Errors
/// Where the folder holds no finished run, its files were changed since, the output is there already or is that of something
/// else, the audit is at fault, or a file cannot be written.
pub fn export_run(options: &ExportOptions<'_>) -> Result<ExportResult, Error> {
    let ExportOptions { run, output, with_text, .. } = options;
    check_output(run, output, options.overwrite)?;
    let frame = Frame::read(run)?;
    frame.record.check_file(run, OUTLETS)?;
    let audit = options.audit.as_ref().map(|audit| audit.read(&frame)).transpose()?;
    let mut layout = Layout::new(&frame.labels, *with_text);
    if let Some(audit) = &audit {
        layout.note_uncoded(audit.has_coded_voice, audit.has_coded_kind);
    }
    create_folder(output)?;
    let rows = write_tables(run, output, &layout, audit.as_ref())?;
    let files = write_descriptions(output, &frame.record, &layout, *with_text, &rows)?;
    let settings = Settings {
        with_text: *with_text,
        audit: audit.as_ref().map_or_else(Vec::new, audit_records),
        labels: &layout.labels,
    };
    let mut manifest = ExportManifest::new(run, &frame.record, settings, &rows)?;
    manifest.add_outputs(output, rows.keys().copied().chain(files))?;
    write_file(&output.join(MANIFEST), manifest.to_json().as_bytes())?;
    let renamed = layout.labels.into_iter().filter(NamedLabel::is_renamed);
    Ok(ExportResult {
        rows,
        renamed: renamed.map(|label| (label.label, label.name)).collect(),
        warnings: audit.map_or_else(Vec::new, |audit| audit.warnings),
    })
}

impl ExportAudit<'_> {
    fn read(&self, frame: &Frame) -> Result<Audit, Error> {
        let Self { files, keys, partial, model } = self.clone();
        read_audit(frame, &AuditOptions { files, keys, partial, model })
    }
}

/// Refuses to write into the run's own folder, and over anything but an export.
fn check_output(run: &Path, output: &Path, overwrite: bool) -> Result<(), Error> {
    let path = output.join(MANIFEST);
    let is_run = std::fs::canonicalize(output)
        .is_ok_and(|output| std::fs::canonicalize(run).is_ok_and(|run| run == output));
    if is_run {
        return Err(Error::Setting(format!(
            "{}: found the folder of the run as that of the export, expected another",
            output.display()
        )));
    }
    let before = std::fs::read(&path).ok();
    if before.is_some_and(|before| !is_export(&before)) {
        let message = "found the manifest of something else, expected that of an export, or none";
        return Err(Error::Table { path, message: message.to_owned() });
    }
    check_not_finished(&path, overwrite)
}
