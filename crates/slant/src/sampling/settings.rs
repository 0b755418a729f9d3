//! What is asked of a sample, and what came of it.

use std::path::PathBuf;

use classifier::Model;
use features::Voice;
use serde::Serialize;
use stats::{Allocation, SamplingConfig};

use crate::error::Error;

/// The most coders that files are made for.
const MAX_CODERS: u32 = 100;

/// What a sample is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SampleDesign {
    /// To correct rates by: drawn at random with known probabilities.
    Audit,
    /// To train the next model with: where the classifier is in doubt. Nothing can be estimated from it.
    Active,
}

impl SampleDesign {
    /// The name in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Active => "active",
        }
    }
}

/// What to draw, from where, and for whom.
#[derive(Clone, Debug)]
pub struct SampleOptions<'a> {
    /// Folder of a finished run.
    pub run: PathBuf,
    /// The CSV file for the coders.
    pub output: PathBuf,
    /// Replaces a finished sample.
    pub overwrite: bool,
    /// Units to draw; articles in a design of whole articles.
    pub n: u64,
    /// What the sample is for.
    pub design: SampleDesign,
    /// Decides who is drawn, and the order of the units in the files.
    pub seed: u64,
    /// How draws are shared out among outlets.
    pub allocation: Allocation,
    /// Draws articles with all their units.
    pub whole_articles: bool,
    /// Only sentences in these voices, by the rules; none for all units.
    pub voices: Vec<Voice>,
    /// Only these outlets; none for all.
    pub outlets: Vec<String>,
    /// How many people code.
    pub coders: u32,
    /// The share of units that all of them code, from 0 to 1.
    pub overlap: f64,
    /// The key of a sample that is made larger: its settings hold, and only new units are written.
    pub extend: Option<PathBuf>,
    /// The model of the run: the units that it was trained on are left out.
    pub model: &'a Model,
}

impl SampleOptions<'_> {
    pub(super) fn check(&self) -> Result<(), Error> {
        let refuse = |message: &str| Err(Error::Setting(message.to_owned()));
        if self.coders == 0 || self.coders > MAX_CODERS {
            let found = self.coders;
            return refuse(&format!("found {found} coders, expected 1 to {MAX_CODERS}"));
        }
        if !(0.0..=1.0).contains(&self.overlap) {
            return refuse(&format!("found an overlap of {}, expected 0 to 1", self.overlap));
        }
        let is_active = self.design == SampleDesign::Active;
        if is_active && self.extend.is_some() {
            return refuse(
                "found --extend of an active sample, expected one of an audit: train, run and draw again instead",
            );
        }
        if is_active && self.whole_articles {
            return refuse("found --whole-articles in an active sample, expected single units");
        }
        Ok(())
    }

    pub(super) fn config(&self) -> SamplingConfig {
        SamplingConfig {
            n: self.n,
            strata_n: None,
            seed: self.seed,
            allocation: self.allocation,
            whole_articles: self.whole_articles,
        }
    }
}

/// What was drawn and written.
#[derive(Clone, Debug, Serialize)]
pub struct SampleResult {
    /// The files for the coders.
    pub files: Vec<PathBuf>,
    /// The key, which coders must not see.
    pub key: PathBuf,
    /// What the sample is for.
    pub design: SampleDesign,
    /// Units that could be drawn.
    pub n_frame: u64,
    /// Units of the sample.
    pub n_sample: u64,
    /// Those that are in the files: all, but for an extended sample.
    pub n_new: u64,
    /// Strata; 0 of an active sample.
    pub n_strata: usize,
    /// Units left out because the model was trained on their texts.
    pub n_trained_on: u64,
    /// What to know of the sample.
    pub warnings: Vec<String>,
}
