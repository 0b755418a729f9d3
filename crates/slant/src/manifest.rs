//! `manifest.json`: what went into a run and what came out.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use stats::BootstrapConfig;

use crate::{
    error::Error, reading_log::InputLog, report_data::Counted, run::RunOptions,
    scoring::LanguageFilter,
};

/// What went into a run and what came out. Nothing in it depends on the machine, the clock, the threads, or
/// where outputs lie.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    slant_version: &'static str,
    config: ConfigRecord,
    codebook: NameAndHash,
    model: NameAndHash,
    inputs: Vec<InputRecord>,
    /// Records read: `articles_out` + `rejects`.
    pub articles_in: u64,
    /// Records that became articles: relevant, irrelevant and outside the dates.
    pub articles_out: u64,
    /// Rejected records.
    pub rejects: u64,
    articles_relevant: u64,
    articles_irrelevant: u64,
    articles_outside_dates: u64,
    articles_other_language: u64,
    clusters: ClusterRecord,
    units_by_kind: BTreeMap<&'static str, u64>,
    sentences_by_voice: BTreeMap<&'static str, u64>,
    speakers: u64,
    rejects_by_code: BTreeMap<String, u64>,
    records_passed_over: BTreeMap<String, u64>,
    unused_fields: BTreeMap<String, u64>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
    /// Empty on the report page, which is itself one of the outputs.
    outputs: Vec<OutputRecord>,
}

/// What was found of copies among the relevant articles.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct ClusterRecord {
    /// Clusters, single articles among them.
    pub(crate) n: u64,
    /// Clusters of at least two articles.
    pub(crate) n_with_copies: u64,
    /// Articles of these clusters.
    pub(crate) articles_with_copies: u64,
    /// Articles of the largest cluster.
    pub(crate) largest: u64,
}

#[derive(Clone, Debug, Serialize)]
struct ConfigRecord {
    all: bool,
    language: &'static str,
    since: Option<String>,
    until: Option<String>,
    limit: Option<u64>,
    map: Vec<String>,
    outlets: Option<OutputRecord>,
    bootstrap: BootstrapRecord,
}

#[derive(Clone, Debug, Serialize)]
struct BootstrapRecord {
    replicates: u32,
    seed: u64,
    level: f64,
    min_clusters: usize,
}

#[derive(Clone, Debug, Serialize)]
struct NameAndHash {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    blake3: String,
}

#[derive(Clone, Debug, Serialize)]
struct InputRecord {
    path: String,
    bytes: u64,
    blake3: String,
    records: u64,
    rejects: u64,
}

/// A file with its size and hash.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OutputRecord {
    file: String,
    bytes: u64,
    blake3: String,
}

impl Manifest {
    pub(crate) fn new(
        options: &RunOptions<'_>,
        counted: Counted<'_>,
        warnings: Vec<String>,
    ) -> Result<Self, Error> {
        let Counted { log, speakers, clusters, units, .. } = counted;
        Ok(Self {
            slant_version: env!("CARGO_PKG_VERSION"),
            config: ConfigRecord::of(options)?,
            codebook: NameAndHash::of_codebook(options),
            model: NameAndHash::of_model(options),
            inputs: log.inputs.iter().map(InputRecord::from).collect(),
            articles_in: log.articles_in,
            articles_out: log.articles_out,
            rejects: log.n_rejects(),
            articles_relevant: log.n_relevant,
            articles_irrelevant: log.n_irrelevant,
            articles_outside_dates: log.n_outside_dates,
            articles_other_language: log.other_languages.values().sum(),
            clusters,
            units_by_kind: units.by_kind.clone(),
            sentences_by_voice: units.sentences_by_voice.clone(),
            speakers: speakers.n_named(),
            rejects_by_code: log
                .rejects
                .iter()
                .map(|(code, rejects)| (code.clone(), rejects.n))
                .collect(),
            records_passed_over: log.passed_over.clone(),
            unused_fields: log.unused_fields.clone(),
            warnings,
            outputs: Vec::new(),
        })
    }

    /// Adds the size and hash of the finished files of `folder`.
    pub(crate) fn add_outputs(&mut self, folder: &Path, files: &[&str]) -> Result<(), Error> {
        for file in files {
            self.outputs.push(OutputRecord::named(file, &folder.join(file))?);
        }
        Ok(())
    }

    pub(crate) fn to_json(&self) -> String {
        // Strings, numbers and maps with string keys always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The settings of a run, and the hashes of codebook and model.
pub(crate) fn config_and_hashes(options: &RunOptions<'_>) -> Result<serde_json::Value, Error> {
    Ok(serde_json::json!({
        "slant_version": env!("CARGO_PKG_VERSION"),
        "config": ConfigRecord::of(options)?,
        "codebook": NameAndHash::of_codebook(options),
        "model": NameAndHash::of_model(options),
    }))
}

impl ConfigRecord {
    fn of(options: &RunOptions<'_>) -> Result<Self, Error> {
        let BootstrapConfig { replicates, seed, level, min_clusters } = options.bootstrap.clone();
        Ok(Self {
            all: options.all,
            language: match options.language {
                LanguageFilter::English => "en",
                LanguageFilter::Any => "any",
            },
            since: options.read.since.map(|date| date.to_string()),
            until: options.read.until.map(|date| date.to_string()),
            limit: options.read.limit,
            map: options.map.to_vec(),
            outlets: options.outlets.map(OutputRecord::of).transpose()?,
            bootstrap: BootstrapRecord { replicates, seed, level, min_clusters },
        })
    }
}

impl NameAndHash {
    fn of_codebook(options: &RunOptions<'_>) -> Self {
        let codebook = options.codebook;
        // Strings, numbers and lists of them always have a JSON form.
        let hash = blake3::hash(&serde_json::to_vec(codebook).unwrap_or_default());
        Self {
            name: codebook.name.clone(),
            version: codebook.version.clone(),
            blake3: hash.to_hex().to_string(),
        }
    }

    fn of_model(options: &RunOptions<'_>) -> Self {
        Self {
            name: options.model.name().to_owned(),
            version: None,
            blake3: options.model.hash().to_owned(),
        }
    }
}

impl OutputRecord {
    /// The record of a file under another name than its path, which tells of the machine.
    pub(crate) fn named(name: &str, path: &Path) -> Result<Self, Error> {
        Ok(Self { file: name.to_owned(), ..Self::of(path)? })
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn blake3(&self) -> &str {
        &self.blake3
    }

    fn of(path: &Path) -> Result<Self, Error> {
        let mut hasher = blake3::Hasher::new();
        let mut file = std::fs::File::open(path).map_err(Error::file(path))?;
        let bytes = std::io::copy(&mut file, &mut hasher).map_err(Error::file(path))?;
        let blake3 = hasher.finalize().to_hex().to_string();
        Ok(Self { file: path.display().to_string(), bytes, blake3 })
    }
}

impl From<&InputLog> for InputRecord {
    fn from(input: &InputLog) -> Self {
        Self {
            path: input.path.clone(),
            bytes: input.n_bytes,
            blake3: input.blake3.clone(),
            records: input.n_records,
            rejects: input.n_rejects,
        }
    }
}
