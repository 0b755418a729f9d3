//! What is said of each unit beside its words.

use features::{Attribution, QuotationForm, Span, UnitKind, UnitVoice, Voice};
use ingest::Article;

use super::view::{Note, UnitView, attributions, visible};
use crate::scoring::{ScoredArticle, ScoredUnit};
use crate::voices::speakers_at;

/// The units of an article without their pieces.
pub(super) fn heads(article: &Article, scored: &ScoredArticle) -> Vec<UnitView> {
    Reading { article, scored, bytes: CharacterBytes::of(article, scored) }.heads()
}

/// An article with what is needed to tell of its units.
struct Reading<'a> {
    article: &'a Article,
    scored: &'a ScoredArticle,
    bytes: CharacterBytes,
}

impl Reading<'_> {
    /// The units without their pieces.
    fn heads(&self) -> Vec<UnitView> {
        let mut n_attributions = 0;
        let heads = self.scored.units.iter().map(|unit| {
            let voice = unit.voice.as_ref();
            let furniture = match unit.kind {
                UnitKind::Caption | UnitKind::Boilerplate => Some(unit.kind.as_str()),
                UnitKind::Headline | UnitKind::Sentence => None,
            };
            UnitView {
                number: Some(unit.number),
                voice: unit.voice().as_str(),
                furniture,
                about: self.about(unit),
                notes: voice.map_or_else(Vec::new, |voice| self.notes(voice, &mut n_attributions)),
                pieces: Vec::new(),
            }
        });
        heads.collect()
    }

    /// `unit 4, sentence, direct_quote: Mark Warner (legislator)`.
    fn about(&self, unit: &ScoredUnit) -> String {
        let speakers =
            unit.voice.as_ref().map(|voice| speakers_at(&voice.speakers, &self.scored.speakers));
        let speakers = speakers.unwrap_or_default();
        let names: Vec<String> = speakers
            .iter()
            .map(|speaker| format!("{} ({})", visible(&speaker.name), speaker.role.as_str()))
            .collect();
        let colon = if names.is_empty() { "" } else { ": " };
        let (number, kind, voice) = (unit.number, unit.kind.as_str(), unit.voice().as_str());
        format!("unit {number}, {kind}, {voice}{colon}{}", names.join("; "))
    }

    fn notes(&self, voice: &UnitVoice, n_attributions: &mut u32) -> Vec<Note> {
        if voice.attributions.is_empty() && voice.voice != Voice::Own {
            let form = if voice.voice == Voice::DirectQuote {
                QuotationForm::Direct
            } else {
                QuotationForm::Indirect
            };
            let speakers = joined(&self.names(&voice.speakers));
            return vec![Note { speakers, form: form.as_str(), ..Note::default() }];
        }
        let note = |attribution: &Attribution| {
            *n_attributions += 1;
            let names = self.names(&attribution.speakers);
            let tells_more = |source: &String| {
                let source = source.to_lowercase();
                names.is_empty() || !names.iter().all(|name| source.contains(&name.to_lowercase()))
            };
            let source = self.words(attribution.source).filter(tells_more);
            Note {
                number: Some(*n_attributions),
                speakers: joined(&names),
                source,
                form: attribution.form.as_str(),
            }
        };
        voice.attributions.iter().map(note).collect()
    }

    fn names(&self, positions: &[u32]) -> Vec<String> {
        let speakers = speakers_at(positions, &self.scored.speakers);
        speakers.iter().map(|speaker| on_one_line(&speaker.name)).collect()
    }

    /// The words of the span on one line, if it holds any.
    fn words(&self, span: Option<Span>) -> Option<String> {
        let span = span?;
        let bytes = self.bytes.get(span.start)..self.bytes.get(span.end);
        let words = on_one_line(self.article.text.get(bytes)?);
        (!words.is_empty()).then_some(words)
    }
}

fn on_one_line(words: &str) -> String {
    visible(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn joined(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join("; "))
}

/// The bytes of the code points at which sources begin and end.
struct CharacterBytes {
    /// In order.
    known: Vec<(u32, usize)>,
    n_bytes: usize,
}

impl CharacterBytes {
    fn of(article: &Article, scored: &ScoredArticle) -> Self {
        let sources = attributions(scored).filter_map(|attribution| attribution.source);
        let mut wanted: Vec<u32> = sources.flat_map(|span| [span.start, span.end]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut wanted = wanted.into_iter().peekable();
        let mut known = Vec::new();
        for ((byte, _), character) in article.text.char_indices().zip(0..) {
            if wanted.next_if_eq(&character).is_some() {
                known.push((character, byte));
            }
        }
        Self { known, n_bytes: article.text.len() }
    }

    /// The byte; the end of the text for what lies behind it.
    fn get(&self, character: u32) -> usize {
        let at = self.known.binary_search_by_key(&character, |(character, _)| *character);
        at.map_or(self.n_bytes, |at| self.known[at].1)
    }
}
