//! One function a command: arguments → library → messages.

use std::path::{Path, PathBuf};

use classifier::{Codebook, Model, TrainConfig};
use serde_json::json;
use slant::{
    PageOutput, ReadOptions, ReadingLog, RunOptions, ScoreOptions, StatisticsOptions, TableOutput,
    UnitsOutput, Workers,
};
use stats::{BootstrapConfig, RateConfig};

use super::{
    IS_INTERRUPTED, Outcome,
    args::{
        CommonArgs, EvaluateArgs, IngestArgs, LabelArgs, ModelArgs, ReadArgs, RunArgs, ScoreArgs,
        SegmentArgs, StatsArgs, TableArgs, TrainArgs,
    },
    print, print_labels, print_statistics,
    progress::ProgressLine,
};

pub(crate) fn run(args: &RunArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    let codebook = load_codebook(args.codebook.as_ref(), &model)?;
    let options = RunOptions {
        read: read_options(&args.read)?,
        map: &args.read.map,
        outlets: args.read.outlets.as_deref(),
        output: args.output.clone(),
        overwrite: args.common.overwrite,
        resume: args.resume,
        checkpoint_records: args.checkpoint_records,
        all: args.read.all,
        language: args.read.language.into(),
        model: &model,
        codebook: &codebook,
        bootstrap: BootstrapConfig {
            replicates: args.replicates,
            seed: args.seed,
            ..BootstrapConfig::default()
        },
    };
    if args.resume {
        if let Some(n_rejects) = slant::finished_already(&options)? {
            print::finished_already(&args.output, args.common.quiet);
            return Ok(if n_rejects == 0 { Outcome::Clean } else { Outcome::Rejected });
        }
    } else if slant::has_parts(&args.output) {
        print::begins_anew(&args.output, args.common.quiet);
    }
    let result = with_workers(&args.common, |workers| slant::run(&options, workers))?;
    if args.common.json {
        let folder = args.output.display().to_string();
        let report = result.report.display().to_string();
        print::json(
            &json!({"output": folder, "report": report, "manifest": result.manifest, "outlets": result.outlets}),
        )?;
    } else if !args.common.quiet {
        let labels: Vec<&str> = codebook.label_names().collect();
        print::outlet_table(&result.outlets, &labels)?;
        print::report_place(&result.report)?;
    }
    print::log(
        &result.log,
        &result.manifest.warnings,
        Some(&args.output.join("rejects.jsonl")),
        args.common.quiet,
    );
    Ok(outcome_of(&result.log))
}

pub(crate) fn ingest(args: &IngestArgs) -> anyhow::Result<Outcome> {
    convert(&args.table, |read, output, workers| {
        let read = ReadOptions { is_strict: args.strict, ..read.clone() };
        slant::ingest_articles(&read, output, workers)
    })
}

pub(crate) fn segment(args: &SegmentArgs) -> anyhow::Result<Outcome> {
    let page = args.html.clone().map(|path| PageOutput { path, limit: args.html_limit });
    let default = page.is_none().then(|| PathBuf::from("-"));
    let table = args.output.clone().or(default);
    let output = UnitsOutput { table, page, overwrite: args.common.overwrite };
    let to_stdout =
        |path: &Option<PathBuf>| path.as_ref().is_some_and(|path| path.as_os_str() == "-");
    anyhow::ensure!(
        !args.common.json || !to_stdout(&output.table) && !to_stdout(&args.html),
        JSON_AND_STDOUT
    );
    let read = read_options(&args.read)?;
    let log =
        with_workers(&args.common, |workers| slant::segment_articles(&read, &output, workers))?;
    let place = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let files = [("output", place(&output.table)), ("html", place(&args.html))];
    report_reading(&log, &files, output.rejects_path().as_deref(), &args.common)
}

pub(crate) fn score(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    let codebook = load_codebook(args.codebook.as_ref(), &model)?;
    let options = ScoreOptions {
        model: &model,
        codebook: &codebook,
        all: args.table.read.all,
        language: args.table.read.language.into(),
        ready_units: args.units,
    };
    convert(&args.table, |read, output, workers| {
        slant::score_units(read, &options, output, workers)
    })
}

pub(crate) fn stats(args: &StatsArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    let swaps = args.swap_names.as_deref().map(slant::read_name_swaps).transpose()?;
    let options = StatisticsOptions {
        run: args.run.clone(),
        audits: args.audit.clone(),
        keys: args.key.clone(),
        partial: args.partial,
        swaps: swaps.as_ref(),
        swap_names: args.swap_names.clone(),
        near_misses: args.near_miss.clone(),
        label_shift: args.assume_label_shift.clone(),
        output: args.output.clone().unwrap_or_else(|| args.run.join("stats")),
        overwrite: args.common.overwrite,
        model: &model,
        estimand: args.estimand.into(),
        period: args.by.into(),
        pairs: args.pairs,
        rates: RateConfig {
            bootstrap: BootstrapConfig {
                replicates: args.replicates,
                seed: args.seed,
                ..BootstrapConfig::default()
            },
            target: args.target.into(),
            ..RateConfig::default()
        },
    };
    let result = with_workers(&args.common, |workers| slant::write_statistics(&options, workers))?;
    if args.common.json {
        let folder = options.output.display().to_string();
        print::json(&json!({"output": folder, "statistics": result}))?;
    } else if !args.common.quiet {
        print_statistics::rate_table(&result)?;
        print::report_place(&options.output.join("report.html"))?;
    }
    print::warnings(&result.warnings, args.common.quiet);
    Ok(Outcome::Clean)
}

fn convert(
    args: &TableArgs,
    job: impl FnOnce(
        &ReadOptions,
        &TableOutput,
        &Workers<'_>,
    ) -> Result<slant::ReadingLog, slant::Error>,
) -> anyhow::Result<Outcome> {
    let output = TableOutput { path: args.output.clone(), overwrite: args.common.overwrite };
    let rejects = output.rejects_path();
    anyhow::ensure!(rejects.is_some() || !args.common.json, JSON_AND_STDOUT);
    let read = read_options(&args.read)?;
    let log = with_workers(&args.common, |workers| job(&read, &output, workers))?;
    let files = [("output", Some(args.output.display().to_string()))];
    report_reading(&log, &files, rejects.as_deref(), &args.common)
}

const JSON_AND_STDOUT: &str =
    "--json and `-o -` both write to standard output: give one of them another place";

/// Tells of a stage that is done; `files` are the names and places of what it wrote.
fn report_reading(
    log: &ReadingLog,
    files: &[(&str, Option<String>)],
    rejects: Option<&Path>,
    common: &CommonArgs,
) -> anyhow::Result<Outcome> {
    if common.json {
        let mut report = json!({
            "articles_in": log.articles_in,
            "articles_out": log.articles_out,
            "rejects": log.n_rejects(),
            "articles_relevant": log.n_relevant,
            "articles_irrelevant": log.n_irrelevant,
            "articles_outside_dates": log.n_outside_dates,
            "articles_other_language": log.other_languages.values().sum::<u64>(),
            "unused_fields": log.unused_fields,
            "warnings": log.warnings,
        });
        for (name, place) in files.iter().filter(|(_, place)| place.is_some()) {
            report[*name] = json!(place);
        }
        print::json(&report)?;
    }
    print::log(log, &log.warnings, rejects, common.quiet);
    Ok(outcome_of(log))
}

pub(crate) fn train(args: &TrainArgs) -> anyhow::Result<Outcome> {
    let codebook = codebook_of_labels(args.codebook.as_ref())?;
    let config =
        TrainConfig { seed: args.seed, folds: args.folds, c: args.c, ..TrainConfig::default() };
    let note = args.labels_note.as_deref().map(slant::read_labels_note).transpose()?;
    let (model, table) = with_workers(&args.common, |workers| {
        slant::train_model(
            &args.labels,
            note.as_deref(),
            &codebook,
            &config,
            &args.output,
            args.common.overwrite,
            workers,
        )
    })?;
    if args.common.json {
        let folder = args.output.display().to_string();
        print::json(
            &json!({"output": folder, "model": model.name(), "blake3": model.hash(), "training": model.training(), "unused_columns": table.unused_columns}),
        )?;
    } else if !args.common.quiet {
        print::training(&model, &table, &args.output)?;
    }
    Ok(Outcome::Clean)
}

pub(crate) fn evaluate(args: &EvaluateArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    if let Some(path) = &args.codebook {
        model.check_codebook(&slant::read_codebook(path)?)?;
    }
    let swaps = args.swap_names.as_deref().map(slant::read_name_swaps).transpose()?;
    let report = with_workers(&args.common, |workers| {
        slant::evaluate_model(&args.labels, &model, swaps.as_ref(), workers)
    })?;
    if args.common.json {
        print::json(&report)?;
    } else {
        print::evaluation(&report.evaluation)?;
        report.name_swap.as_ref().map_or(Ok(()), print::name_swap)?;
    }
    print::evaluation_notes(&report, args.common.quiet);
    Ok(Outcome::Clean)
}

pub(crate) fn check(args: &LabelArgs) -> anyhow::Result<Outcome> {
    let codebook = codebook_of_labels(args.codebook.as_ref())?;
    let check = slant::check_label_files(&args.labels, &codebook)?;
    if args.common.json {
        print::json(&check)?;
    } else {
        print_labels::check(&check, args.common.quiet)?;
    }
    Ok(if check.faults.is_empty() { Outcome::Clean } else { Outcome::Rejected })
}

pub(crate) fn agree(args: &LabelArgs) -> anyhow::Result<Outcome> {
    let codebook = codebook_of_labels(args.codebook.as_ref())?;
    let agreement = slant::agree_on_labels(&args.labels, &codebook)?;
    if args.common.json {
        print::json(&agreement)?;
    } else {
        print_labels::agreement(&agreement)?;
    }
    Ok(Outcome::Clean)
}

fn codebook_of_labels(path: Option<&PathBuf>) -> Result<Codebook, slant::Error> {
    path.map_or_else(slant::shipped_codebook, |path| slant::read_codebook(path))
}

/// Runs `job` on the threads asked for, with a progress line.
pub(super) fn with_workers<T>(
    common: &CommonArgs,
    job: impl FnOnce(&Workers<'_>) -> Result<T, slant::Error>,
) -> anyhow::Result<T> {
    let progress = ProgressLine::new(common.quiet);
    let result = job(&Workers::new(usize::from(common.threads), &IS_INTERRUPTED, &progress)?);
    progress.finish();
    Ok(result?)
}

pub(super) fn outcome_of(log: &slant::ReadingLog) -> Outcome {
    if log.is_clean() { Outcome::Clean } else { Outcome::Rejected }
}

fn read_options(args: &ReadArgs) -> anyhow::Result<ReadOptions> {
    if let (Some(since), Some(until)) = (args.since, args.until) {
        anyhow::ensure!(
            since <= until,
            "--since {since} is after --until {until}, expected a day before it"
        );
    }
    let mut config = ingest::Config::default();
    for setting in &args.map {
        config.fields.set(setting)?;
    }
    if let Some(path) = &args.outlets {
        config.outlets = ingest::OutletAliases::from_csv(path)?;
    }
    let mut inputs = args.inputs.clone();
    if let Some(list) = &args.files_from {
        inputs.extend(ingest::files_from(list)?);
    }
    Ok(ReadOptions {
        inputs,
        ingest: config,
        since: args.since,
        until: args.until,
        limit: args.limit,
        is_strict: false,
    })
}

pub(super) fn load_model(args: &ModelArgs) -> anyhow::Result<Model> {
    Ok(match &args.model {
        Some(folder) => slant::read_model(folder)?,
        None => slant::shipped_model()?,
    })
}

/// The codebook that was given, else the model's.
pub(super) fn load_codebook(path: Option<&PathBuf>, model: &Model) -> anyhow::Result<Codebook> {
    Ok(match path {
        Some(path) => slant::read_codebook(path)?,
        None => model.codebook().clone(),
    })
}
