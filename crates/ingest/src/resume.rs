//! Where reading goes on behind a damaged JSON record.

use crate::source::Source;

/// Bytes of a name that are kept for a comparison.
const MAX_NAME_BYTES: usize = 64;
/// Bytes behind a brace that are looked at.
const LOOK_AHEAD_BYTES: usize = 256;

/// What is known of the record that was damaged: the next one probably looks like it.
#[derive(Debug)]
pub(crate) struct Damaged {
    /// Its first name with its quotes.
    first_name: Option<Vec<u8>>,
    /// The white space before it, when it was the first on its line.
    indent: Option<usize>,
}

impl Damaged {
    /// What is known of a record whose first `length` bytes were read.
    pub(crate) fn at(window: &[u8], length: usize, indent: Option<usize>) -> Self {
        let head = &window[..length.min(MAX_NAME_BYTES + LOOK_AHEAD_BYTES)];
        let first_name = first_name(head).map(<[u8]>::to_vec);
        let indent = indent.filter(|_| first_name.is_some());
        Self { first_name, indent }
    }

    /// Nothing is known.
    pub(crate) fn unknown() -> Self {
        Self { first_name: None, indent: None }
    }

    fn is_like(&self, object: &[u8]) -> bool {
        let name = first_name(object);
        name.is_some() && self.first_name.as_deref().is_none_or(|first| name == Some(first))
    }
}

/// The first name of the object that starts here, with its quotes.
fn first_name(object: &[u8]) -> Option<&[u8]> {
    let name = object.strip_prefix(b"{")?.trim_ascii_start();
    let end = memchr::memchr(b'"', name.strip_prefix(b"\"")?)? + 2;
    (end <= MAX_NAME_BYTES).then(|| &name[..end])
}

/// Moves the window, with the white space before it if nothing else is on its line, to the next object that looks like the damaged one, or to the end of the file. Gives the white
/// space before it, when it is the first on its line.
pub(crate) fn resume(
    source: &mut Source,
    damaged: &Damaged,
    mut indent: Option<usize>,
) -> Option<usize> {
    loop {
        let mut position = 0;
        let mut is_short = false;
        while let Some(brace) = memchr::memchr(b'{', &source.unread()[position..]) {
            let brace = position + brace;
            indent = indent_behind(indent, &source.unread()[position..brace]);
            if source.unread().len() - brace < LOOK_AHEAD_BYTES && !is_short {
                skip(source, brace);
                position = 0;
                while source.unread().len() < LOOK_AHEAD_BYTES && source.fill() {}
                is_short = source.unread().len() < LOOK_AHEAD_BYTES;
                continue;
            }
            let ahead = &source.unread()[brace..];
            let ahead = &ahead[..ahead.len().min(LOOK_AHEAD_BYTES)];
            let is_in_place = damaged.indent.is_none() || damaged.indent == indent;
            if is_in_place && damaged.is_like(ahead) {
                skip(source, brace);
                return indent;
            }
            indent = None;
            position = brace + 1;
        }
        indent = indent_behind(indent, &source.unread()[position..]);
        skip(source, source.unread().len());
        if !source.fill() && source.unread().is_empty() {
            return indent;
        }
    }
}

fn indent_behind(before: Option<usize>, bytes: &[u8]) -> Option<usize> {
    let line_start = memchr::memrchr(b'\n', bytes).map(|newline| newline + 1);
    let on_line = &bytes[line_start.unwrap_or(0)..];
    let before = if line_start.is_some() { Some(0) } else { before };
    before.filter(|_| on_line.iter().all(u8::is_ascii_whitespace)).map(|n| n + on_line.len())
}

fn skip(source: &mut Source, n_bytes: usize) {
    let n_lines = memchr::memchr_iter(b'\n', &source.unread()[..n_bytes]).count();
    source.consume(n_bytes, n_lines as u64);
}
