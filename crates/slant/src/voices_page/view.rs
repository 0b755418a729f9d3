//! What the template sees of an article.

use features::{Attribution, Span, Voice};
use ingest::Article;
use serde::Serialize;

use super::heads::heads;
use super::paragraphs::paragraphs;
use super::speakers::{SpeakerRow, speaker_rows};
use super::sweep::{Mark, MarkKind, cut};
use crate::rows::date_text;
use crate::scoring::ScoredArticle;

/// An article on the page.
#[derive(Debug, Serialize)]
pub(super) struct ArticleView {
    /// Its place on the page, from 1.
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) outlet: String,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    /// Whether the address may become a link: only the web's own schemes.
    pub(super) has_link: bool,
    pub(super) headline: Option<UnitView>,
    pub(super) paragraphs: Vec<Vec<UnitView>>,
    pub(super) n_units: usize,
    /// Units in each voice, in the order of [`Voice::ALL`].
    pub(super) n_by_voice: [usize; 3],
    pub(super) n_attributions: usize,
    pub(super) speakers: Vec<SpeakerRow>,
}

/// A unit, or the part of one that stands in a paragraph, or what lies between units.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct UnitView {
    /// None between units, and where a unit goes on.
    pub(super) number: Option<u32>,
    /// `own`, `direct_quote` or `indirect`; none between units.
    pub(super) voice: &'static str,
    /// `caption` or `boilerplate`.
    pub(super) furniture: Option<&'static str>,
    /// All that is known of it, in words.
    pub(super) about: String,
    pub(super) notes: Vec<Note>,
    pub(super) pieces: Vec<PieceView>,
}

/// A stretch of text that is marked alike.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct PieceView {
    pub(super) text: String,
    /// Classes, separated by spaces.
    pub(super) marks: String,
    /// Numbers of the attributions whose content begins with it.
    pub(super) opened: Vec<u32>,
    /// Numbers of the attributions whose content ends with it.
    pub(super) closed: Vec<u32>,
}

/// An attribution in the margin, or whose words a unit goes on with.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Note {
    /// The number that its content has in the text; none where no attribution starts in the unit.
    pub(super) number: Option<u32>,
    pub(super) speakers: Option<String>,
    /// The source as the text has it, where it is another word for the speakers.
    pub(super) source: Option<String>,
    pub(super) form: &'static str,
}

impl ArticleView {
    pub(super) fn of(number: u64, article: &Article, scored: &ScoredArticle) -> Self {
        let mut headline = None;
        let mut units = Vec::new();
        for (unit, head) in scored.units.iter().zip(heads(article, scored)) {
            if unit.span.is_none() && headline.is_none() {
                let piece = PieceView { text: visible(&unit.text), ..PieceView::default() };
                headline = Some(UnitView { pieces: vec![piece], ..head });
                units.push(UnitView::default());
            } else {
                units.push(head);
            }
        }
        let pieces = cut(&article.text, &marks(scored));
        let has_voice =
            |voice: Voice| scored.units.iter().filter(|unit| unit.voice() == voice).count();
        let url = article.url.as_deref().map(visible);
        Self {
            number,
            id: visible(&article.id),
            outlet: visible(&article.outlet),
            title: article.title.as_deref().map(visible),
            date: date_text(article),
            has_link: url.as_deref().is_some_and(is_web_address),
            url,
            headline,
            paragraphs: paragraphs(&pieces, units),
            n_units: scored.units.len(),
            n_by_voice: Voice::ALL.map(has_voice),
            n_attributions: attributions(scored).count(),
            speakers: speaker_rows(scored),
        }
    }
}

fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The units and the attributions of an article, as marks on its text; attributions are numbered in their order.
fn marks(scored: &ScoredArticle) -> Vec<Mark> {
    let units = scored.units.iter().enumerate();
    let units = units
        .filter_map(|(index, unit)| Some(Mark { span: unit.span?, kind: MarkKind::Unit(index) }));
    let attributions = attributions(scored).zip(1..).flat_map(|(attribution, number)| {
        let content = Mark { span: attribution.content, kind: MarkKind::Content(number) };
        let mark = |span: Option<Span>, kind| span.map(|span| Mark { span, kind });
        let source = mark(attribution.source, MarkKind::Source);
        let cue = mark(attribution.cue, MarkKind::Cue);
        [Some(content), source, cue].into_iter().flatten()
    });
    units.chain(attributions).collect()
}

pub(super) fn attributions(scored: &ScoredArticle) -> impl Iterator<Item = &Attribution> {
    scored.units.iter().filter_map(|unit| unit.voice.as_ref()).flat_map(|voice| &voice.attributions)
}

/// The text with signs for control characters, which no page may hold.
pub(super) fn visible(text: &str) -> String {
    let sign = |letter: char| match letter {
        '\n' | '\t' => letter,
        '\r' => '\n',
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + letter as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        _ => letter,
    };
    text.replace("\r\n", "\n").chars().map(sign).collect()
}
