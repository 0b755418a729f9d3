//! `manifest.json` of an export: what it holds, and of which run.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use serde_json::json;

use super::layout::NamedLabel;
use crate::{
    audit::{Audit, AuditFile},
    error::Error,
    frame::RunRecord,
    manifest::OutputRecord,
    run::MANIFEST,
};

/// The key that tells an export from the results of other commands.
const EXPORT: &str = "export";

/// What went into an export and what came out. Nothing in it depends on the machine, the clock or where files lie.
#[derive(Serialize)]
pub(super) struct ExportManifest<'a> {
    slant_version: &'static str,
    export: Settings<'a>,
    run: serde_json::Value,
    rows: &'a BTreeMap<&'static str, u64>,
    outputs: Vec<OutputRecord>,
}

/// A file of the audit; its path tells of the machine.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct AuditRecord {
    bytes: u64,
    blake3: String,
}

/// The files of an audit, in an order that does not depend on where they lie.
pub(super) fn audit_records(audit: &Audit) -> Vec<AuditRecord> {
    let record =
        |file: &AuditFile| AuditRecord { bytes: file.n_bytes, blake3: file.blake3.clone() };
    let mut records: Vec<AuditRecord> = audit.files.iter().map(record).collect();
    records.sort();
    records
}

/// What was asked for, and what follows from it.
#[derive(Serialize)]
pub(super) struct Settings<'a> {
    pub(super) with_text: bool,
    pub(super) audit: Vec<AuditRecord>,
    /// The labels with their names in variables.
    pub(super) labels: &'a [NamedLabel],
}

impl<'a> ExportManifest<'a> {
    /// The manifest of an export of the run in `folder`.
    pub(super) fn new(
        folder: &Path,
        run: &RunRecord,
        settings: Settings<'a>,
        rows: &'a BTreeMap<&'static str, u64>,
    ) -> Result<Self, Error> {
        Ok(Self {
            slant_version: env!("CARGO_PKG_VERSION"),
            export: settings,
            run: json!({
                "slant_version": run.slant_version,
                "codebook": run.json["codebook"],
                "model": run.json["model"],
                "manifest": OutputRecord::named(MANIFEST, &folder.join(MANIFEST))?,
            }),
            rows,
            outputs: Vec::new(),
        })
    }

    /// Adds size and hash of the finished files of `folder`.
    pub(super) fn add_outputs<'f>(
        &mut self,
        folder: &Path,
        files: impl Iterator<Item = &'f str>,
    ) -> Result<(), Error> {
        for file in files {
            self.outputs.push(OutputRecord::named(file, &folder.join(file))?);
        }
        Ok(())
    }

    pub(super) fn to_json(&self) -> String {
        // Strings, numbers and maps with string keys always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Whether this is the text of a manifest of an export.
pub(super) fn is_export(manifest: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(manifest)
        .is_ok_and(|manifest| manifest.get(EXPORT).is_some())
}
