//! What the pages of a Parquet file claim, looked at before they are decoded.
//!
//! The decoder makes room for as many bytes, and as many entries of a dictionary, as a page says that it has; where that is
//! too much, it ends the process.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::bomb::Limit;
use crate::fault::ReadFault;
use crate::reject::RejectCode;
use crate::thrift::{Corrupt, I32, STRUCT, Walk};

/// Fields of the header of a page.
const KIND: i16 = 1;
const N_BYTES: i16 = 2;
const N_PACKED: i16 = 3;
const CHECKSUM: i16 = 4;
const DATA: i16 = 5;
const DICTIONARY: i16 = 7;
const DATA_V2: i16 = 8;
/// Fields of the headers of a dictionary, of data, and of data of the second version.
const N_VALUES: i16 = 1;
const ENCODING: i16 = 2;
const ENCODING_V2: i16 = 4;
/// `DELTA_LENGTH_BYTE_ARRAY` and `DELTA_BYTE_ARRAY`.
const DELTA_ENCODINGS: [i32; 2] = [6, 7];

/// Checks what the pages in `length` bytes from `start` on claim, of a file of `n_file` bytes. Gives whether the lengths of
/// texts in them have to be checked as well, which takes unpacking them.
///
/// Where there is no page, the check ends and leaves that to the decoder, which reads what stands before.
///
/// # Errors
/// When a page claims to unpack to far more than the file holds, or a dictionary more entries than it has bytes.
pub(crate) fn check_pages(
    file: &File,
    n_file: u64,
    (start, length): (u64, u64),
) -> Result<bool, ReadFault> {
    let unreadable = |error: io::Error| ReadFault::unreadable(&error);
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    let end = start.saturating_add(length).min(n_file);
    let (mut position, mut has_delta) = (start, false);
    while position < end {
        let mut walk = Walk::new(reader.by_ref());
        let page = match read_page(&mut walk) {
            Ok(Header::Page(page)) => page,
            Ok(Header::Missing) | Err(Corrupt) => break,
            Ok(Header::Wrong) => {
                let message =
                    format!("found a wrong page header at the byte {position}, expected sizes");
                return Err(ReadFault { code: RejectCode::BadParquet, message });
            }
        };
        position += walk.n_read + u64::from(page.packed_length);
        has_delta |= page.has_delta;
        Limit::of(n_file).check(u64::from(page.length))?;
        if page.n_values > page.length {
            let message = format!(
                "found a dictionary of {} entries in {} bytes, expected no more entries than bytes",
                page.n_values, page.length
            );
            return Err(ReadFault { code: RejectCode::BadParquet, message });
        }
        reader.seek_relative(i64::from(page.packed_length)).map_err(unreadable)?;
    }
    Ok(has_delta)
}

/// What the header of a page says.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    /// Its bytes once it is unpacked.
    length: u32,
    packed_length: u32,
    /// Entries, where it is a dictionary.
    n_values: u32,
    /// Whether its values are texts in a delta encoding.
    has_delta: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Header {
    Page(Page),
    /// There are no sizes: the decoder finds no page.
    Missing,
    /// A field is not what its name says, or a size is none: the decoder may take it for another.
    Wrong,
}

/// The header of the page that comes next.
fn read_page(walk: &mut Walk<impl Read>) -> Result<Header, Corrupt> {
    let (mut last, mut n_bytes, mut n_packed) = (0, None, None);
    let (mut n_values, mut has_delta) = (0, false);
    while let Some((id, kind)) = walk.field(last)? {
        last = id;
        let value = match (id, kind) {
            (KIND | N_BYTES | N_PACKED | CHECKSUM, I32) => Some(walk.signed()?),
            (DATA, STRUCT) => read_number(walk, ENCODING)?,
            (DICTIONARY, STRUCT) => read_number(walk, N_VALUES)?,
            (DATA_V2, STRUCT) => read_number(walk, ENCODING_V2)?,
            // The decoder goes by the name of a field and not by its kind.
            (KIND..=DATA | DICTIONARY | DATA_V2, _) => None,
            _ => {
                walk.skip(kind)?;
                continue;
            }
        };
        // The decoder keeps the lower 32 bits of a number.
        let Some(value) = value.and_then(|value| i32::try_from(value).ok()) else {
            return Ok(Header::Wrong);
        };
        match id {
            N_BYTES => n_bytes = Some(value),
            N_PACKED => n_packed = Some(value),
            DICTIONARY => n_values = value,
            DATA | DATA_V2 => has_delta |= DELTA_ENCODINGS.contains(&value),
            _ => {}
        }
    }
    let (Some(n_bytes), Some(n_packed)) = (n_bytes, n_packed) else { return Ok(Header::Missing) };
    let sizes = [n_bytes, n_packed, n_values].map(|size| u32::try_from(size).ok());
    Ok(match sizes {
        [Some(length), Some(packed_length), Some(n_values)] => {
            Header::Page(Page { length, packed_length, n_values, has_delta })
        }
        _ => Header::Wrong,
    })
}

/// A number in the header of a kind of page, 0 where it is missing; nothing where it is not one.
fn read_number(walk: &mut Walk<impl Read>, name: i16) -> Result<Option<i64>, Corrupt> {
    let (mut number, mut last) = (0, 0);
    while let Some((id, kind)) = walk.field(last)? {
        match kind {
            I32 if id == name => number = walk.signed()?,
            _ if id == name => return Ok(None),
            _ => walk.skip(kind)?,
        }
        last = id;
    }
    Ok(Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_pages_are_read() {
        let check = |bytes: &[u8], expected: Result<Header, Corrupt>| {
            assert_eq!(read_page(&mut Walk::new(bytes)), expected, "{bytes:?}");
        };
        let dictionary = [0x15, 4, 0x15, 10, 0x15, 8, 0x4c, 0x15, 6, 0x15, 0, 0, 0];
        let page = Page { length: 5, packed_length: 4, n_values: 3, has_delta: false };
        check(&dictionary, Ok(Header::Page(page)));
        let data = [0x15, 0, 0x15, 10, 0x15, 8, 0x2c, 0x15, 6, 0x15, 14, 0, 0];
        let page = Page { length: 5, packed_length: 4, n_values: 0, has_delta: true };
        check(&data, Ok(Header::Page(page)));
        check(&[0x15, 0, 0x15, 10, 0], Ok(Header::Missing));
        check(&dictionary[..5], Err(Corrupt));
        // A size below 0, and one of another kind.
        check(&[0x15, 0, 0x15, 9, 0x15, 8, 0], Ok(Header::Wrong));
        check(&[0x15, 0, 0x18, 0, 0x15, 8, 0], Ok(Header::Wrong));
    }
}
