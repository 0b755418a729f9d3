//! What is wrong with label files, and what is in them.

mod cells;
mod mojibake;
mod near_duplicates;
mod same_text;
mod splits;
mod summary;

use serde::Serialize;

pub use summary::{GroupCounts, LabelCounts, LabelSummary};

use crate::{
    annotators::resolve,
    codebook::Codebook,
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
    check.faults.extend(same_text::faults_of(&rows, codebook));
    check.faults.extend(splits::faults_of(&rows));
    check.faults.extend(near_duplicates::faults_of(&rows));
    check.about_units(&rows, files, codebook);
    let place = |fault: &LabelFault| (fault.path.clone(), fault.line, fault.column);
    check.faults.sort_by_cached_key(place);
    check
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
        let unknown = |(column, name): &(usize, String)| LabelFault {
            path: path.to_owned(),
            line: 1,
            column: *column,
            message: format!(
                "found the unknown column `{name}`, expected a label or a column of label files"
            ),
        };
        self.faults.extend(read.columns.unused.iter().map(unknown));
    }

    /// What is told from whole units, the rows of their annotators joined.
    fn about_units(&mut self, rows: &[LabelRow], files: &[(String, Vec<u8>)], codebook: &Codebook) {
        let units = resolve(rows.to_vec(), codebook.exclusive, &mut self.faults);
        self.summary = LabelSummary::new(rows, &units, codebook);
        for (name, counts) in &self.summary.labels {
            let constant = match counts {
                LabelCounts { with: 0, without: 0, .. } => "nothing but empty cells",
                LabelCounts { with: 0, .. } => "no 1",
                LabelCounts { without: 0, .. } => "no 0",
                _ => continue,
            };
            self.faults.extend(files.first().filter(|_| !units.is_empty()).map(|(path, _)| {
                LabelFault {
                    path: path.clone(),
                    line: 1,
                    column: 0,
                    message: format!("found {constant} in `{name}`, expected both verdicts"),
                }
            }));
        }
    }
}
