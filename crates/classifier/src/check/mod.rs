//! What is wrong with label files, and what is in them.

mod cells;
mod mojibake;
mod near_duplicates;
mod same_text;
mod splits;
mod summary;

use serde::Serialize;

use summary::RowCounts;
pub use summary::{GroupCounts, LabelCounts, LabelSummary};

use crate::{
    annotators::resolve,
    codebook::Codebook,
    label_columns::shown,
    labels::{LabelFault, LabelRow, ReadFile, read_file},
};

/// What [`check_labels`] found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LabelCheck {
    /// Everything to mend, in the order of files, lines and columns.
    pub faults: Vec<LabelFault>,
    /// What is accepted but worth knowing, such as an encoding.
    pub notes: Vec<String>,
    /// What the files hold, as far as it could be read.
    pub summary: LabelSummary,
}

/// Checks label files: pairs of a name for messages and the bytes of the file.
///
/// Every fault is listed: all that [`LabelTable::read`](crate::LabelTable::read) refuses, and columns that
/// nothing knows, cells outside the closed lists of their column, characters that a wrong encoding left behind,
/// one text with two verdicts of one annotator, near-duplicates that folds or splits would part, articles and
/// clusters in two splits, labels that never vary.
#[must_use]
pub fn check_labels(files: &[(String, Vec<u8>)], codebook: &Codebook) -> LabelCheck {
    let mut check = LabelCheck::default();
    let mut rows = Vec::new();
    for file in files {
        let mut cells = Vec::new();
        let read =
            read_file(file, codebook, &mut rows, &mut check.faults, &mut |header, row, line| {
                cells.extend(cells::faults_of(header, row).map(|(column, message)| LabelFault {
                    path: file.0.clone(),
                    line,
                    column,
                    message,
                }));
            });
        check.faults.append(&mut cells);
        if let Some(read) = read {
            check.about_file(&file.0, &read);
        }
    }
    let repeats = same_text::compare(&rows, codebook);
    check.faults.extend(repeats.faults);
    if repeats.n_repeated > 0 {
        check.notes.push(format!(
            "{} rows repeat the text of an earlier row of the same annotator",
            repeats.n_repeated
        ));
    }
    check.faults.extend(splits::faults_of(&rows));
    check.faults.extend(near_duplicates::faults_of(&rows));
    check.faults.extend(constants(&rows, files, codebook));
    let rows_counted = RowCounts::new(&rows);
    let units = resolve(rows, codebook.exclusive, &mut check.faults);
    check.summary = LabelSummary::new(rows_counted, &units, codebook);
    check.faults.sort_by_cached_key(|fault| (fault.path.clone(), fault.line, fault.column));
    check
}

/// Labels on which every judged row says the same.
fn constants(
    rows: &[LabelRow],
    files: &[(String, Vec<u8>)],
    codebook: &Codebook,
) -> Vec<LabelFault> {
    let verdicts = |label: usize| rows.iter().filter_map(move |row| row.unit.labels[label]);
    let constant = |(label, name): (usize, &str)| {
        let has = |verdict: bool| verdicts(label).any(|other| other == verdict);
        let found = match (has(true), has(false)) {
            (true, true) => return None,
            (true, false) => "no 0",
            (false, true) => "no 1",
            (false, false) => "nothing but empty cells",
        };
        let message = format!("found {found} in `{name}`, expected both verdicts");
        let path = files.first()?.0.clone();
        Some(LabelFault { path, line: 1, column: 0, message })
    };
    let labels = codebook.label_names().enumerate().filter(|_| !rows.is_empty());
    labels.filter_map(constant).collect()
}

impl LabelCheck {
    fn about_file(&mut self, path: &str, read: &ReadFile) {
        if read.encoding != "UTF-8" {
            self.notes.push(format!("{path}: read as {}", read.encoding));
        }
        match read.delimiter {
            b';' => self.notes.push(format!("{path}: semicolons between the fields")),
            b'\t' => self.notes.push(format!("{path}: tabs between the fields")),
            _ => {}
        }
        if read.n_rows == 0 {
            self.faults.push(LabelFault {
                path: path.to_owned(),
                line: 1,
                column: 0,
                message: "found no row below the header".to_owned(),
            });
        }
        let unknown = |(column, name): &(usize, String)| LabelFault {
            path: path.to_owned(),
            line: 1,
            column: *column,
            message: format!(
                "found the unknown column `{}`, expected a label or a column of label files",
                shown(name)
            ),
        };
        self.faults.extend(read.columns.unused.iter().map(unknown));
    }
}
