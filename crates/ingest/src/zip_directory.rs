//! The directory at the end of a zip archive.

use std::fs::File;

use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use crate::fault::ReadFault;
use crate::reject::RejectCode;

/// Members of one archive that are read at most.
const MAX_MEMBERS: usize = 1_000_000;

/// What the directory says of one member.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    name: Box<[u8]>,
    pub(crate) header_start: u64,
    pub(crate) n_packed: u64,
    /// Packed bytes that no other member has; of members that start in one place the first has them.
    pub(crate) n_own: u64,
    pub(crate) n_bytes: u64,
    pub(crate) crc: u32,
    pub(crate) method: u16,
    pub(crate) is_encrypted: bool,
    pub(crate) is_link: bool,
}

impl Entry {
    /// The name as it can be shown: what is no UTF-8, and control characters, as U+FFFD.
    pub(crate) fn shown_name(&self) -> String {
        let name = String::from_utf8_lossy(&self.name);
        name.replace(char::is_control, "\u{fffd}")
    }

    pub(crate) fn has_name(&self, name: &[u8]) -> bool {
        *self.name == *name
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") || (self.name.ends_with(b"\\") && self.n_bytes == 0)
    }
}

/// The members in the order of the directory, also those that share a name; with the fault that ended it early.
///
/// # Errors
/// When no directory is found.
pub(crate) fn read_directory(
    file: &mut File,
) -> Result<(Vec<Entry>, Option<ReadFault>), ReadFault> {
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let (mut entries, fault) = list_entries(file)?;
    share_bytes(&mut entries, n_bytes);
    Ok((entries, fault))
}

fn list_entries(file: &mut File) -> Result<(Vec<Entry>, Option<ReadFault>), ReadFault> {
    let mut directory = ZipIterable::try_new(file, Config::default()).map_err(no_directory)?;
    let mut entries = Vec::new();
    for entry in directory.files().map_err(no_directory)? {
        if entries.len() == MAX_MEMBERS {
            let message =
                format!("found an archive of more than {MAX_MEMBERS} members, expected no more");
            return Ok((entries, Some(ReadFault { code: RejectCode::TooLarge, message })));
        }
        match entry {
            Ok(entry) => entries.push(Entry {
                name: entry.name_raw().into(),
                header_start: entry.header_start(),
                n_packed: entry.compressed_size(),
                n_own: 0,
                n_bytes: entry.size(),
                crc: entry.crc32(),
                #[allow(deprecated, reason = "no other way tells the number of an unknown method")]
                method: entry.compression().to_u16(),
                is_encrypted: entry.encrypted(),
                is_link: entry.is_symlink(),
            }),
            Err(error) => return Ok((entries, Some(no_directory(error)))),
        }
    }
    Ok((entries, None))
}

/// Says which bytes of the archive count for which member: an archive can hold a few bytes, and many members that all
/// lie in them.
fn share_bytes(entries: &mut [Entry], n_bytes: u64) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| entries[*index].header_start);
    let mut next_start = n_bytes;
    let mut behind: Option<usize> = None;
    for index in order.into_iter().rev() {
        let start = entries[index].header_start;
        match behind {
            Some(behind) if entries[behind].header_start == start => entries[behind].n_own = 0,
            Some(behind) => next_start = entries[behind].header_start,
            None => {}
        }
        entries[index].n_own = entries[index].n_packed.min(next_start.saturating_sub(start));
        behind = Some(index);
    }
}

fn no_directory(error: ZipError) -> ReadFault {
    let message = format!(
        "found a zip archive whose directory cannot be read ({error}), expected one at its end"
    );
    let code = match error {
        ZipError::UnsupportedArchive(_) => RejectCode::Unreadable,
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            RejectCode::Unreadable
        }
        _ => RejectCode::Truncated,
    };
    ReadFault { code, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(header_start: u64, n_packed: u64) -> Entry {
        Entry {
            name: Box::default(),
            header_start,
            n_packed,
            n_own: 0,
            n_bytes: 0,
            crc: 0,
            method: 0,
            is_encrypted: false,
            is_link: false,
        }
    }

    #[test]
    fn every_byte_counts_for_one_member() {
        let check = |places: &[(u64, u64)], expected: &[u64]| {
            let mut entries: Vec<Entry> =
                places.iter().map(|(start, n_packed)| entry(*start, *n_packed)).collect();
            share_bytes(&mut entries, 1000);
            assert_eq!(entries.iter().map(|entry| entry.n_own).collect::<Vec<_>>(), expected);
        };
        check(&[(0, 100), (130, 50)], &[100, 50]);
        check(&[(130, 50), (0, 100)], &[50, 100]);
        check(&[(0, 900), (0, 900), (0, 900)], &[900, 0, 0]);
        check(&[(0, 900), (30, 870), (60, 840), (30, 5)], &[30, 30, 840, 0]);
        check(&[(0, u64::MAX), (u64::MAX, u64::MAX)], &[u64::MAX, 0]);
        check(&[(10, u64::MAX)], &[990]);
    }
}
