//! Folders of finished runs made by hand, for tests.

use std::{collections::BTreeMap, path::Path};

use features::{UnitKind, Voice};

use crate::{
    rows::{article_columns, unit_columns},
    run::MANIFEST,
    table::{Cell, Column, Form, Kind},
};

/// An article: id, outlet, whether it is relevant, the id of its cluster, its units.
pub(crate) struct FixtureArticle {
    pub(crate) id: &'static str,
    pub(crate) outlet: &'static str,
    pub(crate) date: Option<&'static str>,
    pub(crate) relevant: Option<bool>,
    pub(crate) cluster: &'static str,
    pub(crate) units: Vec<FixtureUnit>,
}

/// A unit; its number is its place among those of its article.
#[derive(Clone)]
pub(crate) struct FixtureUnit {
    pub(crate) kind: UnitKind,
    pub(crate) voice: Voice,
    pub(crate) speaker: Option<&'static str>,
    pub(crate) role: Option<&'static str>,
    pub(crate) text: &'static str,
    /// A score a label; from .5 on the label holds.
    pub(crate) scores: Vec<f32>,
}

impl FixtureUnit {
    /// A sentence in the outlet's own voice.
    pub(crate) fn own(text: &'static str, scores: &[f32]) -> Self {
        Self {
            kind: UnitKind::Sentence,
            voice: Voice::Own,
            speaker: None,
            role: None,
            text,
            scores: scores.to_vec(),
        }
    }
}

/// A run with these labels and articles.
pub(crate) struct RunFixture {
    pub(crate) labels: Vec<&'static str>,
    pub(crate) articles: Vec<FixtureArticle>,
    /// A table, one of its columns, and what that becomes: another kind, or nothing.
    pub(crate) column: Option<(&'static str, &'static str, Option<Kind>)>,
    /// A table, a row from 1, one of its columns, and what stands there instead.
    pub(crate) cell: Option<(&'static str, usize, &'static str, Cell<'static>)>,
}

impl RunFixture {
    /// Three articles in two outlets and a third outlet with none that is relevant.
    pub(crate) fn small() -> Self {
        let quoted = FixtureUnit {
            voice: Voice::DirectQuote,
            speaker: Some("Orla Fennick"),
            role: Some("legislator"),
            ..FixtureUnit::own("“It is far too weak,” Fennick said.", &[0.1, 0.9])
        };
        let headline = FixtureUnit {
            kind: UnitKind::Headline,
            ..FixtureUnit::own("The order, a week on", &[0.2, 0.3])
        };
        let praise = FixtureUnit::own("The order is a welcome step.", &[0.8, 0.05]);
        let article = |id, outlet, date, cluster, units| FixtureArticle {
            id,
            outlet,
            date,
            relevant: Some(true),
            cluster,
            units,
        };
        let irrelevant = FixtureArticle {
            relevant: Some(false),
            ..article("weather", "Quiet Gazette", None, "", Vec::new())
        };
        Self {
            labels: vec!["supportive", "not_far_enough"],
            articles: vec![
                article(
                    "h.1",
                    "harborpost.example",
                    Some("2018-09-12"),
                    "h.1",
                    vec![headline, praise.clone(), quoted],
                ),
                irrelevant,
                article(
                    "alder",
                    "The Alder Valley Chronicle",
                    Some("2018-09-14"),
                    "h.1",
                    vec![praise],
                ),
                article("empty", "harborpost.example", None, "empty", Vec::new()),
                article(
                    "last",
                    "harborpost.example",
                    None,
                    "last",
                    vec![FixtureUnit::own("The panel meets on Monday.", &[0.0, 1.0])],
                ),
            ],
            column: None,
            cell: None,
        }
    }

    /// Writes tables and manifest, as a run does.
    pub(crate) fn write(&self, folder: &Path) {
        let relevant = || self.articles.iter().filter(|article| article.relevant == Some(true));
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        relevant().for_each(|article| *sizes.entry(article.cluster).or_default() += 1);
        let articles = self.articles.iter().map(|article| article_row(article, &sizes));
        self.write_table(folder, "articles.parquet", &article_columns(), articles);
        let units = relevant().flat_map(|article| {
            (0..).zip(&article.units).map(|(number, unit)| unit_row(article, number, unit))
        });
        let columns = unit_columns(self.labels.iter().copied());
        let with_labels = units.map(|(mut row, scores)| {
            for (label, score) in self.labels.iter().zip(scores) {
                row.push((format!("score_{label}"), Value::Probability(score)));
                row.push(((*label).to_owned(), Value::Flag(score >= 0.5)));
            }
            row
        });
        self.write_table(folder, "units.parquet", &columns, with_labels);
        write_manifest(folder, &["articles.parquet", "units.parquet"]);
    }

    fn write_table(
        &self,
        folder: &Path,
        file: &str,
        columns: &[Column],
        rows: impl Iterator<Item = Row>,
    ) {
        let mut columns = columns.to_vec();
        if let Some((_, name, kind)) = self.column.filter(|(table, ..)| *table == file) {
            columns.retain(|column| column.name != name);
            columns.extend(kind.map(|kind| Column::new(name, kind)));
        }
        let mut table = Form::Parquet.create(&folder.join(file), &columns).unwrap();
        for (number, row) in (1..).zip(rows) {
            let cell = |column: &Column| {
                let other = self.cell.filter(|(table, row, name, _)| {
                    *table == file && *row == number && *name == column.name
                });
                let value = row.iter().find(|(name, _)| *name == column.name);
                other.map_or_else(
                    || value.map_or(Cell::Missing, |(_, value)| value.cell()),
                    |other| other.3,
                )
            };
            table.write(&columns.iter().map(cell).collect::<Vec<_>>()).unwrap();
        }
        table.finish().unwrap();
    }
}

/// Writes a manifest that lists these files as they are.
pub(crate) fn write_manifest(folder: &Path, files: &[&str]) {
    let outputs = files.iter().map(|file| {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        serde_json::json!({
            "file": file, "bytes": bytes.len(), "blake3": blake3::hash(&bytes).to_hex().as_str(),
        })
    });
    let manifest = serde_json::json!({
        "slant_version": "0.0.0",
        "config": {
            "all": false,
            "bootstrap": { "replicates": 2000, "seed": 2018, "level": 0.95, "min_clusters": 10 },
        },
        "codebook": { "name": "tone", "version": "3", "blake3": "c0de" },
        "model": { "name": "tone-linear", "blake3": "30de1" },
        "warnings": [],
        "outputs": outputs.collect::<Vec<_>>(),
    });
    std::fs::write(folder.join(MANIFEST), manifest.to_string()).unwrap();
}

type Row = Vec<(String, Value)>;

enum Value {
    Text(String),
    Number(u64),
    Probability(f32),
    Flag(bool),
}

impl Value {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(*number),
            Self::Probability(probability) => Cell::Probability(*probability),
            Self::Flag(flag) => Cell::Flag(*flag),
        }
    }
}

fn text(name: &str, value: impl Into<String>) -> (String, Value) {
    (name.to_owned(), Value::Text(value.into()))
}

fn article_row(article: &FixtureArticle, sizes: &BTreeMap<&str, usize>) -> Row {
    let number = |name: &str, number: usize| (name.to_owned(), Value::Number(number as u64));
    let flag = |name: &str, flag: bool| (name.to_owned(), Value::Flag(flag));
    let mut row = vec![text("article_id", article.id), text("outlet", article.outlet)];
    row.extend(article.date.map(|date| text("date", date)));
    row.extend(article.relevant.map(|relevant| flag("relevant", relevant)));
    if article.relevant == Some(true) {
        row.push(text("cluster_id", article.cluster));
        row.push(number("cluster_size", sizes[article.cluster]));
        row.push(flag("cluster_first", article.cluster == article.id));
        row.push(number("n_units", article.units.len()));
    }
    row
}

fn unit_row(article: &FixtureArticle, number: usize, unit: &FixtureUnit) -> (Row, Vec<f32>) {
    let hash = blake3::hash(unit.text.as_bytes()).to_hex();
    let mut row = vec![
        text("unit_id", format!("{}.{number:03}.{}", article.id, &hash[..8])),
        text("kind", unit.kind.as_str()),
        text("text", unit.text),
        text("voice", unit.voice.as_str()),
    ];
    row.extend(unit.speaker.map(|speaker| text("speaker", speaker)));
    row.extend(unit.role.map(|role| text("speaker_role", role)));
    (row, unit.scores.clone())
}
