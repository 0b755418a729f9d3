//! Records that are whole files.

use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// The rest of the file, unless it is only white space.
pub(crate) fn next_file(source: &mut Source, layout: &Layout) -> Option<Result<RawRecord, Reject>> {
    while source.unread().len() <= MAX_RECORD_BYTES && source.fill() {}
    if source.unread().len() > MAX_RECORD_BYTES {
        let reject = source.reject(RejectCode::TooLarge, too_large_message(), source.unread());
        while !source.unread().is_empty() || source.fill() {
            source.consume(source.unread().len(), 0);
        }
        return Some(Err(reject));
    }
    if source.has_fault() || source.unread().trim_ascii().is_empty() {
        return None;
    }
    let record = RawRecord {
        bytes: source.unread().to_vec(),
        path: source.path.clone(),
        line: source.line(),
        byte_offset: source.offset(),
        layout: layout.clone(),
    };
    source.consume(record.bytes.len(), 0);
    Some(Ok(record))
}
