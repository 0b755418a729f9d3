//! The attributor against its fixtures, and what must hold for any text.
//!
//! A fixture file in `tests/attribution/` holds cases. A case is a line `=== name`, perhaps a line
//! `title: …`, the text (`⟦block⟧ … ⟦/block⟧` marks a block quotation), a line `---`, and a line
//! `voice | speaker; speaker | words` for each unit that is not boilerplate, with `⏎` for a line
//! break and `-` for nobody. Below a unit stand its attributions, indented, as
//! `source | cue | content`, with `-` for what is missing. Words may be shortened to `first …` or to
//! `first … last`. A case may end in a line `speakers:` and one line
//! `name, title, party, state, role` for each speaker. To add a case, add it to a file there.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::{ops::Range, path::Path, sync::LazyLock};

use features::{Attributor, Segmenter, Span, Speaker, Unit, UnitKind, Voice, Voices};
use proptest::prelude::*;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::new);
static ATTRIBUTOR: LazyLock<Attributor> = LazyLock::new(Attributor::new);

struct Case<'a> {
    name: &'a str,
    title: Option<&'a str>,
    text: String,
    block_quotes: Vec<Range<u32>>,
    /// The lines below `---`, without those about speakers.
    units: Vec<&'a str>,
    /// None where the case does not list its speakers.
    speakers: Option<Vec<&'a str>>,
}

/// Reads the cases of a file; says what is wrong with a malformed one.
fn parse_cases(content: &str) -> Result<Vec<Case<'_>>, String> {
    let chunks = content.strip_prefix("=== ").map(|content| content.split("\n=== "));
    let chunks = chunks.ok_or("expected a line `=== name` at the start")?;
    chunks.map(parse_case).collect()
}

fn parse_case(chunk: &str) -> Result<Case<'_>, String> {
    let (name, body) = chunk.split_once('\n').ok_or(format!("no text: {chunk}"))?;
    let (text, expected) = body.split_once("\n---\n").ok_or(format!("{name}: no line `---`"))?;
    let (title, text) = match text.strip_prefix("title: ") {
        Some(rest) => {
            let (title, text) = rest.split_once('\n').ok_or(format!("{name}: no text"))?;
            (Some(title), text)
        }
        None => (None, text),
    };
    let (text, block_quotes) = take_blocks(text).ok_or(format!("{name}: a block left open"))?;
    let (units, speakers) = match expected.split_once("speakers:\n") {
        Some((units, speakers)) => (units, Some(speakers.lines().collect())),
        None => (expected, None),
    };
    let units: Vec<&str> = units.lines().filter(|line| !line.is_empty()).collect();
    let case = Case { name, title, text, block_quotes, units, speakers };
    check_form(&case).map_err(|fault| format!("{name}: {fault}"))?;
    Ok(case)
}

/// A text without the marks around its block quotations, and where those are, in code points.
fn take_blocks(marked: &str) -> Option<(String, Vec<Range<u32>>)> {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, inside)) = rest.split_once("⟦block⟧") {
        let (block, behind) = inside.split_once("⟦/block⟧")?;
        text.push_str(before);
        let start = text.chars().count() as u32;
        text.push_str(block);
        blocks.push(start..text.chars().count() as u32);
        rest = behind;
    }
    text.push_str(rest);
    (!text.contains('⟦')).then_some((text, blocks))
}

fn check_form(case: &Case<'_>) -> Result<(), String> {
    if case.name.trim().is_empty() {
        return Err("expected a name".to_owned());
    }
    if case.units.is_empty() && case.text.contains(char::is_alphanumeric) {
        return Err("expected a line for each unit, found none".to_owned());
    }
    for (number, line) in case.units.iter().enumerate() {
        let fields: Vec<&str> = line.trim().splitn(3, " | ").collect();
        let is_unit = !line.starts_with(' ');
        let known = Voice::ALL.iter().any(|voice| voice.as_str() == fields[0]);
        if fields.len() != 3 || is_unit != known || !is_unit && number == 0 {
            return Err(format!("expected `voice | speakers | words`, found `{line}`"));
        }
    }
    let lines = case.speakers.iter().flatten();
    match lines.filter(|line| !line.is_empty()).find(|line| line.split(", ").count() < 5) {
        Some(line) => Err(format!("expected `name, title, party, state, role`, found `{line}`")),
        None => Ok(()),
    }
}

/// What the attributor finds, in the form of a fixture.
fn show(text: &str, units: &[Unit<'_>], voices: &Voices) -> Vec<String> {
    let mut lines = Vec::new();
    let words = |span: Span| slice(text, span).replace('\n', "⏎");
    let perhaps = |span: Option<Span>| span.map_or("-".to_owned(), words);
    for (unit, voice) in units.iter().zip(&voices.units) {
        if unit.kind == UnitKind::Boilerplate {
            continue;
        }
        let names = voice.speakers.iter().map(|&speaker| &*voices.speakers[speaker as usize].name);
        let names: Vec<&str> = names.collect();
        let names = if names.is_empty() { "-".to_owned() } else { names.join("; ") };
        let told = unit.text.replace('\n', "⏎");
        lines.push(format!("{} | {names} | {told}", voice.voice.as_str()));
        for found in &voice.attributions {
            let (source, cue) = (perhaps(found.source), perhaps(found.cue));
            lines.push(format!("  {source} | {cue} | {}", words(found.content)));
        }
    }
    lines
}

fn show_speaker(speaker: &Speaker) -> String {
    let perhaps = |word: &Option<String>| word.clone().unwrap_or("-".to_owned());
    let (title, party) = (perhaps(&speaker.title), perhaps(&speaker.party));
    let (state, role) = (perhaps(&speaker.state), speaker.role.as_str());
    format!("{}, {title}, {party}, {state}, {role}", speaker.name)
}

fn slice(text: &str, span: Span) -> String {
    text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect()
}

/// Whether words are as expected, which may be shortened to `first …` or `first … last`.
fn is_match(expected: &str, found: &str) -> bool {
    let shortened = expected.split_once(" … ").or(expected.strip_suffix('…').map(|it| (it, "")));
    let (first, last) = shortened.unwrap_or((expected, ""));
    expected == found
        || shortened.is_some()
            && found.len() >= first.len() + last.len()
            && found.starts_with(first)
            && found.ends_with(last)
}

fn is_line_match((expected, found): (&&str, &String)) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut fields =
        expected.trim_start().splitn(3, " | ").zip(found.trim_start().splitn(3, " | "));
    (indent(expected) == 0) == (indent(found) == 0)
        && fields.all(|(expected, found)| is_match(expected, found))
}

/// Says how a case differs from what is found, if it does.
fn check(case: &Case<'_>) -> Result<(), String> {
    let units = SEGMENTER.segment(case.title, &case.text);
    let voices = ATTRIBUTOR.attribute(&case.text, &units, &case.block_quotes);
    check_invariants(&case.text, &units, &voices);
    let found = show(&case.text, &units, &voices);
    let same = found.len() == case.units.len() && case.units.iter().zip(&found).all(is_line_match);
    let speakers: Vec<String> = voices.speakers.iter().map(show_speaker).collect();
    let same = same
        && case.speakers.as_ref().is_none_or(|expected| {
            expected.iter().filter(|line| !line.is_empty()).eq(speakers.iter())
        });
    if same {
        return Ok(());
    }
    let expected = case.units.join("\n  ");
    let listed = case.speakers.as_deref().unwrap_or_default().join("\n  ");
    Err(format!(
        "{}\nexpected\n  {expected}\nspeakers:\n  {listed}\nfound\n  {}\nspeakers:\n  {}\n",
        case.name,
        found.join("\n  "),
        speakers.join("\n  "),
    ))
}

#[test]
fn fixtures_have_the_expected_voices_and_attributions() {
    let mut count = 0;
    let mut failures = Vec::new();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attribution");
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap();
        let cases = parse_cases(&content).unwrap_or_else(|fault| panic!("{path:?}: {fault}"));
        let faults = cases.iter().filter_map(|case| check(case).err());
        failures.extend(faults.map(|fault| format!("\n{path:?}: {fault}")));
        count += cases.len();
    }
    assert!(failures.is_empty(), "{}", failures.concat());
    assert!(count >= 110, "only {count} cases");
}

#[test]
fn malformed_cases_are_refused() {
    for content in [
        "",
        "name",
        "=== name",
        "=== name\ntext",
        "=== name\ntext\n---\n",
        "=== \ntext\n---\nown | - | text\n",
        "=== name\ntitle: one\n---\nown | - | one\n",
        "=== name\ntext\n---\nsomebody | - | text\n",
        "=== name\ntext\n---\nown | text\n",
        "=== name\ntext\n---\n  Roe | said | text\n",
        "=== name\n⟦block⟧text\n---\nown | - | text\n",
        "=== name\ntext\n---\nown | - | text\nspeakers:\nRoe\n",
    ] {
        assert!(parse_cases(content).is_err(), "{content}");
    }
}

/// Every unit has a voice; every span and speaker exists; contents start in their units.
fn check_invariants(text: &str, units: &[Unit<'_>], voices: &Voices) {
    let n_points = text.chars().count() as u32;
    let n_speakers = voices.speakers.len();
    assert_eq!(units.len(), voices.units.len());
    assert!(voices.speakers.iter().all(|speaker| !speaker.name.trim().is_empty()));
    for (unit, voice) in units.iter().zip(&voices.units) {
        assert!(voice.speakers.iter().all(|&speaker| (speaker as usize) < n_speakers));
        assert!(voice.voice != Voice::Own || voice.speakers.is_empty());
        for found in &voice.attributions {
            let of_unit = unit.span.expect("a headline has no attributions");
            assert!((of_unit.start..of_unit.end).contains(&found.content.start));
            for span in [Some(found.content), found.source, found.cue].into_iter().flatten() {
                assert!(span.start < span.end && span.end <= n_points);
            }
            assert!(found.speakers.iter().all(|&speaker| (speaker as usize) < n_speakers));
        }
    }
}

/// Attributes a text and checks what must hold for any.
fn attribute(title: Option<&str>, text: &str, blocks: &[Range<u32>]) {
    let units = SEGMENTER.segment(title, text);
    let voices = ATTRIBUTOR.attribute(text, &units, blocks);
    check_invariants(text, &units, &voices);
    assert!(voices == ATTRIBUTOR.attribute(text, &units, blocks), "another output");
}

/// Pieces that the rules look at, between bars.
const PIECES: &str = "\
    \x20| | | | |\n|\n\n|\n\n|\u{a0}|\t|.|. |, |, |: |; |? |! | — | - |...|\"|\"|“|“|”|”|,” |\
    .” |\n\n“|'|‘|’|''|``|«|»|„|(|)|[|]|Jane Roe|Roe|Roe’s |Sen. |Rep. John Doe|D-Va.|(R-Ohio)|\
    Mr. |Jr.|she|He |they |who |that |whether |said| said |says|told|told reporters |asked |\
    added|adding |According to |according to |called |as |wants to |urged |her view |In |claim |\
    did not |was |criticized by |and |but |which |the senator|two officials |The White House |\
    the order |is weak|it |Monday|in a statement|ROE: |Q: |Analysis: |— Jane Roe|&quot;|&nbsp;|\
    e\u{301}|\u{200b}|\u{200f}|😀|🇺🇸|שלום|漢|𝒜|İ|ß|â€œ";

/// Text dense in what the rules look at.
fn news_like() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|parts| parts.concat())
}

/// Ranges of code points, in order and disjoint.
fn blocks() -> impl Strategy<Value = Vec<Range<u32>>> {
    prop::collection::btree_set(0..120_u32, 0..6).prop_map(|ends| {
        let ends: Vec<u32> = ends.into_iter().collect();
        ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
    })
}

proptest! {
    #[test]
    fn any_string_has_voices(
        title in any::<Option<String>>(), text in any::<String>(), blocks in blocks(),
    ) {
        attribute(title.as_deref(), &text, &blocks);
    }

    #[test]
    fn any_mix_of_marks_cues_and_names_has_voices(
        title in prop::option::of(news_like()), text in news_like(), blocks in blocks(),
    ) {
        attribute(title.as_deref(), &text, &blocks);
    }
}

#[test]
fn texts_that_nobody_wrote_lose_no_unit() {
    let pieces = [
        "word ",
        "Roe ",
        "said ",
        "\"",
        "“",
        "”",
        "'",
        "“ ”",
        "“The order is weak. ",
        "“The order.\n\n",
        "„כן“ הם אמרו. ",
        "\u{202b}הצו חלש\u{202c} ",
        "😀",
        "👩‍👩‍👧 ",
        ".?!…;:,-–—§¶",
        ", ",
        ": ",
        "(",
        "e\u{301}",
        "\u{a0}",
        "— Roe\n\n",
        "Roe: ",
        "who said ",
        "Roe said that ",
        "said Roe and ",
        "according to ",
        "“x,” Roe said. ",
        "Jane Roe, John Doe, ",
        "she said, ",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        attribute(None, &text, &[]);
    }
    let text = format!("He said, “x.” {}", "“It is.” ".repeat(15_000));
    attribute(Some(&text), &text, &[]);
}

#[test]
fn sentences_of_signs_and_cues_alone_have_voices() {
    for text in [
        ", said",
        ", \u{a0}\",” , said  ",
        "B:",
        ": “x”",
        "“x” —",
        "— Roe",
        "said: said: “",
        "Sen. told reporters adding ROE: \n\n“",
        "Roe said:",
        "According to",
        "Roe’s claim that",
        "In her view",
        "“” said",
        "who said that",
    ] {
        attribute(Some(text), text, &[]);
        attribute(None, text, std::slice::from_ref(&(0..text.chars().count() as u32)));
    }
}
