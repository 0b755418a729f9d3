//! Title, outlet, date and labels before the body.

use super::article::{LexisArticle, append, on_one_line};
use super::labels::{Label, is_all_rights};
use crate::date::parse_date;

/// The longest line that is taken for a date that cannot be read.
const MAX_DATE_BYTES: usize = 60;
/// Stands for lines of the head whose meaning is not known.
const EDITION: &str = "Edition";

/// A line without a label.
struct Plain<'a> {
    text: &'a str,
    is_behind_blank: bool,
}

/// Reads the lines before the body: `title, outlet, date, labels`, or in the older layout (`is_numbered`) `outlet, date,
/// title, labels`.
pub(super) fn read_head<'a>(
    lines: &[&'a str],
    is_numbered: bool,
    is_paragraphs: bool,
    article: &mut LexisArticle<'a>,
) {
    let plain = take_labels(lines, is_numbered, is_paragraphs, article);
    if is_numbered {
        name_older(&plain, is_paragraphs, article);
    } else {
        name_newer(&plain, article);
    }
    name_labels(article);
}

/// Puts the labels into the article; gives the lines before them that have none.
fn take_labels<'a>(
    lines: &[&'a str],
    is_numbered: bool,
    is_paragraphs: bool,
    article: &mut LexisArticle<'a>,
) -> Vec<Plain<'a>> {
    let mut plain = Vec::new();
    let (mut is_behind_blank, mut is_open, mut has_label) = (false, false, false);
    for (index, &line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            is_behind_blank = true;
            continue;
        }
        // A newer article starts with its title, whatever that looks like.
        let label = Label::of(line).filter(|_| is_numbered || index > 0);
        let label =
            label.filter(|label| label.stands_before_body() || (has_label && label.has_colon));
        let value = article.others.last_mut().map(|(_, value)| value);
        let is_wrapped = !is_paragraphs && !is_behind_blank;
        if let Some(label) = label {
            article.others.push((label.name, on_one_line(label.value)));
            // The labels of a show, and old copyrights, stand before the date.
            has_label |= !label.is("copyright") && !label.is("show");
            is_open = !label.is("copyright");
        } else if is_all_rights(line)
            || (is_open && (is_wrapped || value.as_ref().is_some_and(|value| value.is_empty())))
        {
            append(value, line);
        } else if has_label {
            article.others.push((EDITION, on_one_line(line)));
            is_open = false;
        } else {
            plain.push(Plain { text: line, is_behind_blank });
            is_open = false;
        }
        is_behind_blank = false;
    }
    plain
}

fn name_newer<'a>(plain: &[Plain<'a>], article: &mut LexisArticle<'a>) {
    let read = plain.iter().rposition(|line| is_date_line(line.text));
    let date = read.or_else(|| {
        plain.iter().skip(2).rposition(|line| looks_like_date(line.text)).map(|index| index + 2)
    });
    article.date = date.map(|index| on_one_line(plain[index].text));
    let before = &plain[..date.unwrap_or(plain.len())];
    let title = match before {
        [title @ .., outlet] if !title.is_empty() => {
            article.outlet = Some(on_one_line(outlet.text));
            title
        }
        title => title,
    };
    article.title = join(title);
    let behind = date.map_or(&[][..], |index| &plain[index + 1..]);
    article.others.extend(behind.iter().map(|line| (EDITION, on_one_line(line.text))));
}

fn name_older<'a>(plain: &[Plain<'a>], is_paragraphs: bool, article: &mut LexisArticle<'a>) {
    let read = plain.iter().position(|line| is_date_line(line.text));
    let date = read.or_else(|| {
        plain.iter().skip(1).position(|line| looks_like_date(line.text)).map(|index| index + 1)
    });
    article.date = date.map(|index| on_one_line(plain[index].text));
    let (before, behind) = match date {
        Some(index) => (&plain[..index], &plain[index + 1..]),
        None => plain.split_at(plain.len().min(1)),
    };
    article.outlet = before.first().map(|line| on_one_line(line.text));
    // Editions stand under the date without a blank line; the title is the last block.
    let starts_block = |line: &Plain| is_paragraphs || line.is_behind_blank;
    let title = behind.iter().rposition(starts_block).unwrap_or(behind.len());
    article.title = join(&behind[title..]);
    let editions = before.iter().skip(1).chain(&behind[..title]);
    article.others.extend(editions.map(|line| (EDITION, on_one_line(line.text))));
}

/// Takes the labels that stand for parts of an article out of the others.
fn name_labels(article: &mut LexisArticle) {
    let mut take = |name: &str| {
        let index = article
            .others
            .iter()
            .position(|(label, value)| label.eq_ignore_ascii_case(name) && !value.is_empty())?;
        Some(article.others.remove(index).1)
    };
    let (byline, headline, length) = (take("byline"), take("headline"), take("length"));
    article.byline = byline.map(|byline| without_by(&byline).to_owned());
    if headline.is_some() {
        article.others.extend(article.title.take().map(|line| (EDITION, line)));
        article.title = headline;
    }
    article.length_words = length.and_then(|length| {
        let digits: String =
            length.split_whitespace().next()?.chars().filter(|letter| *letter != ',').collect();
        digits.parse().ok()
    });
}

fn without_by(byline: &str) -> &str {
    match byline.split_once(char::is_whitespace) {
        Some((by, names)) if by.eq_ignore_ascii_case("by") => names.trim_start(),
        _ => byline,
    }
}

fn join(lines: &[Plain]) -> Option<String> {
    let mut text = String::new();
    for line in lines {
        append(Some(&mut text), line.text);
    }
    (!text.is_empty()).then_some(text)
}

/// Whether the line is a date that is read.
pub(super) fn is_date_line(line: &str) -> bool {
    line.len() <= 2 * MAX_DATE_BYTES && parse_date(line).is_some()
}

/// Whether a short line has a year in it.
fn looks_like_date(line: &str) -> bool {
    let is_year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    line.len() <= MAX_DATE_BYTES && line.split(|letter: char| !letter.is_ascii_digit()).any(is_year)
}
