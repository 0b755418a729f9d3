//! The files that paths lead to.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::Error;
use crate::content::Origin;
use crate::format::Format;
use crate::globs;
use crate::left_out::LeftOut;

/// The path that stands for standard input.
const STDIN: &str = "-";

/// The files to read, and what was left out.
#[derive(Debug)]
pub struct Inputs {
    /// The files, sorted by path and each once; standard input first.
    pub files: Vec<InputFile>,
    /// What was found and is not read, a sentence each.
    pub warnings: Vec<String>,
}

/// One file to read.
#[derive(Debug, Clone)]
pub struct InputFile {
    path: PathBuf,
    name: Arc<str>,
    format: Option<Format>,
    n_bytes: u64,
    /// What is in the file, where it does not lie on disk.
    bytes: Option<Arc<[u8]>>,
}

impl InputFile {
    /// A file that does not lie on disk: for bindings that hold it in memory, and for tests. The extension of the name
    /// tells the format, else the content does, as with a file that is named itself.
    ///
    /// # Example
    /// ```
    /// let file = ingest::InputFile::from_bytes("dump.csv", b"outlet,text\nHarbor Post,It took effect.\n".to_vec());
    /// let config = ingest::Config::default();
    /// let record = ingest::Reader::new(vec![file], &config).next().expect("there is one row");
    /// assert_eq!(record.and_then(|record| record.parse(&config)).expect("it is whole").article.text, "It took effect.");
    /// ```
    #[must_use]
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        let path = PathBuf::from(name);
        let format = Format::from_extension(&path);
        Self {
            path,
            name: name.into(),
            format,
            n_bytes: bytes.len() as u64,
            bytes: Some(bytes.into()),
        }
    }

    /// The file as it was named, `-` for standard input.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Its length on disk in bytes; 0 where it is not known, as for standard input.
    #[must_use]
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    pub(crate) fn format(&self) -> Option<Format> {
        self.format
    }

    pub(crate) fn origin(&self) -> Origin {
        if self.bytes.is_some() {
            Origin::Memory
        } else if self.is_stdin() {
            Origin::Stdin
        } else {
            Origin::File(self.path.clone())
        }
    }

    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.bytes.is_none() && self.path.as_os_str() == STDIN
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        if let Some(bytes) = &self.bytes {
            return Ok(Box::new(io::Cursor::new(bytes.clone())));
        }
        if self.is_stdin() {
            return Ok(Box::new(io::stdin()));
        }
        Ok(Box::new(File::open(&self.path)?))
    }

    fn new(path: PathBuf) -> Self {
        let is_stdin = path.as_os_str() == STDIN;
        let n_bytes = if is_stdin {
            0
        } else {
            std::fs::metadata(&path).map_or(0, |metadata| metadata.len())
        };
        let format = if is_stdin { None } else { Format::from_extension(&path) };
        Self { name: path.to_string_lossy().into(), path, format, n_bytes, bytes: None }
    }
}

/// Finds the files that `paths` lead to: files, folders with all that lies in them, `-` for standard input, and, where
/// there is nothing of that name, patterns such as `dumps/**/*.jsonl.gz`.
///
/// The result does not depend on the order of the paths, and no file is in it twice. In folders only files with
/// a known extension are read; the others, and hidden ones, are counted in the warnings. A file that is named
/// itself is read whatever its name. `outputs` are files and folders that the job writes: in folders they are
/// passed over.
///
/// # Errors
/// When a path does not exist, when a pattern matches nothing, or when there is nothing to read at all.
pub fn find_inputs(paths: &[PathBuf], outputs: &[PathBuf]) -> Result<Inputs, Error> {
    let outputs: Vec<PathBuf> =
        outputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut found = Vec::new();
    let mut warnings = Vec::new();
    let mut sorted: Vec<&PathBuf> = paths.iter().collect();
    sorted.sort();
    for path in sorted {
        if path.as_os_str() == STDIN {
            found.push(path.clone());
        } else if path.is_dir() {
            found.extend(walk(path, &outputs, &mut warnings));
        } else if let Err(source) = path.symlink_metadata() {
            let Some(matches) = globs::expand(path, &mut warnings)? else {
                return Err(missing(path, source));
            };
            for path in matches {
                if path.is_dir() {
                    found.extend(walk(&path, &outputs, &mut warnings));
                } else if is_special(&path) {
                    let message = "not read: a pipe, a socket or a device";
                    warnings.push(format!("{}: {message}", path.display()));
                } else if !is_one_of(&path, &outputs) {
                    found.push(path);
                }
            }
        } else {
            found.push(path.clone());
        }
    }
    found.sort_by_cached_key(|path| (path.as_os_str() != STDIN, path.clone()));
    let files: Vec<InputFile> =
        without_repeats(found, &mut warnings).into_iter().map(InputFile::new).collect();
    if files.is_empty() {
        let searched: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::NothingToRead { searched: searched.join(", ") });
    }
    Ok(Inputs { files, warnings })
}

fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file())
}

fn missing(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path },
        _ => Error::Unreadable { path, reason: source },
    }
}

fn without_repeats(paths: Vec<PathBuf>, warnings: &mut Vec<String>) -> Vec<PathBuf> {
    let mut seen: BTreeMap<(u64, u64, PathBuf), PathBuf> = BTreeMap::new();
    let mut unique = Vec::new();
    for path in paths {
        let place = place_on_disk(&path);
        if let Some(earlier) = seen.get(&place) {
            let as_what = if *earlier == path {
                String::new()
            } else {
                format!(" (as {})", earlier.display())
            };
            warnings.push(format!("{}: found more than once{as_what}, read once", path.display()));
        } else {
            seen.insert(place, path.clone());
            unique.push(path);
        }
    }
    unique
}

/// What two paths to one file have in common, be it by links or by hard links.
fn place_on_disk(path: &Path) -> (u64, u64, PathBuf) {
    if path.as_os_str() == STDIN {
        return (0, 0, path.to_owned());
    }
    #[cfg(unix)]
    if let Ok(metadata) = path.metadata() {
        use std::os::unix::fs::MetadataExt as _;
        return (metadata.dev(), metadata.ino(), PathBuf::new());
    }
    (0, 0, path.canonicalize().unwrap_or_else(|_| path.to_owned()))
}

/// The files in a folder and the folders in it that are read.
fn walk(folder: &Path, outputs: &[PathBuf], warnings: &mut Vec<String>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut left_out = LeftOut::default();
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                let path = error.path().unwrap_or(folder).display().to_string();
                warnings.push(format!("{path}: not read: {cause}"));
                continue;
            }
        };
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).display().to_string();
        let is_folder = entry.file_type().is_dir();
        if is_one_of(entry.path(), outputs) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        if is_folder && entry.depth() > 0 && is_result(entry.path()) {
            warnings.push(format!("{}: results of a run, not read", entry.path().display()));
            entries.skip_current_dir();
            continue;
        }
        let is_hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden {
            left_out.add_hidden(name);
            if is_folder {
                entries.skip_current_dir();
            }
        } else if !is_folder && !entry.file_type().is_file() {
            left_out.add_special(name);
        } else if !is_folder && Format::from_extension(entry.path()).is_some() {
            files.push(entry.into_path());
        } else if !is_folder {
            left_out.add_unknown(name);
        }
    }
    left_out.warn(&folder.display().to_string(), warnings);
    if files.is_empty() {
        warnings.push(format!("{}: found no file to read", folder.display()));
    }
    files
}

/// Whether a folder holds what a run writes.
fn is_result(folder: &Path) -> bool {
    ["manifest.json", "articles.parquet", "units.parquet"]
        .iter()
        .all(|name| folder.join(name).is_file())
}

fn is_one_of(path: &Path, outputs: &[PathBuf]) -> bool {
    let has_name = outputs.iter().any(|output| output.file_name() == path.file_name());
    has_name && path.canonicalize().is_ok_and(|path| outputs.contains(&path))
}
