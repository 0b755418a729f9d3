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
