//! `speakers.csv`.

use std::path::Path;

use classifier::Codebook;

use super::{SpeakerCounts, Speakers, counts::Mentions};
use crate::{
    error::Error,
    table::{Cell, Column, Form, Kind, TableWriter},
};

/// The outlet of the rows on all outlets together.
const ALL_OUTLETS: &str = "all";

/// The columns of `speakers.csv`.
fn speaker_columns() -> Vec<Column> {
    let text = |name| Column::new(name, Kind::Text);
    let number = |name| Column::new(name, Kind::Number);
    vec![
        text("speaker"),
        text("speaker_role"),
        text("speaker_title"),
        text("speaker_party"),
        text("speaker_state"),
        text("outlet"),
        text("label"),
        number("n_outlets"),
        number("n_articles"),
        number("n_clusters"),
        number("n_units"),
        number("n_labelled"),
        Column::new("classified_share", Kind::Share),
    ]
}

/// Writes `speakers.csv`: for each speaker and label a row on all outlets together, then one for each outlet.
pub(crate) fn write_speakers(
    path: &Path,
    speakers: &Speakers,
    codebook: &Codebook,
) -> Result<(), Error> {
    let mut table = Form::Csv.create(path, &speaker_columns())?;
    for counts in speakers.iter() {
        let speaker = SpeakerCells::of(&counts);
        write_mentions(
            table.as_mut(),
            &speaker,
            (ALL_OUTLETS, counts.n_outlets()),
            &counts.total(),
            codebook,
        )?;
        for (outlet, mentions) in counts.outlets() {
            write_mentions(table.as_mut(), &speaker, (outlet, 1), mentions, codebook)?;
        }
    }
    table.finish()
}

/// What is the same in all rows of a speaker.
struct SpeakerCells<'a>([Cell<'a>; 5]);

impl<'a> SpeakerCells<'a> {
    fn of(counts: &SpeakerCounts<'a>) -> Self {
        let texts = [counts.name(), counts.role(), counts.title(), counts.party(), counts.state()];
        Self(texts.map(Cell::text))
    }
}

/// Writes a row a label, for an outlet or for a number of outlets together.
fn write_mentions(
    table: &mut dyn TableWriter,
    speaker: &SpeakerCells<'_>,
    (outlet, n_outlets): (&str, u64),
    mentions: &Mentions,
    codebook: &Codebook,
) -> Result<(), Error> {
    let n_clusters = mentions.n_clusters();
    for (label, &n_labelled) in codebook.label_names().zip(&mentions.n_labelled) {
        let counts = [
            Cell::Text(outlet),
            Cell::Text(label),
            Cell::Number(n_outlets),
            Cell::Number(mentions.n_articles),
            Cell::Number(n_clusters),
            Cell::Number(mentions.n_units),
            Cell::Number(n_labelled),
            Cell::Share(n_labelled as f64 / mentions.n_units as f64),
        ];
        table.write(&[speaker.0.as_slice(), &counts].concat())?;
    }
    Ok(())
}
