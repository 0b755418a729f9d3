//! One stage of the pipeline at a time: articles, units, or scored units, as a table.

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
        let mut name = self.path.as_os_str().to_owned();
        name.push(".rejects.jsonl");
        (self.path.as_os_str() != STDOUT).then(|| name.into())
    }

    /// The files that the job writes.
    fn files(&self) -> Vec<PathBuf> {
        [self.path.clone()].into_iter().chain(self.rejects_path()).collect()
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
    let form = Form::of(&output.path, &[Form::Parquet, Form::JsonLines])?;
    convert(read, &analysis, workers, output, form, Rows::Articles)
}

/// Writes the units of every article of the inputs.
///
/// # Errors
/// As [`ingest_articles`].
pub fn segment_articles(
    read: &ReadOptions,
    output: &TableOutput,
    workers: &Workers<'_>,
) -> Result<ReadingLog, Error> {
    let analysis = Analysis::new(UnitSource::Segmented, None, None);
    convert(read, &analysis, workers, output, unit_form(output)?, Rows::Units)
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
    convert(read, &analysis, workers, output, unit_form(output)?, Rows::Units)
}

fn unit_form(output: &TableOutput) -> Result<Form, Error> {
    Form::of(&output.path, &[Form::Parquet, Form::Csv, Form::JsonLines])
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
    output: &TableOutput,
    form: Form,
    rows: Rows,
) -> Result<ReadingLog, Error> {
    for file in output.files() {
        check_not_finished(&file, output.overwrite)?;
    }
    let inputs = read.find_inputs(&output.files())?;
    create_folder(output.path.parent().unwrap_or(Path::new("")))?;
    let columns = match rows {
        Rows::Articles => article_columns(),
        Rows::Units => {
            unit_columns(analysis.model.iter().flat_map(|model| model.codebook().label_names()))
        }
    };
    let table = form.create(&output.path, &columns)?;
    let rejects = output.rejects_path().map(|path| RejectsFile::create(&path)).transpose()?;
    let mut sink = TableSink { table, rejects, rows };
    let log = read_articles(inputs, read, analysis, workers, &mut sink)?;
    unmark_finished(&output.path)?;
    sink.rejects.map_or(Ok(()), RejectsFile::finish)?;
    sink.table.finish()?;
    Ok(log)
}

struct TableSink {
    table: Box<dyn TableWriter>,
    rejects: Option<RejectsFile>,
    rows: Rows,
}

impl ArticleSink for TableSink {
    fn article(&mut self, read: ReadArticle) -> Result<(), Error> {
        match self.rows {
            Rows::Articles => write_article(self.table.as_mut(), &read, None, true),
            Rows::Units => write_units(self.table.as_mut(), &read, None, |_| None),
        }
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), Error> {
        self.rejects.as_mut().map_or(Ok(()), |rejects| rejects.write(reject))
    }
}
