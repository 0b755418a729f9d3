//! A label file as it stands, for readers who need other columns than training does.

use csv::StringRecord;

use crate::{
    label_columns::{column_name, shown},
    label_file::LabelFile,
    labels::LabelFault,
};

/// The cells of one label file, whatever its encoding and delimiter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelCells {
    /// The names of the columns, in lower case and without blanks around.
    pub columns: Vec<String>,
    /// The rows that have a cell for each column.
    pub rows: Vec<CellRow>,
}

/// The cells of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// The line that it begins in, from 1.
    pub line: u64,
    cells: StringRecord,
}

impl LabelCells {
    /// Reads a file: a name for messages and its bytes. Comma, semicolon or tab stand between fields; UTF-8, UTF-16
    /// and Windows-1252 are told apart.
    ///
    /// What is wrong with the header, or with single rows, is added to `faults`; such rows are left out.
    #[must_use]
    pub fn read(path: &str, bytes: &[u8], faults: &mut Vec<LabelFault>) -> Self {
        let mut add = |line, column, message: String| {
            faults.push(LabelFault { path: path.to_owned(), line, column, message });
        };
        let file = LabelFile::new(bytes);
        let records = match file.rows() {
            Ok(records) => records,
            Err((line, column, message)) => {
                add(line, column, message);
                return Self::default();
            }
        };
        let columns: Vec<String> = records.header.iter().map(column_name).collect();
        let mut rows = Vec::new();
        for record in records {
            match record {
                Ok((line, cells)) if cells.len() == columns.len() => {
                    rows.push(CellRow { line, cells });
                }
                Ok((line, cells)) => {
                    let (found, expected) = (cells.len(), columns.len());
                    let fields = if found == 1 { "field" } else { "fields" };
                    add(line, 0, format!("found {found} {fields}, expected {expected}"));
                }
                Err((line, column, message)) => add(line, column, message),
            }
        }
        Self { columns, rows }
    }

    /// The place of a column, from 0.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

impl CellRow {
    /// The cell of a column, without blanks around.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or("").trim()
    }

    /// The start of a cell without control characters, for a message on a terminal.
    #[must_use]
    pub fn shown(&self, column: usize) -> String {
        shown(self.cell(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_with_their_lines_and_faulty_ones_are_named() {
        let mut faults = Vec::new();
        let bytes = b"\xef\xbb\xbfID; Text\r\n1; one\r\n2\r\n3;\"two\r\nlines\"\r\n";
        let file = LabelCells::read("f.csv", bytes, &mut faults);
        assert_eq!(
            (file.column("id"), file.column("text"), file.column("pi")),
            (Some(0), Some(1), None)
        );
        let rows: Vec<_> =
            file.rows.iter().map(|row| (row.line, row.cell(0), row.cell(1))).collect();
        assert_eq!(rows, [(2, "1", "one"), (4, "3", "two\r\nlines")]);
        assert_eq!(file.rows[1].shown(1), "twolines");
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["f.csv:3:0: found 1 field, expected 2"]);
    }

    #[test]
    fn a_file_that_is_none_of_text_has_no_rows() {
        let mut faults = Vec::new();
        assert_eq!(LabelCells::read("f.csv", b"PK\x03\x04", &mut faults), LabelCells::default());
        assert_eq!(
            faults[0].to_string(),
            "f.csv:1:0: found a zip archive, such as an Excel workbook, expected CSV"
        );
    }
}
