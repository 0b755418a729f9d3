//! The tables of a run that have a row an article, a unit or a reject, and what is counted on the way.

use std::{collections::BTreeMap, path::Path};

use classifier::Codebook;
use features::Voice;

use crate::{
    copies::Copies,
    error::Error,
    highlights::Highlights,
    parts::{PartRow, ReadArticle},
    rejects::RejectsFile,
    rows::{Cluster, article_columns, unit_columns, write_article, write_units},
    scoring::{Relevance, ScoredUnit},
    speakers::SpeakerTally,
    table::{Form, TableWriter},
    tally::{OutletTally, sentences},
};

/// Writes the rows of a run and counts them.
pub(crate) struct RunTables<'a> {
    copies: &'a Copies,
    n_relevant: usize,
    pub(crate) files: RunFiles,
    pub(crate) tallies: Tallies,
}

/// The files, not yet in their places.
pub(crate) struct RunFiles {
    articles: Box<dyn TableWriter>,
    units: Box<dyn TableWriter>,
    rejects: RejectsFile,
}

/// What was counted.
pub(crate) struct Tallies {
    pub(crate) outlets: OutletTally,
    pub(crate) speakers: SpeakerTally,
    pub(crate) highlights: Highlights,
    pub(crate) units: UnitCounts,
}

/// Units of relevant articles.
#[derive(Clone, Debug)]
pub(crate) struct UnitCounts {
    pub(crate) by_kind: BTreeMap<&'static str, u64>,
    /// The sentences among them, every voice listed.
    pub(crate) sentences_by_voice: BTreeMap<&'static str, u64>,
}

impl<'a> RunTables<'a> {
    pub(crate) fn create(
        folder: &Path,
        codebook: &Codebook,
        copies: &'a Copies,
    ) -> Result<Self, Error> {
        let articles = folder.join("articles.parquet");
        let units = unit_columns(codebook.label_names());
        let files = RunFiles {
            articles: Form::Parquet.create(&articles, &article_columns())?,
            units: Form::Parquet.create(&folder.join("units.parquet"), &units)?,
            rejects: RejectsFile::create(&folder.join("rejects.jsonl"))?,
        };
        Ok(Self { copies, n_relevant: 0, files, tallies: Tallies::new(codebook.labels.len()) })
    }

    pub(crate) fn write(&mut self, row: &PartRow) -> Result<(), Error> {
        match row {
            PartRow::Article(read) => self.write_article(read),
            PartRow::Reject(reject) => self.files.rejects.write(reject),
            PartRow::End(_) => Ok(()),
        }
    }

    fn write_article(&mut self, read: &ReadArticle) -> Result<(), Error> {
        let is_relevant = read.relevance == Relevance::Relevant;
        let copies = self.copies;
        let cluster = is_relevant.then(|| copies.cluster(self.n_relevant)).flatten();
        self.n_relevant += usize::from(is_relevant);
        write_article(self.files.articles.as_mut(), read, cluster, is_relevant)?;
        let shared_with = |unit: &ScoredUnit| copies.shared_with(unit, &read.article.outlet);
        write_units(self.files.units.as_mut(), read, cluster, shared_with)?;
        self.tallies.add(read, cluster);
        Ok(())
    }
}

impl RunFiles {
    /// Puts them in their places.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.articles.finish()?;
        self.units.finish()?;
        self.rejects.finish()
    }
}

impl Tallies {
    fn new(n_labels: usize) -> Self {
        Self {
            outlets: OutletTally::new(n_labels),
            speakers: SpeakerTally::new(n_labels),
            highlights: Highlights::new(n_labels),
            units: UnitCounts {
                by_kind: BTreeMap::new(),
                sentences_by_voice: Voice::ALL.map(|voice| (voice.as_str(), 0)).into(),
            },
        }
    }

    fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        self.outlets.add(read, cluster);
        self.speakers.add(read, cluster);
        self.highlights.add(read);
        let units = &read.scored.units;
        for unit in units {
            *self.units.by_kind.entry(unit.kind.as_str()).or_default() += 1;
        }
        for unit in sentences(units) {
            *self.units.sentences_by_voice.entry(unit.voice().as_str()).or_default() += 1;
        }
    }
}
