//! Sources in small texts, against who they are.
//!
//! A fixture file in `tests/speakers/` holds cases, with empty lines between them. A case is a text in which the sources
//! stand in brackets, and a line for each: `= name | title | party | state | role`, with `-` for what there is not, only as
//! far as it matters; several speakers with ` + ` between them; `=` alone for nobody. The text may have several lines.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::{ops::Range, path::Path, sync::LazyLock};

use proptest::prelude::*;

use super::{Part, Resolved, SpeakerResolver};
use crate::{
    Segmenter, Speaker, UnitKind,
    attribution::{
        lexicon::Lexicon,
        passage::{Passage, Stretch},
    },
};

/// A text as the engine hands it in.
pub(super) fn passage(text: &str, lexicon: &Lexicon) -> Passage {
    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::new);
    let units = SEGMENTER.segment(None, text);
    let units = units.iter().filter(|unit| unit.kind != UnitKind::Boilerplate);
    let stretches: Vec<Stretch> = units
        .map(|unit| {
            let start = unit.text.as_ptr() as usize - text.as_ptr() as usize;
            Stretch {
                block_quote: None,
                unit: unit.number as usize,
                bytes: start..start + unit.text.len(),
                stands_alone: unit.kind != UnitKind::Sentence,
            }
        })
        .collect();
    Passage::read(text, &stretches, lexicon)
}

/// The text without the brackets around its sources, and where those stand.
pub(super) fn unmark(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut sources, mut start) = (String::new(), Vec::new(), 0);
    for character in marked.chars() {
        match character {
            '[' => start = text.len(),
            ']' => sources.push(start..text.len()),
            _ => text.push(character),
        }
    }
    (text, sources)
}

pub(super) fn resolve(text: &str, sources: &[Range<usize>]) -> Resolved {
    static LISTS: LazyLock<(Lexicon, SpeakerResolver)> =
        LazyLock::new(|| (Lexicon::shipped(), SpeakerResolver::shipped()));
    let passage = passage(text, &LISTS.0);
    LISTS.1.resolve(&[Part { text, passage: &passage, sources }])
}

/// As much of a speaker as the expected line gives.
pub(super) fn show(speaker: &Speaker, n_fields: usize) -> String {
    let fields = [
        speaker.name.as_str(),
        speaker.title.as_deref().unwrap_or("-"),
        speaker.party.as_deref().unwrap_or("-"),
        speaker.state.as_deref().unwrap_or("-"),
        speaker.role.as_str(),
    ];
    fields[..n_fields.clamp(1, fields.len())].join(" | ")
}

fn check(case: &str) -> Result<(), String> {
    let (text, expected): (Vec<&str>, Vec<&str>) = case
        .lines()
        .filter(|line| !line.starts_with("# "))
        .partition(|line| !line.starts_with('='));
    let (text, sources) = unmark(&text.join("\n"));
    if sources.len() != expected.len() || sources.is_empty() {
        return Err(format!("{} sources, {} expected: {text}", sources.len(), expected.len()));
    }
    let resolved = resolve(&text, &sources);
    let mut failures = String::new();
    for ((source, expected), found) in sources.iter().zip(expected).zip(&resolved.of_source) {
        let expected = expected[1..].trim();
        let n_fields: Vec<usize> =
            expected.split(" + ").map(|one| one.split('|').count()).collect();
        let found: Vec<String> = found
            .iter()
            .zip(n_fields.iter().chain(std::iter::repeat(&1)))
            .map(|(&speaker, &n)| show(&resolved.speakers[speaker as usize], n))
            .collect();
        if found.join(" + ") != expected {
            failures += &format!(
                "\n  [{}]\n    expected {expected}\n    found    {}",
                &text[source.clone()],
                found.join(" + ")
            );
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(format!("{text}{failures}")) }
}

#[test]
fn sources_are_resolved_to_the_expected_speakers() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/speakers");
    let mut failures = Vec::new();
    let mut n_cases = 0;
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap();
        for case in content.split("\n\n").map(str::trim).filter(|case| case.contains('[')) {
            n_cases += 1;
            if let Err(failure) = check(case) {
                failures
                    .push(format!("{}: {failure}", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {n_cases} fail\n{}", failures.len(), failures.join("\n"));
    assert!(n_cases >= 20, "{n_cases} cases");
}

proptest! {
    #[test]
    fn any_text_and_any_spans_are_resolved(
        text in "([A-Z][a-z]{0,4}|[a-z]{1,4}|Sen\\.|Mr\\.|the|and|who|of|D-Va\\.|[,.()“”'’\"-]|Jr|van|é|\\n| ){0,60}",
        cuts in prop::collection::vec(0.0..1.0f64, 0..8),
    ) {
        let mut ends: Vec<usize> = cuts.iter().map(|cut| (cut * text.len() as f64) as usize).collect();
        ends.sort_unstable();
        let sources: Vec<Range<usize>> = ends.windows(2).map(|pair| pair[0]..pair[1]).collect();
        let resolved = resolve(&text, &sources);
        prop_assert_eq!(resolved.of_source.len(), sources.len());
        for &speaker in resolved.of_source.iter().flatten() {
            prop_assert!(!resolved.speakers[speaker as usize].name.is_empty());
        }
    }
}
