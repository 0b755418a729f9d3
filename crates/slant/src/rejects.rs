//! `rejects.jsonl`: the records that could not be read, one a line.

use std::{io::Write, path::Path};

use ingest::Reject;

use crate::{atomic::AtomicFile, error::Error};

pub(crate) struct RejectsFile {
    file: AtomicFile,
}

impl RejectsFile {
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        Ok(Self { file: AtomicFile::create(path)? })
    }

    pub(crate) fn write(&mut self, reject: &Reject) -> Result<(), Error> {
        let written = serde_json::to_writer(&mut self.file, reject)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"));
        written.map_err(Error::file(self.file.path()))
    }

    pub(crate) fn finish(self) -> Result<(), Error> {
        self.file.commit()
    }
}
