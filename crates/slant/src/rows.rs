//! The columns of `articles` and `units`, whatever their form.

use ingest::Article;

use crate::{
    error::Error,
    parts::ReadArticle,
    scoring::{Relevance, ScoredUnit},
    table::{Cell, Column, Kind, TableWriter},
    voices::VoiceValues,
};

/// The cluster that an article is of: articles that share most of their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cluster<'a> {
    /// The id of its earliest article.
    pub(crate) id: &'a str,
    /// Its articles.
    pub(crate) size: u32,
    /// Whether this is the earliest.
    pub(crate) is_first: bool,
}

/// The columns of `articles`.
pub(crate) fn article_columns() -> Vec<Column> {
    let text = |name| Column::new(name, Kind::Text);
    let number = |name| Column::new(name, Kind::Number);
    vec![
        text("article_id"),
        text("outlet"),
        text("url"),
        text("title"),
        text("author"),
        text("date"),
        text("source_path"),
        number("source_line"),
        number("source_offset"),
        text("language"),
        Column::new("relevant", Kind::Flag),
        text("cluster_id"),
        number("cluster_size"),
        Column::new("cluster_first", Kind::Flag),
        number("n_units"),
        number("n_sentences"),
        text("text"),
    ]
}

/// Writes one row of `articles`; `with_text` says whether the text goes along.
pub(crate) fn write_article(
    table: &mut dyn TableWriter,
    read: &ReadArticle,
    cluster: Option<Cluster<'_>>,
    with_text: bool,
) -> Result<(), Error> {
    let ReadArticle { article, relevance, scored } = read;
    let date = date_text(article);
    let is_cut = *relevance == Relevance::Relevant;
    let n_units = |keep: fn(&&ScoredUnit) -> bool| {
        if is_cut {
            Cell::Number(scored.units.iter().filter(keep).count() as u64)
        } else {
            Cell::Missing
        }
    };
    table.write(&[
        Cell::Text(&article.id),
        Cell::Text(&article.outlet),
        Cell::text(article.url.as_deref()),
        Cell::text(article.title.as_deref()),
        Cell::text(article.author.as_deref()),
        Cell::text(date.as_deref()),
        Cell::Text(&article.source_path),
        Cell::Number(article.source_line),
        Cell::Number(article.source_offset),
        Cell::text(scored.language.as_deref()),
        Cell::flag(relevance.flag()),
        Cell::text(cluster.map(|cluster| cluster.id)),
        Cell::number(cluster.map(|cluster| cluster.size)),
        Cell::flag(cluster.map(|cluster| cluster.is_first)),
        n_units(|_| true),
        n_units(|unit| unit.kind == features::UnitKind::Sentence),
        if with_text { Cell::Text(&article.text) } else { Cell::Missing },
    ])
}

/// The columns of `units`, with a score and a verdict for each label.
pub(crate) fn unit_columns<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<Column> {
    let text = |name| Column::new(name, Kind::Text);
    let number = |name| Column::new(name, Kind::Number);
    let mut columns = vec![
        text("unit_id"),
        text("article_id"),
        text("outlet"),
        text("date"),
        text("cluster_id"),
        number("shared_with"),
        number("unit"),
        text("kind"),
        number("start"),
        number("end"),
        text("text"),
        text("voice"),
        text("speaker"),
        text("speaker_role"),
        text("speaker_title"),
        text("speaker_party"),
        text("speaker_state"),
        Column::new("relevant", Kind::Flag),
        Column::new("attributions", Kind::Attributions),
    ];
    for label in labels {
        columns.push(Column::new(format!("score_{label}"), Kind::Probability));
        columns.push(Column::new(label, Kind::Flag));
    }
    columns
}

/// Writes the units of one article; `shared_with` tells in how many other outlets a unit stands.
pub(crate) fn write_units(
    table: &mut dyn TableWriter,
    read: &ReadArticle,
    cluster: Option<Cluster<'_>>,
    shared_with: impl Fn(&ScoredUnit) -> Option<u32>,
) -> Result<(), Error> {
    let ReadArticle { article, relevance, scored } = read;
    let date = date_text(article);
    for unit in &scored.units {
        let voice = unit.voice.as_ref();
        let values = voice.map(|voice| VoiceValues::of(voice, &scored.speakers));
        let values = values.as_ref();
        let mut row = Vec::new();
        row.extend([
            Cell::Text(&unit.unit_id),
            Cell::Text(&article.id),
            Cell::Text(&article.outlet),
            Cell::text(date.as_deref()),
            Cell::text(cluster.map(|cluster| cluster.id)),
            Cell::number(shared_with(unit)),
            Cell::Number(u64::from(unit.number)),
            Cell::Text(unit.kind.as_str()),
            Cell::number(unit.span.map(|span| span.start)),
            Cell::number(unit.span.map(|span| span.end)),
            Cell::Text(&unit.text),
            Cell::text(voice.map(|voice| voice.voice.as_str())),
            Cell::text(values.and_then(|values| values.names.as_deref())),
            Cell::text(values.and_then(|values| values.role)),
            Cell::text(values.and_then(|values| values.titles.as_deref())),
            Cell::text(values.and_then(|values| values.parties.as_deref())),
            Cell::text(values.and_then(|values| values.states.as_deref())),
            Cell::flag(relevance.flag()),
            values.map_or(Cell::Missing, |values| Cell::Attributions(&values.attributions)),
        ]);
        for (probability, decision) in unit.probabilities.iter().zip(&unit.decisions) {
            row.extend([Cell::Probability(*probability), Cell::flag(*decision)]);
        }
        table.write(&row)?;
    }
    Ok(())
}

pub(crate) fn date_text(article: &Article) -> Option<String> {
    article.date.map(|date| date.to_string())
}

/// What stands for an id: 128 bits of its hash, which do not collide by chance.
pub(crate) fn id_key(id: &str) -> u128 {
    blake3::hash(id.as_bytes()).as_bytes()[..16]
        .iter()
        .fold(0, |key, &byte| (key << 8) | u128::from(byte))
}
