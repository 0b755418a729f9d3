//! Lists of the files to read.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::globs;

/// The longest list that is read: some ten million paths.
const MAX_LIST_BYTES: u64 = 1024 * 1024 * 1024;

/// The paths that a list names, one a line, or between NUL characters where it holds one. `-` stands for standard
/// input.
///
/// Empty lines are passed over, and a carriage return at the end of a line; there are no comments, since a path may
/// start with any character. A path is taken from the current folder, not from that of the list.
///
/// # Example
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let (dump, list) = (folder.path().join("dump.jsonl"), folder.path().join("list.txt"));
/// # std::fs::write(&dump, "")?;
/// std::fs::write(&list, format!("{}\n", dump.display()))?;
/// assert_eq!(ingest::files_from(&list)?, [dump]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the list cannot be read, or when a path in it leads to nothing: with the line, or the number of the path
/// where the list is separated by NUL.
pub fn files_from(list: &Path) -> Result<Vec<PathBuf>, Error> {
    let bytes =
        read_list(list).map_err(|reason| Error::Unreadable { path: list.to_owned(), reason })?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let mut paths = Vec::new();
    for (index, entry) in bytes.split(|byte| *byte == separator).enumerate() {
        let entry = if separator == 0 { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) };
        if entry.is_empty() {
            continue;
        }
        let path = to_path(entry);
        let is_there = path.as_os_str() == "-"
            || path.symlink_metadata().is_ok()
            || globs::expand(&path, &mut Vec::new()).is_ok_and(|paths| paths.is_some());
        if !is_there {
            return Err(Error::NotFoundInList {
                list: list.to_owned(),
                line: index as u64 + 1,
                path,
            });
        }
        paths.push(path);
    }
    Ok(paths)
}

fn read_list(list: &Path) -> io::Result<Vec<u8>> {
    let reader: Box<dyn Read> = if list.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(std::fs::File::open(list)?)
    };
    let mut bytes = Vec::new();
    reader.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(io::Error::other("found a list of more than 1 GiB, expected at most 1 GiB"));
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes))
}

#[cfg(unix)]
fn to_path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(bytes.to_vec()).into()
}

#[cfg(not(unix))]
fn to_path(bytes: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}
