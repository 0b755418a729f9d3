//! A stream in UTF-16 as a stream in UTF-8.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Bytes of UTF-16 that are asked for at once.
const CHUNK_BYTES: usize = 16 * 1024;

/// Decodes what it reads; U+FFFD stands for halves of surrogate pairs.
pub(crate) struct Transcoder {
    decoder: Decoder,
    waiting: Vec<u8>,
    start: usize,
    is_at_end: bool,
    is_over: bool,
}

impl Transcoder {
    /// A transcoder that starts with bytes that were already read.
    pub(crate) fn new(encoding: &'static Encoding, waiting: Vec<u8>, is_at_end: bool) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { decoder, waiting, start: 0, is_at_end, is_over: false }
    }

    /// Fills the start of `window`, which has room for a few characters at least; 0 at the end.
    pub(crate) fn read(&mut self, source: &mut impl Read, window: &mut [u8]) -> io::Result<usize> {
        while !self.is_over {
            if self.start == self.waiting.len() && !self.is_at_end {
                self.waiting.resize(CHUNK_BYTES, 0);
                self.start = CHUNK_BYTES;
                let n_bytes = source.read(&mut self.waiting)?;
                self.waiting.truncate(n_bytes);
                self.start = 0;
                self.is_at_end = n_bytes == 0;
            }
            let waiting = &self.waiting[self.start..];
            let (result, n_read, n_written, _) =
                self.decoder.decode_to_utf8(waiting, window, self.is_at_end);
            self.start += n_read;
            self.is_over = self.is_at_end && result == CoderResult::InputEmpty;
            if n_written > 0 {
                return Ok(n_written);
            }
        }
        Ok(0)
    }
}
