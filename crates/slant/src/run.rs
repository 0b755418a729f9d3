//! The main job: a dump in, tables and a report out.

use std::path::{Path, PathBuf};

use classifier::{Codebook, Model};
use features::TopicQuery;
use ingest::Inputs;
use stats::BootstrapConfig;

use crate::{
    admission::Admission,
    atomic::{check_not_finished, create_folder, read_file, unmark_finished, write_file},
    copies::Copies,
    error::Error,
    manifest::Manifest,
    outlets::{OutletShares, write_outlets},
    part_sink::PartSink,
    parts::{Parts, for_each_row, job_record, remove_leftovers},
    reading::{ReadOptions, go_on_reading},
    reading_log::{ReadingLog, counted},
    report_data::{Counted, report_data},
    run_tables::{RunTables, Tallies},
    scoring::{Analysis, LanguageFilter, UnitSource},
    speakers::{Speakers, write_speakers},
    threads::Workers,
};

/// Files of a finished run, in the order in which they are put in place; the manifest, which marks it as
/// finished, comes last.
const FILES: [&str; 6] = [
    "articles.parquet",
    "units.parquet",
    "rejects.jsonl",
    "outlets.csv",
    "speakers.csv",
    "report.html",
];
pub(crate) const MANIFEST: &str = "manifest.json";
/// Records after which a part is finished, unless another number is asked for.
pub const CHECKPOINT_RECORDS: u64 = 10_000;

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
    /// Goes on where a run that was killed had come to.
    pub resume: bool,
    /// Records after which what is done is safe from being killed.
    pub checkpoint_records: u64,
    /// Takes every article as relevant.
    pub all: bool,
    /// Which languages are looked into.
    pub language: LanguageFilter,
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

/// Runs the main job: reads, cuts into units, scores, finds copies, counts, and writes every file of the output folder.
///
/// What is read and scored is kept in parts until the end, so that a run that was killed can be resumed.
///
/// # Errors
/// Where the output is there already, nothing could be read, a file cannot be written, the parts are of another run, or the
/// job is interrupted.
pub fn run(options: &RunOptions<'_>, workers: &Workers<'_>) -> Result<RunResult, Error> {
    options.model.check_codebook(options.codebook)?;
    options.bootstrap.check()?;
    let query = topic_query(options.codebook, options.all)?;
    let has_query = query.is_some();
    let mut analysis = Analysis::new(UnitSource::Segmented, query, Some(options.model));
    analysis.language = options.language;
    analysis.finds_copies = true;
    check_not_finished(&options.output.join(MANIFEST), options.overwrite)?;
    let inputs = options.read.find_inputs(std::slice::from_ref(&options.output))?;
    create_folder(&options.output)?;
    let can_resume = inputs.files.iter().all(|file| !file.is_stdin());
    let result = run_on(inputs, can_resume, has_query, &analysis, options, workers);
    result.map_err(|error| match error {
        Error::Interrupted if can_resume => Error::InterruptedRun,
        error => error,
    })
}

fn run_on(
    inputs: Inputs,
    can_resume: bool,
    has_query: bool,
    analysis: &Analysis<'_>,
    options: &RunOptions<'_>,
    workers: &Workers<'_>,
) -> Result<RunResult, Error> {
    let (log, copies, parts) = read_into_parts(inputs, can_resume, analysis, options, workers)?;
    let mut tables = RunTables::create(&options.output, options.codebook, &copies)?;
    for_each_row(&parts, workers, |row| tables.write(&row))?;
    let RunTables { files, tallies, .. } = tables;
    let Tallies { outlets, speakers, highlights, units } = tallies;
    let speakers = Speakers::of(speakers);
    let outlets = outlets.into_shares(options.codebook, &options.bootstrap, workers)?;
    let warnings = warnings(&log, &outlets, options, has_query);
    let counted = Counted {
        log: &log,
        outlets: &outlets,
        speakers: &speakers,
        clusters: copies.record(),
        units: &units,
    };
    let mut manifest = Manifest::new(options, counted, warnings.clone())?;
    unmark_finished(&options.output.join(MANIFEST))?;
    files.finish()?;
    let data = report_data(options, counted, highlights, warnings, manifest.to_json());
    let report = crate::report::render(&data)?;
    let folder = &options.output;
    write_outlets(&folder.join("outlets.csv"), &outlets)?;
    write_speakers(&folder.join("speakers.csv"), &speakers, options.codebook)?;
    write_file(&folder.join("report.html"), report.as_bytes())?;
    manifest.add_outputs(folder, &FILES)?;
    write_file(&folder.join(MANIFEST), manifest.to_json().as_bytes())?;
    parts.remove()?;
    Ok(RunResult { log, outlets, manifest, report: folder.join("report.html") })
}

/// Whether the output folder holds this very run, finished, and if so, the number of records that it rejected.
///
/// What a killed run left beside its results is removed.
///
/// # Errors
/// Where the folder holds another finished run, or inputs cannot be found.
pub fn finished_already(options: &RunOptions<'_>) -> Result<Option<u64>, Error> {
    let path = options.output.join(MANIFEST);
    if options.overwrite || !path.exists() {
        return Ok(None);
    }
    let manifest: serde_json::Value =
        serde_json::from_slice(&read_file(&path)?).map_err(|error| Error::table(&path, &error))?;
    let inputs = options.read.find_inputs(std::slice::from_ref(&options.output))?;
    let job = job_record(options, &inputs.files)?;
    let paths = |record: &serde_json::Value| -> Vec<(String, u64)> {
        let inputs = record["inputs"].as_array().into_iter().flatten();
        let place = |input: &serde_json::Value| {
            (
                input["path"].as_str().unwrap_or_default().to_owned(),
                input["bytes"].as_u64().unwrap_or(0),
            )
        };
        inputs.map(place).collect()
    };
    let is_same = ["slant_version", "config", "codebook", "model"]
        .iter()
        .all(|key| manifest[*key] == job[*key])
        && paths(&manifest) == paths(&job);
    if !is_same {
        return Err(Error::OutputExists { path });
    }
    remove_leftovers(&options.output, &job)?;
    Ok(Some(manifest["rejects"].as_u64().unwrap_or_default()))
}

/// Reads all there is to read, or what a killed run has not read yet.
fn read_into_parts(
    inputs: Inputs,
    can_resume: bool,
    analysis: &Analysis<'_>,
    options: &RunOptions<'_>,
    workers: &Workers<'_>,
) -> Result<(ReadingLog, Copies, Parts), Error> {
    let job = job_record(options, &inputs.files)?;
    let parts = match options.resume {
        true if !can_resume => {
            return Err(Error::Setting(
                "--resume: found standard input, expected files that can be read again".to_owned(),
            ));
        }
        true => Parts::resume(&options.output, &job)?,
        false => Parts::begin(&options.output, &job, can_resume)?,
    };
    let mut admission = Admission::new(analysis, false, inputs.warnings);
    let mut sink = PartSink::begin(parts, options.checkpoint_records)?;
    let n_done = sink.replay(&mut admission, workers)?;
    let log =
        go_on_reading(inputs.files, n_done, admission, &options.read, analysis, workers, &mut sink);
    if matches!(log, Err(Error::NothingRead { .. })) {
        // There is nothing to go on from.
        sink.discard()?;
    }
    let log = log?;
    let (copies, parts) = sink.finish()?;
    Ok((log, copies, parts))
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
    let n_few = covering.clone().filter(|outlet| outlet.own.n_clusters < min_clusters).count();
    if n_few > 0 {
        let n = counted(covering.count() as u64, "outlet");
        let few = if n_few == 1 { "1 has".to_owned() } else { format!("{n_few} have") };
        warnings.push(format!(
            "of {n}, {few} under {min_clusters} clusters: too few for bounds of sampling variation"
        ));
    }
    warnings
}
