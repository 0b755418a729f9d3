//! Files that are there whole or not at all.

use std::{
    collections::BTreeSet,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tempfile::NamedTempFile;

use crate::error::Error;

/// The path that stands for standard output.
pub(crate) const STDOUT: &str = "-";

/// The folder of the parts of a run, in the folder of its results.
pub(crate) const PARTS_FOLDER: &str = ".parts";

/// What names of unfinished files begin with.
pub(crate) const PARTIAL_PREFIX: &str = ".partial-";

/// Temporary files that are being written, for a process that has to end at once.
static PARTIAL_FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn partial_files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PARTIAL_FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes every file that is not finished, for a handler of signals that is about to end the process.
///
/// Whoever still writes to one of them writes to nowhere, and no further one is begun.
pub fn remove_partial_files() {
    let partial = partial_files();
    for path in partial.iter() {
        // Gone already is as good as removed, and there is nobody to tell of anything else.
        let _ = std::fs::remove_file(path);
    }
    for folder in partial.iter().filter_map(|path| path.parent()) {
        if folder.ends_with(PARTS_FOLDER) {
            // A folder that still holds something stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
    // The lock is kept, so that no file is begun between this and the end of the process.
    std::mem::forget(partial);
}

/// Removes a file that is no result, too, where the process has to end at once.
pub(crate) fn remove_on_interrupt(path: &Path) {
    partial_files().insert(path.to_owned());
}

/// A file under a temporary name beside its place, or standard output.
///
/// Dropped without [`Self::commit`], the file leaves nothing behind.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Temporary(BufWriter<NamedTempFile>),
    Stdout(BufWriter<io::Stdout>),
}

impl AtomicFile {
    /// Opens the file; `-` is standard output.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let path = path.to_owned();
        if path.as_os_str() == STDOUT {
            return Ok(Self { path, target: Target::Stdout(BufWriter::new(io::stdout())) });
        }
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(PARTIAL_PREFIX);
        set_usual_permissions(&mut builder);
        let mut partial = partial_files();
        let file = builder.tempfile_in(folder).map_err(Error::file(&path))?;
        partial.insert(file.path().to_owned());
        Ok(Self { path, target: Target::Temporary(BufWriter::new(file)) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the file in its place.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        self.flush().map_err(Error::file(&self.path))?;
        if let Target::Temporary(writer) = self.target {
            let file = writer
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .map_err(Error::file(&self.path))?;
            let temporary = file.path().to_owned();
            file.persist(&self.path)
                .map_err(|error| error.error)
                .map_err(Error::file(&self.path))?;
            partial_files().remove(&temporary);
        }
        Ok(())
    }
}

/// Temporary files are private by default; results are as readable as other files of the user.
#[cfg(unix)]
fn set_usual_permissions(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The process's umask takes its bits off this.
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn set_usual_permissions(_: &mut tempfile::Builder<'_, '_>) {}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Temporary(writer) => writer.write(bytes),
            Target::Stdout(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Temporary(writer) => writer.flush(),
            Target::Stdout(writer) => writer.flush(),
        }
    }
}

/// Writes a whole file.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes).map_err(Error::file(path))?;
    file.commit()
}

/// Refuses where `finished`, a file that marks a finished output, is there already.
pub(crate) fn check_not_finished(finished: &Path, overwrite: bool) -> Result<(), Error> {
    if finished.as_os_str() != STDOUT && finished.exists() && !overwrite {
        return Err(Error::OutputExists { path: finished.to_owned() });
    }
    Ok(())
}

/// Makes the folder of an output.
pub(crate) fn create_folder(folder: &Path) -> Result<(), Error> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(Error::file(folder))
}

/// Removes the file that marks a finished output, before the first of its files is replaced: old and new ones
/// never pass for one output.
pub(crate) fn unmark_finished(finished: &Path) -> Result<(), Error> {
    if finished.as_os_str() == STDOUT {
        return Ok(());
    }
    match std::fs::remove_file(finished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::file(finished)(error)),
        _ => Ok(()),
    }
}

/// Reads a whole file.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(Error::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        write_file(&path, b"whole").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn a_finished_output_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        check_not_finished(&path, false).unwrap();
        write_file(&path, b"").unwrap();
        assert!(matches!(check_not_finished(&path, false), Err(Error::OutputExists { .. })));
        check_not_finished(&path, true).unwrap();
    }
}
