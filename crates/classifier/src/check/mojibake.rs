//! Characters that a wrong encoding left behind.

use encoding_rs::WINDOWS_1252;

/// What is wrong with the characters of a text, if anything.
///
/// `U+FFFD` and control characters are; so are the traces of UTF-8 that was read as Windows-1252 (`â€™` for `’`), where
/// they begin with one of the letters that quotation marks, dashes, blanks, accents and emoji leave behind.
pub(super) fn damage_of(text: &str) -> Option<String> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return None;
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some(found) = text.chars().find(|&c| c == char::REPLACEMENT_CHARACTER || is_control(c)) {
        return Some(format!("the character U+{:04X}", u32::from(found)));
    }
    text.split(|c: char| c.is_ascii()).find_map(|run| {
        let (wrong, right) = misread(run)?;
        Some(format!("`{wrong}`, which is `{right}` read in a wrong encoding"))
    })
}

/// A part of a run beyond ASCII that was UTF-8 read as Windows-1252, and what it was.
fn misread(run: &str) -> Option<(String, String)> {
    let bytes: Vec<Option<u8>> = run.chars().map(windows_1252).collect();
    let is_lead = |start: &usize| matches!(bytes[*start], Some(0xC2 | 0xC3 | 0xE2 | 0xF0));
    (0..bytes.len()).filter(is_lead).find_map(|start| {
        (2..=4.min(bytes.len() - start)).find_map(|length| {
            let part: Option<Vec<u8>> = bytes[start..start + length].iter().copied().collect();
            let right = String::from_utf8(part?).ok()?;
            let wrong = run.chars().skip(start).take(length).collect();
            Some((wrong, right))
        })
    })
}

fn windows_1252(character: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, has_failed) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !has_failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(damage_of(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn misread_text_is_told_from_accents_and_quotation_marks() {
        check("It doesn’t — “ever” – go far enough…", None);
        check("Élysée, Müller, São Paulo, ŽIŽEK, naïveté”", None);
        check("BEYONCÉ’S „Spaß“ touché…”", None);
        check("中文 русский 🙂‍↔️ العربية", None);
        let message =
            |wrong, right| format!("`{wrong}`, which is `{right}` read in a wrong encoding");
        check("It doesnâ€™t", Some(&message("â€™", "’")));
        check("MÃ¼ller", Some(&message("Ã¼", "ü")));
        check("oneÂ\u{a0}space", Some(&message("Â\u{a0}", "\u{a0}")));
        check("lost \u{fffd}", Some("the character U+FFFD"));
        check("bell \u{7}", Some("the character U+0007"));
        check("next\u{85}line", Some("the character U+0085"));
        check("two\nlines", None);
    }
}
