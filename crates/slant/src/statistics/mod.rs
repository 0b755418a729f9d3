//! Statistics of a finished run: rates corrected by an audit, contrasts, time, tone, and what they hang on.

mod beside;
mod classified;
mod coding;
mod contrasts;
mod label_shift;
mod manifest;
mod net_tone;
mod page;
mod rates;
mod roles;
mod sensitivity;
mod tables;
mod time;
mod validity;
mod warnings;

use std::path::PathBuf;

use classifier::{Model, NameSwaps};
use serde::Serialize;
use stats::{RateConfig, Target};

pub use self::{
    beside::BesideRate,
    coding::Estimand,
    contrasts::{ContrastFigures, Contrasts, OutletContrast},
    net_tone::NetTone,
    rates::{AuditedRate, LabelStatistics, OutletStatistics, VoiceStatistics},
    roles::RoleStatistics,
    sensitivity::SensitivityRow,
    time::{OutletPeriods, Period, PeriodStatistics},
};
use self::{
    coding::{Codes, Coding},
    label_shift::ErrorRates,
    manifest::StatisticsManifest,
    page::{PageInputs, statistics_page},
    rates::RateContext,
    validity::{NearMisses, ValidityInputs, read_near_misses, validity},
};
use crate::{
    atomic::{check_not_finished, create_folder, unmark_finished, write_file},
    audit::{Audit, AuditOptions, AuditedUnit, read_audit},
    error::Error,
    frame::Frame,
    threads::Workers,
};

/// Files of finished statistics, in the order in which they are put in place; the manifest comes last.
const FILES: [&str; 7] = [
    "outlets.csv",
    "contrasts.csv",
    "rates_by_time.csv",
    "speakers.csv",
    "net_tone.csv",
    "sensitivity.csv",
    REPORT,
];
const REPORT: &str = "report.html";
const MANIFEST: &str = "manifest.json";
/// Units whose texts one thread looks at.
const UNITS_OF_A_PART: usize = 262_144;

/// What to estimate from what.
#[derive(Clone, Debug)]
pub struct StatisticsOptions<'a> {
    /// The folder of a finished run.
    pub run: PathBuf,
    /// The labelled files of an audit; none: classified shares alone.
    pub audits: Vec<PathBuf>,
    /// Their key files, where they do not lie beside them.
    pub keys: Vec<PathBuf>,
    /// Takes drawn units without labels as missing at random within their stratum.
    pub partial: bool,
    /// Names to exchange in the audited units, to see whether scores move.
    pub swaps: Option<&'a NameSwaps>,
    /// Their file, for the record.
    pub swap_names: Option<PathBuf>,
    /// Labelled files of articles that the topic query passed over narrowly.
    pub near_misses: Vec<PathBuf>,
    /// Without an audit: labelled texts whose error rates are taken to hold in this run.
    pub label_shift: Vec<PathBuf>,
    /// Folder of the results.
    pub output: PathBuf,
    /// Replaces finished results.
    pub overwrite: bool,
    /// The model of the run.
    pub model: &'a Model,
    /// What counts alike.
    pub estimand: Estimand,
    /// How long the periods of time are.
    pub period: Period,
    /// Compares every pair of outlets instead of each with the rest.
    pub pairs: bool,
    /// How rates and intervals are made.
    pub rates: RateConfig,
}

/// What was estimated.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticsResult {
    /// The labels, in the codebook's order.
    pub labels: Vec<String>,
    /// What counts alike.
    pub estimand: Estimand,
    /// Units that were audited.
    pub n_audited: u64,
    /// What is assumed where rates were corrected without an audit, one sentence.
    pub label_shift: Option<String>,
    /// The outlets, by name.
    pub outlets: Vec<OutletStatistics>,
    /// All outlets together.
    pub pooled: OutletStatistics,
    /// Outlets beside each other.
    pub contrasts: Contrasts,
    /// Rates by period.
    pub time: Vec<OutletPeriods>,
    /// Net tone by outlet.
    pub net_tone: Vec<NetTone>,
    /// What speakers of each role say.
    pub roles: Vec<RoleStatistics>,
    /// What other choices would give.
    pub sensitivity: Vec<SensitivityRow>,
    /// What holds for all of it.
    pub warnings: Vec<String>,
}

/// Estimates, and writes every file of the output folder.
///
/// # Errors
/// Where the run is not finished or was changed, the model is not that of the run, the audit has faults (all of them are
/// told), the output is there already, or a file cannot be written.
pub fn write_statistics(
    options: &StatisticsOptions<'_>,
    workers: &Workers<'_>,
) -> Result<StatisticsResult, Error> {
    check_not_finished(&options.output.join(MANIFEST), options.overwrite)?;
    let frame = Frame::read(&options.run)?;
    check_model(&frame, options.model)?;
    let audit = read_audit_of(&frame, options)?;
    let tones = options.model.codebook().labels.iter().map(|label| label.tone.unwrap_or(0.0));
    let audited = audit.iter().flat_map(codes_of).collect();
    let left_out = match &audit {
        Some(_) => trained_on(&frame, options.model, workers)?,
        None => Vec::new(),
    };
    let coding = Coding::new(&frame, audited, tones.collect()).without(left_out);
    let near_misses = read_near_misses_of(&frame, options)?;
    let result = estimate_all(&coding, audit.as_ref(), options, workers)?;
    let validity = match &audit {
        None => None,
        Some(audit) => Some(validity(
            &ValidityInputs {
                coding: &coding,
                audit,
                model: options.model,
                swaps: options.swaps,
                near_misses: near_misses.as_ref(),
                config: &options.rates,
            },
            workers,
        )?),
    };
    let manifest =
        StatisticsManifest::new(&frame, (audit.as_ref(), near_misses.as_ref()), &result, options)?;
    create_folder(&options.output)?;
    unmark_finished(&options.output.join(MANIFEST))?;
    write_files(&result, options)?;
    finish(&coding, (audit.as_ref(), validity), &result, options, manifest)?;
    Ok(result)
}

/// The units whose texts the model was trained on: `slant sample` draws none of them.
fn trained_on(frame: &Frame, model: &Model, workers: &Workers<'_>) -> Result<Vec<usize>, Error> {
    use rayon::prelude::*;
    let units: Vec<usize> = (0..frame.units.len()).collect();
    let of_part = |part: &[usize]| frame.trained_on(model, part);
    let parts: Vec<Vec<usize>> = workers
        .install(|| units.par_chunks(UNITS_OF_A_PART).map(of_part).collect::<Result<_, _>>())?;
    Ok(parts.into_iter().flatten().collect())
}

/// Writes the page, then the manifest, which has the hashes of all else.
fn finish(
    coding: &Coding<'_>,
    (audit, validity): (Option<&Audit>, Option<crate::statistics_page::Validity>),
    result: &StatisticsResult,
    options: &StatisticsOptions<'_>,
    mut manifest: StatisticsManifest,
) -> Result<(), Error> {
    let tables: Vec<&str> = FILES.into_iter().filter(|file| *file != REPORT).collect();
    manifest.add_outputs(&options.output, &tables)?;
    let page = statistics_page(PageInputs {
        coding,
        audit,
        result,
        options,
        validity,
        files: manifest.files(),
        manifest: manifest.to_json(),
    });
    let page = crate::statistics_page::render(&page)?;
    write_file(&options.output.join(REPORT), page.as_bytes())?;
    manifest.add_outputs(&options.output, &[REPORT])?;
    write_file(&options.output.join(MANIFEST), manifest.to_json().as_bytes())
}

fn read_near_misses_of(
    frame: &Frame,
    options: &StatisticsOptions<'_>,
) -> Result<Option<NearMisses>, Error> {
    let StatisticsOptions { near_misses, partial, model, .. } = options;
    let has_any = !near_misses.is_empty();
    has_any.then(|| read_near_misses(near_misses, *partial, frame, model)).transpose()
}

fn check_model(frame: &Frame, model: &Model) -> Result<(), Error> {
    let (found, expected) = (model.hash(), frame.record.model.blake3.as_str());
    if found == expected {
        return Ok(());
    }
    let start = |hash: &str| hash.get(..8).unwrap_or(hash).to_owned();
    Err(Error::Setting(format!(
        "the model `{}`: found {}…, expected that of the run, `{}` ({}…); give it with --model",
        model.name(),
        start(found),
        frame.record.model.name,
        start(expected)
    )))
}

fn read_audit_of(frame: &Frame, options: &StatisticsOptions<'_>) -> Result<Option<Audit>, Error> {
    if options.audits.is_empty() {
        return Ok(None);
    }
    let StatisticsOptions { audits, keys, partial, model, .. } = options;
    let audit =
        AuditOptions { files: audits.clone(), keys: keys.clone(), partial: *partial, model };
    let audit = read_audit(frame, &audit)?;
    if options.rates.target == Target::Dump
        && audit.strata.iter().any(|stratum| stratum.of_articles)
    {
        return Err(Error::Setting(
            "--target dump: found an audit of whole articles, expected one of single units"
                .to_owned(),
        ));
    }
    Ok(Some(audit))
}

/// The codes of an audit. Units that were drawn with their articles count as strata of their own: what they
/// have in common is for the clusters to say.
fn codes_of(audit: &Audit) -> Vec<(usize, Codes)> {
    let n_strata = audit.strata.len() as u32;
    let codes = |(number, unit): (u32, &AuditedUnit)| {
        let of_articles =
            audit.strata.get(unit.stratum as usize).is_some_and(|stratum| stratum.of_articles);
        let codes = Codes {
            stratum: if of_articles { n_strata + number } else { unit.stratum },
            pi: unit.pi,
            labels: unit.labels.iter().map(|label| label.unwrap_or(false)).collect(),
            kind: unit.kind,
            voice: unit.voice,
            is_relevant: unit.relevant.unwrap_or(true),
            speaker_role: unit.speaker_role,
        };
        (unit.unit, codes)
    };
    (0..).zip(&audit.units).map(codes).collect()
}

fn estimate_all(
    coding: &Coding<'_>,
    audit: Option<&Audit>,
    options: &StatisticsOptions<'_>,
    workers: &Workers<'_>,
) -> Result<StatisticsResult, Error> {
    let StatisticsOptions { estimand, period, pairs, rates: config, .. } = options;
    let error_rates = match options.label_shift.as_slice() {
        [] => None,
        files => Some(ErrorRates::measure(files, options.model, workers)?),
    };
    let context =
        RateContext { coding, error_rates: error_rates.as_ref(), estimand: *estimand, config };
    let (outlets, pooled) = rates::outlet_statistics(&context, workers)?;
    let level = config.bootstrap.level;
    let contrasts = if audit.is_some() {
        contrasts::outlet_contrasts(&outlets, *pairs, level, workers)?
    } else {
        Contrasts::default()
    };
    let label_shift = error_rates.map(|rates| rates.assumption);
    Ok(StatisticsResult {
        labels: coding.frame.labels.clone(),
        estimand: *estimand,
        n_audited: audit.map_or(0, |audit| audit.units.len() as u64),
        contrasts,
        time: time::rates_by_time(coding, *period, *estimand, config, workers)?,
        net_tone: net_tone::net_tones(coding, config, workers)?,
        roles: roles::role_statistics(coding, *estimand, config, workers)?,
        sensitivity: sensitivity::sensitivity(coding, *estimand, config, workers)?,
        warnings: warnings::overall_warnings(coding, audit, label_shift.as_deref(), &outlets),
        label_shift,
        outlets,
        pooled,
    })
}

fn write_files(result: &StatisticsResult, options: &StatisticsOptions<'_>) -> Result<(), Error> {
    let path = |file: &str| options.output.join(file);
    let [outlets, contrasts, by_time, speakers, net_tone, sensitivity, _] = FILES;
    tables::write_outlets(&path(outlets), result)?;
    tables::write_contrasts(&path(contrasts), result)?;
    tables::write_rates_by_time(&path(by_time), result, options.period)?;
    tables::write_roles(&path(speakers), result)?;
    tables::write_net_tone(&path(net_tone), result)?;
    tables::write_sensitivity(&path(sensitivity), result)
}
