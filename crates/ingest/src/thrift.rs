//! The compact protocol of Thrift, in which Parquet writes what it says of itself: a walk over values without keeping them.

use std::io::{self, Read};

/// Values in one another at most, of those that are passed over: what the `parquet` crate passes over.
const MAX_DEPTH: usize = 64;

/// Kinds of values.
pub(crate) const I32: u8 = 5;
pub(crate) const I64: u8 = 6;
pub(crate) const BINARY: u8 = 8;
pub(crate) const LIST: u8 = 9;
pub(crate) const STRUCT: u8 = 12;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const DOUBLE: u8 = 7;
const SET: u8 = 10;
const MAP: u8 = 11;
const UUID: u8 = 13;

/// A walk over the bytes of a reader, which should be buffered.
pub(crate) struct Walk<R> {
    reader: R,
    /// Bytes that were walked over.
    pub(crate) n_read: u64,
}

/// The bytes end too early, or are no values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Corrupt;

type Result<T> = std::result::Result<T, Corrupt>;

impl<R: Read> Walk<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, n_read: 0 }
    }

    /// The number and the kind of the next field of a struct; nothing at its end.
    pub(crate) fn field(&mut self, last: i16) -> Result<Option<(i16, u8)>> {
        let header = self.byte()?;
        let (step, kind) = (i16::from(header >> 4), header & 0x0f);
        if kind == 0 {
            return Ok(None);
        }
        if step > 0 {
            return Ok(Some((last.checked_add(step).ok_or(Corrupt)?, kind)));
        }
        let id = self.signed()?;
        Ok(Some((i16::try_from(id).map_err(|_| Corrupt)?, kind)))
    }

    /// The length of a list or a set, and the kind of its values.
    pub(crate) fn list(&mut self) -> Result<(u64, u8)> {
        let header = self.byte()?;
        let n_values = match header >> 4 {
            15 => self.number()?,
            n_values => u64::from(n_values),
        };
        Ok((n_values, header & 0x0f))
    }

    /// Passes over a value of the kind.
    pub(crate) fn skip(&mut self, kind: u8) -> Result<()> {
        self.skip_within(kind, MAX_DEPTH)
    }

    fn skip_within(&mut self, kind: u8, depth: usize) -> Result<()> {
        let depth = depth.checked_sub(1).ok_or(Corrupt)?;
        match kind {
            TRUE | FALSE => {}
            BYTE => self.skip_bytes(1)?,
            I16 | I32 | I64 => _ = self.number()?,
            DOUBLE => self.skip_bytes(8)?,
            UUID => self.skip_bytes(16)?,
            BINARY => {
                let n_bytes = self.number()?;
                self.skip_bytes(n_bytes)?;
            }
            LIST | SET => {
                let (n_values, kind) = self.list()?;
                self.skip_all(n_values, &[kind], depth)?;
            }
            MAP => {
                let n_values = self.number()?;
                let kinds = if n_values > 0 { self.byte()? } else { 0 };
                self.skip_all(n_values, &[kinds >> 4, kinds & 0x0f], depth)?;
            }
            STRUCT => {
                while let Some((_, kind)) = self.field(0)? {
                    self.skip_within(kind, depth)?;
                }
            }
            _ => return Err(Corrupt),
        }
        Ok(())
    }

    fn skip_all(&mut self, n_values: u64, kinds: &[u8], depth: usize) -> Result<()> {
        for _ in 0..n_values {
            for &kind in kinds {
                // In a list, truth takes a byte.
                self.skip_within(if matches!(kind, TRUE | FALSE) { BYTE } else { kind }, depth)?;
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<u64> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift = (shift + 7) % u64::BITS;
        }
    }

    /// A number of any kind.
    pub(crate) fn signed(&mut self) -> Result<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn byte(&mut self) -> Result<u8> {
        let mut byte = [0];
        self.reader.read_exact(&mut byte).map_err(|_| Corrupt)?;
        self.n_read += 1;
        Ok(byte[0])
    }

    fn skip_bytes(&mut self, n_bytes: u64) -> Result<()> {
        let skipped = io::copy(&mut self.reader.by_ref().take(n_bytes), &mut io::sink());
        let n_skipped = skipped.map_err(|_| Corrupt)?;
        self.n_read += n_skipped;
        if n_skipped == n_bytes { Ok(()) } else { Err(Corrupt) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_passed_over_to_their_end() {
        let check = |bytes: &[u8], expected: Result<u64>| {
            let mut walk = Walk::new(bytes);
            assert_eq!(walk.skip(STRUCT).map(|()| walk.n_read), expected, "{bytes:?}");
        };
        check(&[0, 9], Ok(1));
        check(&[0x15, 0x80, 1, 0x11, 0x13, 7, 0], Ok(7));
        check(&[0x18, 2, b'a', b'b', 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0], Ok(14));
        check(&[0x19, 0x21, 1, 2, 0x1b, 1, 0x58, 4, 1, b'a', 0x1c, 0, 0], Ok(13));
        check(&[0x18, 2, b'a'], Err(Corrupt));
        check(&[0x1e, 0], Err(Corrupt));
        // Structs in structs.
        check(&[0x1c; 1000], Err(Corrupt));
        // A string of 2^64 - 1 bytes.
        check(&[0x18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0], Err(Corrupt));
        // A list of 2^62 bytes, and a string as long.
        check(&[0x19, 0xf3, 255, 255, 255, 255, 255, 255, 255, 255, 63], Err(Corrupt));
        check(&[0x18, 255, 255, 255, 255, 255, 255, 255, 255, 63, 0], Err(Corrupt));
    }
}
