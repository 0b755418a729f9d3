//! Text as the features see it: one case, one apostrophe, one dash, one kind of space.

/// The code that stands for any run of white space, and pads both ends of a token.
pub(crate) const SPACE: u32 = b' ' as u32;

/// Appends the normalised characters of `text` to `codes`, with exactly one [`SPACE`] before, between and after
/// tokens.
///
/// A token is a run of characters without white space. Letters are lower-cased, typographic quotes and dashes
/// become their ASCII forms, and characters that print nothing (soft hyphens, zero-width spaces, controls) are
/// left out.
pub(crate) fn normalize_into(text: &str, codes: &mut Vec<u32>) {
    codes.push(SPACE);
    for character in text.chars() {
        if character.is_ascii() {
            push(u32::from(ASCII[character as usize]), codes);
        } else {
            normalize_wide(character, codes);
        }
    }
    if codes.last() != Some(&SPACE) {
        codes.push(SPACE);
    }
}

fn push(code: u32, codes: &mut Vec<u32>) {
    if code == 0 || (code == SPACE && codes.last() == Some(&SPACE)) {
        return;
    }
    codes.push(code);
}

fn normalize_wide(character: char, codes: &mut Vec<u32>) {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' => push(u32::from(b'\''), codes),
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{2033}' | '«' | '»' => {
            push(u32::from(b'"'), codes);
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => push(u32::from(b'-'), codes),
        '\u{2026}' => (0..3).for_each(|_| push(u32::from(b'.'), codes)),
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => {}
        _ if character.is_whitespace() => push(SPACE, codes),
        _ if character.is_control() => {}
        _ => character.to_lowercase().for_each(|lower| push(lower as u32, codes)),
    }
}

/// Whether a normalised code belongs to a word.
pub(crate) fn is_word_code(code: u32) -> bool {
    match code {
        0..128 => (code as u8).is_ascii_alphanumeric(),
        _ => char::from_u32(code).is_some_and(char::is_alphanumeric),
    }
}

/// What each ASCII character becomes; 0 is left out.
const ASCII: [u8; 128] = ascii_table();

const fn ascii_table() -> [u8; 128] {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | b' ' => b' ',
            b'`' => b'\'',
            0x21..=0x7E => byte.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        let mut codes = Vec::new();
        normalize_into(text, &mut codes);
        let found: String = codes.iter().filter_map(|&code| char::from_u32(code)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn typography_and_case_do_not_matter() {
        check("“It’s  WEAK,”\u{a0}he\nsaid…", " \"it's weak,\" he said... ");
        check("elec\u{ad}tions — \u{200b}“no”", " elections - \"no\" ");
        check("", " ");
        check("ÉCOLE", " école ");
    }

    proptest! {
        #[test]
        fn tokens_are_set_apart_by_single_spaces(text in any::<String>()) {
            let mut codes = Vec::new();
            normalize_into(&text, &mut codes);
            prop_assert_eq!(codes.first(), Some(&SPACE));
            prop_assert_eq!(codes.last(), Some(&SPACE));
            prop_assert!(codes.windows(2).all(|pair| pair != [SPACE, SPACE]));
        }
    }
}
