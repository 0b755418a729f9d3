//! `manifest.json`: what went into a run and what came out.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use stats::BootstrapConfig;

use crate::{
    error::Error,
    reading_log::{InputLog, ReadingLog},
    run::RunOptions,
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
    units_by_kind: BTreeMap<&'static str, u64>,
    rejects_by_code: BTreeMap<String, u64>,
    unused_fields: BTreeMap<String, u64>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
    /// Empty on the report page, which is itself one of the outputs.
    outputs: Vec<OutputRecord>,
}

#[derive(Clone, Debug, Serialize)]
struct ConfigRecord {
    all: bool,
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

#[derive(Clone, Debug, Serialize)]
struct OutputRecord {
    file: String,
    bytes: u64,
    blake3: String,
}

impl Manifest {
    pub(crate) fn new(
        options: &RunOptions<'_>,
        log: &ReadingLog,
        units_by_kind: BTreeMap<&'static str, u64>,
        warnings: Vec<String>,
    ) -> Result<Self, Error> {
        let codebook = options.codebook;
        let BootstrapConfig { replicates, seed, level, min_clusters } = options.bootstrap.clone();
        let codebook_hash = blake3::hash(&serde_json::to_vec(codebook).unwrap_or_default());
        Ok(Self {
            slant_version: env!("CARGO_PKG_VERSION"),
            config: ConfigRecord {
                all: options.all,
                since: options.read.since.map(|date| date.to_string()),
                until: options.read.until.map(|date| date.to_string()),
                limit: options.read.limit,
                map: options.map.to_vec(),
                outlets: options.outlets.map(OutputRecord::of).transpose()?,
                bootstrap: BootstrapRecord { replicates, seed, level, min_clusters },
            },
            codebook: NameAndHash {
                name: codebook.name.clone(),
                version: codebook.version.clone(),
                blake3: codebook_hash.to_hex().to_string(),
            },
            model: NameAndHash {
                name: options.model.name().to_owned(),
                version: None,
                blake3: options.model.hash().to_owned(),
            },
            inputs: log.inputs.iter().map(InputRecord::from).collect(),
            articles_in: log.articles_in,
            articles_out: log.articles_out,
            rejects: log.n_rejects(),
            articles_relevant: log.n_relevant,
            articles_irrelevant: log.n_irrelevant,
            articles_outside_dates: log.n_outside_dates,
            units_by_kind,
            rejects_by_code: log
                .rejects
                .iter()
                .map(|(code, rejects)| (code.clone(), rejects.n))
                .collect(),
            unused_fields: log.unused_fields.clone(),
            warnings,
            outputs: Vec::new(),
        })
    }

    /// Adds the size and hash of the finished files of `folder`.
    pub(crate) fn add_outputs(&mut self, folder: &Path, files: &[&str]) -> Result<(), Error> {
        for file in files {
            self.outputs.push(OutputRecord {
                file: (*file).to_owned(),
                ..OutputRecord::of(&folder.join(file))?
            });
        }
        Ok(())
    }

    pub(crate) fn to_json(&self) -> String {
        // Strings, numbers and maps with string keys always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl OutputRecord {
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
