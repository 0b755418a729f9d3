//! One article of a document: its head, its body, and what stands behind.

use std::borrow::Cow;

use super::cut::{is_end_mark, is_start_mark};
use super::head::read_head;
use super::labels::{Label, body_end};
use crate::field_map::{Field, FieldMap, Role};
use crate::fields::{Fields, Value};
use crate::record::{FieldWarning, RawRecord};
use crate::reject::{Reject, RejectCode};

/// Stands for a line break within a paragraph of a DOCX or an RTF.
pub(super) const LINE_BREAK: char = '\u{2028}';
/// Lines that are longer than this, and no blank line among them, are paragraphs.
const MAX_WRAPPED_BYTES: usize = 160;

/// The parts of an article, as they are written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LexisArticle<'a> {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) date: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) length_words: Option<usize>,
    /// The body; nothing where no label says that one starts.
    pub(super) text: Option<String>,
    /// The other labels and their values, in the order of the document.
    pub(super) others: Vec<(&'a str, String)>,
}

/// The fields of one article that was cut out of a document.
pub(crate) fn read_fields<'a>(
    record: &RawRecord,
    piece: &'a str,
    is_paragraphs: bool,
    map: &FieldMap,
) -> Result<Fields<'a>, Reject> {
    let article = read_article(piece, is_paragraphs);
    let Some(text) = article.text else {
        let message = "found an article without a line `Body`, expected its text behind one";
        return Err(record.reject(RejectCode::MissingText, message.to_owned()));
    };
    if text.trim().is_empty() {
        let message = "found no text behind the line `Body`, expected text";
        return Err(record.reject(RejectCode::EmptyText, message.to_owned()));
    }
    let warning = short_text(record, &text, article.length_words);
    let mut fields = Fields::default();
    fields.warnings.extend(warning);
    let parts = [
        (Field::Text, "text", Some(text)),
        (Field::Title, "title", article.title),
        (Field::Outlet, "outlet", article.outlet),
        (Field::Date, "date", article.date),
        (Field::Author, "byline", article.byline),
    ];
    for (field, name, value) in parts {
        // A label that the user chose comes first.
        let role = Role { field, rank: usize::from(map.chosen(field).is_some()) };
        let value = value.map_or(Value::Empty, |value| Value::Text(Cow::Owned(value)));
        fields.push(Cow::Borrowed(name), value, [role], None);
    }
    for (name, value) in article.others {
        let roles: Vec<Role> = map.roles(name).collect();
        if roles.is_empty() {
            fields.unused.push(name.into());
        } else {
            fields.push(Cow::Borrowed(name), Value::Text(Cow::Owned(value)), roles, None);
        }
    }
    Ok(fields)
}

fn short_text(record: &RawRecord, text: &str, length_words: Option<usize>) -> Option<FieldWarning> {
    let (expected, found) = (length_words?, text.split_whitespace().count());
    let is_short = found < expected / 2;
    let message = format!(
        "short_text: found {found} words, expected about {expected}, as the line `Length` says"
    );
    is_short.then(|| FieldWarning {
        line: record.line,
        column: 0,
        field: Field::Text.name(),
        message,
    })
}

/// Reads the lines of one article.
pub(super) fn read_article(piece: &str, is_paragraphs: bool) -> LexisArticle<'_> {
    let mut lines: Vec<&str> =
        piece.lines().filter(|line| !is_end_mark(line) && !is_page_number(line)).collect();
    let is_numbered = lines.first().is_some_and(|line| is_start_mark(line));
    if is_numbered {
        lines.remove(0);
    }
    let mut article = LexisArticle::default();
    let body = body_start(&lines, is_numbered);
    let head = &lines[..body.map_or(lines.len(), |(start, _)| start)];
    read_head(head, is_numbered, is_paragraphs, &mut article);
    let Some((start, first)) = body else { return article };
    let rest = &lines[(start + usize::from(first.is_some())).min(lines.len())..];
    let (text, behind) = rest.split_at(body_end(rest));
    let first = first.filter(|line| !line.is_empty());
    article.text = Some(join_body(first.iter().chain(text).copied(), is_paragraphs));
    read_labels(behind, &mut article);
    article
}

/// The line of the label `Body` with what stands behind its colon; in the older layout, where the label may be missing,
/// the first line behind the labels.
fn body_start<'a>(lines: &[&'a str], is_numbered: bool) -> Option<(usize, Option<&'a str>)> {
    let label = |line: &'a str| Label::of(line).filter(|label| label.starts_body());
    let named =
        lines.iter().enumerate().find_map(|(index, line)| Some((index, Some(label(line)?.value))));
    if named.is_some() || !is_numbered {
        return named;
    }
    let mut start =
        lines.iter().position(|line| Label::of(line).is_some_and(|label| label.is("length")))?;
    loop {
        let is_blank = |line: &&str| line.trim().is_empty();
        start += lines[start..].iter().position(is_blank).unwrap_or(lines.len() - start);
        start +=
            lines[start..].iter().position(|line| !is_blank(line)).unwrap_or(lines.len() - start);
        let is_label = |line: &&str| Label::of(line).is_some_and(Label::stands_before_body);
        if !lines.get(start).is_some_and(is_label) {
            return (start < lines.len()).then_some((start, None));
        }
    }
}

/// The paragraphs of the body with a blank line between them; wrapped lines stay as they are.
fn join_body<'a>(lines: impl Iterator<Item = &'a str>, is_paragraphs: bool) -> String {
    let lines: Vec<&str> = lines.map(str::trim).collect();
    let (Some(first), Some(last)) = (
        lines.iter().position(|line| !line.is_empty()),
        lines.iter().rposition(|line| !line.is_empty()),
    ) else {
        return String::new();
    };
    let lines = &lines[first..=last];
    let has_long_lines = lines.iter().any(|line| line.len() > MAX_WRAPPED_BYTES);
    let is_one_a_line = is_paragraphs || (has_long_lines && !lines.contains(&""));
    let mut text = String::new();
    let mut is_behind_blank = false;
    for line in lines {
        if !line.is_empty() && !text.is_empty() {
            text.push_str(if is_one_a_line || is_behind_blank { "\n\n" } else { "\n" });
        }
        is_behind_blank = line.is_empty();
        text.push_str(line);
    }
    if is_paragraphs { text.replace(LINE_BREAK, "\n") } else { text }
}

/// Keeps the labels behind the body; lines without one belong to the label before them.
fn read_labels<'a>(lines: &[&'a str], article: &mut LexisArticle<'a>) {
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        match Label::of(line).filter(|label| label.stands_behind_body()) {
            Some(label) => article.others.push((label.name, on_one_line(label.value))),
            None => append(article.others.last_mut().map(|(_, value)| value), line),
        }
    }
}

pub(super) fn append(value: Option<&mut String>, line: &str) {
    let Some(value) = value else { return };
    if !value.is_empty() {
        value.push(' ');
    }
    value.push_str(&on_one_line(line));
}

pub(super) fn on_one_line(text: &str) -> String {
    text.trim().replace(LINE_BREAK, " ")
}

/// `Page 2 of 25`.
fn is_page_number(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_number = |word: Option<&str>| {
        word.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    words.next() == Some("Page")
        && is_number(words.next())
        && words.next() == Some("of")
        && is_number(words.next())
        && words.next().is_none()
}
