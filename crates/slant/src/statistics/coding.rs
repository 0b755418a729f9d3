//! The units of a run with what auditors found in some of them, as estimates ask for them.

use std::ops::Range;

use features::{SpeakerRole, UnitKind, Voice};
use serde::Serialize;
use stats::{AuditCode, FrameUnit as StatsUnit};

use crate::frame::{Frame, FrameArticle, FrameUnit};

/// What auditors found in a unit, and how it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Codes {
    pub(crate) stratum: u32,
    pub(crate) pi: f64,
    /// A verdict a label, in the codebook's order.
    pub(crate) labels: Vec<bool>,
    pub(crate) kind: UnitKind,
    pub(crate) voice: Voice,
    pub(crate) is_relevant: bool,
    pub(crate) speaker_role: Option<SpeakerRole>,
}

/// A frame with its codes, and what is counted of it once.
#[derive(Debug)]
pub(crate) struct Coding<'a> {
    pub(crate) frame: &'a Frame,
    /// One entry a unit of the frame: a place in `codes`, or none.
    place: Vec<Option<u32>>,
    codes: Vec<Codes>,
    /// The articles of each outlet, sorted by cluster.
    outlets: Vec<Vec<u32>>,
    /// For each article the articles of its cluster in its outlet.
    copies_in_outlet: Vec<u32>,
    tones: Vec<f64>,
    /// Units that no audit can reach, in order: they are in no corrected rate.
    left_out: Vec<usize>,
}

/// Which units an estimate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// All sentences, whoever speaks.
    AllVoices,
    /// Those of one voice.
    Voice(Voice),
    /// Those that somebody of this role says, in quotation marks or without.
    Role(SpeakerRole),
}

/// What is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// The rate of a label.
    Label(usize),
    /// The sum of the tones of a unit's labels.
    Tone,
}

/// What stands for the classifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proxy {
    /// Its calibrated probabilities.
    Probability,
    /// What it marks; where it abstains, the probability.
    Mark,
    /// What it marks; where it abstains, nothing.
    Decision,
}

/// Which units count as being about the topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RelevanceRule {
    /// All units of relevant articles.
    Article,
    /// Those of them that auditors find relevant themselves.
    Unit,
}

/// What counts alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimand {
    /// Every sentence.
    Sentence,
    /// Every article, whatever its length.
    Article,
}

/// How copies of one text count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copies {
    /// Each.
    All,
    /// All copies that an outlet carries count as one article.
    ClustersOnce,
    /// Only the earliest article of a cluster.
    Originals,
}

/// How one number is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Specification {
    pub(crate) domain: Domain,
    pub(crate) quantity: Quantity,
    pub(crate) proxy: Proxy,
    pub(crate) relevance: RelevanceRule,
    pub(crate) estimand: Estimand,
    pub(crate) copies: Copies,
}

impl Specification {
    /// The choices of the main table.
    pub(crate) fn of(domain: Domain, quantity: Quantity, estimand: Estimand) -> Self {
        Self {
            domain,
            quantity,
            proxy: Proxy::Probability,
            relevance: RelevanceRule::Article,
            estimand,
            copies: Copies::All,
        }
    }
}

impl<'a> Coding<'a> {
    /// Puts codes beside the units of the frame; `tones` has a number a label.
    pub(crate) fn new(frame: &'a Frame, audited: Vec<(usize, Codes)>, tones: Vec<f64>) -> Self {
        let mut place = vec![None; frame.units.len()];
        let mut codes = Vec::with_capacity(audited.len());
        for (unit, found) in audited {
            place[unit] = Some(codes.len() as u32);
            codes.push(found);
        }
        let mut outlets = vec![Vec::new(); frame.outlets.len()];
        for (article, number) in frame.articles.iter().zip(0..) {
            outlets[article.outlet as usize].push(number);
        }
        let cluster = |article: u32| frame.articles[article as usize].cluster_id;
        outlets.iter_mut().for_each(|articles| articles.sort_by_key(|&article| cluster(article)));
        let mut copies_in_outlet = vec![1; frame.articles.len()];
        for articles in &outlets {
            for copies in articles.chunk_by(|&one, &other| cluster(one) == cluster(other)) {
                copies.iter().for_each(|&at| copies_in_outlet[at as usize] = copies.len() as u32);
            }
        }
        Self { frame, place, codes, outlets, copies_in_outlet, tones, left_out: Vec::new() }
    }

    /// Leaves units, given in order, out of corrected rates.
    pub(crate) fn without(self, left_out: Vec<usize>) -> Self {
        Self { left_out, ..self }
    }

    pub(crate) fn n_left_out(&self) -> usize {
        self.left_out.len()
    }

    pub(crate) fn has_audit(&self) -> bool {
        !self.codes.is_empty()
    }

    /// The articles of an outlet, sorted by cluster.
    pub(crate) fn articles_of(&self, outlet: usize) -> &[u32] {
        &self.outlets[outlet]
    }

    /// All articles, sorted by cluster.
    pub(crate) fn all_articles(&self) -> Vec<u32> {
        let mut articles: Vec<u32> = (0..self.frame.articles.len() as u32).collect();
        articles.sort_by_key(|&article| self.frame.articles[article as usize].cluster_id);
        articles
    }

    pub(crate) fn article(&self, article: u32) -> &'a FrameArticle {
        &self.frame.articles[article as usize]
    }

    /// The units of an article that can be drawn: all but the headline.
    pub(crate) fn units_of(&self, article: u32) -> impl Iterator<Item = usize> + use<'a> {
        let frame = self.frame;
        let Range { start, end } = self.article(article).units.clone();
        (start as usize..end as usize).filter(|&unit| frame.units[unit].kind != UnitKind::Headline)
    }

    pub(crate) fn codes(&self, unit: usize) -> Option<&Codes> {
        self.place[unit].map(|place| &self.codes[place as usize])
    }

    /// Whether any label has a tone.
    pub(crate) fn has_tones(&self) -> bool {
        self.tones.iter().any(|&tone| tone != 0.0)
    }

    /// The units of some articles, as an estimate sees them.
    pub(crate) fn frame_units(
        &self,
        articles: &[u32],
        specification: &Specification,
    ) -> Vec<StatsUnit> {
        let mut units = Vec::new();
        for &article in articles {
            let of_article = self.article(article);
            if specification.copies == Copies::Originals && !of_article.is_first {
                continue;
            }
            let weight = self.weight(article, specification);
            for unit in self.units_of(article) {
                let is_told = specification.domain.told(&self.frame.units[unit]);
                // What is neither in the domain nor audited adds nothing to any sum.
                if !is_told && self.place[unit].is_none() {
                    continue;
                }
                let is_counted = specification.proxy == Proxy::Decision;
                if !is_counted && self.left_out.binary_search(&unit).is_ok() {
                    continue;
                }
                let domain = f64::from(u8::from(is_told));
                units.push(StatsUnit {
                    cluster_id: of_article.cluster_id,
                    weight,
                    score: domain * self.proxy(unit, specification),
                    domain,
                    audit: self.codes(unit).map(|codes| self.audit_code(codes, specification)),
                });
            }
        }
        units
    }

    fn weight(&self, article: u32, specification: &Specification) -> f64 {
        let of_copies = match specification.copies {
            Copies::ClustersOnce => f64::from(self.copies_in_outlet[article as usize]),
            Copies::All | Copies::Originals => 1.0,
        };
        let of_sentences = match specification.estimand {
            Estimand::Sentence => 1,
            Estimand::Article => {
                let is_told = |unit: &usize| specification.domain.told(&self.frame.units[*unit]);
                self.units_of(article).filter(is_told).count().max(1)
            }
        };
        1.0 / (of_copies * of_sentences as f64)
    }

    /// What the classifier says of a unit.
    pub(crate) fn proxy(&self, unit: usize, specification: &Specification) -> f64 {
        let of_label = |label: usize| {
            let probability = f64::from(self.frame.score(unit, label));
            match specification.proxy {
                Proxy::Probability => probability,
                Proxy::Mark => match self.frame.decision(unit, label) {
                    Some(is_marked) => f64::from(u8::from(is_marked)),
                    None => probability,
                },
                Proxy::Decision => {
                    f64::from(u8::from(self.frame.decision(unit, label) == Some(true)))
                }
            }
        };
        match specification.quantity {
            Quantity::Label(label) => of_label(label),
            Quantity::Tone => {
                self.tones.iter().enumerate().map(|(label, tone)| tone * of_label(label)).sum()
            }
        }
    }

    fn audit_code(&self, codes: &Codes, specification: &Specification) -> AuditCode {
        let is_relevant = specification.relevance == RelevanceRule::Article || codes.is_relevant;
        let domain = f64::from(u8::from(is_relevant && specification.domain.coded(codes)));
        let value = match specification.quantity {
            Quantity::Label(label) => f64::from(u8::from(codes.labels[label])),
            Quantity::Tone => {
                let holds = self.tones.iter().zip(&codes.labels).filter(|(_, holds)| **holds);
                holds.map(|(tone, _)| tone).sum()
            }
        };
        AuditCode { stratum: codes.stratum, pi: codes.pi, label: domain * value, domain }
    }
}

impl Domain {
    /// Whether a unit is in it, by the rules.
    pub(crate) fn told(self, unit: &FrameUnit) -> bool {
        unit.kind == UnitKind::Sentence
            && match self {
                Self::AllVoices => true,
                Self::Voice(voice) => unit.voice == voice,
                Self::Role(role) => unit.voice != Voice::Own && unit.speaker_role == Some(role),
            }
    }

    /// Whether a unit is in it, by its codes.
    pub(crate) fn coded(self, codes: &Codes) -> bool {
        codes.kind == UnitKind::Sentence
            && match self {
                Self::AllVoices => true,
                Self::Voice(voice) => codes.voice == voice,
                Self::Role(role) => codes.voice != Voice::Own && codes.speaker_role == Some(role),
            }
    }
}
