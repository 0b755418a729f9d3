//! The main job: a dump in, tables and a report out.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use classifier::{Codebook, Model};
use features::TopicQuery;
use ingest::{Article, Reject};
use stats::BootstrapConfig;

use crate::{
    atomic::{check_not_finished, create_folder, unmark_finished, write_file},
    error::Error,
    highlights::Highlights,
    manifest::Manifest,
    outlets::{OutletShares, OutletTally, write_outlets},
    reading::{ArticleSink, ReadOptions, read_articles},
    reading_log::{ReadingLog, counted},
    rejects::RejectsFile,
    report_data::report_data,
    rows::{Relevance, article_columns, unit_columns, write_article, write_units},
    scoring::{Analysis, ScoredArticle, UnitSource},
    table::{Form, TableWriter},
    threads::Workers,
};

/// Files of a finished run, in the order in which they are put in place; the manifest, which marks it as
/// finished, comes last.
const FILES: [&str; 5] =
    ["articles.parquet", "units.parquet", "rejects.jsonl", "outlets.csv", "report.html"];
const MANIFEST: &str = "manifest.json";

/// What to run on what.
#[derive(Clone, Debug)]
pub struct RunOptions<'a> {
    /// What to read.
    pub read: ReadOptions,
    /// The settings that `--map` gave, for the record.
    pub map: &'a [String],
    /// The file of outlet aliases, for the record.
    pub outlets: Option<&'a Path>,
    /// Folder of the results.
    pub output: PathBuf,
    /// Replaces a finished run.
    pub overwrite: bool,
    /// Takes every article as relevant.
    pub all: bool,
    /// The model that scores.
    pub model: &'a Model,
    /// Labels and topic query.
    pub codebook: &'a Codebook,
    /// How the bounds of sampling variation are drawn.
    pub bootstrap: BootstrapConfig,
}

/// What came out of a run.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// What became of the records.
    pub log: ReadingLog,
    /// The statistics of every outlet.
    pub outlets: Vec<OutletShares>,
    /// What is in `manifest.json`.
    pub manifest: Manifest,
    /// The report.
    pub report: PathBuf,
}

/// Runs the main job: reads, cuts into units, scores, counts, and writes every file of the output folder.
///
/// # Errors
/// Where the output is there already, nothing could be read, a file cannot be written, or the job is interrupted.
pub fn run(options: &RunOptions<'_>, workers: &Workers<'_>) -> Result<RunResult, Error> {
    options.model.check_codebook(options.codebook)?;
    options.bootstrap.check()?;
    let query = topic_query(options.codebook, options.all)?;
    let has_query = query.is_some();
    let analysis = Analysis::new(UnitSource::Segmented, query, Some(options.model));
    check_not_finished(&options.output.join(MANIFEST), options.overwrite)?;
    let inputs = options.read.find_inputs(std::slice::from_ref(&options.output))?;
    create_folder(&options.output)?;

    let mut sink = RunSink::create(&options.output, options.codebook)?;
    let log = read_articles(inputs, &options.read, &analysis, workers, &mut sink)?;
    let outlets = sink.tally.shares(options.codebook, &options.bootstrap, workers)?;
    let warnings = warnings(&log, &outlets, options, has_query);
    let mut manifest = Manifest::new(options, &log, sink.units_by_kind.clone(), warnings.clone())?;
    unmark_finished(&options.output.join(MANIFEST))?;
    let (highlights, units_by_kind) = sink.finish()?;

    let data = report_data(
        options,
        &log,
        &outlets,
        highlights,
        &units_by_kind,
        warnings,
        manifest.to_json(),
    );
    let report = crate::report::render(&data)?;
    let folder = &options.output;
    write_outlets(&folder.join("outlets.csv"), &outlets)?;
    write_file(&folder.join("report.html"), report.as_bytes())?;
    manifest.add_outputs(folder, &FILES)?;
    write_file(&folder.join(MANIFEST), manifest.to_json().as_bytes())?;
    Ok(RunResult { log, outlets, manifest, report: folder.join("report.html") })
}

/// The topic query of a codebook, unless all articles are to be taken.
pub(crate) fn topic_query(codebook: &Codebook, all: bool) -> Result<Option<TopicQuery>, Error> {
    let topic = codebook.topic.as_ref().filter(|_| !all);
    Ok(topic.map(|topic| TopicQuery::parse(&topic.query)).transpose()?)
}

fn warnings(
    log: &ReadingLog,
    outlets: &[OutletShares],
    options: &RunOptions<'_>,
    has_query: bool,
) -> Vec<String> {
    let mut warnings = log.warnings.clone();
    if !has_query && !options.all {
        warnings.push(format!(
            "the codebook `{}` has no topic query, so every article counts as relevant",
            options.codebook.name
        ));
    }
    if log.n_relevant == 0 {
        warnings.push(
            "no article is relevant: nothing was scored (--all takes every article)".to_owned(),
        );
    }
    let min_clusters = options.bootstrap.min_clusters as u64;
    let covering = outlets.iter().filter(|outlet| outlet.n_articles > 0);
    let n_few = covering.clone().filter(|outlet| outlet.n_clusters < min_clusters).count();
    if n_few > 0 {
        let n = counted(covering.count() as u64, "outlet");
        let few = if n_few == 1 { "1 has".to_owned() } else { format!("{n_few} have") };
        warnings.push(format!(
            "of {n}, {few} under {min_clusters} clusters: too few for bounds of sampling variation"
        ));
    }
    warnings
}

/// Writes the rows of a run and counts them.
struct RunSink {
    articles: Box<dyn TableWriter>,
    units: Box<dyn TableWriter>,
    rejects: RejectsFile,
    tally: OutletTally,
    highlights: Highlights,
    units_by_kind: BTreeMap<&'static str, u64>,
}

impl RunSink {
    fn create(folder: &Path, codebook: &Codebook) -> Result<Self, Error> {
        let n_labels = codebook.labels.len();
        let units = unit_columns(codebook.label_names());
        Ok(Self {
            articles: Form::Parquet.create(&folder.join("articles.parquet"), &article_columns())?,
            units: Form::Parquet.create(&folder.join("units.parquet"), &units)?,
            rejects: RejectsFile::create(&folder.join("rejects.jsonl"))?,
            tally: OutletTally::new(n_labels),
            highlights: Highlights::new(n_labels),
            units_by_kind: BTreeMap::new(),
        })
    }

    fn finish(self) -> Result<(Highlights, BTreeMap<&'static str, u64>), Error> {
        self.articles.finish()?;
        self.units.finish()?;
        self.rejects.finish()?;
        Ok((self.highlights, self.units_by_kind))
    }
}

impl ArticleSink for RunSink {
    fn article(
        &mut self,
        article: &Article,
        relevance: Relevance,
        scored: &ScoredArticle,
    ) -> Result<(), Error> {
        write_article(
            self.articles.as_mut(),
            article,
            relevance,
            scored,
            relevance == Relevance::Relevant,
        )?;
        write_units(self.units.as_mut(), article, relevance, scored)?;
        self.tally.add(article, relevance, scored);
        self.highlights.add(article, relevance, scored);
        for unit in &scored.units {
            *self.units_by_kind.entry(unit.kind.as_str()).or_default() += 1;
        }
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), Error> {
        self.rejects.write(reject)
    }
}
