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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle {
        bytes: Vec<u8>,
        position: usize,
        chunk: usize,
    }

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let rest = &self.bytes[self.position..];
            let n_bytes = rest.len().min(self.chunk).min(buffer.len());
            buffer[..n_bytes].copy_from_slice(&rest[..n_bytes]);
            self.position += n_bytes;
            Ok(n_bytes)
        }
    }

    proptest! {
        #[test]
        fn lines_are_the_same_whatever_the_chunks(
            text in "([a-z\u{e9} ]{0,5}\r?\n){0,20}[a-z]{0,3}", chunk in 1_usize..20,
        ) {
            let trickle = Trickle { bytes: text.clone().into_bytes(), position: 0, chunk };
            let mut source = Source::new("-".into(), Box::new(trickle)).unwrap();
            let mut found = Vec::new();
            while let Some(record) = next_line(&mut source) {
                let record = record.unwrap();
                let start = record.byte_offset as usize;
                prop_assert_eq!(&text.as_bytes()[start..start + record.bytes.len()], &record.bytes);
                found.push((record.line, String::from_utf8(record.bytes).unwrap()));
            }
            let lines = text.lines().enumerate().map(|(index, line)| (index as u64 + 1, line.to_owned()));
            let expected: Vec<_> = lines.filter(|(_, line)| !line.trim().is_empty()).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_to_its_end() {
        let text = [b"a\n".as_slice(), &vec![b'x'; MAX_RECORD_BYTES + 1], b"\nb\n"].concat();
        let mut source = Source::new("-".into(), Box::new(std::io::Cursor::new(text))).unwrap();
        assert_eq!(next_line(&mut source).unwrap().unwrap().bytes, b"a");
        let reject = next_line(&mut source).unwrap().unwrap_err();
        assert_eq!((reject.code, reject.line, reject.byte_offset), (RejectCode::TooLarge, 2, 2));
        let last = next_line(&mut source).unwrap().unwrap();
        assert_eq!((last.bytes.as_slice(), last.line), (b"b".as_slice(), 3));
        assert!(next_line(&mut source).is_none());
    }
}
