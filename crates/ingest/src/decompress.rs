//! Decompression by magic bytes, and the hash of the file as it lies on disk.

use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use crate::reject::RejectCode;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const N_MAGIC_BYTES: usize = 6;
/// Compressed bytes that are read at once.
const COMPRESSED_BYTES: usize = 64 * 1024;

/// Reads a file decompressed, whatever its name says.
pub(crate) enum Decompressor {
    Plain(HashingReader),
    Gzip(Box<MultiGzDecoder<BufReader<HashingReader>>>),
    Zstd(zstd::Decoder<'static, BufReader<HashingReader>>),
    /// A kind that is not read: its name.
    NotRead(HashingReader, &'static str),
}

impl Decompressor {
    pub(crate) fn new(mut reader: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(N_MAGIC_BYTES);
        reader.by_ref().take(N_MAGIC_BYTES as u64).read_to_end(&mut magic)?;
        let not_read = kind_not_read(&magic);
        let (is_gzip, is_zstd) = (magic.starts_with(GZIP), magic.starts_with(ZSTD));
        let hashing = HashingReader::new(Box::new(Cursor::new(magic).chain(reader)));
        let buffered = |hashing| BufReader::with_capacity(COMPRESSED_BYTES, hashing);
        Ok(match not_read {
            Some(kind) => Self::NotRead(hashing, kind),
            None if is_gzip => Self::Gzip(Box::new(MultiGzDecoder::new(buffered(hashing)))),
            None if is_zstd => Self::Zstd(zstd::Decoder::with_buffer(buffered(hashing))?),
            None => Self::Plain(hashing),
        })
    }

    /// Takes a zip archive for what it is: a file of a format that is one.
    pub(crate) fn with_zip(self) -> Self {
        match self {
            Self::NotRead(hashing, "zip") => Self::Plain(hashing),
            other => other,
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_))
    }

    /// The code for a failed read: the data are corrupt unless the file itself could not be read.
    pub(crate) fn fault_code(&self) -> RejectCode {
        let has_failed = match self {
            Self::Plain(_) | Self::NotRead(..) => true,
            Self::Gzip(decoder) => decoder.get_ref().get_ref().has_failed,
            Self::Zstd(decoder) => decoder.get_ref().get_ref().has_failed,
        };
        if has_failed { RejectCode::Unreadable } else { RejectCode::Truncated }
    }

    /// Reads the rest of the file; gives its bytes on disk and their hash.
    pub(crate) fn finish(self) -> (u64, blake3::Hash) {
        let mut hashing = match self {
            Self::Plain(hashing) | Self::NotRead(hashing, _) => hashing,
            Self::Gzip(decoder) => decoder.into_inner().into_inner(),
            Self::Zstd(decoder) => decoder.finish().into_inner(),
        };
        // A file that fails here failed before and was rejected, or its rest was not asked for.
        let _ = io::copy(&mut hashing, &mut io::sink());
        (hashing.n_bytes, hashing.hasher.finalize())
    }
}

impl Read for Decompressor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(hashing) => hashing.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
            Self::NotRead(_, kind) => Err(io::Error::other(format!("a {kind} file"))),
        }
    }
}

/// The kind of a file that is known and not read, by the bytes it starts with.
fn kind_not_read(magic: &[u8]) -> Option<&'static str> {
    match magic {
        [b'B', b'Z', b'h', _, b'1', b'A'] => Some("bzip2"),
        b"\xfd7zXZ\0" => Some("xz"),
        [b'P', b'K', 3, 4, ..] => Some("zip"),
        [b'P', b'A', b'R', b'1', 0x15, ..] => Some("Parquet"),
        _ => None,
    }
}

/// Passes bytes on and hashes them.
pub(crate) struct HashingReader {
    inner: Box<dyn Read + Send>,
    hasher: Box<blake3::Hasher>,
    n_bytes: u64,
    has_failed: bool,
}

impl HashingReader {
    fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner, hasher: Box::default(), n_bytes: 0, has_failed: false }
    }
}

impl Read for HashingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.inner.read(buffer);
        match &result {
            Ok(n_bytes) => {
                self.hasher.update(&buffer[..*n_bytes]);
                self.n_bytes += *n_bytes as u64;
            }
            Err(error) => self.has_failed = error.kind() != io::ErrorKind::Interrupted,
        }
        result
    }
}
