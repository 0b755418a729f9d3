//! `manifest.json` of an export: what it holds, and of which run.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use serde_json::json;

use super::layout::NamedLabel;
use crate::{error::Error, frame::RunRecord, manifest::OutputRecord};

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

#[derive(Serialize)]
struct Settings<'a> {
    with_text: bool,
    audit: Vec<OutputRecord>,
    labels: &'a [NamedLabel],
}

impl<'a> ExportManifest<'a> {
    /// Reads what is exported, and how.
    pub(super) fn new(
        run: &RunRecord,
        audit: Vec<OutputRecord>,
        labels: &'a [NamedLabel],
        with_text: bool,
        rows: &'a BTreeMap<&'static str, u64>,
    ) -> Self {
        // Values always have a JSON form.
        let hash = blake3::hash(&serde_json::to_vec(&run.json).unwrap_or_default());
        Self {
            slant_version: env!("CARGO_PKG_VERSION"),
            export: Settings { with_text, audit, labels },
            run: json!({
                "slant_version": run.slant_version,
                "codebook": run.json["codebook"],
                "model": run.json["model"],
                "blake3": hash.to_hex().to_string(),
            }),
            rows,
            outputs: Vec::new(),
        }
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
