//! Reading parts.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use zstd::Decoder;

use super::{Parts, row::PartRow};
use crate::{error::Error, threads::Workers};

/// Hands the rows of all parts to `sink`, in order; they are decoded on all threads.
pub(crate) fn for_each_row(
    parts: &Parts,
    workers: &Workers<'_>,
    mut sink: impl FnMut(PartRow) -> Result<(), Error> + Send,
) -> Result<(), Error> {
    workers.process(
        read_rows(parts.paths()),
        |row| row.as_ref().map_or(0, Vec::len),
        || (),
        |(), row| row.and_then(|row| decode_row(&row)),
        |row| sink(row?),
    )
}

/// The rows of all parts, in order, not yet decoded.
fn read_rows(paths: Vec<PathBuf>) -> impl Iterator<Item = Result<Vec<u8>, Error>> + Send {
    paths.into_iter().flat_map(|path| {
        let (rows, fault) = match PartRows::open(&path) {
            Ok(rows) => (Some(rows), None),
            Err(error) => (None, Some(Err(error))),
        };
        fault.into_iter().chain(rows.into_iter().flatten())
    })
}

/// The row that these bytes stand for.
///
/// # Errors
/// Where they are no row of this version.
fn decode_row(bytes: &[u8]) -> Result<PartRow, Error> {
    postcard::from_bytes(bytes).map_err(|error| {
        Error::Setting(format!("found a part that cannot be read ({error}); run without --resume"))
    })
}

struct PartRows {
    path: PathBuf,
    decoder: Decoder<'static, BufReader<File>>,
    is_over: bool,
}

impl PartRows {
    fn open(path: &Path) -> Result<Self, Error> {
        let decoder = File::open(path).and_then(Decoder::new).map_err(Error::file(path))?;
        Ok(Self { path: path.to_owned(), decoder, is_over: false })
    }

    fn read_row(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut length = [0; 4];
        if self.decoder.read(&mut length[..1])? == 0 {
            return Ok(None);
        }
        self.decoder.read_exact(&mut length[1..])?;
        let mut row = Vec::new();
        let n_bytes = u64::from(u32::from_le_bytes(length));
        self.decoder.by_ref().take(n_bytes).read_to_end(&mut row)?;
        Ok(Some(row))
    }
}

impl Iterator for PartRows {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.read_row().map_err(Error::file(&self.path)).transpose();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}
