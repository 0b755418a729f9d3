//! `manifest.json` of statistics: what they were made of, and how.

use std::path::Path;

use serde::Serialize;
use stats::{RateConfig, Target};

use super::{MANIFEST, StatisticsOptions, StatisticsResult, validity::NearMisses};
use crate::{
    audit::{Audit, AuditFile},
    error::Error,
    frame::Frame,
    manifest::OutputRecord,
    statistics_page::FileHash,
};

/// What went into statistics and what came out. Nothing in it depends on the machine, the clock or the threads.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StatisticsManifest {
    slant_version: &'static str,
    config: ConfigRecord,
    run: RunIdentity,
    audit: Option<AuditRecord>,
    warnings: Vec<String>,
    outputs: Vec<OutputRecord>,
}

#[derive(Clone, Debug, Serialize)]
struct ConfigRecord {
    estimand: &'static str,
    target: &'static str,
    by: &'static str,
    pairs: bool,
    partial: bool,
    replicates: u32,
    seed: u64,
    level: f64,
    min_clusters: usize,
    min_audited: u64,
    min_positive: u64,
    label_shift: Option<String>,
}

/// The run, by what its own manifest says.
#[derive(Clone, Debug, Serialize)]
struct RunIdentity {
    slant_version: String,
    manifest: OutputRecord,
    codebook: String,
    codebook_blake3: String,
    model: String,
    model_blake3: String,
}

#[derive(Clone, Debug, Serialize)]
struct AuditRecord {
    files: Vec<FileRecord>,
    /// Files of near misses of the topic query.
    near_misses: Vec<FileRecord>,
    /// The list of names that were exchanged.
    swap_names: Option<OutputRecord>,
    n_units: u64,
    n_coders: u64,
}

#[derive(Clone, Debug, Serialize)]
struct FileRecord {
    file: String,
    bytes: u64,
    blake3: String,
}

impl StatisticsManifest {
    pub(super) fn new(
        frame: &Frame,
        (audit, near_misses): (Option<&Audit>, Option<&NearMisses>),
        result: &StatisticsResult,
        options: &StatisticsOptions<'_>,
    ) -> Result<Self, Error> {
        Ok(Self {
            slant_version: env!("CARGO_PKG_VERSION"),
            config: ConfigRecord::of(options, result),
            run: RunIdentity::of(frame, &options.run)?,
            audit: audit.map(|audit| AuditRecord::of(audit, near_misses, options)).transpose()?,
            warnings: result.warnings.clone(),
            outputs: Vec::new(),
        })
    }

    /// Hashes the files of the folder.
    pub(super) fn add_outputs(&mut self, folder: &Path, files: &[&str]) -> Result<(), Error> {
        for file in files {
            self.outputs.push(OutputRecord::named(file, &folder.join(file))?);
        }
        Ok(())
    }

    /// What went in and came out, as the page shows it.
    pub(super) fn files(&self) -> Vec<FileHash> {
        let file = |role: &str, path: &str, blake3: &str| FileHash {
            role: role.to_owned(),
            path: path.to_owned(),
            blake3: blake3.to_owned(),
        };
        let run = &self.run.manifest;
        let mut files = vec![file("run", run.file(), run.blake3())];
        let audit = self.audit.iter().flat_map(|audit| &audit.files);
        files.extend(audit.map(|found| file("audit", &found.file, &found.blake3)));
        files.extend(self.outputs.iter().map(|found| file("table", found.file(), found.blake3())));
        files
    }

    pub(super) fn to_json(&self) -> String {
        // Strings, numbers and lists of them always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl ConfigRecord {
    fn of(options: &StatisticsOptions<'_>, result: &StatisticsResult) -> Self {
        let RateConfig { bootstrap, min_audited, min_positive, target, .. } = &options.rates;
        Self {
            estimand: options.estimand.as_str(),
            target: match target {
                Target::Superpopulation => "coverage",
                Target::Dump => "dump",
            },
            by: options.period.as_str(),
            pairs: options.pairs,
            partial: options.partial,
            replicates: bootstrap.replicates,
            seed: bootstrap.seed,
            level: bootstrap.level,
            min_clusters: bootstrap.min_clusters,
            min_audited: *min_audited,
            min_positive: *min_positive,
            label_shift: result.label_shift.clone(),
        }
    }
}

impl RunIdentity {
    fn of(frame: &Frame, folder: &Path) -> Result<Self, Error> {
        let record = &frame.record;
        Ok(Self {
            slant_version: record.slant_version.clone(),
            manifest: OutputRecord::named(MANIFEST, &folder.join(MANIFEST))?,
            codebook: record.codebook.name.clone(),
            codebook_blake3: record.codebook.blake3.clone(),
            model: record.model.name.clone(),
            model_blake3: record.model.blake3.clone(),
        })
    }
}

impl AuditRecord {
    fn of(
        audit: &Audit,
        near_misses: Option<&NearMisses>,
        options: &StatisticsOptions<'_>,
    ) -> Result<Self, Error> {
        let file = |file: &AuditFile| FileRecord {
            file: file.path.clone(),
            bytes: file.n_bytes,
            blake3: file.blake3.clone(),
        };
        let names = options.swap_names.as_deref();
        Ok(Self {
            files: audit.files.iter().map(file).collect(),
            near_misses: near_misses.iter().flat_map(|near| &near.files).map(file).collect(),
            swap_names: names
                .map(|path| OutputRecord::named(&path.display().to_string(), path))
                .transpose()?,
            n_units: audit.units.len() as u64,
            n_coders: audit.coders.len() as u64,
        })
    }
}
