//! A set of phrases that tells quickly of most texts that they start with none of them.

/// Bytes of a phrase that are hashed at most.
const MOST_HASHED: usize = 8;
/// A filter has two to the power of this many bits.
const BITS: u32 = 14;

/// The first bytes of phrases, in any case of ASCII: two Bloom filters with one hash each.
#[derive(Debug, Clone)]
pub(super) struct Prefixes {
    /// What of eight bytes is hashed first: as many as the shortest phrase has.
    shortest: u64,
    /// What is hashed where that is found, for each length.
    masks: Vec<u64>,
    short: Box<Filter>,
    long: Box<Filter>,
}

type Filter = [u64; 1 << (BITS - 6)];

impl Prefixes {
    pub(super) fn new<'a>(phrases: impl Iterator<Item = &'a str>) -> Self {
        let phrases: Vec<&[u8]> =
            phrases.map(str::as_bytes).filter(|phrase| !phrase.is_empty()).collect();
        let mask = |phrase: &&[u8]| u64::MAX >> (64 - 8 * phrase.len().min(MOST_HASHED));
        let mut masks: Vec<u64> = phrases.iter().map(mask).collect();
        masks.sort_unstable();
        masks.dedup();
        let shortest = masks.first().copied().unwrap_or(0);
        let (mut short, mut long) = (Box::new([0; _]), Box::new([0; _]));
        for phrase in &phrases {
            set(&mut short, first_bytes(phrase) & shortest);
            set(&mut long, first_bytes(phrase) & mask(phrase));
        }
        Self { shortest, masks, short, long }
    }

    /// Whether these bytes may start with one of the phrases: surely where they do, else rarely.
    pub(super) fn may_start(&self, bytes: &[u8]) -> bool {
        let first = first_bytes(bytes);
        is_set(&self.short, first & self.shortest)
            && self.masks.iter().any(|mask| is_set(&self.long, first & mask))
    }
}

fn set(filter: &mut Filter, prefix: u64) {
    let bit = bit(prefix);
    filter[bit / 64] |= 1 << (bit % 64);
}

fn is_set(filter: &Filter, prefix: u64) -> bool {
    let bit = bit(prefix);
    filter[bit / 64] & (1 << (bit % 64)) != 0
}

/// Eight bytes in lower case, the first of them lowest; filled up with zeros.
fn first_bytes(bytes: &[u8]) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let chunk = bytes.first_chunk::<8>().copied().unwrap_or_else(|| {
        let mut chunk = [0; 8];
        chunk[..bytes.len()].copy_from_slice(bytes);
        chunk
    });
    u64::from_le_bytes(chunk) | LOWER
}

fn bit(prefix: u64) -> usize {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    (prefix.wrapping_mul(SPREAD) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::Prefixes;

    #[test]
    fn a_text_that_starts_with_a_phrase_is_never_passed_over() {
        let phrases = ["by", "ad", "(AP)", "Sign up for", "©"];
        let prefixes = Prefixes::new(phrases.into_iter());
        for phrase in phrases {
            for text in [phrase.to_owned(), phrase.to_uppercase(), format!("{phrase} Jane Roe")] {
                assert!(prefixes.may_start(text.as_bytes()), "{text}");
            }
        }
        let others = ["", "T", "The order is weak", "Sign in", "(R-Fla.)", "b"];
        assert!(!others.iter().any(|text| prefixes.may_start(text.as_bytes())));
    }
}
