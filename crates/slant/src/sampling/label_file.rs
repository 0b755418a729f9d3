//! The files that coders fill in.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use classifier::protect_cell;

use super::{
    coders::Sheet,
    context::{InContext, read_in_context},
    key::Key,
    settings::SampleOptions,
};
use crate::{atomic::AtomicFile, error::Error, frame::Frame};

/// Without it Excel takes UTF-8 for another encoding.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Columns behind the labels that are left empty.
const CODED: [&str; 7] =
    ["voice", "kind", "relevant", "speaker", "speaker_role", "unsure", "comment"];

/// Where the files of a sample lie.
pub(super) struct LabelFiles {
    /// One, or one for each coder.
    pub(super) coders: Vec<PathBuf>,
    pub(super) key: PathBuf,
}

impl LabelFiles {
    pub(super) fn new(options: &SampleOptions<'_>) -> Result<Self, Error> {
        let output = &options.output;
        check_form(output)?;
        let coder = |number| output.with_extension(format!("coder-{number}.csv"));
        let coders = match options.coders {
            1 => vec![output.clone()],
            n => (1..=n).map(coder).collect(),
        };
        Ok(Self { coders, key: output.with_extension("key.csv") })
    }

    /// Writes the files; `unit_of` is the unit of a row of the key.
    pub(super) fn write(
        &self,
        frame: &Frame,
        key: &Key,
        sheets: &[Sheet],
        unit_of: impl Fn(usize) -> usize,
    ) -> Result<(), Error> {
        for (path, sheet) in self.coders.iter().zip(sheets) {
            let units: Vec<usize> = sheet.rows.iter().map(|&row| unit_of(row)).collect();
            let texts = read_in_context(frame, &units)?;
            let fault = |error: csv::Error| Error::table(path, &error);
            let mut file = AtomicFile::create(path)?;
            file.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(Error::file(path))?;
            let mut writer =
                csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
            writer.write_record(header(&key.labels)).map_err(fault)?;
            for ((&row, &unit), text) in sheet.rows.iter().zip(&units).zip(&texts) {
                let cells = cells(frame, key, sheet, (row, unit), text);
                writer.write_record(cells).map_err(fault)?;
            }
            let file =
                writer.into_inner().map_err(|error| Error::file(path)(error.into_error()))?;
            file.commit()?;
        }
        Ok(())
    }
}

/// Coders get CSV and nothing else.
pub(super) fn check_form(output: &Path) -> Result<(), Error> {
    if output.extension().is_some_and(|extension| extension == "csv") {
        return Ok(());
    }
    let found = output.display();
    Err(Error::Setting(format!("{found}: found an output of unknown form, expected .csv")))
}

fn header(labels: &[String]) -> Vec<String> {
    let mut header: Vec<&str> = vec!["id", "context_before", "text", "context_after"];
    header.extend(labels.iter().map(String::as_str));
    header.extend(CODED);
    header.extend(["date", "annotator", "codebook_version", "design"]);
    header.into_iter().map(str::to_owned).collect()
}

fn cells(
    frame: &Frame,
    key: &Key,
    sheet: &Sheet,
    (row, unit): (usize, usize),
    text: &InContext,
) -> Vec<String> {
    let mut cells = vec![
        key.rows[row].id.clone(),
        protect_cell(&text.before).into_owned(),
        protect_cell(&text.text).into_owned(),
        protect_cell(&text.after).into_owned(),
    ];
    cells.extend(key.labels.iter().map(String::as_str).chain(CODED).map(|_| String::new()));
    cells.extend([
        frame.article_of(unit).date.map(|date| date.to_string()).unwrap_or_default(),
        sheet.coder.clone().unwrap_or_default(),
        protect_cell(frame.record.codebook.version.as_deref().unwrap_or_default()).into_owned(),
        key.settings.design.as_str().to_owned(),
    ]);
    cells
}
