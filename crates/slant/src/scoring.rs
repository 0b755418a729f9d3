//! From an article to its scored units: the one composition that every command, and every binding, calls.

use classifier::{Model, Scorer};
use features::{
    Attributor, CleanText, Segmenter, Span, Speaker, TopicQuery, Unit, UnitKind, UnitVoice, Voice,
    clean,
};
use ingest::{Article, Fingerprints};
use serde::{Deserialize, Serialize};

/// How the text of an article becomes units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitSource {
    /// It does not: articles are only read.
    None,
    /// It is cut into sentences, captions and boilerplate, after the headline.
    Segmented,
    /// It is one sentence already.
    Ready,
}

/// What an article counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Relevance {
    /// It is about the topic.
    Relevant,
    Irrelevant,
    /// It lies outside the dates that were asked for, so it was not looked into.
    OutsideDates,
    /// It is about the topic in a language that is not looked into.
    OtherLanguage,
    /// No topic query was asked.
    NotAsked,
}

impl Relevance {
    pub(crate) fn flag(self) -> Option<bool> {
        match self {
            Self::Relevant => Some(true),
            Self::Irrelevant => Some(false),
            Self::OutsideDates | Self::OtherLanguage | Self::NotAsked => None,
        }
    }
}

/// Which languages are looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LanguageFilter {
    /// English, and what is too short to be told.
    #[default]
    English,
    /// Whatever there is.
    Any,
}

/// What is done with every article; shared by all threads.
#[derive(Debug)]
pub struct Analysis<'m> {
    /// How texts become units.
    pub units: UnitSource,
    /// Articles that the query does not match are irrelevant and not cut into units; without a query every
    /// article is relevant.
    pub query: Option<TopicQuery>,
    /// Takes the articles that the query nearly matches for the relevant ones, and those that it matches for irrelevant.
    pub nearly: bool,
    /// Scores the units.
    pub model: Option<&'m Model>,
    /// Articles that match the query in another language are not cut into units.
    pub language: LanguageFilter,
    /// Takes fingerprints of relevant articles and keys of their sentences, to find copies by.
    pub finds_copies: bool,
    segmenter: Segmenter,
    attributor: Attributor,
}

impl<'m> Analysis<'m> {
    /// An analysis with the shipped word lists, of any language, that looks for no copies.
    #[must_use]
    pub fn new(units: UnitSource, query: Option<TopicQuery>, model: Option<&'m Model>) -> Self {
        Self {
            units,
            query,
            nearly: false,
            model,
            language: LanguageFilter::Any,
            finds_copies: false,
            segmenter: Segmenter::new(),
            attributor: Attributor::new(),
        }
    }
}

/// An article's relevance and units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoredArticle {
    /// Whether the article is about the topic.
    pub relevant: bool,
    /// Its language, `en` or ISO 639-3; none where it is irrelevant, or too short to be told.
    pub language: Option<String>,
    /// Whether it is about the topic in a language that is not looked into.
    pub is_other_language: bool,
    /// Its units, the headline first; none where it is irrelevant.
    pub units: Vec<ScoredUnit>,
    /// Everybody to whom something is attributed, each once, in order of their first words.
    pub speakers: Vec<Speaker>,
    /// What copies of it are found by, where they are looked for.
    #[serde(skip)]
    pub fingerprints: Option<Fingerprints>,
}

/// A unit with its scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoredUnit {
    /// Article, position and text hash: the same unit of the same dump has the same id in every run.
    pub unit_id: String,
    /// Position in the article; the headline is 0.
    pub number: u32,
    /// What kind of stretch it is.
    pub kind: UnitKind,
    /// Code points into the article's text; none for the headline.
    pub span: Option<Span>,
    /// The text.
    pub text: String,
    /// In whose voice it speaks; its speakers are positions in [`ScoredArticle::speakers`]. None of a ready sentence, of
    /// which it cannot be told.
    pub voice: Option<UnitVoice>,
    /// What the same sentence in other articles is found by; none where copies are not looked for, and for other kinds and
    /// a few words.
    pub sentence_key: Option<u64>,
    /// Calibrated probability of each label; empty without a model.
    pub probabilities: Vec<f32>,
    /// Whether each label holds; empty without a model, `None` where the model abstains.
    pub decisions: Vec<Option<bool>>,
}

impl ScoredUnit {
    /// In whose voice it speaks: the outlet's own where nothing is known of it.
    pub(crate) fn voice(&self) -> Voice {
        self.voice.as_ref().map_or(Voice::default(), |voice| voice.voice)
    }
}

/// Applies an [`Analysis`]; holds buffers, so each thread has its own.
#[derive(Clone, Debug)]
pub struct ArticleScorer<'a> {
    analysis: &'a Analysis<'a>,
    scorer: Option<Scorer<'a>>,
}

impl<'a> ArticleScorer<'a> {
    /// A scorer for one thread.
    #[must_use]
    pub fn new(analysis: &'a Analysis<'a>) -> Self {
        Self { analysis, scorer: analysis.model.map(Scorer::new) }
    }

    /// Relevance, units and scores of an article.
    #[must_use]
    pub fn score(&mut self, article: &Article) -> ScoredArticle {
        let title = article.title.as_deref();
        let relevant = self.analysis.query.as_ref().is_none_or(|query| {
            let (title, text) = (title.map(clean), clean(&article.text));
            let title = title.as_ref().map(CleanText::as_str);
            let matches =
                if self.analysis.nearly { TopicQuery::nearly_matches } else { TopicQuery::matches };
            matches(query, title, text.as_str())
        });
        if !relevant {
            return ScoredArticle::default();
        }
        let language = self.language(article);
        if self.analysis.language == LanguageFilter::English
            && language.is_some_and(|language| language != "en")
        {
            return ScoredArticle {
                language: language.map(str::to_owned),
                is_other_language: true,
                ..ScoredArticle::default()
            };
        }
        let (units, speakers) = self.units(article);
        ScoredArticle {
            relevant,
            language: language.map(str::to_owned),
            is_other_language: false,
            units,
            speakers,
            fingerprints: self.analysis.finds_copies.then(|| fingerprints(article)),
        }
    }

    fn language(&self, article: &Article) -> Option<&'static str> {
        let is_ready = self.analysis.units == UnitSource::Ready;
        (!is_ready).then(|| ingest::identify_language(&article.text)).flatten()
    }

    /// The scored units of a relevant article, and who speaks in it.
    fn units(&mut self, article: &Article) -> (Vec<ScoredUnit>, Vec<Speaker>) {
        let text = &article.text;
        match self.analysis.units {
            UnitSource::None => (Vec::new(), Vec::new()),
            UnitSource::Ready => {
                let unit = Unit { number: 0, kind: UnitKind::Sentence, text, span: None };
                (vec![self.unit(article.id.clone(), unit, None)], Vec::new())
            }
            UnitSource::Segmented => {
                let units = self.analysis.segmenter.segment(article.title.as_deref(), text);
                let voices =
                    self.analysis.attributor.attribute(text, &units, &article.block_quotes);
                let mut of_units = voices.units.into_iter();
                let scored = |unit: Unit<'_>| {
                    let id = unit_id(&article.id, unit.number, unit.text);
                    self.unit(id, unit, of_units.next())
                };
                (units.into_iter().map(scored).collect(), voices.speakers)
            }
        }
    }

    fn unit(&mut self, unit_id: String, unit: Unit<'_>, voice: Option<UnitVoice>) -> ScoredUnit {
        let Unit { number, kind, text, span } = unit;
        let probabilities =
            self.scorer.as_mut().map(|scorer| scorer.score(text)).unwrap_or_default();
        let decisions = self
            .analysis
            .model
            .as_ref()
            .map(|model| model.decide(&probabilities))
            .unwrap_or_default();
        let is_compared = self.analysis.finds_copies && kind == UnitKind::Sentence;
        ScoredUnit {
            unit_id,
            number,
            kind,
            span,
            text: text.to_owned(),
            voice,
            sentence_key: is_compared.then(|| ingest::sentence_key(clean(text).as_str())).flatten(),
            probabilities,
            decisions,
        }
    }
}

/// What copies of an article are found by.
pub(crate) fn fingerprints(article: &Article) -> Fingerprints {
    Fingerprints::of(clean(&article.text).as_str())
}

fn unit_id(article_id: &str, number: u32, text: &str) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    format!("{article_id}.{number:03}.{}", &hash[..8])
}
