//! Cells that are outside what their column may hold.

use csv::StringRecord;

use super::mojibake::damage_of;
use crate::label_columns::{column_name, shown};

/// Columns whose values form a closed list; every one may be empty.
const CLOSED: [(&str, &[&str]); 7] = [
    ("kind", &["sentence", "headline", "caption", "boilerplate"]),
    ("voice", &["own", "direct_quote", "indirect"]),
    ("split", &["train", "dev", "test"]),
    ("design", &["audit", "active"]),
    ("relevant", &["0", "1", "0.0", "1.0"]),
    ("unsure", &["0", "1", "0.0", "1.0"]),
    ("other_evaluative", &["0", "1", "0.0", "1.0"]),
];

/// The faults of one row: columns from 1, and messages.
pub(super) fn faults_of<'a>(
    header: &'a StringRecord,
    row: &'a StringRecord,
) -> impl Iterator<Item = (usize, String)> + 'a {
    header.iter().zip(row).enumerate().filter_map(|(at, (name, cell))| {
        let message = fault_of(&column_name(name), cell)?;
        Some((at + 1, message))
    })
}

fn fault_of(name: &str, cell: &str) -> Option<String> {
    let value = cell.trim();
    if value.is_empty() {
        return None;
    }
    if let Some((_, expected)) = CLOSED.iter().find(|(column, _)| *column == name) {
        return (!expected.contains(&value)).then(|| {
            let (found, expected) = (shown(value), expected.join(", "));
            format!("found {name} `{found}`, expected {expected} or nothing")
        });
    }
    if name == "pi" {
        let is_probability = value.parse().is_ok_and(|pi: f64| pi > 0.0 && pi <= 1.0);
        return (!is_probability).then(|| {
            format!("found pi `{}`, expected a probability above 0 and up to 1", shown(value))
        });
    }
    damage_of(cell).map(|damage| format!("found {damage} in `{}`", shown(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, cell: &str, expected: &[&str]) {
        let (header, row) = (StringRecord::from(vec![name]), StringRecord::from(vec![cell]));
        let found: Vec<String> = faults_of(&header, &row).map(|(_, message)| message).collect();
        assert_eq!(found, expected, "{name} {cell}");
    }

    #[test]
    fn closed_lists_are_held() {
        check("voice", "own", &[]);
        check("voice", "", &[]);
        check("split", "Test", &["found split `Test`, expected train, dev, test or nothing"]);
        check("relevant", "yes", &["found relevant `yes`, expected 0, 1, 0.0, 1.0 or nothing"]);
        check("pi", "0.25", &[]);
        check("pi", "0", &["found pi `0`, expected a probability above 0 and up to 1"]);
        check("pi", "nan", &["found pi `nan`, expected a probability above 0 and up to 1"]);
        check("genre", "anything", &[]);
    }
}
