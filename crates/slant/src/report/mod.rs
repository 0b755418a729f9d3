//! The page of a run: one HTML file that needs nothing else, no script, no network.
//!
//! Invariants: every value is escaped by the template engine, and a policy in the page forbids scripts and outside
//! resources on top; the same data give the same bytes.

mod chart;
mod data;
mod describe;
mod section;
#[cfg(test)]
mod tests;
mod voice_bar;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::page::{environment, style};
pub use data::{
    CodebookSummary, InputFile, IntervalSettings, LabelDefinition, LabelShare, MAX_REJECT_EXAMPLES,
    MAX_SENTENCES, MAX_SPEAKERS, ModelSummary, OutletRow, RejectExample, RejectGroup, ReportData,
    RunCounts, ScoredSentence, SpeakerRow, TopicFilter, UnusedField, VoiceRow,
};
use section::Section;
use voice_bar::VoiceBar;

const TEMPLATE: &str = include_str!("../../templates/report.html");
const STYLE: &str = include_str!("../../templates/report.css");

/// Why no page could be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// An outlet or a speaker does not have one share per label.
    #[error("{of} `{name}`: found shares of {found} labels, expected {expected}")]
    Shares {
        /// What has the shares: `outlet` or `speaker`.
        of: &'static str,
        /// Its name.
        name: String,
        /// How many shares it has.
        found: usize,
        /// How many labels the codebook has.
        expected: usize,
    },
    /// There is not one list of sentences per label.
    #[error("found lists of sentences for {found} labels, expected {expected}")]
    Sentences {
        /// How many lists there are.
        found: usize,
        /// How many labels the codebook has.
        expected: usize,
    },
    /// The template does not fit the data.
    #[error("the report's template")]
    Template(#[from] minijinja::Error),
}

/// What the template sees.
#[derive(Serialize)]
struct Page<'a> {
    style: Value,
    sections: [Section<'a>; 2],
    voice_bars: Vec<VoiceBar<'a>>,
    n_outlets: u64,
    max_speakers: usize,
    max_sentences: usize,
    max_reject_examples: usize,
    data: &'a ReportData,
}

/// The page as HTML.
///
/// # Errors
/// Data that do not fit the codebook they name.
pub fn render(data: &ReportData) -> Result<String, ReportError> {
    check(data)?;
    let outlets = sort_outlets(&data.outlets);
    let page = Page {
        style: style(STYLE),
        sections: Section::in_order(data, &outlets),
        voice_bars: outlets.iter().map(|outlet| VoiceBar::draw(outlet)).collect(),
        n_outlets: outlets.len() as u64,
        max_speakers: MAX_SPEAKERS,
        max_sentences: MAX_SENTENCES,
        max_reject_examples: MAX_REJECT_EXAMPLES,
        data,
    };
    Ok(environment()?.render_named_str("report.html", TEMPLATE, Serde(&page))?)
}

fn check(data: &ReportData) -> Result<(), ReportError> {
    let expected = data.codebook.labels.len();
    for outlet in &data.outlets {
        for voice in [&outlet.own, &outlet.all] {
            check_shares("outlet", &outlet.name, voice.labels.len(), expected)?;
        }
    }
    for speaker in &data.speakers {
        check_shares("speaker", &speaker.name, speaker.labels.len(), expected)?;
    }
    if data.sentences.len() != expected {
        return Err(ReportError::Sentences { found: data.sentences.len(), expected });
    }
    Ok(())
}

fn check_shares(
    of: &'static str,
    name: &str,
    found: usize,
    expected: usize,
) -> Result<(), ReportError> {
    if found == expected {
        return Ok(());
    }
    Err(ReportError::Shares { of, name: name.to_owned(), found, expected })
}

/// The outlets with the most sentence units first, then by name.
fn sort_outlets(outlets: &[OutletRow]) -> Vec<&OutletRow> {
    let mut sorted: Vec<&OutletRow> = outlets.iter().collect();
    sorted.sort_by(|a, b| b.all.n_units.cmp(&a.all.n_units).then_with(|| a.name.cmp(&b.name)));
    sorted
}
