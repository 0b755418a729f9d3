//! What coders wrote, row by row.

use std::collections::{BTreeMap, BTreeSet};

use classifier::{CellRow, LabelCells, is_adjudicator, unprotect_cell};
use features::{SpeakerRole, UnitKind, Voice};

use super::{
    Findings,
    columns::Columns,
    drawn::{Drawn, Known},
    keys::check_design,
    sources::{CodedFile, Sources},
};
use crate::frame::{Frame, KINDS, ROLES};

/// What stands in the files of the coders.
#[derive(Default)]
pub(super) struct CodedRows {
    pub(super) files: Vec<FileColumns>,
    /// In the order of the files.
    pub(super) rows: Vec<CodedRow>,
    /// The units that some row is about, were it at fault.
    pub(super) seen: BTreeSet<usize>,
    /// Files without rows that could be read.
    pub(super) n_files_at_fault: usize,
}

/// A file of coders.
pub(super) struct FileColumns {
    pub(super) path: String,
    pub(super) columns: Columns,
}

/// What one coder wrote of one unit.
pub(super) struct CodedRow {
    /// Place in [`CodedRows::files`].
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) id: String,
    /// Place in the frame.
    pub(super) unit: usize,
    pub(super) coder: String,
    pub(super) is_adjudicated: bool,
    pub(super) labels: Vec<Option<bool>>,
    pub(super) voice: Option<Voice>,
    pub(super) kind: Option<UnitKind>,
    pub(super) relevant: Option<bool>,
    pub(super) speaker_role: Option<SpeakerRole>,
    pub(super) text: Option<String>,
}

impl CodedRow {
    /// Whether nothing was filled in.
    pub(super) fn is_empty(&self) -> bool {
        self.labels.iter().all(Option::is_none)
            && self.voice.is_none()
            && self.kind.is_none()
            && self.relevant.is_none()
            && self.speaker_role.is_none()
    }
}

impl CodedRows {
    pub(super) fn path(&self, row: &CodedRow) -> &str {
        &self.files[row.file].path
    }

    pub(super) fn columns(&self, row: &CodedRow) -> &Columns {
        &self.files[row.file].columns
    }
}

/// Reads the rows of all files of coders.
pub(super) fn read_rows(
    sources: &Sources,
    drawn: &Drawn,
    frame: &Frame,
    findings: &mut Findings,
) -> CodedRows {
    let mut coded = CodedRows::default();
    let mut notes = Notes::default();
    for source in &sources.coded {
        let path = source.file.path.as_str();
        let cells = LabelCells::read(path, &source.file.bytes, &mut findings.faults);
        let Some(columns) = Columns::find(path, &cells, &frame.labels, findings) else {
            coded.n_files_at_fault += 1;
            continue;
        };
        if let Some(design) = columns.design.filter(|_| source.has_key) {
            check_design(path, &cells, design, findings);
        }
        notes.n_without_text += u64::from(columns.text.is_none());
        let file = coded.files.len();
        for row in &cells.rows {
            let reading = RowReading { source, row, columns: &columns };
            let unit = reading.unit(drawn, findings);
            coded.seen.extend(unit);
            if let Some(read) = reading.read(file, unit, findings) {
                notes.add(&reading, read.unit, frame);
                coded.rows.push(read);
            }
        }
        coded.files.push(FileColumns { path: path.to_owned(), columns });
    }
    notes.tell(frame, findings);
    coded
}

/// What differs from the run and does not matter to estimates.
#[derive(Default)]
struct Notes {
    n_without_text: u64,
    n_dates: u64,
    /// Rows by another version of the codebook.
    versions: BTreeMap<String, u64>,
}

impl Notes {
    fn add(&mut self, reading: &RowReading<'_>, unit: usize, frame: &Frame) {
        let cell = |column: Option<usize>| column.map_or("", |column| reading.row.cell(column));
        let date = frame.article_of(unit).date.map(|date| date.to_string());
        let found = cell(reading.columns.date);
        self.n_dates += u64::from(!found.is_empty() && date.is_some_and(|date| date != found));
        let version = unprotect_cell(cell(reading.columns.codebook_version));
        let of_run = frame.record.codebook.version.as_deref().unwrap_or_default();
        // Spreadsheets take versions for numbers: 2.0 becomes 2.
        let is_same = version.trim_end_matches(".0") == of_run.trim_end_matches(".0");
        if !version.is_empty() && !is_same {
            let shown = reading.columns.codebook_version.map(|column| reading.row.shown(column));
            *self.versions.entry(shown.unwrap_or_default()).or_default() += 1;
        }
    }

    fn tell(&self, frame: &Frame, findings: &mut Findings) {
        let of_run = frame.record.codebook.version.as_deref().unwrap_or("none");
        for (version, n) in &self.versions {
            findings.warnings.push(format!(
                "{} coded by version {version} of the codebook, the run was made with {of_run}",
                rows_were(*n)
            ));
        }
        if self.n_dates > 0 {
            findings.warnings.push(format!(
                "{} changed in the column `date`, as spreadsheets do: the dates of the run are taken",
                rows_were(self.n_dates)
            ));
        }
        if self.n_without_text > 0 {
            findings.warnings.push(format!(
                "{} without a column `text`: that coders saw the texts of the run is not checked",
                if self.n_without_text == 1 {
                    "1 file is".to_owned()
                } else {
                    format!("{} files are", self.n_without_text)
                }
            ));
        }
    }
}

/// `1 row was`, `3 rows were`.
pub(super) fn rows_were(n: u64) -> String {
    if n == 1 { "1 row was".to_owned() } else { format!("{n} rows were") }
}

struct RowReading<'a> {
    source: &'a CodedFile,
    row: &'a CellRow,
    columns: &'a Columns,
}

impl RowReading<'_> {
    /// The row, or nothing where it is at fault.
    fn read(&self, file: usize, unit: Option<usize>, findings: &mut Findings) -> Option<CodedRow> {
        let columns = self.columns;
        let n_before = findings.faults.len();
        let labels = columns.labels.iter().map(|&column| self.flag(column, findings)).collect();
        let voice = columns
            .voice
            .and_then(|column| self.one_of(&Voice::ALL, Voice::as_str, column, "voice", findings));
        let kind = columns
            .kind
            .and_then(|column| self.one_of(&KINDS, UnitKind::as_str, column, "kind", findings));
        let relevant = columns.relevant.and_then(|column| self.flag(column, findings));
        let speaker_role = columns.speaker_role.and_then(|column| {
            self.one_of(&ROLES, SpeakerRole::as_str, column, "speaker_role", findings)
        });
        let coder = self.coder();
        let unit = unit.filter(|_| findings.faults.len() == n_before)?;
        Some(CodedRow {
            file,
            line: self.row.line,
            id: self.row.shown(columns.id),
            unit,
            is_adjudicated: is_adjudicator(&coder),
            coder,
            labels,
            voice,
            kind,
            relevant,
            speaker_role,
            text: columns.text.map(|column| self.row.cell(column).to_owned()),
        })
    }

    fn fault(&self, column: usize, message: impl Into<String>, findings: &mut Findings) {
        findings.fault(&self.source.file.path, self.row.line, column + 1, message);
    }

    fn unit(&self, drawn: &Drawn, findings: &mut Findings) -> Option<usize> {
        let column = self.columns.id;
        let id = self.row.cell(column);
        if id.is_empty() {
            self.fault(column, "found no id, expected one", findings);
            return None;
        }
        match drawn.look_up(id) {
            Known::Unit(unit) => Some(unit),
            Known::Faulty => None,
            Known::Unknown => {
                // Without a key, what keeps the id from being known was told of the row itself.
                if self.source.has_key {
                    let found = self.row.shown(column);
                    let message = format!(
                        "found id `{found}`, which is in no key, expected one that was drawn"
                    );
                    self.fault(column, message, findings);
                }
                None
            }
        }
    }

    /// Who wrote it: what stands in `annotator`, else what the file's name says.
    fn coder(&self) -> String {
        let named = self.columns.annotator.map_or("", |column| self.row.cell(column));
        if !named.is_empty() {
            return named.to_owned();
        }
        let stem = self.source.file.path.trim_end_matches(".csv");
        let last = stem.rsplit_once('.').map_or("", |(_, last)| last);
        let is_coder = last.starts_with("coder-") || is_adjudicator(last);
        if is_coder { last.to_owned() } else { String::new() }
    }

    fn flag(&self, column: usize, findings: &mut Findings) -> Option<bool> {
        match self.row.cell(column) {
            "" => None,
            "0" | "0.0" => Some(false),
            "1" | "1.0" => Some(true),
            _ => {
                let found = self.row.shown(column);
                self.fault(column, format!("found `{found}`, expected 0 or 1"), findings);
                None
            }
        }
    }

    fn one_of<T: Copy>(
        &self,
        values: &[T],
        name_of: fn(T) -> &'static str,
        column: usize,
        what: &str,
        findings: &mut Findings,
    ) -> Option<T> {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            return None;
        }
        let value = values.iter().copied().find(|&value| name_of(value).eq_ignore_ascii_case(cell));
        if value.is_none() {
            let found = self.row.shown(column);
            let names: Vec<&str> = values.iter().map(|&value| name_of(value)).collect();
            let expected = names.join(", ");
            self.fault(
                column,
                format!("found {what} `{found}`, expected {expected} or nothing"),
                findings,
            );
        }
        value
    }
}
