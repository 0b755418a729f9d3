//! Records that are lines.

use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// The next line that is not blank.
pub(crate) fn next_line(source: &mut Source) -> Option<Result<RawRecord, Reject>> {
    loop {
        let (n_bytes, has_end) = match find_line_end(source) {
            LineEnd::At(position) => (position, true),
            LineEnd::TooFar => return Some(Err(skip_long_line(source))),
            LineEnd::None if source.has_fault() || source.unread().is_empty() => return None,
            LineEnd::None => (source.unread().len(), false),
        };
        let line = &source.unread()[..n_bytes];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let record = (!line.trim_ascii().is_empty()).then(|| RawRecord {
            bytes: line.to_vec(),
            path: source.path.clone(),
            line: source.line(),
            byte_offset: source.offset(),
            layout: Layout::Json,
        });
        source.consume(n_bytes + usize::from(has_end), u64::from(has_end));
        if let Some(record) = record {
            return Some(Ok(record));
        }
    }
}

enum LineEnd {
    At(usize),
    TooFar,
    None,
}

fn find_line_end(source: &mut Source) -> LineEnd {
    let mut n_searched = 0;
    loop {
        let unread = source.unread();
        if let Some(position) = memchr::memchr(b'\n', &unread[n_searched..]) {
            let position = n_searched + position;
            return if position > MAX_RECORD_BYTES {
                LineEnd::TooFar
            } else {
                LineEnd::At(position)
            };
        }
        n_searched = unread.len();
        if n_searched > MAX_RECORD_BYTES {
            return LineEnd::TooFar;
        }
        if !source.fill() {
            return LineEnd::None;
        }
    }
}

/// Goes behind the line that starts the window, however long it is.
fn skip_long_line(source: &mut Source) -> Reject {
    let reject = source.reject(RejectCode::TooLarge, too_large_message(), source.unread());
    loop {
        if let Some(position) = memchr::memchr(b'\n', source.unread()) {
            source.consume(position + 1, 1);
            return reject;
        }
        source.consume(source.unread().len(), 0);
        if !source.fill() {
            return reject;
        }
    }
}
