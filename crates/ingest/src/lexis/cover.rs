//! The pages before the first article that say what was asked for and delivered.

use super::head::is_date_line;
use super::labels::Label;

/// Labels of these pages.
const MARKS: [&str; 7] = [
    "client/matter",
    "content type",
    "date and time",
    "job number",
    "narrowed by",
    "search terms",
    "user name",
];
/// Lines with text between the date and the first label at most: editions.
const MAX_EDITION_LINES: usize = 3;

/// The length of the pages at the start of `piece`: 0 where there are none, all where no article follows.
pub(super) fn cover_bytes(piece: &str) -> usize {
    let lines: Vec<(usize, &str)> = lines_with_text(piece);
    let is_article_label = |line: &str| {
        Label::of(line).is_some_and(|label| label.starts_body() || label.stands_before_body())
    };
    let first_label =
        lines.iter().position(|(_, line)| is_article_label(line)).unwrap_or(lines.len());
    let Some(last_mark) = lines[..first_label].iter().rposition(|(_, line)| is_mark(line)) else {
        return 0;
    };
    if first_label == lines.len() {
        return piece.len();
    }
    let earliest = (last_mark + 1).max(first_label.saturating_sub(1 + MAX_EDITION_LINES));
    let date = (earliest..first_label).rev().find(|index| is_date_line(lines[*index].1));
    let title = date.unwrap_or(first_label).saturating_sub(2).max(last_mark + 1);
    lines[title].0
}

/// Whether all of a text is such pages: there are at least two of their labels, and no article.
pub(super) fn is_cover(text: &str) -> bool {
    text.lines().filter(|line| is_mark(line)).take(2).count() == 2
        && cover_bytes(text) == text.len()
}

fn lines_with_text(piece: &str) -> Vec<(usize, &str)> {
    let mut position = 0;
    let mut lines = Vec::new();
    for line in piece.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push((position, line));
        }
        position += line.len();
    }
    lines
}

fn is_mark(line: &str) -> bool {
    let line = line.trim();
    let is_count = line.strip_suffix(')').and_then(|line| line.rsplit_once('(')).is_some_and(
        |(name, count)| {
            matches!(name.trim(), "Documents" | "Document")
                && count.bytes().all(|byte| byte.is_ascii_digit())
        },
    );
    let starts_with =
        |mark: &&str| line.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let is_label = |mark: &&str| {
        starts_with(mark) && (line[mark.len()..].starts_with(':') || *mark == "content type")
    };
    is_count || MARKS.iter().any(is_label)
}
