//! Writing parts.

use std::{io::Write, path::Path};

use zstd::Encoder;

use super::row::{PartEnd, PartRow};
use crate::{atomic::AtomicFile, error::Error};

/// Parts are read once and removed: speed counts.
const COMPRESSION_LEVEL: i32 = -3;

/// One part on its way to its file.
pub(crate) struct PartWriter {
    encoder: Encoder<'static, AtomicFile>,
    row: Vec<u8>,
    n_bytes: usize,
}

impl PartWriter {
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let file = AtomicFile::create(path)?;
        let encoder = Encoder::new(file, COMPRESSION_LEVEL)
            .and_then(|mut encoder| encoder.include_checksum(true).map(|()| encoder))
            .map_err(Error::file(path))?;
        Ok(Self { encoder, row: Vec::new(), n_bytes: 0 })
    }

    /// Adds a row: its length in four bytes, then the row.
    pub(crate) fn write(&mut self, row: &PartRow) -> Result<(), Error> {
        self.row.clear();
        let buffer = std::mem::take(&mut self.row);
        let result = postcard::to_extend(row, buffer);
        self.row = result.map_err(|error| Error::table(self.encoder.get_ref().path(), &error))?;
        let length = u32::try_from(self.row.len()).unwrap_or(u32::MAX).to_le_bytes();
        self.n_bytes += self.row.len();
        self.encoder
            .write_all(&length)
            .and_then(|()| self.encoder.write_all(&self.row))
            .map_err(Error::file(self.encoder.get_ref().path()))
    }

    /// Bytes of the rows so far.
    pub(crate) fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    pub(super) fn finish(mut self, end: PartEnd) -> Result<(), Error> {
        self.write(&PartRow::End(Box::new(end)))?;
        let path = self.encoder.get_ref().path().to_owned();
        self.encoder.finish().map_err(Error::file(&path))?.commit()
    }
}
