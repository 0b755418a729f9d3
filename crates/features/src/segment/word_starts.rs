//! Where words start: 64 bytes at a time.

/// Bytes whose letters are told at once.
const BLOCK: usize = 64;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Calls `visit` with each byte that is an ASCII letter and stands behind none.
pub(super) fn word_starts(bytes: &[u8], mut visit: impl FnMut(usize)) {
    let mut last_is_letter = 0;
    let mut begin = 0;
    while begin < bytes.len() {
        let letters = if let Some(block) = bytes[begin..].first_chunk() {
            letters(block)
        } else {
            let mut block = [0; BLOCK];
            block[..bytes.len() - begin].copy_from_slice(&bytes[begin..]);
            letters(&block)
        };
        let mut starts = letters & !(letters << 1 | last_is_letter);
        while starts != 0 {
            visit(begin + starts.trailing_zeros() as usize);
            starts &= starts - 1;
        }
        last_is_letter = letters >> (BLOCK - 1);
        begin += BLOCK;
    }
}

/// A bit for each byte, the lowest for the first one: whether it is an ASCII letter.
fn letters(block: &[u8; BLOCK]) -> u64 {
    /// Puts the high bits of eight bytes side by side into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut letters = 0;
    for (index, word) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let lower = (word | (0x20 * ONES)) & !HIGH;
        let from_a = lower + u64::from(0x80 - b'a') * ONES;
        let past_z = lower + u64::from(0x7F - b'z') * ONES;
        let flags = (from_a & !past_z & !word & HIGH) >> 7;
        letters |= (flags.wrapping_mul(GATHER) >> 56) << (8 * index);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::word_starts;

    #[test]
    fn every_letter_behind_no_letter_starts_a_word() {
        let every_byte: Vec<u8> = (0..=255).flat_map(|byte| [byte, b'-', b'a', byte]).collect();
        for length in [0, 1, 63, 64, 65, 127, 128, 129, every_byte.len()] {
            let bytes = &every_byte[..length];
            let mut found = Vec::new();
            word_starts(bytes, |at| found.push(at));
            let is_letter = |at: usize| bytes[at].is_ascii_alphabetic();
            let expected: Vec<usize> = (0..length)
                .filter(|&at| is_letter(at) && (at == 0 || !is_letter(at - 1)))
                .collect();
            assert_eq!(found, expected);
        }
    }
}
