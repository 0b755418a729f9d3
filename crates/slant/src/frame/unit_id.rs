//! The parts of a unit's id.

use std::fmt;

/// The hexadecimal digits of the hash.
const HASH_DIGITS: usize = 8;
/// A unit's number has at least this many digits.
const NUMBER_DIGITS: usize = 3;

/// A unit's id in parts: `ARTICLE_ID.NNN.HASH8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnitId<'a> {
    pub(crate) article_id: &'a str,
    pub(crate) number: u32,
    /// The first 32 bits of the BLAKE3 hash of the text.
    pub(crate) hash: u32,
}

impl<'a> UnitId<'a> {
    /// The parts of an id, where it is one.
    pub(crate) fn parse(id: &'a str) -> Option<Self> {
        let (rest, hash) = id.rsplit_once('.')?;
        let (article_id, number) = rest.rsplit_once('.')?;
        let is_hash = hash.len() == HASH_DIGITS
            && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_number =
            number.len() >= NUMBER_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_hash || !is_number {
            return None;
        }
        let hash = u32::from_str_radix(hash, 16).ok()?;
        let id = Self { article_id, number: number.parse().ok()?, hash };
        // `0001` is no number that would be written.
        (number.len() == NUMBER_DIGITS || !number.starts_with('0')).then_some(id)
    }
}

impl fmt::Display for UnitId<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:03}.{:08x}", self.article_id, self.number, self.hash)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_are_taken_apart() {
        let check = |id: &str, expected: Option<(&str, u32, u32)>| {
            let found = UnitId::parse(id).map(|id| (id.article_id, id.number, id.hash));
            assert_eq!(found, expected, "{id}");
        };
        check("a1.002.0000beef", Some(("a1", 2, 0xbeef)));
        check(
            "http://x.example/a.html.1204.ffffffff",
            Some(("http://x.example/a.html", 1204, u32::MAX)),
        );
        for wrong in [
            "",
            "a1",
            "a1.002",
            "a1.02.0000beef",
            "a1.0002.0000beef",
            "a1.002.0000BEEF",
            "a1.002.beef",
            "a1.+02.0000beef",
            "a1.99999999999.0000beef",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(article_id in ".*", number: u32, hash: u32) {
            let id = UnitId { article_id: &article_id, number, hash };
            let written = id.to_string();
            prop_assert_eq!(UnitId::parse(&written), Some(id));
        }

        #[test]
        fn what_is_read_is_written_back(id in ".{0,9}[.][0-9]{2,5}[.][0-9a-f]{7,9}") {
            if let Some(parsed) = UnitId::parse(&id) {
                prop_assert_eq!(parsed.to_string(), id);
            }
        }
    }
}
