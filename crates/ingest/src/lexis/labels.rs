//! The labels before and behind the body of an article.

use super::cut::is_end_mark;

/// Letters of a label at most.
const MAX_LABEL_BYTES: usize = 32;
/// Labels that stand between the title and the body.
const BEFORE_BODY: &[&str] = &[
    "anchors",
    "byline",
    "copyright",
    "dateline",
    "guests",
    "headline",
    "highlight",
    "length",
    "section",
    "show",
];
/// Labels that end a body wherever they stand.
const BEHIND_BODY: &[&str] = &["correction-date", "load-date", "publication-type"];
/// Labels that end a body when they stand alone on a line, or in capitals.
const BEHIND_BODY_ALONE: &[&str] = &["classification", "correction", "graphic", "notes"];
/// Labels that end a body where nothing but such labels follows.
const BEHIND_BODY_TOGETHER: &[&str] = &[
    "acc-no",
    "category",
    "city",
    "company",
    "country",
    "distribution",
    "document-type",
    "geographic",
    "industry",
    "journal-code",
    "language",
    "organization",
    "person",
    "series",
    "state",
    "subject",
    "ticker",
    "transcript",
    "type",
    "url",
];

/// A label and what stands behind its colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) has_colon: bool,
}

impl<'a> Label<'a> {
    /// The label that starts the line, or that is all of it.
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let (name, value, has_colon) = match line.split_once(':') {
            Some((name, value)) => (name.trim_end(), value.trim_start(), true),
            None if is_copyright(line) => ("Copyright", line, false),
            None => (line, "", false),
        };
        let (name, value) = if is_copyright(name) { ("Copyright", line) } else { (name, value) };
        let is_name = name.len() <= MAX_LABEL_BYTES
            && name.starts_with(|letter: char| letter.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b' '));
        is_name.then_some(Self { name, value, has_colon })
    }

    pub(super) fn is(self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether the body starts behind it.
    pub(super) fn starts_body(self) -> bool {
        self.is("body") && (self.value.is_empty() || self.is_upper())
    }

    pub(super) fn stands_before_body(self) -> bool {
        self.is_one_of(BEFORE_BODY)
            && (self.has_colon || self.is("copyright") || self.is("highlight"))
    }

    pub(super) fn ends_body(self) -> bool {
        (self.is_one_of(BEHIND_BODY) && self.has_colon)
            || (self.is_one_of(BEHIND_BODY_ALONE) && (self.value.is_empty() || self.is_upper()))
    }

    pub(super) fn stands_behind_body(self) -> bool {
        self.ends_body()
            || self.is("copyright")
            || (self.has_colon && self.is_one_of(BEHIND_BODY_TOGETHER))
    }

    fn is_upper(self) -> bool {
        !self.name.bytes().any(|byte| byte.is_ascii_lowercase())
    }

    fn is_one_of(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

fn is_copyright(line: &str) -> bool {
    let rest = line.strip_prefix('©').or_else(|| {
        let start = line.get(.."copyright".len())?;
        start.eq_ignore_ascii_case("copyright").then(|| &line["copyright".len()..])
    });
    let has_year = |rest: &str| rest.bytes().take(16).filter(u8::is_ascii_digit).count() >= 4;
    rest.is_some_and(has_year)
}

/// Whether the line is the copyright's second line.
pub(super) fn is_all_rights(line: &str) -> bool {
    let line = line.trim().trim_end_matches('.');
    line.eq_ignore_ascii_case("all rights reserved")
}

/// Where the labels and notes behind the body start.
pub(super) fn body_end(lines: &[&str]) -> usize {
    let is_label = |line: &str| {
        line.trim().is_empty()
            || Label::of(line).is_some_and(Label::stands_behind_body)
            || is_end_mark(line)
            || is_all_rights(line)
    };
    let first = lines.iter().position(|line| Label::of(line).is_some_and(Label::ends_body));
    let mut end = first.unwrap_or(lines.len());
    while end > 0 && is_label(lines[end - 1]) {
        end -= 1;
    }
    end
}
