//! What the manifest of a finished run says.

use std::{fs::File, path::Path};

use serde::Deserialize;

use crate::{error::Error, run::MANIFEST};

/// What the manifest of a finished run says of how it was made.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RunRecord {
    pub(crate) slant_version: String,
    pub(crate) codebook: NamedHash,
    pub(crate) model: NamedHash,
    /// What a reader of the results must know.
    pub(crate) warnings: Vec<String>,
    outputs: Vec<OutputHash>,
    /// The whole manifest.
    #[serde(skip)]
    pub(crate) json: serde_json::Value,
}

/// A codebook or a model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct NamedHash {
    pub(crate) name: String,
    pub(crate) version: Option<String>,
    pub(crate) blake3: String,
}

#[derive(Clone, Debug, Deserialize)]
struct OutputHash {
    file: String,
    blake3: String,
}

impl RunRecord {
    /// Reads the manifest, which is there once a run is finished.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        const EXPECTED: &str = "expected the results of `slant run`";
        let fault = |found: &str| {
            let message = format!("found {found}, {EXPECTED}");
            Error::Table { path: folder.to_owned(), message }
        };
        if !folder.is_dir() {
            return Err(fault(if folder.exists() { "a file" } else { "no folder" }));
        }
        let path = folder.join(MANIFEST);
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let found = if crate::parts::has_parts(folder) {
                    "a run that is not finished (--resume goes on with it)"
                } else {
                    "no manifest.json"
                };
                return Err(fault(found));
            }
            read => read.map_err(Error::file(&path))?,
        };
        let unfit = |error: serde_json::Error| {
            let message = format!("found no manifest of a run ({error}), {EXPECTED}");
            Error::Table { path: path.clone(), message }
        };
        let json: serde_json::Value = serde_json::from_slice(&bytes).map_err(unfit)?;
        let record = Self::deserialize(&json).map_err(unfit)?;
        Ok(Self { json, ..record })
    }

    /// Whether every article counts as relevant.
    pub(crate) fn takes_all(&self) -> bool {
        self.json["config"]["all"].as_bool().unwrap_or(false)
    }

    /// Checks that a file is the one that the run wrote.
    pub(crate) fn check_file(&self, folder: &Path, file: &str) -> Result<(), Error> {
        let path = folder.join(file);
        let fault = |message: String| Error::Table { path: path.clone(), message };
        let Some(output) = self.outputs.iter().find(|output| output.file == file) else {
            let message = "found no such file among the outputs of manifest.json";
            return Err(fault(format!("{message}, expected the results of `slant run`")));
        };
        let mut hasher = blake3::Hasher::new();
        hasher
            .update_reader(File::open(&path).map_err(Error::file(&path))?)
            .map_err(Error::file(&path))?;
        let found = hasher.finalize().to_hex();
        if found.as_str() == output.blake3 {
            return Ok(());
        }
        Err(fault(format!(
            "found a file that was changed after the run (BLAKE3 {}…), expected the one of manifest.json ({}…)",
            &found[..8],
            output.blake3.get(..8).unwrap_or(&output.blake3)
        )))
    }
}
