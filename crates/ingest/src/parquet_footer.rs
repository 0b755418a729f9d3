//! What the footer of a Parquet file claims, looked at before it is decoded.
//!
//! The decoder calls itself for each column that holds columns, and makes room for as many columns and row groups as the
//! footer names: both end the process where they are too many, and nothing can catch that.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use crate::thrift::{BINARY, Corrupt, I32, I64, LIST, STRUCT, Walk};

/// Columns in one another at most.
const MAX_DEPTH: usize = 100;
/// Row groups at most: the decoder numbers them by 16 bits.
const MAX_GROUPS: u64 = 32_767;
/// The length of the footer and the magic bytes behind it.
const TAIL_BYTES: u64 = 8;
const MAGIC: &[u8] = b"PAR1";

/// Fields of the footer.
const VERSION: i16 = 1;
const COLUMNS: i16 = 2;
const N_ROWS: i16 = 3;
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
    Ok(check(&footer).err().map(Fault::message))
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

impl From<Corrupt> for Fault {
    fn from(_: Corrupt) -> Self {
        Self::Corrupt
    }
}

fn check(footer: &[u8]) -> Result<()> {
    Footer { walk: Walk::new(footer) }.check()
}

struct Footer<'a> {
    walk: Walk<&'a [u8]>,
}

type Result<T> = std::result::Result<T, Fault>;

impl Footer<'_> {
    /// Walks up to the row groups, which are the last that the decoder makes room for.
    fn check(&mut self) -> Result<()> {
        let mut last = 0;
        while let Some((id, kind)) = self.walk.field(last)? {
            match (id, kind) {
                (COLUMNS, LIST) => self.columns()?,
                (ROW_GROUPS, LIST) => {
                    let (n_groups, _) = self.walk.list()?;
                    let is_too_many = n_groups > MAX_GROUPS;
                    return if is_too_many { Err(Fault::TooManyGroups(n_groups)) } else { Ok(()) };
                }
                (VERSION, I32) | (N_ROWS, I64) => self.walk.skip(kind)?,
                // The decoder goes by the name of a field and not by its kind.
                (VERSION..=ROW_GROUPS, _) => return Err(Fault::Corrupt),
                _ => self.walk.skip(kind)?,
            }
            last = id;
        }
        Ok(())
    }

    /// The columns as a list, each before those in it.
    fn columns(&mut self) -> Result<()> {
        let (n_columns, _) = self.walk.list()?;
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
        while let Some((id, kind)) = self.walk.field(last)? {
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
                n_children = u64::try_from(self.walk.signed()?).map_err(|_| Fault::Corrupt)?;
            } else {
                self.walk.skip(kind)?;
            }
            last = id;
        }
        Ok(n_children)
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

    #[test]
    fn columns_are_counted_in_one_another() {
        let check = |n_deep: usize, expected: Result<()>| {
            let columns = [vec![column(1); n_deep], vec![column(0)]].concat();
            assert_eq!(super::check(&footer(&columns, [0x80, 0x80, 0])), expected, "{n_deep}");
        };
        check(1, Ok(()));
        check(MAX_DEPTH, Ok(()));
        check(MAX_DEPTH + 1, Err(Fault::TooDeep));
        check(10_000, Err(Fault::TooDeep));
        let flat = [vec![column(60)], vec![column(0); 60]].concat();
        assert_eq!(super::check(&footer(&flat, [0x80, 0x80, 0])), Ok(()));
    }

    #[test]
    fn numbers_that_nothing_stands_behind_are_faults() {
        let columns = [column(1), column(0)];
        assert_eq!(super::check(&footer(&columns, [0xff, 0xff, 1])), Ok(()));
        assert_eq!(
            super::check(&footer(&columns, [0x80, 0x80, 2])),
            Err(Fault::TooManyGroups(32_768))
        );
        let columns = [column(2), column(0)];
        assert_eq!(
            super::check(&footer(&columns, [0x80, 0x80, 0])),
            Err(Fault::TooManyChildren(2))
        );
    }

    #[test]
    fn any_bytes_are_walked_to_an_end() {
        let footer = footer(&[column(1), column(0)], [0x80, 0x80, 0]);
        for end in 0..footer.len() - 4 {
            assert_eq!(super::check(&footer[..end]), Err(Fault::Corrupt), "{end}");
        }
    }
}
