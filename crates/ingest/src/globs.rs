//! Patterns such as `dumps/**/*.jsonl.gz`, for shells that do not resolve them and for lists of files.

use std::path::{Path, PathBuf};

use crate::Error;

/// The paths that a pattern leads to, sorted; `None` when the path is none.
///
/// # Errors
/// When it is no valid pattern, or when nothing matches it.
pub(crate) fn expand(
    path: &Path,
    warnings: &mut Vec<String>,
) -> Result<Option<Vec<PathBuf>>, Error> {
    let Some(pattern) = path.to_str().filter(|path| path.contains(['*', '?', '['])) else {
        return Ok(None);
    };
    let fault = |reason: String| Error::Pattern { pattern: pattern.to_owned(), reason };
    // As in a shell: hidden files only where the pattern names the dot.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    let matches = glob::glob_with(pattern, options).map_err(|error| {
        fault(format!("found no valid pattern ({} at its character {})", error.msg, error.pos + 1))
    })?;
    let mut paths = Vec::new();
    for entry in matches {
        match entry {
            Ok(path) => paths.push(path),
            Err(error) => {
                warnings.push(format!("{}: not read: {}", error.path().display(), error.error()));
            }
        }
    }
    if paths.is_empty() {
        return Err(fault("found nothing that matches it".to_owned()));
    }
    paths.sort();
    Ok(Some(paths))
}
