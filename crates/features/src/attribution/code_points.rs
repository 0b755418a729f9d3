//! Bytes of a text → code points.

use std::ops::Range;

use crate::segment::{Span, count_code_points};

/// Bytes between two places at which code points are counted.
const CHECKPOINT_BYTES: usize = 512;

/// Counts the code points before any byte of a text.
pub(super) struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every [`CHECKPOINT_BYTES`]th byte; empty where each is one byte.
    checkpoints: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for bytes in text.as_bytes().chunks(CHECKPOINT_BYTES) {
                checkpoints.push(count);
                count += count_code_points(bytes);
            }
            checkpoints.push(count);
        }
        Self { text, checkpoints }
    }

    pub(super) fn span(&self, bytes: &Range<usize>) -> Span {
        Span { start: self.count_to(bytes.start), end: self.count_to(bytes.end) }
    }

    fn count_to(&self, byte: usize) -> u32 {
        let place = byte / CHECKPOINT_BYTES;
        match self.checkpoints.get(place) {
            Some(count) => {
                count + count_code_points(&self.text.as_bytes()[place * CHECKPOINT_BYTES..byte])
            }
            None => byte as u32,
        }
    }
}
