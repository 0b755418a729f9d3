//! The highest-scored sentences of each label.

use crate::{
    parts::ReadArticle,
    report::{MAX_SENTENCES, ScoredSentence},
    rows::date_text,
    scoring::{Relevance, ScoredUnit},
    voices::VoiceValues,
};
use features::UnitKind;

/// The highest-scored sentences so far, highest first; of equals the one that came first, and of copies only that.
#[derive(Debug)]
pub(crate) struct Highlights {
    by_label: Vec<Vec<ScoredSentence>>,
}

impl Highlights {
    pub(crate) fn new(n_labels: usize) -> Self {
        Self { by_label: vec![Vec::new(); n_labels] }
    }

    pub(crate) fn add(&mut self, read: &ReadArticle) {
        if read.relevance != Relevance::Relevant {
            return;
        }
        for unit in read.scored.units.iter().filter(|unit| unit.kind == UnitKind::Sentence) {
            let scores = unit.probabilities.iter().zip(&unit.decisions);
            for (sentences, (&probability, &decision)) in self.by_label.iter_mut().zip(scores) {
                let probability = f64::from(probability);
                let rank = sentences.partition_point(|other| other.probability >= probability);
                // The same text has the same score, so a copy of a sentence lies right before its rank.
                let mut equals = sentences[..rank]
                    .iter()
                    .rev()
                    .take_while(|other| other.probability <= probability);
                let is_copy = equals.any(|other| other.text == unit.text);
                if rank < MAX_SENTENCES && !is_copy {
                    sentences.truncate(MAX_SENTENCES - 1);
                    sentences.insert(rank, sentence(read, unit, probability, decision));
                }
            }
        }
    }

    pub(crate) fn into_sentences(self) -> Vec<Vec<ScoredSentence>> {
        self.by_label
    }
}

fn sentence(
    read: &ReadArticle,
    unit: &ScoredUnit,
    probability: f64,
    decision: Option<bool>,
) -> ScoredSentence {
    let article = &read.article;
    let values = unit.voice.as_ref().map(|voice| VoiceValues::of(voice, &read.scored.speakers));
    ScoredSentence {
        probability,
        is_marked: decision == Some(true),
        text: unit.text.clone(),
        voice: unit.voice().as_str().replace('_', " "),
        speaker: values.and_then(|values| values.names),
        outlet: article.outlet.clone(),
        date: date_text(article),
        title: article.title.clone(),
        url: article.url.clone(),
        unit_id: unit.unit_id.clone(),
    }
}
