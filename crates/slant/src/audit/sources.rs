//! The files of an audit: those of the coders, and their keys.

use std::path::{Path, PathBuf};

use super::{AuditFile, AuditOptions};
use crate::{atomic::read_file, error::Error};

const KEY_EXTENSION: &str = "key.csv";

/// The files of an audit, read.
pub(crate) struct Sources {
    /// What coders filled in.
    pub(crate) coded: Vec<CodedFile>,
    pub(crate) keys: Vec<SourceFile>,
}

/// A file of coders.
pub(crate) struct CodedFile {
    pub(crate) file: SourceFile,
    /// Whether a key tells which units its ids stand for.
    pub(crate) has_key: bool,
    /// Where a key was looked for.
    pub(crate) key_place: String,
}

/// A file with its bytes.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl Sources {
    pub(crate) fn files(&self) -> Vec<AuditFile> {
        let coded = self.coded.iter().map(|coded| &coded.file);
        let mut files: Vec<AuditFile> = coded.chain(&self.keys).map(SourceFile::record).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

impl SourceFile {
    fn read(path: &Path) -> Result<Self, Error> {
        Ok(Self { path: path.display().to_string(), bytes: read_file(path)? })
    }

    fn record(&self) -> AuditFile {
        AuditFile {
            path: self.path.clone(),
            n_bytes: self.bytes.len() as u64,
            blake3: blake3::hash(&self.bytes).to_hex().to_string(),
        }
    }
}

/// Reads the files that are asked for and the keys that belong to them, each once.
pub(crate) fn read(options: &AuditOptions<'_>) -> Result<Sources, Error> {
    // A pattern such as `audit*.csv` takes in the key.
    let (named_keys, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
        options.files.iter().cloned().partition(|path| is_key(path));
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Err(Error::Setting("found no file of an audit, expected at least one".to_owned()));
    }
    let mut keys = options.keys.clone();
    keys.extend(named_keys);
    let mut coded = Vec::with_capacity(paths.len());
    for path in &paths {
        let key = key_beside(path);
        let has_key = !options.keys.is_empty() || key.is_some();
        if options.keys.is_empty() {
            keys.extend(key);
        }
        coded.push(CodedFile {
            file: SourceFile::read(path)?,
            has_key,
            key_place: path.with_extension(KEY_EXTENSION).display().to_string(),
        });
    }
    keys.sort();
    keys.dedup();
    let keys = keys.iter().map(|path| SourceFile::read(path)).collect::<Result<_, _>>()?;
    Ok(Sources { coded, keys })
}

fn is_key(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.is_some_and(|name| name.ends_with(&format!(".{KEY_EXTENSION}")))
}

/// The key beside a file: `X.key.csv` of `X.csv`, `X.coder-1.csv` and `X.adjudicated.csv`.
fn key_beside(path: &Path) -> Option<PathBuf> {
    let mut stem = path.with_extension("");
    loop {
        let mut key = stem.clone().into_os_string();
        key.push(".");
        key.push(KEY_EXTENSION);
        let key = PathBuf::from(key);
        if key != path && key.is_file() {
            return Some(key);
        }
        stem.extension()?;
        stem = stem.with_extension("");
    }
}
