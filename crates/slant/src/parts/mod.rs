//! What a run has done so far: parts that are there whole or not at all, from which the tables are made at the end.
//!
//! A run writes what it has read and scored to numbered parts in a hidden folder beside its results. Each ends with
//! what was counted until then, so that a killed run goes on behind its last whole part.

mod job;
mod read;
mod row;
mod write;

use std::path::{Path, PathBuf};

use crate::{
    atomic::{
        PARTIAL_PREFIX, PARTS_FOLDER, create_folder, read_file, remove_on_interrupt, write_file,
    },
    error::Error,
};

pub(crate) use job::job_record;
pub(crate) use read::for_each_row;
pub(crate) use row::{PartEnd, PartRow, ReadArticle};
pub(crate) use write::PartWriter;

/// The file in it that says which job the parts belong to.
const JOB: &str = "job.json";

/// The parts of one run.
#[derive(Debug)]
pub(crate) struct Parts {
    folder: PathBuf,
    n_whole: usize,
    /// Whether they stay where the run does not come to its end.
    stay: bool,
}

impl Parts {
    /// Begins without parts; those of another run are removed. Parts that do not `stay` cannot be resumed.
    pub(crate) fn begin(output: &Path, job: &serde_json::Value, stay: bool) -> Result<Self, Error> {
        let folder = output.join(PARTS_FOLDER);
        remove_folder(&folder)?;
        create_folder(&folder)?;
        if stay {
            write_file(&folder.join(JOB), format!("{job:#}\n").as_bytes())?;
        }
        Ok(Self { folder, n_whole: 0, stay })
    }

    /// Goes on with the parts that are there; begins anew where there are none.
    ///
    /// # Errors
    /// Where the parts are of another job.
    pub(crate) fn resume(output: &Path, job: &serde_json::Value) -> Result<Self, Error> {
        let folder = output.join(PARTS_FOLDER);
        if !folder.join(JOB).exists() {
            return Self::begin(output, job, true);
        }
        check_same_job(&folder.join(JOB), job)?;
        remove_partial_files_in(output)?;
        remove_partial_files_in(&folder)?;
        let n_whole =
            (0..usize::MAX).take_while(|&number| part_path(&folder, number).exists()).count();
        Ok(Self { folder, n_whole, stay: true })
    }

    /// Begins the next part.
    pub(crate) fn begin_part(&self) -> Result<PartWriter, Error> {
        PartWriter::create(&part_path(&self.folder, self.n_whole))
    }

    /// Puts a finished part in its place.
    pub(crate) fn finish_part(&mut self, part: PartWriter, end: PartEnd) -> Result<(), Error> {
        if !self.stay {
            remove_on_interrupt(&part_path(&self.folder, self.n_whole));
        }
        part.finish(end)?;
        self.n_whole += 1;
        Ok(())
    }

    /// The files, in order.
    fn paths(&self) -> Vec<PathBuf> {
        (0..self.n_whole).map(|number| part_path(&self.folder, number)).collect()
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the parts so far.
    pub(crate) fn discard(&mut self) -> Result<(), Error> {
        self.n_whole = 0;
        remove_folder(&self.folder)
    }

    /// Removes the parts of a run that has come to its end.
    pub(crate) fn remove(mut self) -> Result<(), Error> {
        // What is to be removed here, and cannot be, is told of once.
        self.stay = true;
        remove_folder(&self.folder)
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        if !self.stay {
            // The error that ends the run is what the user has to know.
            let _ = remove_folder(&self.folder);
        }
    }
}

/// Removes the parts that this job left when it was killed after its last file was in place; those of another job stay.
pub(crate) fn remove_leftovers(output: &Path, job: &serde_json::Value) -> Result<(), Error> {
    let folder = output.join(PARTS_FOLDER);
    let is_same = folder.join(JOB).exists() && check_same_job(&folder.join(JOB), job).is_ok();
    if is_same { remove_folder(&folder) } else { Ok(()) }
}

/// Whether a folder holds parts that `--resume` would go on from.
#[must_use]
pub fn has_parts(output: &Path) -> bool {
    output.join(PARTS_FOLDER).join(JOB).exists()
}

fn part_path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:06}.part"))
}

fn remove_folder(folder: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file(folder)(error))
        }
        _ => Ok(()),
    }
}

/// A killed process leaves the files that it was writing.
fn remove_partial_files_in(folder: &Path) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        let is_partial =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PARTIAL_PREFIX));
        if is_partial {
            std::fs::remove_file(&path).map_err(Error::file(&path))?;
        }
    }
    Ok(())
}

fn check_same_job(path: &Path, job: &serde_json::Value) -> Result<(), Error> {
    let earlier: serde_json::Value =
        serde_json::from_slice(&read_file(path)?).map_err(|error| Error::table(path, &error))?;
    if earlier == *job {
        return Ok(());
    }
    let keys = job.as_object().into_iter().flat_map(serde_json::Map::keys);
    let different: Vec<&str> =
        keys.filter(|key| earlier.get(key) != job.get(key)).map(String::as_str).collect();
    Err(Error::Setting(format!(
        "{}: found the parts of another run (different: {}), expected those of this one; run without --resume to begin anew",
        path.parent().unwrap_or(path).display(),
        different.join(", ")
    )))
}
