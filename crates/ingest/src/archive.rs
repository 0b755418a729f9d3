//! The members of a zip archive, one after the other, each read like a file of its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::sync::Arc;

use crate::bomb::{FREE_BYTES, Limit, MAX_RATIO};
use crate::content::Content;
use crate::fault::ReadFault;
use crate::field_map::FieldMap;
use crate::format::Format;
use crate::left_out::LeftOut;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};
use crate::zip_directory::{Entry, read_directory};
use crate::zip_member::open_member;

/// Bytes that may come out of all members: one that unpacks to too much leaves room for the others.
const FREE_BYTES_OF_ARCHIVE: u64 = 2 * FREE_BYTES;

/// Reads the members in the order of the archive's directory.
///
/// As in folders, only members with a known extension are read. Nothing is ever written, so a name can lead nowhere.
/// What all members unpack to is limited by the bytes that they take, each place in the archive counted once.
pub(crate) struct Archive {
    path: Arc<str>,
    file: Arc<File>,
    /// What the archive takes where it lies.
    limit: Limit,
    entries: std::vec::IntoIter<Entry>,
    directory_fault: Option<ReadFault>,
    member: Option<Box<Content>>,
    /// Bytes that the members so far take.
    n_in: u64,
    /// Bytes that came out of the members so far.
    n_out: u64,
    n_read: u64,
    left_out: LeftOut,
    /// Records of the members so far that can be no articles, by reason.
    passed_over: BTreeMap<String, u64>,
}

impl Archive {
    /// Reads the directory of the archive. A document that is an archive, such as a DOCX, is its own only member.
    ///
    /// # Errors
    /// When there is none that can be read.
    pub(crate) fn open(path: Arc<str>, mut file: File, limit: Limit) -> Result<Self, ReadFault> {
        let (entries, directory_fault) = read_directory(&mut file)?;
        let is_document = is_document(&entries);
        let mut archive = Self {
            path,
            file: Arc::new(file),
            limit,
            entries: entries.into_iter(),
            directory_fault,
            member: None,
            n_in: 0,
            n_out: 0,
            n_read: 0,
            left_out: LeftOut::default(),
            passed_over: BTreeMap::new(),
        };
        if is_document {
            archive.become_document().map_err(|error| ReadFault::of_failed_read(&error))?;
        }
        Ok(archive)
    }

    /// The next record of a member, or the reject for a member that cannot be read.
    pub(crate) fn next_record(
        &mut self,
        fields: &Arc<FieldMap>,
    ) -> Option<Result<RawRecord, Reject>> {
        loop {
            if let Some(member) = &mut self.member {
                let item = member.next_record(fields);
                if item.as_ref().is_some_and(is_bomb)
                    && member.n_out() >= self.limit_of_members().room()
                {
                    return Some(Err(self.give_up()));
                }
                if item.is_some() {
                    return item;
                }
                self.leave_member();
            }
            let Some(entry) = self.entries.next() else { return self.end_reject().map(Err) };
            if let Err(reject) = self.open_entry(&entry) {
                return Some(Err(reject));
            }
        }
    }

    /// What was not read, a sentence each.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        self.left_out.warn(&self.path, &mut warnings);
        warnings
    }

    /// The number of records that can be no articles, by reason.
    pub(crate) fn passed_over(&self) -> BTreeMap<String, u64> {
        self.passed_over.clone()
    }

    fn open_entry(&mut self, entry: &Entry) -> Result<(), Reject> {
        let name = entry.shown_name();
        if entry.is_folder() {
            return Ok(());
        }
        if is_hidden(&name) {
            self.left_out.add_hidden(name);
            return Ok(());
        }
        let format = Format::from_extension(name.as_ref());
        if format.is_none() || entry.is_link {
            self.left_out.add_unknown(name);
            return Ok(());
        }
        self.n_read += 1;
        let path: Arc<str> = format!("{}/{name}", self.path).into();
        let reader =
            open_member(&self.file, entry).map_err(|fault| Reject::of_file(&path, fault))?;
        self.n_in = self.n_in.saturating_add(entry.n_own);
        let (of_member, of_members) = (Limit::of(entry.n_packed), self.limit_of_members());
        let limit = if of_members.room() < of_member.room() { of_members } else { of_member };
        let content = Content::of_member(path.clone(), reader, format, limit)
            .map_err(|error| Reject::of_file(&path, ReadFault::of_failed_read(&error)))?;
        self.member = Some(Box::new(content));
        Ok(())
    }

    fn become_document(&mut self) -> std::io::Result<()> {
        (self.entries, self.n_read) = (Vec::new().into_iter(), 1);
        (&*self.file).seek(SeekFrom::Start(0))?;
        let reader = Box::new(self.file.clone());
        let format = Some(Format::Docx);
        let content = Content::of_member(self.path.clone(), reader, format, self.limit)?;
        self.member = Some(Box::new(content));
        Ok(())
    }

    fn leave_member(&mut self) {
        let Some(member) = self.member.take() else { return };
        self.n_out = self.n_out.saturating_add(member.n_out());
        for (reason, n) in member.passed_over() {
            *self.passed_over.entry(reason).or_default() += n;
        }
    }

    /// What may still come out of the members, and out of that which is open.
    fn limit_of_members(&self) -> Limit {
        let n_in = self.n_in.min(self.limit.n_in);
        Limit { n_in, n_out: self.n_out, free_bytes: FREE_BYTES_OF_ARCHIVE }
    }

    /// Reads no further; the reject says what is lost.
    fn give_up(&mut self) -> Reject {
        self.leave_member();
        let n_left = std::mem::take(&mut self.entries).len();
        let (n_in, n_out) = (self.limit_of_members().n_in, self.n_out);
        let mib = FREE_BYTES_OF_ARCHIVE / (1024 * 1024);
        let message = format!(
            "found members that unpack to {n_out} bytes or more and take {n_in}, expected at most {MAX_RATIO} times as many, or {mib} MiB; {n_left} more members are not read"
        );
        Reject::of_file(&self.path, ReadFault { code: RejectCode::Bomb, message })
    }

    /// What is wrong with the archive as a whole, seen from its end.
    fn end_reject(&mut self) -> Option<Reject> {
        if let Some(fault) = self.directory_fault.take() {
            self.n_read += 1;
            return Some(Reject::of_file(&self.path, fault));
        }
        let is_empty = self.n_read == 0;
        is_empty.then(|| {
            self.n_read += 1;
            let message = "found no member that is read, expected files of articles".to_owned();
            Reject::of_file(&self.path, ReadFault { code: RejectCode::EmptyFile, message })
        })
    }
}

fn is_bomb(item: &Result<RawRecord, Reject>) -> bool {
    item.as_ref().is_err_and(|reject| reject.code == RejectCode::Bomb)
}

/// Whether these are the parts of a DOCX.
fn is_document(entries: &[Entry]) -> bool {
    let has = |name: &[u8]| entries.iter().any(|entry| entry.has_name(name));
    has(b"[Content_Types].xml") && has(b"word/document.xml")
}

fn is_hidden(name: &str) -> bool {
    let is_dotted = |part: &str| part.starts_with('.') && part != "." && part != "..";
    name.split(['/', '\\']).any(|part| is_dotted(part) || part == "__MACOSX")
}
