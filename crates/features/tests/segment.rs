//! The segmenter against its fixtures, and what must hold for any text.
//!
//! A fixture file in `tests/segment/` holds cases. A case is a line `=== name`, perhaps a line
//! `title: …`, the text, a line `---`, and a line for each expected unit: its kind, a colon, its
//! words, with `⏎` for a line break. To add a case, add it to a file there.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::path::Path;

use features::{Segmenter, Unit, UnitKind};
use proptest::prelude::*;

struct Case<'a> {
    name: &'a str,
    title: Option<&'a str>,
    text: &'a str,
    units: Vec<&'a str>,
}

/// Reads the cases of a file; says what is wrong with a malformed one.
fn parse_cases(content: &str) -> Result<Vec<Case<'_>>, String> {
    let mut cases = Vec::new();
    for chunk in content.split("=== ").skip(1) {
        let (name, body) = chunk.split_once('\n').ok_or(format!("no text: {chunk}"))?;
        let (text, units) = body.split_once("\n---\n").ok_or(format!("{name}: no line `---`"))?;
        let (title, text) = match text.strip_prefix("title: ").map(|rest| rest.split_once('\n')) {
            Some(Some((title, text))) => (Some(title), text),
            Some(None) => return Err(format!("{name}: a title and no text")),
            None => (None, text),
        };
        let units: Vec<&str> = units.lines().filter(|line| !line.is_empty()).collect();
        let kinds = ["headline: ", "sentence: ", "caption: ", "boilerplate: "];
        if let Some(bad) =
            units.iter().find(|unit| !kinds.iter().any(|kind| unit.starts_with(kind)))
        {
            return Err(format!("{name}: expected a kind and words, found `{bad}`"));
        }
        if name.trim().is_empty() || units.is_empty() {
            return Err(format!("a case without a name or without units: `{name}`"));
        }
        cases.push(Case { name, title, text, units });
    }
    if cases.is_empty() { Err("no case".to_owned()) } else { Ok(cases) }
}

fn show(unit: &Unit) -> String {
    format!("{}: {}", unit.kind.as_str(), unit.text.replace('\n', "⏎"))
}

#[test]
fn fixtures_are_cut_into_the_expected_units() {
    let segmenter = Segmenter::new();
    let mut count = 0;
    let mut failures = Vec::new();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/segment");
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap();
        let cases = parse_cases(&content).unwrap_or_else(|fault| panic!("{path:?}: {fault}"));
        for case in &cases {
            let units = segmenter.segment(case.title, case.text);
            check_invariants(case.text, &units);
            let found: Vec<String> = units.iter().map(show).collect();
            if found != case.units {
                failures.push(format!(
                    "\n{path:?}: {}\nexpected\n  {}\nfound\n  {}\n",
                    case.name,
                    case.units.join("\n  "),
                    found.join("\n  "),
                ));
            }
        }
        count += cases.len();
    }
    assert!(failures.is_empty(), "{}", failures.concat());
    assert!(count >= 60, "only {count} cases");
}

#[test]
fn malformed_cases_are_refused() {
    for content in
        ["", "=== name", "=== name\ntext", "=== name\ntext\n---\n", "=== name\nt\n---\nx: y\n"]
    {
        assert!(parse_cases(content).is_err(), "{content}");
    }
}

/// Units of the text are in order, disjoint, trimmed, numbered, and cover all that is seen.
fn check_invariants(text: &str, units: &[Unit]) {
    let characters: Vec<char> = text.chars().collect();
    let mut covered = 0;
    let units = units.iter().filter(|unit| unit.kind != UnitKind::Headline);
    for (index, unit) in units.enumerate() {
        let span = unit.span.expect("only a headline has no span");
        let (start, end) = (span.start as usize, span.end as usize);
        assert_eq!(unit.number as usize, index + 1);
        assert!(covered <= start && start < end);
        assert!(characters[covered..start].iter().all(|&character| is_unseen(character)));
        assert_eq!(characters[start..end].iter().collect::<String>(), unit.text);
        assert_eq!(unit.text.trim(), unit.text);
        covered = end;
    }
    assert!(characters[covered..].iter().all(|&character| is_unseen(character)));
}

/// White space, or a character that prints nothing and so is left out by cleaning.
fn is_unseen(character: char) -> bool {
    character.is_whitespace() || features::clean(&character.to_string()).as_str().is_empty()
}

/// Text dense in what the rules look at.
fn news_like() -> impl Strategy<Value = String> {
    let pieces = [
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{a0}",
        ".",
        ".",
        "?",
        "!",
        "…",
        "...",
        ". . .",
        "\"",
        "'",
        "“",
        "”",
        "‘",
        "’",
        "(",
        ")",
        "[",
        "]",
        "—",
        "-",
        "•",
        "1)",
        "2)",
        "1.",
        "2.",
        "a.",
        "b.",
        "U.S.",
        "Sen",
        "Mr",
        "p.m",
        "No",
        "5",
        "D-Md",
        "D-Md. ",
        ", Ariz. ",
        "etc.",
        "H.R.",
        "''",
        "``",
        "§",
        "Roe said.",
        "pic.a.b/c",
        "שלום",
        "\u{200f}",
        "😀",
        "🇺🇸",
        "REUTERS/",
        "By",
        "File photo",
        "Sign up for",
        "newsletter",
        "Roe",
        "said",
        "asked",
        "the",
        "The",
        "order",
        "é",
        "ß",
        "İ",
        "𝒜",
        "漢",
        "\u{200b}",
        "\u{ad}",
        "e\u{301}",
        "&nbsp;",
        "&amp;",
        "â€™",
        "ﬁ",
        "interfer-\nence",
        "interference",
        "@",
        "http://a.b/c",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_string_is_covered_by_its_units(text in any::<String>(), title in any::<Option<String>>()) {
        check_invariants(&text, &Segmenter::new().segment(title.as_deref(), &text));
    }

    #[test]
    fn any_mix_of_stops_marks_and_cues_is_covered_by_its_units(text in news_like()) {
        check_invariants(&text, &Segmenter::new().segment(None, &text));
    }

    #[test]
    fn white_space_around_a_text_and_its_title_change_no_unit(text in news_like()) {
        let segmenter = Segmenter::new();
        let set_apart = format!(" \n{text} \n\n");
        let words = |title, text| -> Vec<(UnitKind, String)> {
            let units = segmenter.segment(title, text);
            let units = units.iter().filter(|unit| unit.kind != UnitKind::Headline);
            units.map(|unit| (unit.kind, unit.text.to_owned())).collect()
        };
        prop_assert_eq!(words(None, &text), words(Some("Order signed"), &set_apart));
    }
}

#[test]
fn a_headline_is_unit_zero_and_has_no_span() {
    let units = Segmenter::new().segment(Some(" Order signed \n"), "One. Two.");
    assert_eq!((units[0].number, units[0].text, units[0].span), (0, "Order signed", None));
    assert_eq!(Segmenter::new().segment(Some(" \n"), "One.").len(), 1);
}

#[test]
fn every_kind_of_line_end_ends_a_line() {
    let segmenter = Segmenter::new();
    for text in
        ["One line\n\ntwo\nThree.", "One line\r\n\r\ntwo\r\nThree.", "One line\r\rtwo\rThree."]
    {
        let texts: Vec<&str> = segmenter.segment(None, text).iter().map(|unit| unit.text).collect();
        assert_eq!(texts, ["One line", "two", "Three."]);
    }
    assert_eq!(segmenter.segment(None, "One\r\nline").len(), 1);
}

#[test]
fn texts_that_nobody_wrote_lose_no_character() {
    let segmenter = Segmenter::new();
    let texts = [
        "word ".repeat(2_000_000),
        "a".repeat(10_000_000),
        "\"".repeat(1_000_000),
        "“".repeat(1_000_000),
        "”’\"'".repeat(250_000),
        "“The order is weak. ".repeat(50_000),
        "“The order is weak.\n\n".repeat(50_000),
        "(The order [is weak. ".repeat(50_000),
        "''The order is weak.'' ".repeat(50_000),
        "הצו חלש. הם אמרו: „כן“. ".repeat(20_000),
        "الأمر ضعيف؟ قالوا ”نعم“۔ ".repeat(20_000),
        "\u{202b}הצו חלש.\u{202c} ".repeat(50_000),
        "😀😀. 🇺🇸! 👩‍👩‍👧‍👦? ".repeat(20_000),
        ".?!…;:,-–—§¶†‡•*_/\\|@#%&".repeat(30_000),
        "... !!! ??? --- *** ".repeat(50_000),
        "R-Fla. U.S. 5 p.m. Nov. ".repeat(40_000),
        "\u{200b}\u{feff}\u{ad}".repeat(100_000),
        "e\u{301}\u{301}\u{301}. ".repeat(100_000),
    ];
    for text in texts {
        check_invariants(&text, &segmenter.segment(None, &text));
    }
}

/// A look-ahead without bound would take hours on these.
#[test]
fn long_runs_of_one_piece_are_cut_in_linear_time() {
    let segmenter = Segmenter::new();
    let pieces = [
        "word ",
        "a",
        "\"",
        "“",
        "”",
        "'",
        "(",
        ")",
        "[",
        ". ",
        ".",
        " .",
        "?",
        "! ",
        "…",
        ".\" ",
        ".” ",
        ". “",
        " ",
        "\n",
        "a\n",
        "• ",
        "1) ",
        "— ",
        "U.S. ",
        "AP Photo/",
        "(AP Photo ",
        "sign up to ",
        "Go! “Go! ",
        "“Go!” Roe ",
        "*",
        "_",
        "\u{a0}",
        "漢",
        ". . . ",
        "order.Roe",
    ];
    for piece in pieces {
        let text = piece.repeat(1_000_000 / piece.len());
        let text = format!("{text}x{text}");
        let units = segmenter.segment(None, &text);
        let last = units.last().and_then(|unit| unit.span).unwrap();
        assert!(last.end as usize <= text.chars().count());
    }
}
