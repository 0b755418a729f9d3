//! One stage of the pipeline at a time: articles, units, or scored units, as a table; units also as a page.

use std::path::{Path, PathBuf};

use classifier::{Codebook, Model};
use ingest::Reject;

use crate::{
    atomic::{STDOUT, check_not_finished, create_folder, unmark_finished},
    error::Error,
    parts::ReadArticle,
    reading::{ArticleSink, ReadOptions, read_articles},
    reading_log::ReadingLog,
    rejects::RejectsFile,
    rows::{article_columns, unit_columns, write_article, write_units},
    run::topic_query,
    scoring::{Analysis, LanguageFilter, UnitSource},
    table::{Form, TableWriter},
    threads::Workers,
    voices_page::{PageOutput, VoicesPage},
};

/// Where a table goes.
#[derive(Clone, Debug)]
pub struct TableOutput {
    /// The file; its extension says the form. `-` is standard output, as JSON lines.
    pub path: PathBuf,
    /// Replaces a finished file.
    pub overwrite: bool,
}

impl TableOutput {
    /// Where the rejects go: `TABLE.rejects.jsonl`; nowhere where that is standard output.
    #[must_use]
    pub fn rejects_path(&self) -> Option<PathBuf> {
        rejects_beside(&self.path)
    }
}

fn rejects_beside(path: &Path) -> Option<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".rejects.jsonl");
    (path.as_os_str() != STDOUT).then(|| name.into())
}

/// Where units go: into a table, onto a page, or both.
#[derive(Clone, Debug, Default)]
pub struct UnitsOutput {
    /// The table: its extension says the form, `-` is standard output, as JSON lines.
    pub table: Option<PathBuf>,
    /// The page.
    pub page: Option<PageOutput>,
    /// Replaces finished files.
    pub overwrite: bool,
}

impl UnitsOutput {
    /// Where the rejects go: beside the table, or the page where that is no file; nowhere where neither is.
    #[must_use]
    pub fn rejects_path(&self) -> Option<PathBuf> {
        let page = self.page.as_ref().map(|page| &page.path);
        self.table.iter().chain(page).find_map(|path| rejects_beside(path))
    }
}

/// Writes the articles of the inputs with their full text: Parquet or JSON lines.
///
/// # Errors
/// Where the output is there already, nothing could be read, a file cannot be written, or the job is interrupted.
pub fn ingest_articles(
    read: &ReadOptions,
    output: &TableOutput,
    workers: &Workers<'_>,
) -> Result<ReadingLog, Error> {
    let analysis = Analysis::new(UnitSource::None, None, None);
    let forms = [Form::Parquet, Form::JsonLines];
    convert(read, &analysis, workers, &output.clone().into(), &forms, Rows::Articles)
}

/// Writes the units of every article of the inputs, as a table or a page.
///
/// # Errors
/// As [`ingest_articles`], and where both would go to one place.
pub fn segment_articles(
    read: &ReadOptions,
    output: &UnitsOutput,
    workers: &Workers<'_>,
) -> Result<ReadingLog, Error> {
    let analysis = Analysis::new(UnitSource::Segmented, None, None);
    convert(read, &analysis, workers, output, &UNIT_FORMS, Rows::Units)
}

/// How [`score_units`] scores.
#[derive(Clone, Debug)]
pub struct ScoreOptions<'a> {
    /// The model.
    pub model: &'a Model,
    /// Labels and topic query.
    pub codebook: &'a Codebook,
    /// Takes every article as relevant.
    pub all: bool,
    /// Which languages are scored.
    pub language: LanguageFilter,
    /// The inputs hold ready units, one a record, in place of articles.
    pub ready_units: bool,
}

/// Writes the scored units of the relevant articles of the inputs.
///
/// # Errors
/// As [`ingest_articles`], and where the model does not fit the codebook.
pub fn score_units(
    read: &ReadOptions,
    options: &ScoreOptions<'_>,
    output: &TableOutput,
    workers: &Workers<'_>,
) -> Result<ReadingLog, Error> {
    options.model.check_codebook(options.codebook)?;
    let query = topic_query(options.codebook, options.all || options.ready_units)?;
    let units = if options.ready_units { UnitSource::Ready } else { UnitSource::Segmented };
    let mut analysis = Analysis::new(units, query, Some(options.model));
    analysis.language = options.language;
    convert(read, &analysis, workers, &output.clone().into(), &UNIT_FORMS, Rows::Units)
}

const UNIT_FORMS: [Form; 3] = [Form::Parquet, Form::Csv, Form::JsonLines];

impl From<TableOutput> for UnitsOutput {
    fn from(TableOutput { path, overwrite }: TableOutput) -> Self {
        Self { table: Some(path), page: None, overwrite }
    }
}

/// What a row of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    Articles,
    Units,
}

fn convert(
    read: &ReadOptions,
    analysis: &Analysis<'_>,
    workers: &Workers<'_>,
    output: &UnitsOutput,
    forms: &[Form],
    rows: Rows,
) -> Result<ReadingLog, Error> {
    let table_form = output.table.as_ref().map(|path| Form::of(path, forms)).transpose()?;
    let outputs = check_outputs(output)?;
    let inputs = read.find_inputs(&outputs)?;
    for file in &outputs {
        create_folder(file.parent().unwrap_or(Path::new("")))?;
    }
    let columns = match rows {
        Rows::Articles => article_columns(),
        Rows::Units => {
            unit_columns(analysis.model.iter().flat_map(|model| model.codebook().label_names()))
        }
    };
    let table = output.table.as_ref().zip(table_form);
    let table = table.map(|(path, form)| form.create(path, &columns)).transpose()?;
    let rejects = output.rejects_path().map(|path| RejectsFile::create(&path)).transpose()?;
    let page = output.page.as_ref().map(VoicesPage::create).transpose()?;
    let mut sink = TableSink { table, page, rejects, rows };
    let log = read_articles(inputs, read, analysis, workers, &mut sink)?;
    let page = output.page.as_ref().map(|page| &page.path);
    output.table.iter().chain(page).try_for_each(|path| unmark_finished(path))?;
    sink.rejects.map_or(Ok(()), RejectsFile::finish)?;
    sink.page.map_or(Ok(()), VoicesPage::finish)?;
    sink.table.map_or(Ok(()), TableWriter::finish)?;
    Ok(log)
}

/// The files that the job writes, none of which is there already.
fn check_outputs(output: &UnitsOutput) -> Result<Vec<PathBuf>, Error> {
    let page = output.page.as_ref().map(|page| page.path.clone());
    if page.is_some() && page == output.table {
        let path = output.table.as_deref().unwrap_or(Path::new(STDOUT)).display();
        return Err(Error::Setting(format!(
            "{path}: found one place for table and page, expected two"
        )));
    }
    let files: Vec<PathBuf> =
        output.table.clone().into_iter().chain(page).chain(output.rejects_path()).collect();
    files.iter().try_for_each(|file| check_not_finished(file, output.overwrite))?;
    Ok(files)
}

struct TableSink {
    table: Option<Box<dyn TableWriter>>,
    page: Option<VoicesPage>,
    rejects: Option<RejectsFile>,
    rows: Rows,
}

impl ArticleSink for TableSink {
    fn article(&mut self, read: ReadArticle) -> Result<(), Error> {
        if let Some(page) = &mut self.page {
            page.add(&read)?;
        }
        let Some(table) = &mut self.table else { return Ok(()) };
        match self.rows {
            Rows::Articles => write_article(table.as_mut(), &read, None, true),
            Rows::Units => write_units(table.as_mut(), &read, None, |_| None),
        }
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), Error> {
        if let Some(page) = &mut self.page {
            page.add_reject();
        }
        self.rejects.as_mut().map_or(Ok(()), |rejects| rejects.write(reject))
    }
}
