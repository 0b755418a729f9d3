//! The bytes of one member of a zip archive.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::sync::Arc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use crate::bomb::Limit;
use crate::fault::ReadFault;
use crate::reject::RejectCode;
use crate::zip_directory::Entry;

const LOCAL_HEADER_BYTES: usize = 30;
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
/// Bytes of a member that are read at once at most; of a short one all, with its header and this much for its name.
const READ_BYTES: u64 = 64 * 1024;
const NAME_BYTES: u64 = 512;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Methods whose data are whole files of bzip2, zstd and xz, so that they are unpacked as such.
const PACKED_FILES: [u16; 3] = [12, 93, 95];

/// Opens a member for reading.
///
/// # Errors
/// When it is encrypted, packed in a way that is not read, or is not where the directory says.
pub(crate) fn open_member(
    file: &Arc<File>,
    entry: &Entry,
) -> Result<Box<dyn Read + Send>, ReadFault> {
    let unreadable = |message: String| ReadFault { code: RejectCode::Unreadable, message };
    if entry.is_encrypted {
        let message = "found an encrypted member, expected one that needs no password";
        return Err(unreadable(message.to_owned()));
    }
    let section = open_section(file, entry)?;
    if PACKED_FILES.contains(&entry.method) {
        return Ok(Box::new(section));
    }
    let decoder = match entry.method {
        STORED => Decoder::Stored(section),
        DEFLATED => Decoder::Deflated(Box::new(DeflateDecoder::new(section))),
        method => {
            return Err(unreadable(format!(
                "found a member packed by the method {method}, expected it stored or packed by deflate, bzip2, zstd or xz"
            )));
        }
    };
    let (n_packed, n_bytes, crc) = (entry.n_packed, entry.n_bytes, entry.crc);
    Ok(Box::new(Member { decoder, n_packed, n_bytes, crc, found: Crc::new(), n_out: 0 }))
}

type Section = Take<BufReader<Arc<File>>>;

/// The packed bytes of a member, behind its local header.
fn open_section(file: &Arc<File>, entry: &Entry) -> Result<Section, ReadFault> {
    let open = || -> io::Result<Option<BufReader<Arc<File>>>> {
        let n_bytes = entry.n_packed.saturating_add(LOCAL_HEADER_BYTES as u64 + NAME_BYTES);
        let capacity = n_bytes.min(READ_BYTES) as usize;
        let mut reader = BufReader::with_capacity(capacity, file.clone());
        reader.seek(SeekFrom::Start(entry.header_start))?;
        let mut header = [0; LOCAL_HEADER_BYTES];
        reader.read_exact(&mut header)?;
        if !header.starts_with(LOCAL_HEADER) {
            return Ok(None);
        }
        let length = |at: usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        reader.seek_relative(length(26) + length(28))?;
        Ok(Some(reader))
    };
    let place = entry.header_start;
    match open() {
        Ok(Some(reader)) => Ok(reader.take(entry.n_packed)),
        Ok(None) => Err(truncated(format!(
            "found no member at the byte {place} of the archive, expected one as the directory says"
        ))),
        Err(error) => Err(truncated(format!(
            "found {error} at the byte {place} of the archive, expected a member as the directory says"
        ))),
    }
}

fn truncated(message: String) -> ReadFault {
    ReadFault { code: RejectCode::Truncated, message }
}

/// A member that is unpacked and compared with what the directory says of it.
struct Member {
    decoder: Decoder,
    n_packed: u64,
    n_bytes: u64,
    crc: u32,
    found: Crc,
    n_out: u64,
}

enum Decoder {
    Stored(Section),
    Deflated(Box<DeflateDecoder<Section>>),
}

impl Member {
    fn n_in(&self) -> u64 {
        let left = match &self.decoder {
            Decoder::Stored(section) => section.limit(),
            Decoder::Deflated(decoder) => decoder.get_ref().limit(),
        };
        self.n_packed.saturating_sub(left)
    }

    /// Compares all that was read with the directory.
    fn check_whole(&self) -> Result<(), ReadFault> {
        let (n_out, n_bytes) = (self.n_out, self.n_bytes);
        if n_out != n_bytes {
            return Err(truncated(format!(
                "found a member of {n_out} bytes, expected {n_bytes} as the directory of the archive says"
            )));
        }
        let (found, expected) = (self.found.sum(), self.crc);
        if found != expected {
            return Err(truncated(format!(
                "found a member with the checksum {found:08x}, expected {expected:08x} as the directory of the archive says"
            )));
        }
        Ok(())
    }
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.decoder {
            Decoder::Stored(section) => section.read(buffer),
            Decoder::Deflated(decoder) => decoder.read(buffer),
        };
        let n_bytes = match read {
            Ok(n_bytes) => n_bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => {
                return Err(truncated(format!(
                    "found compressed data that are corrupt or end early ({error}), expected all"
                ))
                .into());
            }
        };
        self.n_out += n_bytes as u64;
        self.found.update(&buffer[..n_bytes]);
        Limit::of(self.n_in()).check(self.n_out)?;
        if n_bytes == 0 && !buffer.is_empty() {
            self.check_whole()?;
        }
        Ok(n_bytes)
    }
}
