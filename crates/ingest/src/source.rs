//! One open file as a stream of decompressed bytes with its place.

use std::io::{self, Read};
use std::sync::Arc;

use crate::bomb::Limit;
use crate::decompress::Decompressor;
use crate::encoding::FileEncoding;
use crate::fault::ReadFault;
use crate::reject::{Reject, RejectCode, raw_excerpt};
use crate::transcoder::Transcoder;

/// Bytes that are asked for at once: as many as were read so far, within these, since many files are short.
const FIRST_CHUNK_BYTES: usize = 16 * 1024;
const CHUNK_BYTES: usize = 256 * 1024;
/// Bytes that are asked of a decompressor at once: what it had decoded within a failing call is lost.
const COMPRESSED_CHUNK_BYTES: usize = 16 * 1024;
/// Bytes by which a window is lengthened that is longer than this.
const GROWTH_BYTES: usize = 8 * 1024 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A window over the bytes of one file that a splitter looks at, lengthens and moves on.
pub(crate) struct Source {
    pub(crate) path: Arc<str>,
    decompressor: Decompressor,
    transcoder: Option<Transcoder>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    line: u64,
    /// Where the line began on which the window starts.
    line_offset: u64,
    is_at_end: bool,
    fault: Option<ReadFault>,
    limit: Option<Limit>,
}

impl Source {
    pub(crate) fn new(path: Arc<str>, reader: Box<dyn Read + Send>) -> io::Result<Self> {
        Self::within(path, reader, None)
    }

    /// As [`Self::new`], of data in other data: at the limit they end with a fault.
    pub(crate) fn within(
        path: Arc<str>,
        reader: Box<dyn Read + Send>,
        limit: Option<Limit>,
    ) -> io::Result<Self> {
        let mut source = Self {
            path,
            decompressor: Decompressor::new(reader)?,
            transcoder: None,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            offset: 0,
            line: 1,
            line_offset: 0,
            is_at_end: false,
            fault: None,
            limit,
        };
        while FileEncoding::needs_more(source.unread()) && source.fill() {}
        source.transcode();
        if source.unread().starts_with(BYTE_ORDER_MARK) {
            source.consume(BYTE_ORDER_MARK.len(), 0);
            source.line_offset = source.offset;
        }
        Ok(source)
    }

    /// The bytes in the window.
    pub(crate) fn unread(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Where the window starts: offset into the decompressed file, from 0.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Where the window starts: physical line, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Turns to UTF-8 what is in another encoding from its first byte on: offsets count bytes of UTF-8.
    fn transcode(&mut self) {
        match FileEncoding::from_start(self.unread()) {
            None => {}
            Some(FileEncoding::Utf32) => {
                self.is_at_end = true;
                self.start = self.end;
                let message =
                    "found UTF-32, expected text in UTF-8 or UTF-16 or in one byte a letter"
                        .to_owned();
                self.fault = Some(ReadFault { code: RejectCode::Unreadable, message });
            }
            Some(FileEncoding::Utf16(encoding, n_mark_bytes)) => {
                let waiting = self.unread()[n_mark_bytes..].to_vec();
                (self.start, self.end) = (0, 0);
                let is_at_end = std::mem::take(&mut self.is_at_end);
                self.transcoder = Some(Transcoder::new(encoding, waiting, is_at_end));
                while self.unread().len() < BYTE_ORDER_MARK.len() && self.fill() {}
            }
        }
    }

    /// Bytes on the line before the window.
    pub(crate) fn column(&self) -> u64 {
        self.offset - self.line_offset
    }

    /// Lengthens the window. False when the file is at its end or cannot be read further.
    pub(crate) fn fill(&mut self) -> bool {
        if self.is_at_end {
            return false;
        }
        let chunk = self.make_room();
        let room = self.buffer.len().min(self.end + chunk);
        let window = &mut self.buffer[self.end..room];
        let read = match &mut self.transcoder {
            Some(transcoder) => transcoder.read(&mut self.decompressor, window),
            None => self.decompressor.read(window),
        };
        match read {
            Ok(0) => self.is_at_end = true,
            Ok(n_bytes) => {
                self.end += n_bytes;
                return self.keep_limit() < n_bytes;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.is_at_end = true;
                self.fault = Some(self.fault_of(&error));
            }
        }
        !self.is_at_end
    }

    /// Ends the data where they reach the limit; gives the bytes that are too many.
    fn keep_limit(&mut self) -> usize {
        let Some(limit) = self.limit else { return 0 };
        let Err(fault) = limit.check(self.n_out()) else { return 0 };
        let n_too_many = (self.n_out() - limit.room()) as usize;
        self.end -= n_too_many;
        (self.is_at_end, self.fault) = (true, Some(fault));
        n_too_many
    }

    /// Bytes that were unpacked so far.
    fn n_out(&self) -> u64 {
        self.offset + self.unread().len() as u64
    }

    fn fault_of(&self, error: &io::Error) -> ReadFault {
        if let Some(fault) = ReadFault::of(error) {
            return fault.clone();
        }
        let code = self.decompressor.fault_code();
        let message = match code {
            RejectCode::Truncated => {
                format!(
                    "found compressed data that are corrupt or end early ({error}), expected all"
                )
            }
            _ => format!(
                "found {error}, expected text, plain or compressed with gzip, zstd, bzip2 or xz"
            ),
        };
        ReadFault { code, message }
    }

    /// Moves the start of the window over `n_bytes` that hold `n_lines` line ends.
    pub(crate) fn consume(&mut self, n_bytes: usize, n_lines: u64) {
        if n_lines > 0 {
            let newline = memchr::memrchr(b'\n', &self.unread()[..n_bytes]);
            self.line_offset = self.offset + newline.map_or(0, |newline| newline as u64 + 1);
        }
        self.start += n_bytes;
        self.offset += n_bytes as u64;
        self.line += n_lines;
    }

    /// The fault that ended the file early, if one did.
    pub(crate) fn has_fault(&self) -> bool {
        self.fault.is_some()
    }

    /// As [`Self::has_fault`], with the fault itself.
    pub(crate) fn fault(&self) -> Option<&ReadFault> {
        self.fault.as_ref()
    }

    /// What its data may unpack to: all that came before it on disk counts.
    pub(crate) fn limit(&self) -> Limit {
        self.limit.unwrap_or(Limit::of(self.decompressor.n_in()))
    }

    /// Whether the bytes are those on disk.
    pub(crate) fn is_plain(&self) -> bool {
        self.decompressor.is_plain()
    }

    /// The reject for the fault that ended the file early; what is left in the window is lost with it.
    pub(crate) fn take_fault(&mut self) -> Option<Reject> {
        let ReadFault { code, message } = self.fault.take()?;
        let reject = self.reject(code, message, self.unread());
        self.consume(self.unread().len(), 0);
        Some(reject)
    }

    /// A reject at the start of the window.
    pub(crate) fn reject(&self, code: RejectCode, message: String, raw: &[u8]) -> Reject {
        Reject {
            path: self.path.to_string(),
            line: self.line,
            byte_offset: self.offset,
            column: 0,
            code,
            message,
            raw: raw_excerpt(raw),
        }
    }

    /// Reads what is left of the file as it lies on disk; gives its bytes there and their BLAKE3 hash.
    pub(crate) fn finish(self) -> (u64, blake3::Hash) {
        self.decompressor.finish()
    }

    /// Brings the window to the front of a buffer in which a chunk fits behind it, and gives the chunk; a buffer that a
    /// long record made long is given back. It grows in steps, since the memory of a long record is what all others are
    /// measured by.
    fn make_room(&mut self) -> usize {
        let step = (self.n_out() as usize).clamp(FIRST_CHUNK_BYTES, CHUNK_BYTES);
        let chunk =
            if self.decompressor.is_plain() { step } else { step.min(COMPRESSED_CHUNK_BYTES) };
        let n_unread = self.end - self.start;
        let least = (n_unread + chunk).max(2 * step);
        let needed = least.next_power_of_two().min(least.next_multiple_of(GROWTH_BYTES));
        if self.buffer.len() - self.end >= chunk && self.buffer.len() <= needed {
            return chunk;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, n_unread);
        if n_unread == 0 && self.buffer.len() != needed {
            self.buffer = vec![0; needed];
        }
        self.buffer.resize(needed, 0);
        self.buffer.shrink_to(needed);
        chunk
    }
}
