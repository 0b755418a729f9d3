//! What stops a job.

use std::path::{Path, PathBuf};

/// What stops a job. A fault in one record is a row in `rejects.jsonl` instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Inputs or settings of reading cannot be used.
    #[error(transparent)]
    Ingest(#[from] ingest::Error),
    /// Codebook, labels or model cannot be used.
    #[error(transparent)]
    Classifier(#[from] classifier::Error),
    /// The topic query of a codebook cannot be used.
    #[error(transparent)]
    Topic(#[from] features::TopicQueryError),
    /// An estimate cannot be made with these settings.
    #[error(transparent)]
    Stats(#[from] stats::Error),
    /// The report cannot be made.
    #[error(transparent)]
    Report(#[from] crate::report::ReportError),
    /// The page of statistics cannot be made.
    #[error(transparent)]
    StatisticsPage(#[from] crate::statistics_page::StatisticsPageError),
    /// A file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// A table cannot be written, or a file not be read as what it should be.
    #[error("{path}: {message}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What was found.
        message: String,
    },
    /// The output is there already.
    #[error("{path}: found a finished output, left alone; give --overwrite to replace it")]
    OutputExists {
        /// The file, or the file that marks a finished folder.
        path: PathBuf,
    },
    /// A setting cannot be used.
    #[error("{0}")]
    Setting(String),
    /// No record could be read as an article.
    #[error("found no article in {n_records} records, expected at least one{}", lines(.faults))]
    NothingRead {
        /// Records read.
        n_records: u64,
        /// The first rejects, each with its place.
        faults: Vec<String>,
    },
    /// The first reject of a strict job.
    #[error(
        "{place_and_message}\nstopped at the first reject because of --strict; no file was written"
    )]
    Rejected {
        /// Where it is, what was found and what was expected.
        place_and_message: String,
    },
    /// The user asked to stop a run that can be resumed.
    #[error("interrupted; the same command with --resume goes on from what is done")]
    InterruptedRun,
    /// The user asked to stop.
    #[error("interrupted; nothing half-written was left")]
    Interrupted,
}

impl Error {
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |reason| Self::File { path, reason }
    }

    pub(crate) fn table(path: &Path, error: &dyn std::error::Error) -> Self {
        Self::Table { path: path.to_owned(), message: error.to_string() }
    }

    /// Whether the reader of standard output has gone away, which is no fault.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::File { reason, .. } if reason.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn lines(faults: &[String]) -> String {
    faults.iter().flat_map(|fault| ["\n", fault]).collect()
}
