//! What the footer of a Parquet file claims, looked at before it is decoded.
//!
//! The decoder calls itself for each column that holds columns, and makes room for as many columns and row groups as the
//! footer names: both end the process where they are too many, and nothing can catch that.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Columns in one another at most.
const MAX_DEPTH: usize = 100;
/// Row groups at most: the decoder numbers them by 16 bits.
const MAX_GROUPS: u64 = 32_767;
/// Values in one another at most, of those that are passed over: what the decoder passes over.
const MAX_VALUE_DEPTH: usize = 64;
/// The length of the footer and the magic bytes behind it.
const TAIL_BYTES: u64 = 8;
const MAGIC: &[u8] = b"PAR1";

/// Fields of the footer.
const COLUMNS: i16 = 2;
const ROW_GROUPS: i16 = 4;
/// Fields of a column.
const COLUMN_NAME: i16 = 4;
const N_CHILDREN: i16 = 5;
const LOGICAL_TYPE: i16 = 10;

/// Checks what the footer claims; in words what is wrong with it.
///
/// A file without a footer is left to the decoder, which says so.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn footer_fault(mut file: &File) -> io::Result<Option<String>> {
    let n_bytes = file.seek(SeekFrom::End(0))?;
    if n_bytes < TAIL_BYTES {
        return Ok(None);
    }
    let mut tail = [0; TAIL_BYTES as usize];
    file.seek(SeekFrom::Start(n_bytes - TAIL_BYTES))?;
    file.read_exact(&mut tail)?;
    let [length @ .., _, _, _, _] = tail;
    let length = u64::from(u32::from_le_bytes(length));
    if !tail.ends_with(MAGIC) || length > n_bytes - TAIL_BYTES {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(n_bytes - TAIL_BYTES - length))?;
    let mut footer = Vec::new();
    file.take(length).read_to_end(&mut footer)?;
    Ok(Walk { bytes: &footer }.footer().err().map(Fault::message))
}

/// Why the walk over a footer stops.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    TooDeep,
    TooManyGroups(u64),
    TooManyChildren(u64),
    Corrupt,
}

impl Fault {
    fn message(self) -> String {
        match self {
            Self::TooDeep => format!("columns more than {MAX_DEPTH} deep"),
            Self::TooManyGroups(n) => format!("{n} row groups, more than {MAX_GROUPS}"),
            Self::TooManyChildren(n) => format!("a column of {n} columns that are not there"),
            Self::Corrupt => "no footer of Parquet at its place".to_owned(),
        }
    }
}

/// A walk over values in the compact protocol of Thrift.
struct Walk<'a> {
    bytes: &'a [u8],
}

type Result<T> = std::result::Result<T, Fault>;

/// Kinds of values.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

impl Walk<'_> {
    /// Walks up to the row groups, which are the last that the decoder makes room for.
    fn footer(&mut self) -> Result<()> {
        let mut last = 0;
        while let Some((id, kind)) = self.field(last)? {
            match (id, kind) {
                (COLUMNS, LIST) => self.columns()?,
                (ROW_GROUPS, LIST) => {
                    let (n_groups, _) = self.list()?;
                    let is_too_many = n_groups > MAX_GROUPS;
                    return if is_too_many { Err(Fault::TooManyGroups(n_groups)) } else { Ok(()) };
                }
                (COLUMNS | ROW_GROUPS, _) => return Err(Fault::Corrupt),
                _ => self.skip(kind, MAX_VALUE_DEPTH)?,
            }
            last = id;
        }
        Ok(())
    }

    /// The columns as a list, each before those in it.
    fn columns(&mut self) -> Result<()> {
        let (n_columns, _) = self.list()?;
        // For each open column, how many of those in it are still to come.
        let mut open: Vec<u64> = Vec::new();
        for index in 0..n_columns {
            let n_children = self.column()?;
            if n_children > n_columns - index - 1 {
                return Err(Fault::TooManyChildren(n_children));
            }
            if let Some(n_left) = open.last_mut() {
                *n_left -= 1;
            }
            if n_children > 0 {
                open.push(n_children);
            }
            if open.len() > MAX_DEPTH {
                return Err(Fault::TooDeep);
            }
            while open.last() == Some(&0) {
                open.pop();
            }
        }
        Ok(())
    }

    /// The number of columns in the column that comes next.
    fn column(&mut self) -> Result<u64> {
        let (mut last, mut n_children) = (0, 0);
        while let Some((id, kind)) = self.field(last)? {
            // The decoder goes by the name of a field and not by its kind.
            let is_as_named = match id {
                COLUMN_NAME => kind == BINARY,
                LOGICAL_TYPE => kind == STRUCT,
                1..LOGICAL_TYPE => kind == I32,
                _ => true,
            };
            if !is_as_named {
                return Err(Fault::Corrupt);
            }
            if id == N_CHILDREN {
                n_children = u64::try_from(self.signed()?).map_err(|_| Fault::Corrupt)?;
            } else {
                self.skip(kind, MAX_VALUE_DEPTH)?;
            }
            last = id;
        }
        Ok(n_children)
    }

    /// The number and the kind of the next field of a struct; nothing at its end.
    fn field(&mut self, last: i16) -> Result<Option<(i16, u8)>> {
        let header = self.byte()?;
        let (step, kind) = (i16::from(header >> 4), header & 0x0f);
        if kind == 0 {
            return Ok(None);
        }
        if step > 0 {
            return Ok(Some((last.checked_add(step).ok_or(Fault::Corrupt)?, kind)));
        }
        let id = self.signed()?;
        Ok(Some((i16::try_from(id).map_err(|_| Fault::Corrupt)?, kind)))
    }

    /// The length of a list or a set, and the kind of its values.
    fn list(&mut self) -> Result<(u64, u8)> {
        let header = self.byte()?;
        let n_values = match header >> 4 {
            15 => self.number()?,
            n_values => u64::from(n_values),
        };
        Ok((n_values, header & 0x0f))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Result<()> {
        let depth = depth.checked_sub(1).ok_or(Fault::Corrupt)?;
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
                    self.skip(kind, depth)?;
                }
            }
            _ => return Err(Fault::Corrupt),
        }
        Ok(())
    }

    fn skip_all(&mut self, n_values: u64, kinds: &[u8], depth: usize) -> Result<()> {
        for _ in 0..n_values {
            for &kind in kinds {
                // In a list, truth takes a byte.
                self.skip(if matches!(kind, TRUE | FALSE) { BYTE } else { kind }, depth)?;
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

    fn signed(&mut self) -> Result<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn byte(&mut self) -> Result<u8> {
        let (&byte, rest) = self.bytes.split_first().ok_or(Fault::Corrupt)?;
        self.bytes = rest;
        Ok(byte)
    }

    fn skip_bytes(&mut self, n_bytes: u64) -> Result<()> {
        let n_bytes = usize::try_from(n_bytes).map_err(|_| Fault::Corrupt)?;
        self.bytes = self.bytes.get(n_bytes..).ok_or(Fault::Corrupt)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column: its name, and how many columns are in it.
    fn column(n_children: u8) -> Vec<u8> {
        vec![0x48, 1, b'a', 0x15, 2 * n_children, 0]
    }

    /// A footer of these columns and so many row groups, as two bytes of seven bits.
    fn footer(columns: &[Vec<u8>], n_groups: [u8; 3]) -> Vec<u8> {
        let n_columns = columns.len();
        let length = [(n_columns & 0x7f) as u8 | 0x80, (n_columns >> 7) as u8];
        let start = [&[0x15, 2, 0x19, 0xfc][..], &length].concat();
        [start, columns.concat(), vec![0x16, 0, 0x19, 0xfc], n_groups.to_vec(), vec![0]].concat()
    }

    fn walk(bytes: &[u8]) -> Result<()> {
        Walk { bytes }.footer()
    }

    #[test]
    fn columns_are_counted_in_one_another() {
        let check = |n_deep: usize, expected: Result<()>| {
            let columns = [vec![column(1); n_deep], vec![column(0)]].concat();
            assert_eq!(walk(&footer(&columns, [0x80, 0x80, 0])), expected, "{n_deep}");
        };
        check(1, Ok(()));
        check(MAX_DEPTH, Ok(()));
        check(MAX_DEPTH + 1, Err(Fault::TooDeep));
        check(10_000, Err(Fault::TooDeep));
        let flat = [vec![column(60)], vec![column(0); 60]].concat();
        assert_eq!(walk(&footer(&flat, [0x80, 0x80, 0])), Ok(()));
    }

    #[test]
    fn numbers_that_nothing_stands_behind_are_faults() {
        let columns = [column(1), column(0)];
        assert_eq!(walk(&footer(&columns, [0xff, 0xff, 1])), Ok(()));
        assert_eq!(walk(&footer(&columns, [0x80, 0x80, 2])), Err(Fault::TooManyGroups(32_768)));
        let columns = [column(2), column(0)];
        assert_eq!(walk(&footer(&columns, [0x80, 0x80, 0])), Err(Fault::TooManyChildren(2)));
    }

    #[test]
    fn any_bytes_are_walked_to_an_end() {
        let footer = footer(&[column(1), column(0)], [0x80, 0x80, 0]);
        for end in 0..footer.len() - 4 {
            assert_eq!(walk(&footer[..end]), Err(Fault::Corrupt), "{end}");
        }
        // Structs in structs, as a field that is not known.
        assert_eq!(walk(&[0xfc].repeat(1000)), Err(Fault::Corrupt));
        // A list of 2^62 bytes.
        assert_eq!(
            walk(&[0xf9, 0xf3, 255, 255, 255, 255, 255, 255, 255, 255, 63]),
            Err(Fault::Corrupt)
        );
    }
}
