//! The records of one stream of bytes: of a file, or of a member of an archive.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::Archive;
use crate::bomb::Limit;
use crate::fault::ReadFault;
use crate::field_map::FieldMap;
use crate::format::{Format, starts_array_of_objects};
use crate::parquet_rows::ParquetRows;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::Splitter;

/// Bytes that are looked at, at most, to tell the format of a file by its content.
const SNIFFED_BYTES: usize = 64 * 1024;
/// What a tar archive has in the header of its first member.
const TAR_MAGIC: &[u8] = b"ustar";
const TAR_MAGIC_AT: usize = 257;
/// Bytes of a container without a place on disk that are kept in a temporary file at most.
const MAX_SPOOLED_BYTES: u64 = 16 * 1024 * 1024 * 1024;

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file on disk.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes that were handed in.
    Memory,
    /// A member of an archive.
    Member,
}

/// Cuts bytes into records, once it is known what they are.
pub(crate) struct Content {
    pub(crate) source: Source,
    origin: Origin,
    format: Option<Format>,
    kind: Option<Kind>,
    n_items: u64,
    pub(crate) is_over: bool,
}

enum Kind {
    Stream(Splitter),
    Archive(Box<Archive>),
    Parquet(Box<ParquetRows>),
    /// A container that cannot be read; its reject was given.
    Unusable,
}

impl Content {
    /// The content of `reader`; `format` is that which its name tells.
    ///
    /// # Errors
    /// When its first bytes cannot be read.
    pub(crate) fn new(
        path: Arc<str>,
        reader: Box<dyn Read + Send>,
        origin: Origin,
        format: Option<Format>,
    ) -> io::Result<Self> {
        Ok(Self::of_source(Source::new(path, reader)?, origin, format))
    }

    /// The content of a member of an archive.
    ///
    /// # Errors
    /// When its first bytes cannot be read.
    pub(crate) fn of_member(
        path: Arc<str>,
        reader: Box<dyn Read + Send>,
        format: Option<Format>,
        limit: Limit,
    ) -> io::Result<Self> {
        Ok(Self::of_source(Source::within(path, reader, Some(limit))?, Origin::Member, format))
    }

    fn of_source(source: Source, origin: Origin, format: Option<Format>) -> Self {
        Self { source, origin, format, kind: None, n_items: 0, is_over: false }
    }

    /// The next record, or nothing at the end.
    pub(crate) fn next_record(
        &mut self,
        fields: &Arc<FieldMap>,
    ) -> Option<Result<RawRecord, Reject>> {
        if self.is_over {
            return None;
        }
        let item = self.read_item(fields);
        self.is_over = item.is_none();
        let item = item.or_else(|| self.end_reject().map(Err))?;
        self.n_items += 1;
        Some(item)
    }

    /// Bytes that were unpacked so far.
    pub(crate) fn n_out(&self) -> u64 {
        match &self.kind {
            Some(Kind::Parquet(rows)) => rows.n_out().max(self.source.offset()),
            _ => self.source.offset(),
        }
    }

    /// What was passed over, a sentence each.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match &self.kind {
            Some(Kind::Archive(archive)) => archive.warnings(),
            _ => Vec::new(),
        }
    }

    /// The number of records that can be no articles, by reason.
    pub(crate) fn passed_over(&self) -> BTreeMap<String, u64> {
        match &self.kind {
            Some(Kind::Stream(splitter)) => splitter.passed_over(),
            Some(Kind::Archive(archive)) => archive.passed_over(),
            _ => BTreeMap::new(),
        }
    }

    fn read_item(&mut self, fields: &Arc<FieldMap>) -> Option<Result<RawRecord, Reject>> {
        if self.kind.is_none() {
            match self.find_kind(fields) {
                Ok(kind) => self.kind = Some(kind),
                Err(fault) => {
                    self.kind = Some(Kind::Unusable);
                    return Some(Err(Reject::of_file(&self.source.path, fault)));
                }
            }
        }
        match self.kind.as_mut()? {
            Kind::Stream(splitter) => splitter.next_record(&mut self.source),
            Kind::Archive(archive) => archive.next_record(fields),
            Kind::Parquet(rows) => rows.next_row(),
            Kind::Unusable => None,
        }
    }

    /// What is wrong with the content as a whole, seen from its end.
    fn end_reject(&mut self) -> Option<Reject> {
        if let Some(reject) = self.source.take_fault() {
            return Some(reject);
        }
        let may_be_empty = match &self.kind {
            Some(Kind::Stream(splitter)) => splitter.has_header(),
            Some(Kind::Parquet(_)) => true,
            _ => false,
        };
        let is_empty = self.n_items == 0 && !may_be_empty;
        is_empty.then(|| {
            let message = "found nothing but white space, expected articles".to_owned();
            let reject = self.source.reject(RejectCode::EmptyFile, message, b"");
            Reject { line: 1, byte_offset: 0, ..reject }
        })
    }

    fn find_kind(&mut self, fields: &Arc<FieldMap>) -> Result<Kind, ReadFault> {
        while self.source.unread().len() < TAR_MAGIC_AT + TAR_MAGIC.len() && self.source.fill() {}
        let is_empty = self.source.unread().is_empty();
        let path = self.source.path.clone();
        match self.source.unread() {
            [b'P', b'K', ..] if self.format == Some(Format::Docx) => {
                Ok(Kind::Stream(Splitter::new(Format::Docx, fields)))
            }
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
                if self.origin == Origin::Member {
                    let message = "found a zip archive in a zip archive, expected a plain file";
                    return Err(ReadFault {
                        code: RejectCode::Unreadable,
                        message: message.to_owned(),
                    });
                }
                let (file, limit) = self.seekable()?;
                Ok(Kind::Archive(Box::new(Archive::open(path, file, limit)?)))
            }
            [b'P', b'A', b'R', b'1', ..] => {
                let (file, limit) = self.seekable()?;
                Ok(Kind::Parquet(Box::new(ParquetRows::open(path, file, limit, fields)?)))
            }
            start
                if start.get(TAR_MAGIC_AT..).is_some_and(|start| start.starts_with(TAR_MAGIC)) =>
            {
                let message = "found a tar archive, expected a plain file or a zip archive";
                Err(ReadFault { code: RejectCode::Unreadable, message: message.to_owned() })
            }
            _ if is_empty => Ok(Kind::Stream(Splitter::new(Format::Text, fields))),
            start => match self.format {
                Some(Format::Parquet) => {
                    Err(wrong_start("a Parquet file", "PAR1", start, RejectCode::BadParquet))
                }
                Some(Format::Zip) => {
                    Err(wrong_start("a zip archive", "PK", start, RejectCode::Unreadable))
                }
                _ => Ok(Kind::Stream(Splitter::new(self.find_format(fields), fields))),
            },
        }
    }

    fn find_format(&mut self, fields: &FieldMap) -> Format {
        if let Some(format) = self.format.filter(|format| *format != Format::JsonLines) {
            return format;
        }
        let is_enough = |start: &[u8]| {
            let content = start.trim_ascii_start();
            let in_array = content.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
            start.len() >= SNIFFED_BYTES
                || memchr::memchr(b'\n', content).is_some() && in_array != Some(b"")
        };
        while !is_enough(self.source.unread()) && self.source.fill() {}
        if self.format.is_some() {
            let is_array = starts_array_of_objects(self.source.unread());
            return if is_array { Format::JsonDocument } else { Format::JsonLines };
        }
        match Format::from_content(self.source.unread(), fields) {
            Format::Text if self.origin == Origin::Stdin => Format::JsonLines,
            format => format,
        }
    }

    /// The content as a file that can be read from anywhere, the one on disk or a copy without a name; and what it may
    /// unpack to.
    fn seekable(&mut self) -> Result<(File, Limit), ReadFault> {
        if let Origin::File(path) = &self.origin
            && self.source.is_plain()
            && path.is_file()
        {
            let file = File::open(path).map_err(|error| ReadFault::unreadable(&error))?;
            let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
            return Ok((file, Limit::of(n_bytes)));
        }
        let mut file = tempfile::tempfile().map_err(|error| no_copy(&error))?;
        let mut n_bytes = 0;
        loop {
            let bytes = self.source.unread();
            let n_unread = bytes.len();
            n_bytes += n_unread as u64;
            file.write_all(bytes).map_err(|error| no_copy(&error))?;
            self.source.consume(n_unread, 0);
            if n_bytes > MAX_SPOOLED_BYTES {
                return Err(no_copy(&format!("more than {MAX_SPOOLED_BYTES} bytes")));
            }
            if !self.source.fill() {
                break;
            }
        }
        if let Some(fault) = self.source.fault() {
            return Err(fault.clone());
        }
        file.seek(SeekFrom::Start(0)).map_err(|error| no_copy(&error))?;
        Ok((file, self.source.limit()))
    }
}

fn no_copy(found: &dyn std::fmt::Display) -> ReadFault {
    let message = format!(
        "found {found} as the container was copied to a temporary file, expected room for all of it"
    );
    ReadFault { code: RejectCode::Unreadable, message }
}

fn wrong_start(kind: &str, magic: &str, start: &[u8], code: RejectCode) -> ReadFault {
    let shown = String::from_utf8_lossy(&start[..start.len().min(4)]);
    let message =
        format!("found {shown:?} at the start, expected {kind}, which starts with {magic:?}");
    ReadFault { code, message }
}
