//! How many texts a Parquet page in a delta encoding claims, looked at before it is decoded.
//!
//! The encodings start with the number of their values; the decoder makes room for as many, and ends the process where
//! they are too many.

use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

use crate::bomb::Limit;
use crate::fault::ReadFault;
use crate::reject::RejectCode;

/// Bytes for which the decoder makes room for each value.
const LENGTH_BYTES: u64 = 4;

/// Checks the pages of one column. `n_file` is the length of the file; `levels` says whether the values of the column can
/// repeat, and whether they can be missing.
///
/// Where a page cannot be read, the check ends and leaves that to the decoder.
///
/// # Errors
/// When a page claims more lengths of texts than it has values, or far more than the file can hold.
pub(crate) fn check_delta_pages(
    mut pages: impl PageReader,
    n_file: u64,
    levels: [bool; 2],
) -> Result<(), ReadFault> {
    while let Ok(Some(page)) = pages.get_next_page() {
        let n_lists = match page.encoding() {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
            Encoding::DELTA_BYTE_ARRAY => 2,
            _ => continue,
        };
        let n_values = u64::from(page.num_values());
        let Some(mut rest) = values_of(&page, levels) else { return Ok(()) };
        for _ in 0..n_lists {
            let Some(list) = List::read(&mut rest) else { return Ok(()) };
            if list.n_values > n_values {
                let message = format!(
                    "found the lengths of {} texts in a page of {n_values}, expected no more",
                    list.n_values
                );
                return Err(ReadFault { code: RejectCode::BadParquet, message });
            }
            Limit::of(n_file).check(list.n_values * LENGTH_BYTES)?;
            if list.skip_blocks(&mut rest).is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// The values of a page, behind the levels that say which are missing and which repeat.
fn values_of(page: &Page, levels: [bool; 2]) -> Option<&[u8]> {
    let mut bytes: &[u8] = page.buffer();
    match page {
        Page::DataPage { .. } => {
            for _ in levels.iter().filter(|has_level| **has_level) {
                let (length, rest) = bytes.split_first_chunk()?;
                bytes = rest.get(usize::try_from(u32::from_le_bytes(*length)).ok()?..)?;
            }
            Some(bytes)
        }
        Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
            let n_bytes = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
            bytes.get(usize::try_from(n_bytes).ok()?..)
        }
        Page::DictionaryPage { .. } => None,
    }
}

/// The start of a list of numbers in blocks of small ones (Parquet's `DELTA_BINARY_PACKED`).
#[derive(Debug, PartialEq, Eq)]
struct List {
    n_values: u64,
    small_block_length: u64,
    n_small_blocks: usize,
}

impl List {
    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let [n_in_block, n_small_blocks, n_values] =
            [number(bytes)?, number(bytes)?, number(bytes)?];
        let _first = number(bytes)?;
        Some(Self {
            n_values,
            small_block_length: n_in_block.checked_div(n_small_blocks)?,
            n_small_blocks: usize::try_from(n_small_blocks).ok()?,
        })
    }

    /// Goes behind the list; nothing where it ends early.
    fn skip_blocks(&self, bytes: &mut &[u8]) -> Option<()> {
        let mut n_left = self.n_values.saturating_sub(1);
        while n_left > 0 {
            let _least = number(bytes)?;
            let (widths, mut rest) = bytes.split_at_checked(self.n_small_blocks)?;
            for &width in widths {
                // Widths behind the last value mean nothing.
                if n_left == 0 {
                    break;
                }
                let n_bytes = u64::from(width).checked_mul(self.small_block_length)? / 8;
                rest = rest.get(usize::try_from(n_bytes).ok()?..)?;
                n_left = n_left.saturating_sub(self.small_block_length);
            }
            *bytes = rest;
        }
        Some(())
    }
}

/// A number in groups of seven bits, the lowest first.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_passed_over_to_their_end() {
        let check = |bytes: &[u8], expected: Option<(u64, usize)>| {
            let mut rest = bytes;
            let list = List::read(&mut rest);
            let found = list.and_then(|list| {
                list.skip_blocks(&mut rest)?;
                Some((list.n_values, bytes.len() - rest.len()))
            });
            assert_eq!(found, expected, "{bytes:?}");
        };
        // Blocks of 128 numbers in 4 small ones of 32.
        check(&[0x80, 1, 4, 0, 0, 9], Some((0, 5)));
        check(&[0x80, 1, 4, 1, 6, 9], Some((1, 5)));
        let two = [&[0x80, 1, 4, 2, 6, 2, 1, 9, 9, 9][..], &[0; 4]].concat();
        check(&two, Some((2, 14)));
        check(&two[..13], None);
        let flat = [0x80, 1, 4, 0x82, 1, 6, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 7];
        check(&flat, Some((130, 16)));
        check(&[0x80, 1, 0, 2, 6, 2], None);
        check(&[0x80, 1, 4, 0x80], None);
        check(&[0xff; 20], None);
    }
}
