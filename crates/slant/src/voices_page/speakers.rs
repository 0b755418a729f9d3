//! The speakers of an article, with how much is said by each.

use features::Voice;
use serde::Serialize;

use super::view::visible;
use crate::scoring::ScoredArticle;

/// A row of the table below an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct SpeakerRow {
    /// None for units of others than the outlet of which it is not known whose they are.
    pub(super) name: Option<String>,
    pub(super) title: Option<String>,
    pub(super) party: Option<String>,
    pub(super) state: Option<String>,
    pub(super) role: Option<&'static str>,
    /// Units in direct quotation.
    pub(super) n_direct: usize,
    /// Units in indirect quotation.
    pub(super) n_indirect: usize,
}

/// The speakers in the order of the article, and at last a row for the units of nobody known, where there are such.
pub(super) fn speaker_rows(scored: &ScoredArticle) -> Vec<SpeakerRow> {
    let known = scored.speakers.iter().map(|speaker| SpeakerRow {
        name: Some(visible(&speaker.name)),
        title: speaker.title.as_deref().map(visible),
        party: speaker.party.as_deref().map(visible),
        state: speaker.state.as_deref().map(visible),
        role: Some(speaker.role.as_str()),
        ..SpeakerRow::default()
    });
    let mut rows: Vec<SpeakerRow> = known.collect();
    let mut unknown = SpeakerRow::default();
    for unit in &scored.units {
        let voice = unit.voice();
        let positions = unit.voice.iter().flat_map(|voice| &voice.speakers);
        let mut is_known = false;
        for &position in positions {
            if let Some(row) = rows.get_mut(position as usize) {
                row.count(voice);
                is_known = true;
            }
        }
        if !is_known {
            unknown.count(voice);
        }
    }
    if unknown.n_direct + unknown.n_indirect > 0 {
        rows.push(unknown);
    }
    rows
}

impl SpeakerRow {
    fn count(&mut self, voice: Voice) {
        match voice {
            Voice::Own => {}
            Voice::DirectQuote => self.n_direct += 1,
            Voice::Indirect => self.n_indirect += 1,
        }
    }
}
