//! Decompression by magic bytes, and the hash of the file as it lies on disk.

use std::io::{self, BufReader, Cursor, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;

use crate::bomb::Limit;
use crate::reject::RejectCode;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const XZ: &[u8] = b"\xfd7zXZ\0";
const N_MAGIC_BYTES: usize = 6;
/// Enough for `zstd --long=31`, as large dumps are packed. Memory is taken as the window fills, not as it is asked for.
const MAX_ZSTD_WINDOW_LOG: u32 = 31;
/// The largest dictionary of xz that is read, four times that of `xz -9`, and what the decoder takes beside it.
const MAX_XZ_MEMORY_KIB: u32 = 257 * 1024;
/// Compressed bytes that are read at once.
const COMPRESSED_BYTES: usize = 64 * 1024;

/// Reads a file decompressed, whatever its name says.
pub(crate) struct Decompressor {
    decoder: Decoder,
    n_out: u64,
}

type Buffered = BufReader<HashingReader>;

enum Decoder {
    Plain(HashingReader),
    Gzip(Box<MultiGzDecoder<Buffered>>),
    Zstd(Box<zstd::Decoder<'static, Buffered>>),
    Bzip2(Box<MultiBzDecoder<Buffered>>),
    Xz(Box<XzReader<Buffered>>),
    /// A kind that is not read: its name.
    NotRead(HashingReader, &'static str),
}

impl Decompressor {
    pub(crate) fn new(mut reader: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(N_MAGIC_BYTES);
        reader.by_ref().take(N_MAGIC_BYTES as u64).read_to_end(&mut magic)?;
        let start = magic.clone();
        let hashing = HashingReader::new(Box::new(Cursor::new(magic).chain(reader)));
        let decoder = Decoder::new(&start, hashing)?;
        Ok(Self { decoder, n_out: 0 })
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.decoder, Decoder::Plain(_))
    }

    /// Bytes that were read so far, as they lie on disk.
    pub(crate) fn n_in(&self) -> u64 {
        self.decoder.hashing().n_bytes
    }

    /// The code for a failed read: the data are corrupt unless the file itself could not be read.
    pub(crate) fn fault_code(&self) -> RejectCode {
        let is_unreadable = match &self.decoder {
            Decoder::Plain(_) | Decoder::NotRead(..) => true,
            decoder => decoder.hashing().has_failed,
        };
        if is_unreadable { RejectCode::Unreadable } else { RejectCode::Truncated }
    }

    /// Reads the rest of the file; gives its bytes on disk and their hash.
    pub(crate) fn finish(self) -> (u64, blake3::Hash) {
        let mut hashing = self.decoder.into_hashing();
        // A file that fails here failed before and was rejected, or its rest was not asked for.
        let _ = io::copy(&mut hashing, &mut io::sink());
        (hashing.n_bytes, hashing.hasher.finalize())
    }
}

impl Read for Decompressor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = match &mut self.decoder {
            Decoder::Plain(hashing) => return hashing.read(buffer),
            Decoder::Gzip(decoder) => decoder.read(buffer),
            Decoder::Zstd(decoder) => decoder.read(buffer),
            Decoder::Bzip2(decoder) => decoder.read(buffer),
            Decoder::Xz(decoder) => decoder.read(buffer),
            Decoder::NotRead(_, kind) => Err(io::Error::other(format!("a {kind} file"))),
        }?;
        self.n_out += n_bytes as u64;
        Limit::of(self.n_in()).check(self.n_out)?;
        Ok(n_bytes)
    }
}

impl Decoder {
    fn new(magic: &[u8], hashing: HashingReader) -> io::Result<Self> {
        let buffered = |hashing| BufReader::with_capacity(COMPRESSED_BYTES, hashing);
        Ok(match magic {
            _ if magic.starts_with(GZIP) => {
                Self::Gzip(Box::new(MultiGzDecoder::new(buffered(hashing))))
            }
            _ if magic.starts_with(ZSTD) => {
                let mut decoder = zstd::Decoder::with_buffer(buffered(hashing))?;
                decoder.window_log_max(MAX_ZSTD_WINDOW_LOG)?;
                Self::Zstd(Box::new(decoder))
            }
            _ if magic.starts_with(XZ) => {
                let reads_all_streams = true;
                let buffered = buffered(hashing);
                Self::Xz(Box::new(XzReader::new_mem_limit(
                    buffered,
                    reads_all_streams,
                    MAX_XZ_MEMORY_KIB,
                )))
            }
            [b'B', b'Z', b'h', b'1'..=b'9', b'1' | 0x17, ..] => {
                Self::Bzip2(Box::new(MultiBzDecoder::new(buffered(hashing))))
            }
            _ => match kind_not_read(magic) {
                Some(kind) => Self::NotRead(hashing, kind),
                None => Self::Plain(hashing),
            },
        })
    }

    fn hashing(&self) -> &HashingReader {
        match self {
            Self::Plain(hashing) | Self::NotRead(hashing, _) => hashing,
            Self::Gzip(decoder) => decoder.get_ref().get_ref(),
            Self::Zstd(decoder) => decoder.get_ref().get_ref(),
            Self::Bzip2(decoder) => decoder.get_ref().get_ref(),
            Self::Xz(decoder) => decoder.inner().get_ref(),
        }
    }

    fn into_hashing(self) -> HashingReader {
        match self {
            Self::Plain(hashing) | Self::NotRead(hashing, _) => hashing,
            Self::Gzip(decoder) => decoder.into_inner().into_inner(),
            Self::Zstd(decoder) => decoder.finish().into_inner(),
            Self::Bzip2(decoder) => decoder.into_inner().into_inner(),
            Self::Xz(decoder) => decoder.into_inner().into_inner(),
        }
    }
}

/// The kind of a file that is known and not read, by the bytes it starts with.
fn kind_not_read(magic: &[u8]) -> Option<&'static str> {
    match magic {
        b"7z\xbc\xaf\x27\x1c" => Some("7z"),
        b"Rar!\x1a\x07" => Some("RAR"),
        [0x04, 0x22, 0x4d, 0x18, ..] => Some("lz4"),
        [0x1f, 0x9d, ..] => Some("compress"),
        b"%PDF-1" | b"%PDF-2" => Some("PDF"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("old Word or Excel"),
        b"SQLite" => Some("SQLite"),
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
