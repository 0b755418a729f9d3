//! A finished run, read back: its articles and units with their scores, without the texts.
//!
//! What samples are drawn from, and what audits and estimates are about. A unit takes some tens of bytes; texts are
//! read for the units that are asked for.

mod articles;
pub(crate) mod columns;
#[cfg(test)]
pub(crate) mod fixture;
mod record;
#[cfg(test)]
mod tests;
mod texts;
mod unit_id;
mod units;

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use classifier::Model;
use features::{SpeakerRole, UnitKind, Voice};
use jiff::civil::Date;

pub(crate) use record::RunRecord;
pub(crate) use unit_id::UnitId;
pub(crate) use units::{KINDS, ROLES};

use crate::error::Error;

const ARTICLES: &str = "articles.parquet";
const UNITS: &str = "units.parquet";
/// Texts held at once where those of many units are looked at.
const TEXTS_AT_ONCE: usize = 65_536;

/// The relevant articles of a finished run and their units.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// What the manifest of the run says.
    pub(crate) record: RunRecord,
    /// The labels, in the codebook's order.
    pub(crate) labels: Vec<String>,
    /// Every outlet of the run, sorted, those without a relevant article too.
    pub(crate) outlets: Vec<String>,
    /// The relevant articles, in the order of the run.
    pub(crate) articles: Vec<FrameArticle>,
    /// Their units, in order: a unit's place is that of its row in `units.parquet`.
    pub(crate) units: Vec<FrameUnit>,
    /// What stands in the column `speaker`, each text once, in order of appearance: one name or several joined.
    pub(crate) speakers: Vec<String>,
    /// For each unit a score a label.
    scores: Vec<f32>,
    /// For each unit a decision a label.
    decisions: Vec<Decision>,
    /// The articles by their ids.
    by_id: Vec<u32>,
    /// The file that has the texts.
    units_path: PathBuf,
}

/// A relevant article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FrameArticle {
    pub(crate) id: Box<str>,
    /// Place in [`Frame::outlets`].
    pub(crate) outlet: u32,
    pub(crate) date: Option<Date>,
    /// What stands for its cluster: the first 64 bits of [`crate::rows::id_key`] of the cluster's id.
    pub(crate) cluster_id: u64,
    /// Articles of its cluster.
    pub(crate) cluster_size: u32,
    /// Whether it is the earliest of its cluster.
    pub(crate) is_first: bool,
    /// Places of its units.
    pub(crate) units: Range<u32>,
}

/// A unit of a relevant article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameUnit {
    /// Place in [`Frame::articles`].
    pub(crate) article: u32,
    /// Position in the article; the headline is 0.
    pub(crate) number: u32,
    /// The start of the BLAKE3 hash of its text, as in its id.
    pub(crate) hash: u32,
    pub(crate) kind: UnitKind,
    /// In whose voice it speaks, by the rules.
    pub(crate) voice: Voice,
    /// What the first of its speakers speaks as, by the rules.
    pub(crate) speaker_role: Option<SpeakerRole>,
    /// Place in [`Frame::speakers`].
    pub(crate) speaker: Option<u32>,
}

/// What the classifier decides on a unit and label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Decision {
    No,
    Yes,
    Abstains,
}

/// What a unit's id leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// This unit.
    Unit(usize),
    /// The unit of this article and number, whose text is another.
    OtherText(usize),
    /// No unit of this number in an article that is there.
    NoUnit,
    /// No such relevant article.
    NoArticle,
}

impl Frame {
    /// Reads the folder of a finished run, which its `units.parquet` may stand for.
    ///
    /// # Errors
    /// Where the folder holds no finished run, a file is not what the manifest says, or a table does not have the columns
    /// and values that runs write.
    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let is_table = folder.ends_with(UNITS) && folder.is_file();
        let folder = if is_table { folder.parent().unwrap_or(folder) } else { folder };
        // A table in the folder where one works has nothing before its name.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let record = RunRecord::read(folder)?;
        record.check_file(folder, ARTICLES)?;
        record.check_file(folder, UNITS)?;
        let articles = articles::read_articles(&folder.join(ARTICLES))?;
        let units_path = folder.join(UNITS);
        units::read_units(&units_path, record, articles)
    }

    pub(crate) fn n_labels(&self) -> usize {
        self.labels.len()
    }

    /// The calibrated probability of a label.
    pub(crate) fn score(&self, unit: usize, label: usize) -> f32 {
        self.scores[unit * self.labels.len() + label]
    }

    /// The calibrated probability of every label.
    pub(crate) fn scores(&self, unit: usize) -> &[f32] {
        &self.scores[unit * self.labels.len()..][..self.labels.len()]
    }

    /// Whether the label holds; `None` where the model abstains.
    pub(crate) fn decision(&self, unit: usize, label: usize) -> Option<bool> {
        match self.decisions[unit * self.labels.len() + label] {
            Decision::No => Some(false),
            Decision::Yes => Some(true),
            Decision::Abstains => None,
        }
    }

    /// The article of a unit.
    pub(crate) fn article_of(&self, unit: usize) -> &FrameArticle {
        &self.articles[self.units[unit].article as usize]
    }

    /// The unit's id, as in `units.parquet`.
    pub(crate) fn unit_id(&self, unit: usize) -> String {
        let FrameUnit { number, hash, .. } = self.units[unit];
        UnitId { article_id: &self.article_of(unit).id, number, hash }.to_string()
    }

    /// Where a unit's id leads.
    pub(crate) fn look_up(&self, id: UnitId<'_>) -> Found {
        let article = |at: &u32| &self.articles[*at as usize];
        let Ok(place) = self.by_id.binary_search_by(|at| (*article(at).id).cmp(id.article_id))
        else {
            return Found::NoArticle;
        };
        let range = &article(&self.by_id[place]).units;
        let units = &self.units[range.start as usize..range.end as usize];
        match units.binary_search_by_key(&id.number, |unit| unit.number) {
            Ok(at) if units[at].hash == id.hash => Found::Unit(range.start as usize + at),
            Ok(at) => Found::OtherText(range.start as usize + at),
            Err(_) => Found::NoUnit,
        }
    }

    /// Those of these units whose texts the model was trained on, in their order: a model knows the answers on these, and they tell
    /// nothing of its errors elsewhere.
    ///
    /// # Errors
    /// As [`Self::texts`].
    pub(crate) fn trained_on(&self, model: &Model, units: &[usize]) -> Result<Vec<usize>, Error> {
        let mut found = Vec::new();
        for some in units.chunks(TEXTS_AT_ONCE) {
            let texts = self.texts(some)?;
            let seen = some.iter().zip(&texts).filter(|(_, text)| model.has_seen(text));
            found.extend(seen.map(|(&unit, _)| unit));
        }
        Ok(found)
    }

    /// The texts of these units, in their order.
    ///
    /// # Errors
    /// Where the file of the run has gone or has another number of units by now.
    pub(crate) fn texts(&self, units: &[usize]) -> Result<Vec<String>, Error> {
        texts::read_texts(&self.units_path, self.units.len(), units)
    }
}
