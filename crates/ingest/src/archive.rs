//! The members of a zip archive, one after the other, each read like a file of its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use crate::bomb::check_ratio;
use crate::content::{Content, Origin};
use crate::fault::ReadFault;
use crate::field_map::FieldMap;
use crate::format::Format;
use crate::left_out::LeftOut;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};
use crate::zip_directory::{Entry, read_directory};
use crate::zip_member::open_member;

/// Reads the members in the order of the archive's directory.
///
/// As in folders, only members with a known extension are read. Nothing is ever written, so a name can lead nowhere.
pub(crate) struct Archive {
    path: Arc<str>,
    file: File,
    n_bytes: u64,
    entries: std::vec::IntoIter<Entry>,
    directory_fault: Option<ReadFault>,
    member: Option<Box<Content>>,
    /// Bytes that came out of the members so far.
    n_out: u64,
    n_read: u64,
    left_out: LeftOut,
    /// Records of the members so far that can be no articles, by reason.
    passed_over: BTreeMap<String, u64>,
}

impl Archive {
    /// Reads the directory of the archive.
    ///
    /// # Errors
    /// When there is none that can be read.
    pub(crate) fn open(path: Arc<str>, mut file: File) -> Result<Self, ReadFault> {
        let (entries, directory_fault) = read_directory(&mut file)?;
        let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
        Ok(Self {
            path,
            file,
            n_bytes,
            entries: entries.into_iter(),
            directory_fault,
            member: None,
            n_out: 0,
            n_read: 0,
            left_out: LeftOut::default(),
            passed_over: BTreeMap::new(),
        })
    }

    /// The next record of a member, or the reject for a member that cannot be read.
    pub(crate) fn next_record(
        &mut self,
        fields: &Arc<FieldMap>,
    ) -> Option<Result<RawRecord, Reject>> {
        loop {
            if let Some(member) = &mut self.member {
                if let Some(item) = member.next_record(fields) {
                    return Some(item);
                }
                self.n_out += member.n_out();
                for (reason, n) in member.passed_over() {
                    *self.passed_over.entry(reason).or_default() += n;
                }
                self.member = None;
                if let Err(fault) = check_ratio(self.n_bytes, self.n_out) {
                    self.entries = Vec::new().into_iter();
                    return Some(Err(Reject::of_file(&self.path, fault)));
                }
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
        let content = Content::new(path.clone(), reader, Origin::Member, format)
            .map_err(|error| Reject::of_file(&path, ReadFault::unreadable(&error)))?;
        self.member = Some(Box::new(content));
        Ok(())
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

fn is_hidden(name: &str) -> bool {
    let is_dotted = |part: &str| part.starts_with('.') && part != "." && part != "..";
    name.split(['/', '\\']).any(|part| is_dotted(part) || part == "__MACOSX")
}
