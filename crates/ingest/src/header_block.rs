//! Header blocks as WARC and HTTP write them: a first line, named fields, an empty line.

/// The longest header block that is read.
pub(crate) const MAX_HEADER_BYTES: usize = 256 * 1024;

/// A first line and named fields. Names are the same in any case; a line that starts with a space goes on with the
/// value of the line before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeaderBlock<'a> {
    pub(crate) first_line: &'a [u8],
    fields: &'a [u8],
    /// The length of the block with the empty line that ends it.
    pub(crate) n_bytes: usize,
}

impl<'a> HeaderBlock<'a> {
    /// The block at the start of `bytes`, or nothing when no empty line ends it within [`MAX_HEADER_BYTES`].
    pub(crate) fn find(bytes: &'a [u8]) -> Option<Self> {
        let bytes = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
        let first_end = memchr::memchr(b'\n', bytes)?;
        let mut start = first_end + 1;
        loop {
            let end = start + memchr::memchr(b'\n', &bytes[start..])?;
            if matches!(bytes[start..end], [] | [b'\r']) {
                let fields = &bytes[first_end + 1..start];
                return Some(Self {
                    first_line: bytes[..first_end].trim_ascii_end(),
                    fields,
                    n_bytes: end + 1,
                });
            }
            start = end + 1;
        }
    }

    /// All of `bytes` as a block, for one that no empty line ends.
    pub(crate) fn unended(bytes: &'a [u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
        let first_end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        let fields = bytes.get(first_end + 1..).unwrap_or_default();
        Self { first_line: bytes[..first_end].trim_ascii_end(), fields, n_bytes: bytes.len() }
    }

    /// The first value of the field with this name, without the space around it, and U+FFFD for what is not UTF-8.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let mut values = self.values(name);
        if values.is_empty() { None } else { Some(values.swap_remove(0)) }
    }

    /// What the fields with this name list between commas, in lower case.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let values = self.values(name).join(",").to_ascii_lowercase();
        let items = values.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(str::to_owned).collect()
    }

    fn values(&self, name: &str) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        let mut is_wanted = false;
        for line in self.fields.split(|byte| *byte == b'\n') {
            let is_folded = line.starts_with(b" ") || line.starts_with(b"\t");
            if !is_folded {
                let colon = memchr::memchr(b':', line);
                let named = colon.map(|colon| (&line[..colon], &line[colon + 1..]));
                let named = named
                    .filter(|(found, _)| found.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
                is_wanted = named.is_some();
                values.extend(named.map(|(_, value)| trimmed(value)));
            } else if let Some(value) = values.last_mut().filter(|_| is_wanted) {
                value.push(' ');
                value.push_str(&trimmed(line));
            }
        }
        values
    }
}

fn trimmed(value: &[u8]) -> String {
    String::from_utf8_lossy(value.trim_ascii()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_case_and_over_folded_lines() {
        let block = "WARC/1.0\r\nwarc-type : response\r\nAccept: a\r\n b,\tC\r\nother\r\nACCEPT:d,, E\r\n\r\nbody: x\n";
        let block = HeaderBlock::find(block.as_bytes()).unwrap();
        assert_eq!(block.first_line, b"WARC/1.0");
        assert_eq!(block.value("WARC-Type").as_deref(), Some("response"));
        assert_eq!(block.value("accept").as_deref(), Some("a b,\tC"));
        assert_eq!(block.list("Accept"), ["a b", "c", "d", "e"]);
        assert_eq!(block.value("body"), None);
    }

    #[test]
    fn an_empty_line_ends_the_block() {
        let check = |bytes: &str, expected: Option<usize>| {
            let found = HeaderBlock::find(bytes.as_bytes()).map(|block| block.n_bytes);
            assert_eq!(found, expected, "{bytes:?}");
        };
        check("a\r\nb: c\r\n\r\nd", Some(11));
        check("a\nb: c\n\nd", Some(8));
        check("a\n\n", Some(3));
        check("a\r\nb: c\r\n", None);
        check("a\n \nb", None);
        check("", None);
        check(&format!("a\n{}\n\n", "x".repeat(MAX_HEADER_BYTES)), None);
    }
}
