//! HTML entities left in a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::character::{Character, source};

/// Entities by name; the head of the file says the syntax.
const ENTITIES: &str = include_str!("../../data/entities.txt");
/// Characters of the longest reference between `&` and `;`.
const LONGEST: usize = 9;

static NAMED: LazyLock<BTreeMap<&str, char>> =
    LazyLock::new(|| ENTITIES.lines().filter_map(parse_line).collect());

fn parse_line(line: &str) -> Option<(&str, char)> {
    let (name, code) = line.split_once(' ')?;
    Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
}

/// Replaces entities by what they stand for, also where their ampersands are entities in turn
/// (`&amp;amp;rsquo;`); says whether there were any.
pub(super) fn decode(characters: &mut Vec<Character>) -> bool {
    let mut decoded = Vec::with_capacity(characters.len());
    let mut at = 0;
    while at < characters.len() {
        let Some((value, mut end)) = reference(&characters[at..]) else {
            decoded.push(characters[at].clone());
            at += 1;
            continue;
        };
        let mut value = value;
        while value == '&'
            && let Some((inner, length)) = reference_behind(&characters[at + end..])
        {
            (value, end) = (inner, end + length);
        }
        decoded.push(Character::of(value, &source(&characters[at..at + end])));
        at += end;
    }
    let changed = decoded.len() != characters.len();
    *characters = decoded;
    changed
}

/// The character and the length of the reference that starts here.
fn reference(characters: &[Character]) -> Option<(char, usize)> {
    if characters.first()?.value != '&' {
        return None;
    }
    reference_behind(&characters[1..]).map(|(value, length)| (value, length + 1))
}

/// The character and the length of a reference without its ampersand.
fn reference_behind(characters: &[Character]) -> Option<(char, usize)> {
    let window = &characters[..characters.len().min(LONGEST)];
    let length = window.iter().position(|character| character.value == ';')?;
    let name: String = window[..length].iter().map(|character| character.value).collect();
    let value = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => *NAMED.get(name.as_str())?,
    };
    Some((value, length + 1))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_entities_is_read() {
        let n_lines = ENTITIES.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(NAMED.len(), n_lines);
        assert!(NAMED.keys().all(|name| name.len() < LONGEST));
    }
}
