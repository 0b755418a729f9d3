//! The units of a finished run.

use std::{collections::HashMap, path::Path};

use arrow_array::{Array, BooleanArray, Float32Array, StringArray};
use arrow_schema::{DataType, Schema};
use features::{SpeakerRole, UnitKind, Voice};

use super::{
    Decision, Frame, FrameUnit, RunRecord, UnitId,
    articles::Articles,
    columns::{Batch, ParquetTable},
};
use crate::error::Error;

pub(crate) const KINDS: [UnitKind; 4] =
    [UnitKind::Headline, UnitKind::Sentence, UnitKind::Caption, UnitKind::Boilerplate];
pub(crate) const ROLES: [SpeakerRole; 4] =
    [SpeakerRole::Administration, SpeakerRole::Legislator, SpeakerRole::Expert, SpeakerRole::Other];
const SCORE_PREFIX: &str = "score_";

/// Reads `units.parquet` and puts the frame together.
pub(super) fn read_units(
    path: &Path,
    record: RunRecord,
    articles: Articles,
) -> Result<Frame, Error> {
    let table = ParquetTable::open(path)?;
    let labels = labels_of(table.schema());
    let fault = |message: String| Error::Table { path: path.to_owned(), message };
    if labels.is_empty() {
        return Err(fault("found no column `score_<label>`, expected one a label".to_owned()));
    }
    let n_expected = articles.articles.last().map_or(0, |article| article.units.end as usize);
    if table.n_rows() != n_expected {
        let found = format!("found {} units", table.n_rows());
        return Err(fault(format!("{found}, expected the {n_expected} that the articles count")));
    }
    let scores: Vec<String> = labels.iter().map(|label| format!("{SCORE_PREFIX}{label}")).collect();
    let mut columns: Vec<(&str, DataType)> =
        ["unit_id", "kind", "voice", "speaker", "speaker_role"]
            .map(|name| (name, DataType::Utf8))
            .into();
    columns.extend(scores.iter().map(|name| (name.as_str(), DataType::Float32)));
    columns.extend(labels.iter().map(|name| (name.as_str(), DataType::Boolean)));
    let batches = table.batches(&columns, None)?;
    let mut reading = Reading::new(path, record, labels, articles);
    for batch in batches {
        reading.add(&batch?, &scores)?;
    }
    Ok(reading.frame)
}

/// The labels that the columns tell, in order.
fn labels_of(schema: &Schema) -> Vec<String> {
    let label = |name: &String| name.strip_prefix(SCORE_PREFIX).map(str::to_owned);
    schema.fields().iter().filter_map(|field| label(field.name())).collect()
}

struct Reading {
    frame: Frame,
    /// The article that the next unit is looked for in, from here on.
    article: usize,
    speakers: HashMap<String, u32>,
}

impl Reading {
    fn new(path: &Path, record: RunRecord, labels: Vec<String>, articles: Articles) -> Self {
        let Articles { outlets, articles } = articles;
        let n_units = articles.last().map_or(0, |article| article.units.end as usize);
        let mut by_id: Vec<u32> = (0..articles.len() as u32).collect();
        by_id.sort_unstable_by_key(|&article| &*articles[article as usize].id);
        let frame = Frame {
            record,
            outlets,
            articles,
            units: Vec::with_capacity(n_units),
            speakers: Vec::new(),
            scores: Vec::with_capacity(n_units * labels.len()),
            decisions: Vec::with_capacity(n_units * labels.len()),
            labels,
            by_id,
            units_path: path.to_owned(),
        };
        Self { frame, article: 0, speakers: HashMap::new() }
    }

    fn add(&mut self, batch: &Batch<'_>, score_columns: &[String]) -> Result<(), Error> {
        let texts = ["unit_id", "kind", "voice", "speaker", "speaker_role"];
        let [ids, kinds, voices, speakers, roles] = texts.map(|name| batch.text(name));
        let scores: Vec<&Float32Array> =
            score_columns.iter().map(|name| batch.probability(name)).collect();
        let decisions: Vec<&BooleanArray> =
            self.frame.labels.iter().map(|name| batch.flag(name)).collect();
        for row in 0..batch.n_rows() {
            let (article, id) = self.place(batch, row, batch.required(ids, row, "unit_id")?)?;
            let unit = FrameUnit {
                article,
                number: id.number,
                hash: id.hash,
                kind: one_of(&KINDS, UnitKind::as_str, batch, kinds, (row, "kind"))?,
                voice: one_of(&Voice::ALL, Voice::as_str, batch, voices, (row, "voice"))?,
                speaker_role: roles
                    .is_valid(row)
                    .then(|| {
                        one_of(&ROLES, SpeakerRole::as_str, batch, roles, (row, "speaker_role"))
                    })
                    .transpose()?,
                speaker: speakers.is_valid(row).then(|| self.speaker(speakers.value(row))),
            };
            self.frame.units.push(unit);
            for (name, array) in score_columns.iter().zip(&scores) {
                self.frame.scores.push(score(batch, array, row, name)?);
            }
            self.frame.decisions.extend(decisions.iter().map(|array| decision(array, row)));
        }
        Ok(())
    }

    /// The article of the next unit and the parts of its id.
    fn place<'b>(
        &mut self,
        batch: &Batch<'_>,
        row: usize,
        id: &'b str,
    ) -> Result<(u32, UnitId<'b>), Error> {
        let parts = UnitId::parse(id).ok_or_else(|| {
            let expected = "expected ARTICLE_ID.NNN.HASH8";
            batch.fault(row, &format!("found unit_id {id:?}, {expected}"))
        })?;
        let Frame { articles, units, .. } = &self.frame;
        let at = units.len() as u32;
        while articles.get(self.article).is_some_and(|article| article.units.end <= at) {
            self.article += 1;
        }
        // There are as many rows as the articles count units.
        let article = articles.get(self.article).filter(|article| *article.id == *parts.article_id);
        let Some(article) = article else {
            let expected = articles.get(self.article).map_or("none", |article| &*article.id);
            let message = format!("found unit_id {id:?}, expected a unit of article {expected:?}");
            return Err(batch.fault(row, &message));
        };
        let before = units.last().filter(|_| article.units.start < at).map(|unit| unit.number);
        match before {
            Some(before) if parts.number <= before => {
                let message = format!("found unit_id {id:?}, expected a number above {before}");
                Err(batch.fault(row, &message))
            }
            _ => Ok((self.article as u32, parts)),
        }
    }

    fn speaker(&mut self, name: &str) -> u32 {
        if let Some(&speaker) = self.speakers.get(name) {
            return speaker;
        }
        let speaker = self.frame.speakers.len() as u32;
        self.frame.speakers.push(name.to_owned());
        self.speakers.insert(name.to_owned(), speaker);
        speaker
    }
}

/// The value that a cell names.
fn one_of<T: Copy>(
    values: &[T],
    name_of: fn(T) -> &'static str,
    batch: &Batch<'_>,
    array: &StringArray,
    (row, column): (usize, &str),
) -> Result<T, Error> {
    let found = batch.required(array, row, column)?;
    values.iter().copied().find(|&value| name_of(value) == found).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|&value| name_of(value)).collect();
        let expected = names.join(", ");
        batch.fault(row, &format!("found {found:?} in `{column}`, expected one of {expected}"))
    })
}

fn score(batch: &Batch<'_>, array: &Float32Array, row: usize, name: &str) -> Result<f32, Error> {
    let score = array.is_valid(row).then(|| array.value(row));
    score.filter(|score| (0.0..=1.0).contains(score)).ok_or_else(|| {
        let found = score.map_or("nothing".to_owned(), |score| score.to_string());
        batch.fault(row, &format!("found {found} in `{name}`, expected a number from 0 to 1"))
    })
}

fn decision(array: &BooleanArray, row: usize) -> Decision {
    match array.is_valid(row).then(|| array.value(row)) {
        Some(true) => Decision::Yes,
        Some(false) => Decision::No,
        None => Decision::Abstains,
    }
}
