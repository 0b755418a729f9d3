//! The highest-scored sentences of each label.

use features::UnitKind;
use ingest::Article;

use crate::{
    report::{MAX_SENTENCES, ScoredSentence},
    rows::{Relevance, date_text},
    scoring::ScoredArticle,
};

/// The highest-scored sentences so far, highest first; of equals the one that came first.
#[derive(Debug)]
pub(crate) struct Highlights {
    by_label: Vec<Vec<ScoredSentence>>,
}

impl Highlights {
    pub(crate) fn new(n_labels: usize) -> Self {
        Self { by_label: vec![Vec::new(); n_labels] }
    }

    pub(crate) fn add(&mut self, article: &Article, relevance: Relevance, scored: &ScoredArticle) {
        if relevance != Relevance::Relevant {
            return;
        }
        for unit in scored.units.iter().filter(|unit| unit.kind == UnitKind::Sentence) {
            let scores = unit.probabilities.iter().zip(&unit.decisions);
            for (sentences, (&probability, &decision)) in self.by_label.iter_mut().zip(scores) {
                let probability = f64::from(probability);
                let rank = sentences.partition_point(|other| other.probability >= probability);
                if rank < MAX_SENTENCES {
                    sentences.truncate(MAX_SENTENCES - 1);
                    sentences.insert(
                        rank,
                        ScoredSentence {
                            probability,
                            is_marked: decision == Some(true),
                            text: unit.text.clone(),
                            outlet: article.outlet.clone(),
                            date: date_text(article),
                            title: article.title.clone(),
                            url: article.url.clone(),
                            unit_id: unit.unit_id.clone(),
                        },
                    );
                }
            }
        }
    }

    pub(crate) fn into_sentences(self) -> Vec<Vec<ScoredSentence>> {
        self.by_label
    }
}
