//! The chunked transfer coding (RFC 9112, section 7.1).

/// The longest line that gives the size of a chunk, with its extensions.
const MAX_SIZE_LINE_BYTES: usize = 1024;
/// Digits of the largest chunk that is read.
const MAX_SIZE_DIGITS: usize = 8;

/// What a body is under the chunked coding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chunked {
    /// The body does not start with a chunk: it was decoded before it was stored.
    NotChunked,
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
            SizeLine::Cut | SizeLine::Bad if position == 0 => return Chunked::NotChunked,
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
