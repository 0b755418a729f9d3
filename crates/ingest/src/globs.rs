//! Patterns such as `dumps/**/*.jsonl.gz`, for shells that do not resolve them and for lists of files.

use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};
use walkdir::WalkDir;

use crate::Error;

/// As in a shell: a wildcard goes over no separator, and finds hidden files only behind their dot.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

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
    let matcher = Pattern::new(pattern).map_err(|error| {
        fault(format!("found no valid pattern ({} at its character {})", error.msg, error.pos + 1))
    })?;
    let mut paths = Vec::new();
    for entry in walk(pattern) {
        match entry {
            Ok(entry) => {
                let path = without_dot(entry.path());
                // Names that are not UTF-8 are matched as they are shown.
                if matcher.matches_with(&path.to_string_lossy(), OPTIONS) {
                    paths.push(path.to_owned());
                }
            }
            Err(error) => {
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                let path = error.path().unwrap_or(path).display().to_string();
                warnings.push(format!("{path}: not read: {cause}"));
            }
        }
    }
    if paths.is_empty() {
        return Err(fault("found nothing that matches it".to_owned()));
    }
    paths.sort();
    Ok(Some(paths))
}

/// All that a pattern may match: what lies under the folders that it names, as deep as it reaches.
fn walk(pattern: &str) -> walkdir::IntoIter {
    let has_wildcard =
        |part: &Component| part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    let parts: Vec<Component> = Path::new(pattern).components().collect();
    let n_plain = parts.iter().position(has_wildcard).unwrap_or(parts.len());
    let base: PathBuf = parts[..n_plain].iter().collect();
    let base = if n_plain == 0 { PathBuf::from(".") } else { base };
    let n_deep = if pattern.contains("**") { usize::MAX } else { parts.len() - n_plain };
    WalkDir::new(base).follow_links(true).min_depth(1).max_depth(n_deep.max(1)).into_iter()
}

/// A path as the pattern names it: `a` for `./a` where the pattern starts with a wildcard.
fn without_dot(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}
