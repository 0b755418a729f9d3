//! Words divided at line ends.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memchr2_iter;

/// Letters of each part at least: *e-* and *mail* are rarely one word divided.
const SHORTEST_PART: usize = 2;

/// A hyphen and the line break behind it, and the word without them and with its hyphen.
struct Division {
    gap: Range<usize>,
    undivided: String,
    hyphenated: String,
}

/// The hyphens and line breaks that divide a word, in order.
///
/// A division is certain only where the text has the undivided word too, and not the word with its hyphen: *inter-⏎ference*
/// beside *interference*, but not *well-⏎known*. Words of ASCII letters in lower case only, but for the first.
pub(super) fn divisions(text: &str) -> Vec<Range<usize>> {
    let candidates: Vec<Division> =
        memchr2_iter(b'\n', b'\r', text.as_bytes()).filter_map(|at| candidate(text, at)).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let forms = candidates.iter().flat_map(|found| [&found.undivided, &found.hyphenated]);
    let mut sought: BTreeSet<&str> = forms.map(String::as_str).collect();
    let mut present = BTreeSet::new();
    for word in text.split(|c: char| !c.is_alphabetic() && c != '-') {
        present.extend(sought.take(word));
    }
    let certain = |found: &Division| {
        present.contains(&*found.undivided) && !present.contains(&*found.hyphenated)
    };
    candidates.iter().filter(|found| certain(found)).map(|found| found.gap.clone()).collect()
}

/// Reads the parts of a word around the line break at byte `at`.
fn candidate(text: &str, at: usize) -> Option<Division> {
    let hyphen = at.checked_sub(1).filter(|&before| text.as_bytes()[before] == b'-')?;
    let line = text[..hyphen].trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let head = &text[line.len()..hyphen];
    let newline = if text[at..].starts_with("\r\n") { 2 } else { 1 };
    let rest = &text[at + newline..];
    let tail = &rest[..rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len())];
    let long = head.len() >= SHORTEST_PART && tail.len() >= SHORTEST_PART;
    // Only a word behind a blank on its line, and with an end of a word behind it.
    let begins = line.ends_with([' ', '"', '“', '‘', '(']);
    let ends = rest[tail.len()..].chars().next().is_none_or(|c| " \n\r.,;:?!)\"”’".contains(c));
    let lower = head.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    (long && begins && ends && lower).then(|| Division {
        gap: hyphen..at + newline,
        undivided: format!("{head}{tail}"),
        hyphenated: format!("{head}-{tail}"),
    })
}
