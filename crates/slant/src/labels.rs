//! Label files, as a researcher hands them over.

use std::path::PathBuf;

use classifier::{Codebook, LabelCheck, LabelTable, check_labels};

use crate::{atomic::read_file, error::Error};

/// Reads label files; folders stand for the CSV files in them. With the table come the BLAKE3 hashes of the files.
///
/// # Errors
/// Where a file cannot be read, a row is at fault, or there is no file at all.
pub fn read_labels(
    paths: &[PathBuf],
    codebook: &Codebook,
) -> Result<(LabelTable, Vec<String>), Error> {
    let files = read_label_files(paths)?;
    let hashes = files.iter().map(|(_, bytes)| blake3::hash(bytes).to_hex().to_string()).collect();
    Ok((LabelTable::read(&files, codebook)?, hashes))
}

/// Checks label files; folders stand for the CSV files in them.
///
/// # Errors
/// Where a file cannot be read or there is no file at all; what is wrong inside is the result.
pub fn check_label_files(paths: &[PathBuf], codebook: &Codebook) -> Result<LabelCheck, Error> {
    Ok(check_labels(&read_label_files(paths)?, codebook))
}

/// Name and bytes of every file.
pub(crate) fn read_label_files(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let read = |path: PathBuf| Ok((path.display().to_string(), read_file(&path)?));
    label_files(paths)?.into_iter().map(read).collect()
}

fn label_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(Error::file(path))?;
            for entry in entries {
                let file = entry.map_err(Error::file(path))?.path();
                files.extend(
                    Some(file).filter(|file| {
                        file.extension().is_some_and(|extension| extension == "csv")
                    }),
                );
            }
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        let searched: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::Setting(format!(
            "{}: found no label file, expected .csv",
            searched.join(", ")
        )));
    }
    Ok(files)
}
