//! Labelled units, from CSV files.

use std::fmt;

use csv::StringRecord;
use serde::Serialize;

use crate::{
    annotators::resolve, codebook::Codebook, error::Error, label_columns::Columns,
    label_file::LabelFile,
};

/// One labelled unit: a text and what coders said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelledUnit {
    /// The unit's `id`, or nothing.
    pub id: String,
    /// The article that it comes from; its own text where the file has no `article_id`, so that equal texts
    /// stay together.
    pub article_id: String,
    /// Whether the file names the article.
    pub has_article_id: bool,
    /// Column `cluster_id`, or nothing: articles that share most of their text.
    pub cluster_id: String,
    /// What is classified.
    pub text: String,
    /// One verdict per label of the codebook; `None` is "not judged".
    pub labels: Vec<Option<bool>>,
    /// How much the unit counts in the fit and the calibration; above 0. Thresholds and figures count every unit
    /// alike.
    pub weight: f64,
    /// Column `outlet`, or nothing.
    pub outlet: String,
    /// Column `genre`, or nothing.
    pub genre: String,
    /// Column `voice`, or nothing.
    pub voice: String,
    /// Column `kind`, or nothing.
    pub kind: String,
    /// Column `register`, or nothing.
    pub register: String,
    /// Column `relevant`: whether the unit is about the event.
    pub is_relevant: Option<bool>,
    /// Column `split`, or nothing.
    pub split: String,
    /// Column `design`, or nothing.
    pub design: String,
    /// Column `annotator`, or nothing; empty again once several annotators are resolved.
    pub annotator: String,
}

impl LabelledUnit {
    /// What rows of one unit share: its id; without one, its article and its text.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        if self.id.is_empty() { (&self.article_id, &self.text) } else { ("", &self.id) }
    }
}

/// The units of one or several label files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelTable {
    /// The units, sorted by article, id and text, so that the order of files and rows does not matter.
    pub units: Vec<LabelledUnit>,
    /// Rows read.
    pub n_rows: usize,
    /// Columns that nothing uses, as `file: column`.
    pub unused_columns: Vec<String>,
}

/// A fault in a label file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabelFault {
    /// The file.
    pub path: String,
    /// Line of the row, from 1.
    pub line: u64,
    /// Column of the table, from 1; 0 for the whole row.
    pub column: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for LabelFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}: {}", self.path, self.line, self.column, self.message)
    }
}

impl LabelTable {
    /// Reads label files: pairs of a name for messages and the bytes of the file. Comma, semicolon or tab
    /// stand between fields; UTF-8, UTF-16 and Windows-1252 are told apart.
    ///
    /// Several annotators of one unit (matched by `id`, else by `text`) become one unit: the row of the
    /// annotator `adjudicated`, else the majority per label, else "not judged". What the row of the
    /// first annotator, by name, leaves empty, such as its genre, the others fill in.
    ///
    /// # Errors
    /// [`Error::Labels`] with every fault: no header, no `text` column, none or not all of the labels, a value
    /// other than 0, 1 or empty, an empty text, a weight that is not above 0, several labels at once where they
    /// exclude each other, one annotator twice on one id, the header once more, a quotation mark never closed.
    pub fn read(files: &[(String, Vec<u8>)], codebook: &Codebook) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let (rows, unused_columns) = read_files(files, codebook, &mut faults);
        let n_rows = rows.len();
        let units = resolve(rows, codebook.exclusive, &mut faults);
        if !faults.is_empty() {
            return Err(Error::Labels(faults));
        }
        let mut table = Self { units, n_rows, unused_columns };
        let key =
            |unit: &LabelledUnit| (unit.article_id.clone(), unit.id.clone(), unit.text.clone());
        table.units.sort_by_cached_key(key);
        Ok(table)
    }

    /// Reads label files as [`Self::read`] does, and keeps the row of every annotator by itself, in the order of
    /// the files.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_rows(
        files: &[(String, Vec<u8>)],
        codebook: &Codebook,
    ) -> Result<Vec<LabelledUnit>, Error> {
        let mut faults = Vec::new();
        let (rows, _) = read_files(files, codebook, &mut faults);
        resolve(rows.clone(), codebook.exclusive, &mut faults);
        if !faults.is_empty() {
            return Err(Error::Labels(faults));
        }
        Ok(rows.into_iter().map(|row| row.unit).collect())
    }
}

/// The rows of all files, and the columns that nothing uses.
fn read_files(
    files: &[(String, Vec<u8>)],
    codebook: &Codebook,
    faults: &mut Vec<LabelFault>,
) -> (Vec<LabelRow>, Vec<String>) {
    let (mut rows, mut unused_columns) = (Vec::new(), Vec::new());
    for file in files {
        let read = read_file(file, codebook, &mut rows, faults, &mut |_, _, _| ());
        let unused = read.map(|read| read.columns.unused).unwrap_or_default();
        unused_columns.extend(unused.iter().map(|(_, name)| format!("{}: {name}", file.0)));
    }
    (rows, unused_columns)
}

/// A unit with the place that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct LabelRow {
    pub(crate) unit: LabelledUnit,
    pub(crate) path: String,
    pub(crate) line: u64,
}

impl LabelRow {
    /// A fault of the whole row.
    pub(crate) fn fault(&self, message: String) -> LabelFault {
        LabelFault { path: self.path.clone(), line: self.line, column: 0, message }
    }
}

/// How a file was read.
pub(crate) struct ReadFile {
    pub(crate) columns: Columns,
    pub(crate) encoding: &'static str,
    pub(crate) delimiter: u8,
    /// Rows below the header, sound or not.
    pub(crate) n_rows: usize,
}

/// Reads the rows of one file and shows header, row and line of each to `inspect`; `None` where the header
/// cannot be used.
pub(crate) fn read_file(
    (path, bytes): &(String, Vec<u8>),
    codebook: &Codebook,
    rows: &mut Vec<LabelRow>,
    faults: &mut Vec<LabelFault>,
    inspect: &mut dyn FnMut(&StringRecord, &StringRecord, u64),
) -> Option<ReadFile> {
    let fault = |(line, column, message)| LabelFault { path: path.clone(), line, column, message };
    let file = LabelFile::new(bytes);
    let opened = file.rows().and_then(|records| {
        let columns = Columns::find(&records.header, codebook);
        columns.map(|columns| (records, columns)).map_err(|(column, message)| (1, column, message))
    });
    let (records, columns) = opened.map_err(|placed| faults.push(fault(placed))).ok()?;
    let header = records.header.clone();
    let mut n_rows = 0;
    for record in records {
        n_rows += 1;
        let unit = record.and_then(|(line, record)| {
            inspect(&header, &record, line);
            let unit = columns.unit(&record, codebook);
            unit.map(|unit| (line, unit)).map_err(|(column, message)| (line, column, message))
        });
        match unit {
            Ok((line, unit)) => rows.push(LabelRow { unit, path: path.clone(), line }),
            Err(placed) => faults.push(fault(placed)),
        }
    }
    Some(ReadFile { columns, encoding: file.encoding.name(), delimiter: file.delimiter, n_rows })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A unit with these labels and nothing else.
    pub(crate) fn unit(article_id: &str, text: &str, labels: &[bool]) -> LabelledUnit {
        LabelledUnit {
            article_id: article_id.to_owned(),
            has_article_id: true,
            text: text.to_owned(),
            labels: labels.iter().copied().map(Some).collect(),
            weight: 1.0,
            ..LabelledUnit::default()
        }
    }

    fn codebook(exclusive: bool) -> Codebook {
        let labels =
            "[[labels]]\nname='good'\ndefinition=''\n[[labels]]\nname='bad'\ndefinition=''";
        Codebook::from_toml(&format!("name='t'\nexclusive={exclusive}\n{labels}")).unwrap()
    }

    fn read(csv: &str) -> Result<LabelTable, Error> {
        LabelTable::read(&[("f.csv".to_owned(), csv.as_bytes().to_vec())], &codebook(false))
    }

    fn check_fault(csv: &str, expected: &str) {
        assert_eq!(read(csv).unwrap_err().to_string(), expected);
    }

    #[test]
    fn a_byte_order_mark_and_line_ends_of_windows_are_accepted() {
        let table = read("\u{feff}text,good,bad,colour\r\nfine,1,0,red\r\nhm,,0,blue\r\n").unwrap();
        assert_eq!(table.units.len(), 2);
        assert_eq!(table.units[0].labels, [Some(true), Some(false)]);
        assert_eq!(table.units[1].labels, [None, Some(false)]);
        assert_eq!(table.unused_columns, ["f.csv: colour"]);
    }

    #[test]
    fn semicolons_tabs_and_other_encodings_are_accepted() {
        let check = |bytes: &[u8]| {
            let file = ("f.csv".to_owned(), bytes.to_vec());
            let table = LabelTable::read(&[file], &codebook(false)).unwrap();
            assert_eq!(table.units[0].text, "Für, “alle”");
            assert_eq!(table.units[0].labels, [Some(true), Some(false)]);
        };
        check("good;bad;text\n1;0;Für, “alle”\n".as_bytes());
        check("good\tbad\ttext\r\n1\t0\tFür, “alle”\r\n".as_bytes());
        check(b"good,bad,text\n1,0,\"F\xFCr, \x93alle\x94\"\n");
        let utf_16 = "\u{feff}good,bad,text\n1,0,\"Für, “alle”\"\n";
        check(&utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn bytes_that_are_not_utf_8_beside_some_that_are_stay_a_fault() {
        let file = ("f.csv".to_owned(), b"text,good,bad\n\xC3\xBC,1,0\n\xFC,1,0\n".to_vec());
        assert_eq!(
            LabelTable::read(&[file], &codebook(false)).unwrap_err().to_string(),
            "f.csv:3:0: found bytes that are not UTF-8 in column 1, expected UTF-8"
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named() {
        let fault = "found a quotation mark that opens a field and is never closed";
        check_fault(
            "text,good,bad\nx,1,0\n\"a \"\"b\"\",1,0\nc,0,1\n",
            &format!("f.csv:3:1: {fault}"),
        );
        check_fault("text,good,bad\n\"two\nlines\",\"1,0\nc,0,1\n", &format!("f.csv:3:2: {fault}"));
        assert_eq!(read("text,good,bad\nab\"\",1,0\n\"a \"\"b\"\"\",1,0").unwrap().units.len(), 2);
    }

    #[test]
    fn a_header_in_the_middle_is_named() {
        check_fault(
            "text,good,bad\nx,1,0\ntext,good,bad\ny,1,0\n",
            "f.csv:3:0: found the header again, expected a row",
        );
    }

    #[test]
    fn faults_name_line_and_column() {
        check_fault("", "f.csv:1:0: found no header, expected the columns text, good, bad");
        check_fault(
            "text,good\nfine,1\n",
            "f.csv:1:0: found no column `bad` among text, good, expected the columns text, good, bad",
        );
        check_fault(
            "text,good,bad\nfine,yes,0\n",
            "f.csv:2:2: found `yes` in `good`, expected 0, 1 or nothing",
        );
        check_fault("text,good,bad\n \t,1,0\n", "f.csv:2:1: found an empty text");
        check_fault("text,good,bad\nfine,1\n", "f.csv:2:0: found 2 fields, expected 3");
        check_fault(
            "text,good,bad,weight\nfine,1,0,-1\n",
            "f.csv:2:4: found weight `-1`, expected a number above 0 and up to 1000000",
        );
        check_fault("text,good,good\n", "f.csv:1:3: found the column `good` twice");
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let fault = "found `x` in `good`, expected 0, 1 or nothing";
        check_fault("text,good,bad\r\nfine,1,0\r\nhm,x,0\r\n", &format!("f.csv:3:2: {fault}"));
        check_fault(
            "text,good,bad\n\n\"two\nlines\",1,0\nhm,x,0\n",
            &format!("f.csv:5:2: {fault}"),
        );
    }

    #[test]
    fn the_mark_that_keeps_spreadsheets_from_reckoning_is_taken_off() {
        let units = read("text,good,bad\n'=1+1,1,0\n'Tis fine,1,0\n").unwrap().units;
        assert_eq!((units[0].text.as_str(), units[1].text.as_str()), ("'Tis fine", "=1+1"));
    }

    #[test]
    fn labels_that_exclude_each_other_stand_alone() {
        let files = [("f.csv".to_owned(), b"text,good,bad\nfine,1,1\n".to_vec())];
        let error = LabelTable::read(&files, &codebook(true)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "f.csv:2:0: found 2 labels, expected exactly one (the codebook's labels exclude each other)"
        );
    }

    #[test]
    fn annotators_are_resolved_to_one_unit() {
        let csv = "id,text,good,bad,annotator\n1,x,1,0,a\n1,x,0,0,b\n1,x,1,,c\n2,y,1,0,a\n2,y,0,1,adjudicated\n";
        let units = read(csv).unwrap().units;
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].labels, [Some(true), Some(false)]);
        assert_eq!(units[1].labels, [Some(false), Some(true)]);
        check_fault(
            "id,text,good,bad,annotator\n1,x,1,0,a\n1,other,1,0,b\n",
            "f.csv:3:0: found another text under id `1`, first in f.csv:2",
        );
        check_fault(
            "id,text,good,bad,split,annotator\n1,x,1,0,,a\n1,x,1,0,test,b\n",
            "f.csv:3:0: found another split under id `1`, first in f.csv:2",
        );
        check_fault(
            "id,text,good,bad,annotator\n1,x,1,0,a\n1,x,1,0,a\n",
            "f.csv:3:0: found id `1` of annotator `a` twice, first in f.csv:2",
        );
    }

    #[test]
    fn what_one_row_leaves_empty_another_fills_in() {
        let csv = "id,text,article_id,genre,voice,good,bad,annotator\n\
                   1,x,a1,wire,own,1,0,b\n1,x,,,indirect,1,0,a\n";
        let unit = &read(csv).unwrap().units[0];
        assert_eq!((unit.article_id.as_str(), unit.has_article_id), ("a1", true));
        assert_eq!((unit.genre.as_str(), unit.voice.as_str()), ("wire", "indirect"));
    }

    #[test]
    fn coders_who_agree_on_no_exclusive_label_leave_it_open() {
        let csv = "text,good,bad,annotator\nx,1,0,a\nx,0,1,b\n";
        let table = LabelTable::read(&[("f.csv".to_owned(), csv.into())], &codebook(true)).unwrap();
        assert_eq!(table.units[0].labels, [None, None]);
    }

    #[test]
    fn the_order_of_files_and_rows_does_not_matter() {
        let (one, two) = ("text,good,bad\nb,1,0\na,0,1\n", "text,good,bad\nc,0,0\n");
        let file = |name: &str, csv: &str| (name.to_owned(), csv.as_bytes().to_vec());
        let forward =
            LabelTable::read(&[file("1", one), file("2", two)], &codebook(false)).unwrap();
        let backward =
            LabelTable::read(&[file("2", two), file("1", one)], &codebook(false)).unwrap();
        assert_eq!(forward.units, backward.units);
    }
}
