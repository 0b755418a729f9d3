//! Reading inputs through an analysis: what every command that reads a dump does.

use std::path::PathBuf;

use ingest::{InputFile, Inputs, RawRecord, Reader, Reject};
use jiff::civil::Date;

use crate::{
    admission::{Admission, Outcome, ReadRecord},
    error::Error,
    parts::ReadArticle,
    reading_log::ReadingLog,
    scoring::{Analysis, ArticleScorer, ScoredArticle},
    threads::Workers,
};

/// What to read, and how records become articles.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Files, folders, or `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// Fields and outlets.
    pub ingest: ingest::Config,
    /// Articles before this day, and articles without a date, are not looked into.
    pub since: Option<Date>,
    /// Articles after this day, and articles without a date, are not looked into.
    pub until: Option<Date>,
    /// Read no more than this many records.
    pub limit: Option<u64>,
    /// The first reject ends the job.
    pub is_strict: bool,
}

/// Takes articles and rejects, in the order of the input.
pub(crate) trait ArticleSink: Send {
    fn article(&mut self, read: ReadArticle) -> Result<(), Error>;
    fn reject(&mut self, reject: &Reject) -> Result<(), Error>;
    /// Is told of every record after it was taken, with what is counted.
    fn after_record(&mut self, _: &Admission) -> Result<(), Error> {
        Ok(())
    }
    /// Is told of the end of the input.
    fn at_end(&mut self, _: &Admission) -> Result<(), Error> {
        Ok(())
    }
}

impl ReadOptions {
    /// The files to read; `outputs`, which the job is about to write, are none of them.
    pub(crate) fn find_inputs(&self, outputs: &[PathBuf]) -> Result<Inputs, Error> {
        Ok(ingest::find_inputs(&self.inputs, outputs)?)
    }
}

/// Reads `inputs` through `analysis` into `sink`.
///
/// # Errors
/// Where no record can be read at all, the job is interrupted, or the sink fails.
pub(crate) fn read_articles(
    inputs: Inputs,
    options: &ReadOptions,
    analysis: &Analysis<'_>,
    workers: &Workers<'_>,
    sink: &mut impl ArticleSink,
) -> Result<ReadingLog, Error> {
    let admission = Admission::new(analysis, options.is_strict, inputs.warnings);
    go_on_reading(inputs.files, 0, admission, options, analysis, workers, sink)
}

/// As [`read_articles`], behind the first `n_done` records, of which `admission` knows.
pub(crate) fn go_on_reading(
    files: Vec<InputFile>,
    n_done: u64,
    mut admission: Admission,
    options: &ReadOptions,
    analysis: &Analysis<'_>,
    workers: &Workers<'_>,
    sink: &mut impl ArticleSink,
) -> Result<ReadingLog, Error> {
    let mut reader = Reader::new(files, &options.ingest);
    let limit = usize::try_from(options.limit.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let n_done = usize::try_from(n_done).unwrap_or(usize::MAX);
    workers.process(
        reader.by_ref().take(limit).skip(n_done),
        |record| record.as_ref().map_or(0, RawRecord::n_bytes),
        || ArticleScorer::new(analysis),
        |scorer, record| look_into(record, options, scorer),
        |outcome| {
            admission.admit(outcome, sink)?;
            sink.after_record(&admission)
        },
    )?;
    sink.at_end(&admission)?;
    admission.finish(options, reader.finish())
}

fn look_into(
    record: Result<RawRecord, Reject>,
    options: &ReadOptions,
    scorer: &mut ArticleScorer<'_>,
) -> Outcome {
    let parsed =
        record.and_then(|record| record.parse(&options.ingest).map(|parsed| (record, parsed)));
    let (record, parsed) = match parsed {
        Ok(parsed) => parsed,
        Err(reject) => return Outcome::Rejected(reject),
    };
    let is_outside_dates = is_outside_dates(parsed.article.date, options);
    let scored =
        if is_outside_dates { ScoredArticle::default() } else { scorer.score(&parsed.article) };
    let is_html = scored.relevant && looks_like_html(&parsed.article.text);
    Outcome::Read(Box::new(ReadRecord { record, parsed, scored, is_outside_dates, is_html }))
}

/// Whether a text holds paragraphs or line breaks of HTML.
fn looks_like_html(text: &str) -> bool {
    ["</p>", "<br", "</div>"].iter().any(|tag| text.contains(tag))
}

fn is_outside_dates(date: Option<Date>, options: &ReadOptions) -> bool {
    let is_asked = options.since.is_some() || options.until.is_some();
    date.map_or(is_asked, |date| {
        options.since.is_some_and(|since| date < since)
            || options.until.is_some_and(|until| date > until)
    })
}
