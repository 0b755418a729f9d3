//! A table from words to what is known of them.

use std::ops::Range;

/// Longest word that is looked up as a number, in bytes.
pub(super) const LONGEST: usize = 16;
/// Slots of the table for each word.
const SLOTS_PER_WORD: usize = 2;

/// What is known of words, in lower case: an open-addressed table, which a text asks once a word.
#[derive(Debug, Clone)]
pub(super) struct WordTable<Value> {
    /// The words as numbers, 0 where a slot is free.
    keys: Vec<Key>,
    values: Vec<Value>,
    /// The few words that are longer than [`LONGEST`].
    long: Vec<(String, Value)>,
}

/// A word of at most [`LONGEST`] bytes in lower case, filled up with zeros, as a number.
type Key = u128;

impl<Value: Copy + Default> WordTable<Value> {
    /// A table of these words, in lower case and each once. Their order does not change what it answers.
    pub(super) fn new(words: impl ExactSizeIterator<Item = (String, Value)>) -> Self {
        let n_slots = (words.len() * SLOTS_PER_WORD).next_power_of_two();
        let values = vec![Value::default(); n_slots];
        let mut table = Self { keys: vec![0; n_slots], values, long: Vec::new() };
        for (word, value) in words {
            if let Some(key) = key(word.as_bytes(), 0..word.len()) {
                let slot = table.slot(key);
                table.keys[slot] = key;
                table.values[slot] = value;
            } else {
                table.long.push((word, value));
            }
        }
        table
    }

    /// What is known of the word at these bytes, in any case; the default where it is not in the table.
    pub(super) fn get(&self, bytes: &[u8], word: Range<usize>) -> Value {
        if let Some(key) = key(bytes, word.clone()) {
            return self.values[self.slot(key)];
        }
        let word = &bytes[word];
        let same = |(long, _): &&(String, Value)| long.as_bytes().eq_ignore_ascii_case(word);
        self.long.iter().find(same).map_or_else(Value::default, |&(_, value)| value)
    }

    /// The slot of a word, or the free one where it would be.
    fn slot(&self, key: Key) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = hash(key) & mask;
        while self.keys[slot] != key && self.keys[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// The word in lower case, where it is short enough.
fn key(bytes: &[u8], word: Range<usize>) -> Option<Key> {
    let length = word.len();
    if length == 0 || length > LONGEST {
        return None;
    }
    let mut room = [0; LONGEST];
    if let Some(window) = bytes.get(word.start..word.start + LONGEST) {
        room.copy_from_slice(window);
    } else {
        room[..length].copy_from_slice(&bytes[word]);
    }
    let unused = 8 * (LONGEST - length) as u32;
    Some(lower(Key::from_le_bytes(room) << unused >> unused))
}

/// All bytes that are capitals in ASCII in lower case, at once.
fn lower(bytes: Key) -> Key {
    const ONES: Key = Key::MAX / 255;
    let low = bytes & (ONES * 0x7f);
    let from_a = low + ONES * (0x80 - Key::from(b'A'));
    let behind_z = low + ONES * (0x7f - Key::from(b'Z'));
    let capitals = (from_a ^ behind_z) & !bytes & (ONES * 0x80);
    bytes | (capitals >> 2)
}

/// A multiplicative hash of the two halves of a word (Knuth, The Art of Computer Programming, 6.4).
fn hash(key: Key) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = ((key as u64).wrapping_mul(GOLDEN) ^ (key >> 64) as u64).wrapping_mul(GOLDEN);
    (mixed >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_of_any_length() {
        let words = [("said", 1), ("secretary-general", 2), ("undersecretaries", 3)];
        let table = WordTable::new(words.into_iter().map(|(word, value)| (word.to_owned(), value)));
        let check = |word: &str, expected: i32| {
            let text = format!("“{word}” and more than sixteen bytes");
            assert_eq!(table.get(text.as_bytes(), 3..3 + word.len()), expected, "{word}");
            assert_eq!(table.get(word.as_bytes(), 0..word.len()), expected, "{word} alone");
        };
        check("said", 1);
        check("SAID", 1);
        check("Secretary-General", 2);
        check("Undersecretaries", 3);
        check("sai", 0);
        check("saids", 0);
        check("undersecretary-general", 0);
        check("", 0);
    }
}
