//! The chunked transfer coding (RFC 9112, section 7.1).

/// The longest line that gives the size of a chunk, with its extensions.
const MAX_SIZE_LINE_BYTES: usize = 1024;
/// Digits of the largest chunk that is read.
const MAX_SIZE_DIGITS: usize = 8;

/// What a body is under the chunked coding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chunked {
    /// The body does not start with a chunk: it was decoded before it was stored.
    AsItIs,
    /// All chunks.
    Whole(Vec<u8>),
    /// The chunks up to the end of the body, which comes before the last.
    Cut(Vec<u8>),
    /// A fault at this position of the body: what was found and what was expected.
    Bad(usize, &'static str),
}

/// Takes the chunks of `body` apart.
pub(crate) fn dechunk(body: &[u8]) -> Chunked {
    let mut data = Vec::new();
    let mut position = 0;
    loop {
        let rest = &body[position..];
        let (size, n_line) = match size_line(rest) {
            SizeLine::Size(size, n_bytes) => (size, n_bytes),
            SizeLine::Cut if position > 0 => return Chunked::Cut(data),
            SizeLine::Cut | SizeLine::Bad if position == 0 => return Chunked::AsItIs,
            _ => {
                return Chunked::Bad(
                    position,
                    "found no size of a chunk, expected hexadecimal digits",
                );
            }
        };
        if size == 0 {
            return Chunked::Whole(data);
        }
        let rest = &rest[n_line..];
        let Some(chunk) = rest.get(..size) else {
            if ends_as_last_chunk(body) {
                let message = "found fewer bytes than the size of the chunk, expected as many";
                return Chunked::Bad(position, message);
            }
            data.extend_from_slice(rest);
            return Chunked::Cut(data);
        };
        data.extend_from_slice(chunk);
        position += n_line + size;
        position += match &rest[size..] {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            [] | [b'\r'] => return Chunked::Cut(data),
            _ => {
                let message = "found more bytes than the size of the chunk, expected a line end";
                return Chunked::Bad(position, message);
            }
        };
    }
}

enum SizeLine {
    /// The size, and the length of the line that gives it.
    Size(usize, usize),
    /// The body ends within the line.
    Cut,
    Bad,
}

fn size_line(rest: &[u8]) -> SizeLine {
    let start = &rest[..rest.len().min(MAX_SIZE_LINE_BYTES)];
    let end = memchr::memchr(b'\n', start);
    let line = &start[..end.unwrap_or(start.len())];
    let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let is_size = digits.iter().all(u8::is_ascii_hexdigit) && digits.len() <= MAX_SIZE_DIGITS;
    let size =
        std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
    match (size, end) {
        (Some(size), Some(end)) if is_size => SizeLine::Size(size, end + 1),
        (_, None) if is_size && start.len() < MAX_SIZE_LINE_BYTES => SizeLine::Cut,
        _ => SizeLine::Bad,
    }
}

/// Whether the body ends as all chunks end, so that a chunk that reaches behind it has a wrong size.
fn ends_as_last_chunk(body: &[u8]) -> bool {
    body.ends_with(b"\r\n0\r\n\r\n") || body.ends_with(b"\n0\n\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chunks_are_taken_apart() {
        let check = |body: &str, expected: Chunked| {
            assert_eq!(dechunk(body.as_bytes()), expected, "{body:?}");
        };
        let whole = |data: &str| Chunked::Whole(data.into());
        let cut = |data: &str| Chunked::Cut(data.into());
        check("3\r\nabc\r\n0\r\n\r\n", whole("abc"));
        check(
            "3;x=y\r\nabc\r\nA \r\n0123456789\r\n00\r\nTrailer: x\r\n\r\n",
            whole("abc0123456789"),
        );
        check("3\nabc\n0\n\n", whole("abc"));
        check("0\r\n\r\n", whole(""));
        check("3\r\nabc\r\n", cut("abc"));
        check("3\r\nabc", cut("abc"));
        check("3\r\nab", cut("ab"));
        check("3\r\nabc\r\n1", cut("abc"));
        check("<html>\r\nabc", Chunked::AsItIs);
        check("", Chunked::AsItIs);
        check("\r\n3\r\nabc", Chunked::AsItIs);
        check("123456789\r\nabc", Chunked::AsItIs);
    }

    #[test]
    fn a_fault_behind_the_first_size_has_a_place() {
        let check = |body: &str, expected: usize| {
            let found = dechunk(body.as_bytes());
            assert!(matches!(found, Chunked::Bad(position, _) if position == expected), "{body:?}");
        };
        check("3\r\nabcd\r\n0\r\n\r\n", 6);
        check("3\r\nabc\r\nx\r\n", 8);
        check("3\r\nabc\r\n-1\r\n", 8);
        check("3\r\nabc\r\n\r\n", 8);
        check("3\r\nabc\r\nFFFFFFFFF\r\nabc", 8);
        check("3\r\nabc\r\nff\r\nabc\r\n0\r\n\r\n", 8);
    }

    proptest! {
        #[test]
        fn the_data_come_back_whatever_the_chunks(
            chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..40), 0..12),
            extension in "(;[a-z]=[a-z])?",
            cut in 0_usize..40,
        ) {
            let mut body = Vec::new();
            for chunk in &chunks {
                body.extend_from_slice(format!("{:x}{extension}\r\n", chunk.len()).as_bytes());
                body.extend_from_slice(chunk);
                body.extend_from_slice(b"\r\n");
            }
            body.extend_from_slice(b"0\r\n\r\n");
            let data = chunks.concat();
            prop_assert_eq!(dechunk(&body), Chunked::Whole(data.clone()));
            let end = body.len().saturating_sub(cut + 5);
            match dechunk(&body[..end]) {
                Chunked::Cut(start) => prop_assert!(data.starts_with(&start)),
                Chunked::Bad(..) => prop_assert!(ends_as_last_chunk(&body[..end])),
                Chunked::AsItIs => prop_assert!(end < 8),
                Chunked::Whole(_) => prop_assert!(false),
            }
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(body in "[0-9a-f;x\r\n]{0,40}") {
            dechunk(body.as_bytes());
        }
    }
}
