//! The cleaning view: what it repairs, what it leaves alone, and what must hold for any text.
//!
//! A fixture in `tests/clean/` holds cases: a line `=== name`, the text, a line `---`, the cleaned text. In both,
//! `\u{…}` stands for a character by its code. To add a case, add it to a file there.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::path::Path;

use features::{NgramExtractor, NgramSchema, clean};
use proptest::prelude::*;

fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a code in braces");
        plain.extend(char::from_u32(u32::from_str_radix(code, 16).expect("hexadecimal")));
        plain.push_str(rest);
    }
    plain
}

#[test]
fn fixtures_are_cleaned_as_expected() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clean");
    let (mut count, mut failures) = (0, Vec::new());
    for entry in std::fs::read_dir(directory).unwrap() {
        let content = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for case in content.split("=== ").skip(1) {
            let (name, body) = case.split_once('\n').expect("a name");
            let (text, expected) = body.split_once("\n---\n").expect("a line `---`");
            let (text, expected) = (unescape(text), unescape(expected.trim_end_matches('\n')));
            check_invariants(&text);
            let view = clean(&text);
            if view.as_str() != expected || (text == expected) != view.is_borrowed() {
                failures.push(format!("\n{name}: expected {expected:?}, found {view:?}"));
            }
            count += 1;
        }
    }
    assert!(failures.is_empty(), "{}", failures.concat());
    assert!(count >= 24, "only {count} cases");
}

/// Cleaning twice is cleaning once; what is borrowed is the same text; ranges map back in order, on
/// character boundaries; and every character is either the same in the original or stands for another stretch.
fn check_invariants(text: &str) {
    let view = clean(text);
    assert!(clean(view.as_str()).is_borrowed(), "cleaned twice: {text:?}");
    if view.is_borrowed() {
        assert_eq!(view.as_str(), text);
    }
    let mut last = 0..0;
    for (at, character) in view.as_str().char_indices() {
        let original = view.original(at..at + character.len_utf8());
        assert!(original.start >= last.end || original == last, "{text:?}: {original:?} {last:?}");
        let source = &text[original.clone()];
        assert!(
            source.starts_with(character)
                || clean(source).as_str().contains(character)
                || source.len() > 1
        );
        last = original;
    }
    assert_eq!(view.original(0..view.as_str().len()).len(), text.len() - unseen_ends(text, &view));
}

/// Bytes at both ends of a text that the view leaves out.
fn unseen_ends(text: &str, view: &features::CleanText) -> usize {
    let whole = view.original(0..view.as_str().len());
    let (lead, trail) = (&text[..whole.start], &text[whole.end..]);
    let nothing = |part: &str| clean(part).as_str().is_empty();
    assert!(nothing(lead) && nothing(trail), "{text:?}: {lead:?} {trail:?} lost");
    lead.len() + trail.len()
}

fn dirty() -> impl Strategy<Value = String> {
    let pieces = [
        " ",
        "\n",
        "\r\n",
        "-",
        "a",
        "B",
        "the",
        "order",
        "or",
        "der",
        "or-\nder",
        "ord-\r\ner",
        "&",
        ";",
        "#",
        "amp;",
        "lt;",
        "&amp;",
        "&nbsp;",
        "&#8217;",
        "&#x2019;",
        "&#38;",
        "&rsquo;",
        "&acirc;",
        "&euro;",
        "&trade;",
        "â",
        "€",
        "™",
        "œ",
        "Ã",
        "Â",
        "©",
        "Å",
        "Ä",
        "ð",
        "Ÿ",
        "˜",
        "ï",
        "»",
        "¿",
        "‚",
        "¬",
        "„",
        "¢",
        "ƒ",
        "â€™",
        "Ã©",
        "\u{80}",
        "\u{85}",
        "\u{92}",
        "\u{99}",
        "\u{9d}",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{feff}",
        "\u{0}",
        "\u{7f}",
        "\u{301}",
        "\u{316}",
        "\u{327}",
        "e",
        "é",
        "ﬁ",
        "Ａ",
        "＆",
        "ｌ",
        "\u{1100}",
        "\u{1161}",
        "\u{11a8}",
        "\u{212b}",
        "\u{3000}",
        "漢",
        "𝒜",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_string_is_cleaned_in_order_and_once_for_all(text in any::<String>()) {
        check_invariants(&text);
    }

    #[test]
    fn any_mix_of_dirt_is_cleaned_in_order_and_once_for_all(text in dirty()) {
        check_invariants(&text);
    }

    #[test]
    fn printing_ascii_without_ampersands_is_borrowed(text in "[ -%'-~\n]{0,200}") {
        prop_assume!(!text.contains("-\n"));
        prop_assert!(clean(&text).is_borrowed());
    }
}

#[test]
fn ranges_map_to_what_they_were() {
    for (text, slice, original) in [
        ("Tom &amp; Ann said: itâ€™s weak.", "& Ann", "&amp; Ann"),
        ("Tom &amp; Ann said: itâ€™s weak.", "it’s", "itâ€™s"),
        ("Tom &amp; Ann said: itâ€™s weak.", "weak", "weak"),
        ("\u{feff}The \u{200b}or\u{ad}der\u{200b} stands", "order", "or\u{ad}der"),
        ("caf e\u{301}s", "és", "e\u{301}s"),
        ("The interfer-\nence; no interference", "interference;", "interfer-\nence;"),
        ("oﬃcial", "official", "oﬃcial"),
    ] {
        let view = clean(text);
        let start = view.as_str().find(slice).unwrap_or_else(|| panic!("{slice} in {view:?}"));
        assert_eq!(&text[view.original(start..start + slice.len())], original);
    }
}

#[test]
fn dirt_does_not_change_the_features() {
    let mut extractor = NgramExtractor::new(&NgramSchema::default());
    let clean = extractor.extract("It’s the official café of Tom & Ann.").words.to_vec();
    let dirty = "It&#8217;s the o\u{fb03}cial cafÃ© of\u{a0}Tom &amp;amp; A\u{ad}nn.";
    assert_eq!(extractor.extract(dirty).words, clean);
}

/// A look around without bound would take hours on these.
#[test]
fn long_runs_of_one_piece_are_cleaned_in_linear_time() {
    for piece in [
        "&", "&amp;", "&#38;", "&amp", "Ã", "â€", "â€™", "\u{301}", "e\u{301}", "ab-\n",
        " ab-\ncd", "-\n", "\u{ad}", "\u{a0}", "ﬃ",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        assert!(clean(&text).as_str().len() <= text.len());
    }
}
