//! What tells one job from another.

use std::{path::Path, time::UNIX_EPOCH};

use ingest::InputFile;
use serde_json::{Value, json};

use crate::{error::Error, manifest::config_and_hashes, run::RunOptions};

/// What a resumed run must have in common with the one that was killed. It is for the parts alone: times of
/// files are in no result.
pub(crate) fn job_record(options: &RunOptions<'_>, inputs: &[InputFile]) -> Result<Value, Error> {
    let mut record = config_and_hashes(options)?;
    let files: Vec<Value> = inputs.iter().map(file_record).collect();
    if let Some(record) = record.as_object_mut() {
        record.insert("inputs".to_owned(), files.into());
    }
    Ok(record)
}

fn file_record(file: &InputFile) -> Value {
    let modified = std::fs::metadata(Path::new(&**file.name()))
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map(|since| since.as_nanos().to_string());
    json!({"path": &**file.name(), "bytes": file.n_bytes(), "modified": modified})
}
