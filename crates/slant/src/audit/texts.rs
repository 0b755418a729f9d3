//! Whether coders saw the texts of the run, and whether the model had.

use std::borrow::Cow;

use classifier::unprotect_cell;

use super::{
    AuditOptions, Findings,
    drawn::Drawn,
    rows::{CodedRow, CodedRows, rows_were},
};
use crate::{error::Error, frame::Frame};

/// How a text in a file compares with that of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// Equal but for white space.
    Same,
    /// Equal but for quotation marks, dashes, or characters that a spreadsheet replaced by `?`.
    Respelled,
    Different,
}

/// Checks the text of every row against the run, and whether the model was trained on it.
pub(super) fn check_texts(
    rows: &CodedRows,
    drawn: &Drawn,
    frame: &Frame,
    options: &AuditOptions<'_>,
    findings: &mut Findings,
) -> Result<(), Error> {
    let is_model_of_run = options.model.hash() == frame.record.model.blake3;
    if !is_model_of_run {
        findings.warnings.push(format!(
            "the run was scored by another model than `{}`: whether it was trained on units of the audit is not checked",
            options.model.name()
        ));
    }
    let units: Vec<usize> = drawn.units.keys().copied().collect();
    let texts = frame.texts(&units)?;
    let text_of = |row: &CodedRow| units.binary_search(&row.unit).ok().map(|at| &texts[at]);
    let mut n_respelled = 0;
    for row in &rows.rows {
        let Some(text) = text_of(row) else { continue };
        if is_model_of_run && options.model.has_seen(text) {
            let message = format!(
                "found id `{}`, whose text the model was trained on, expected units that it has not seen: its errors on these tell nothing of the others",
                row.id
            );
            findings.fault(rows.path(row), row.line, 0, message);
        }
        let likeness = row.text.as_ref().map_or(Likeness::Same, |found| compare(found, text));
        n_respelled += u64::from(likeness == Likeness::Respelled);
        if likeness == Likeness::Different {
            let column = rows.columns(row).text.map_or(0, |column| column + 1);
            let (found, expected) = (excerpt(row.text.as_deref().unwrap_or("")), excerpt(text));
            let message = format!(
                "found the text {found:?} under id `{}`, expected that of the run: {expected:?}",
                row.id
            );
            findings.fault(rows.path(row), row.line, column, message);
        }
    }
    if n_respelled > 0 {
        findings.warnings.push(format!(
            "{} changed in quotation marks, dashes or other characters of the text, as spreadsheets do: rows are matched by their ids",
            rows_were(n_respelled)
        ));
    }
    Ok(())
}

fn compare(found: &str, expected: &str) -> Likeness {
    if evened(found) == evened(expected) || evened(unprotect_cell(found)) == evened(expected) {
        return Likeness::Same;
    }
    let (found, unprotected, expected) =
        (plain(found), plain(unprotect_cell(found)), plain(expected));
    if is_respelled(&found, &expected) || is_respelled(&unprotected, &expected) {
        Likeness::Respelled
    } else {
        Likeness::Different
    }
}

fn evened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With the marks that every keyboard has, and white space evened out.
fn plain(text: &str) -> Vec<char> {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        let replaced: Cow<'_, str> = match character {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"".into(),
            '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => "'".into(),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-".into(),
            '…' => "...".into(),
            // Soft hyphens and marks of no width.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "".into(),
            other => other.to_string().into(),
        };
        plain.push_str(&replaced);
    }
    let plain = plain.replace("''", "\"").replace("---", "-").replace("--", "-");
    evened(&plain).chars().collect()
}

/// Whether texts are equal where a question mark may stand for any character beyond ASCII.
fn is_respelled(found: &[char], expected: &[char]) -> bool {
    let is_like = |(found, expected): (&char, &char)| {
        found == expected || (*found == '?' && !expected.is_ascii())
    };
    found.len() == expected.len() && found.iter().zip(expected).all(is_like)
}

/// The start of a text.
fn excerpt(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let text = evened(text);
    let mut start: String = text.chars().take(MAX_CHARS).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_may_change_marks_and_nothing_else() {
        let check = |found: &str, expected: &str, likeness: Likeness| {
            assert_eq!(compare(found, expected), likeness, "{found:?} {expected:?}");
        };
        let text = "“It’s weak” – said O’Dell…";
        check(text, text, Likeness::Same);
        check(" “It’s\nweak” –  said\u{a0}O’Dell… ", text, Likeness::Same);
        check("\"It's weak\" - said O'Dell...", text, Likeness::Respelled);
        check("\"It's weak\" -- said O'Dell...", text, Likeness::Respelled);
        check("\"It's strong\" - said O'Dell...", text, Likeness::Different);
        check("It's weak - said O'Dell...", text, Likeness::Different);
        check("", text, Likeness::Different);
        check("'=1", "=1", Likeness::Same);
        check("=1", "=1", Likeness::Same);
        check("''=1", "'=1", Likeness::Same);
        check("'Tis", "Tis", Likeness::Different);
        check("The ???? said", "The Ждан said", Likeness::Respelled);
        check("Why?", "Why!", Likeness::Different);
    }
}
