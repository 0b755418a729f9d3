//! The results of a run for sharing, and for R, Stata and spreadsheets: CSV files without texts, and scripts that read them.
//!
//! Invariants: no text, title, author or address is in an export that was not asked for them; every variable has a name
//! that R and Stata take, and stands in `codebook.csv`.

mod audit;
mod export_table;
mod guard;
mod layout;
mod manifest;
mod names;
mod run_rows;
mod scripts;
mod variable;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{
    atomic::{check_not_finished, create_folder, unmark_finished, write_file},
    error::Error,
    frame::Frame,
    run::MANIFEST,
    table::Cell,
};
use export_table::ExportTable;
use layout::{Layout, NamedLabel};
use manifest::{ExportManifest, Settings, is_export};
use run_rows::for_each_row;
use scripts::{
    CODEBOOK_COLUMNS, Described, DescribedTable, IMPORT_R, codebook_rows, import_do, readme,
};
use variable::{Variable, VariableKind};

const UNITS: &str = "units.csv";
const ARTICLES: &str = "articles.csv";
const OUTLETS: &str = "outlets.csv";
const AUDIT: &str = "audit.csv";
const CODEBOOK: &str = "codebook.csv";

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct ExportOptions {
    /// The folder of a finished run.
    pub run: PathBuf,
    /// The folder of the export.
    pub output: PathBuf,
    /// Texts, titles, authors, addresses and speakers, too.
    pub with_text: bool,
    /// Replaces a finished export.
    pub overwrite: bool,
}

/// What was exported.
#[derive(Clone, Debug)]
pub struct ExportResult {
    /// The tables, each with the number of its rows.
    pub rows: BTreeMap<&'static str, u64>,
    /// Labels that go by another name in variables, each with that name.
    pub renamed: Vec<(String, String)>,
}

/// Exports a finished run.
///
/// # Errors
/// Where the folder holds no finished run, its files were changed since, the output is there already or is that of something
/// else, or a file cannot be written.
pub fn export_run(options: &ExportOptions) -> Result<ExportResult, Error> {
    let ExportOptions { run, output, with_text, overwrite } = options;
    check_output(run, output, *overwrite)?;
    let frame = Frame::read(run)?;
    frame.record.check_file(run, OUTLETS)?;
    let layout = Layout::new(&frame.labels, *with_text);
    create_folder(output)?;
    let tables = [
        copy_parquet(&run.join("units.parquet"), output, UNITS, &layout.units)?,
        copy_parquet(&run.join("articles.parquet"), output, ARTICLES, &layout.articles)?,
        copy_csv(&run.join(OUTLETS), output, OUTLETS, &layout.outlets)?,
    ];
    unmark_finished(&output.join(MANIFEST))?;
    let mut rows = BTreeMap::new();
    for table in tables {
        let (file, n_rows) = table.finish()?;
        rows.insert(file, n_rows);
    }
    let files = write_descriptions(output, &frame, &layout, *with_text, &rows)?;
    let settings = Settings { with_text: *with_text, audit: Vec::new(), labels: &layout.labels };
    let mut manifest = ExportManifest::new(run, &frame.record, settings, &rows)?;
    manifest.add_outputs(output, rows.keys().copied().chain(files))?;
    write_file(&output.join(MANIFEST), manifest.to_json().as_bytes())?;
    let renamed = layout.labels.into_iter().filter(NamedLabel::is_renamed);
    Ok(ExportResult { rows, renamed: renamed.map(|label| (label.label, label.name)).collect() })
}

/// Refuses to write into the run's own folder, and over anything but an export.
fn check_output(run: &Path, output: &Path, overwrite: bool) -> Result<(), Error> {
    let path = output.join(MANIFEST);
    let is_run = std::fs::canonicalize(output)
        .is_ok_and(|output| std::fs::canonicalize(run).is_ok_and(|run| run == output));
    if is_run {
        return Err(Error::Setting(format!(
            "{}: found the folder of the run as that of the export, expected another",
            output.display()
        )));
    }
    let before = std::fs::read(&path).ok();
    if before.is_some_and(|before| !is_export(&before)) {
        let message = "found the manifest of something else, expected that of an export, or none";
        return Err(Error::Table { path, message: message.to_owned() });
    }
    check_not_finished(&path, overwrite)
}

/// Copies columns of a table of the run.
fn copy_parquet(
    from: &Path,
    output: &Path,
    file: &'static str,
    variables: &[Variable],
) -> Result<ExportTable, Error> {
    let mut table = ExportTable::create(output, file, variables)?;
    for_each_row(from, variables, |_, cells| table.write(cells))?;
    Ok(table)
}

/// Copies columns of a CSV of the run.
fn copy_csv(
    from: &Path,
    output: &Path,
    file: &'static str,
    variables: &[Variable],
) -> Result<ExportTable, Error> {
    let fault = |error: csv::Error| Error::table(from, &error);
    let mut reader = csv::Reader::from_path(from).map_err(fault)?;
    let header = reader.headers().map_err(fault)?.clone();
    let place = |variable: &Variable| {
        header.iter().position(|name| name == variable.column).ok_or_else(|| {
            let column = &variable.column;
            let message = format!("found no column `{column}`, expected the table of a run");
            Error::Table { path: from.to_owned(), message }
        })
    };
    let places: Vec<usize> = variables.iter().map(place).collect::<Result<_, _>>()?;
    let mut table = ExportTable::create(output, file, variables)?;
    for record in reader.records() {
        let record = record.map_err(fault)?;
        let text = |&place: &usize| record.get(place).filter(|text| !text.is_empty());
        let cells: Vec<Cell<'_>> = places.iter().map(|place| Cell::text(text(place))).collect();
        table.write(&cells)?;
    }
    Ok(table)
}

/// Writes what tells how to read the tables; the names of these files.
fn write_descriptions(
    output: &Path,
    frame: &Frame,
    layout: &Layout,
    with_text: bool,
    rows: &BTreeMap<&'static str, u64>,
) -> Result<[&'static str; 4], Error> {
    let tables = [
        (UNITS, "a row a unit (headline, sentence, caption, boilerplate)", &layout.units),
        (ARTICLES, "a row an article", &layout.articles),
        (OUTLETS, "a row an outlet, label and voice: shares as classified", &layout.outlets),
        (AUDIT, "a row a unit that people coded", &layout.audit),
    ];
    let tables: Vec<DescribedTable<'_>> = tables
        .into_iter()
        .filter_map(|(file, about, variables)| {
            Some(DescribedTable::new(file, about, *rows.get(file)?, variables))
        })
        .collect();
    let mut codebook = ExportTable::create(output, CODEBOOK, &codebook_columns())?;
    for row in codebook_rows(&tables) {
        codebook.write(&row.each_ref().map(|text| Cell::text(Some(text.as_str()))))?;
    }
    codebook.finish()?;
    let described = Described {
        version: env!("CARGO_PKG_VERSION"),
        model: &frame.record.model.name,
        codebook: &frame.record.codebook.name,
        tables,
        renamed: layout.labels.iter().filter(|label| label.is_renamed()).collect(),
        example: layout.labels.first().expect("a frame has a label at least"),
        with_text,
        has_audit: rows.contains_key(AUDIT),
    };
    for (file, rendered) in
        [("README.txt", readme(&described)), ("import.do", import_do(&described))]
    {
        let path = output.join(file);
        let text = rendered.map_err(|error| Error::table(&path, &error))?;
        write_file(&path, text.as_bytes())?;
    }
    write_file(&output.join("import.R"), IMPORT_R.as_bytes())?;
    Ok([CODEBOOK, "README.txt", "import.R", "import.do"])
}

fn codebook_columns() -> Vec<Variable> {
    CODEBOOK_COLUMNS.iter().map(|name| Variable::new(name, VariableKind::Text, "")).collect()
}
