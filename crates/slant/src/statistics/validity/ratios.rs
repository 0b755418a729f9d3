//! Ratios of totals over codes and marks, as estimates take them.

use features::{UnitKind, Voice};
use stats::{AuditCode, FrameUnit};

use super::counts;
use crate::statistics::coding::{Codes, Coding};

/// Units that are looked at together. Who belongs to it is known of every unit of the frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'a> {
    pub(super) name: &'a str,
    /// Sorted by cluster.
    pub(super) articles: &'a [u32],
    /// The voice, by the rules.
    pub(super) voice: Option<Voice>,
}

/// What is known of a unit and label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// 1 where the unit is coded with the label, else 0; of a unit that was not audited, the probability of the label.
    pub(super) label: f64,
    /// 1 where the model marks the unit, else 0.
    pub(super) mark: f64,
    /// The calibrated probability of the label.
    pub(super) probability: f64,
}

/// What a unit adds to a numerator and a denominator; linear in `label`, so that the probability is a proxy of the code.
pub(super) type Parts = fn(Seen) -> (f64, f64);

/// Of what is marked, what has the label.
pub(super) const PRECISION: Parts = |seen| (seen.label * seen.mark, seen.mark);
/// Of what has the label, what is marked.
pub(super) const RECALL: Parts = |seen| (seen.label * seen.mark, seen.label);
/// Of what is marked or has the label, what is both: Jaccard's index J. F1 is 2J/(1 + J), and J is the share that small
/// cells have exact intervals of.
pub(super) const OVERLAP: Parts = |seen| {
    let both = seen.label * seen.mark;
    (both, seen.label + seen.mark - both)
};
/// Of what does not have the label, what is marked.
pub(super) const FALSE_POSITIVES: Parts = |seen| (seen.mark * (1.0 - seen.label), 1.0 - seen.label);
/// Of what has the label, what is not marked.
pub(super) const FALSE_NEGATIVES: Parts = |seen| (seen.label * (1.0 - seen.mark), seen.label);
/// The code less the probability, a mean over all units.
pub(super) const ERROR: Parts = |seen| (seen.label - seen.probability, 1.0);

impl<'a> Group<'a> {
    /// All units, then by voice, then by outlet.
    pub(super) fn overall_voices_outlets(coding: &'a Coding<'_>, all: &'a [u32]) -> Vec<Self> {
        let voices = Voice::ALL.map(|voice| {
            let name = match voice {
                Voice::Own => "own",
                Voice::DirectQuote => "direct quote",
                Voice::Indirect => "indirect",
            };
            Self { name, articles: all, voice: Some(voice) }
        });
        let outlets = coding.frame.outlets.iter().zip(0..).map(|(name, outlet)| Self {
            name,
            articles: coding.articles_of(outlet),
            voice: None,
        });
        let overall = Self { name: "", articles: all, voice: None };
        std::iter::once(overall).chain(voices).chain(outlets).collect()
    }

    /// The group's units of an article.
    fn units<'c>(
        &self,
        coding: &Coding<'c>,
        article: u32,
    ) -> impl Iterator<Item = usize> + use<'a, 'c> {
        let (frame, voice) = (coding.frame, self.voice);
        let is_in = move |unit: &usize| voice.is_none_or(|voice| frame.units[*unit].voice == voice);
        coding.units_of(article).filter(is_in)
    }

    /// The audited units that count, with their codes and clusters.
    pub(super) fn audited<'c>(
        &'c self,
        coding: &'c Coding<'_>,
    ) -> impl Iterator<Item = (usize, &'c Codes, u64)> {
        self.articles.iter().flat_map(move |&article| {
            let cluster_id = coding.article(article).cluster_id;
            let codes = move |unit| Some((unit, coding.codes(unit)?, cluster_id));
            self.units(coding, article).filter_map(codes).filter(|(_, codes, _)| counts(codes))
        })
    }

    /// The units of a ratio. Those of an article that were not audited are one: only their sums matter.
    pub(super) fn ratio_units(
        &self,
        coding: &Coding<'_>,
        label: usize,
        parts: Parts,
    ) -> Vec<FrameUnit> {
        let mut units = Vec::new();
        for &article in self.articles {
            let cluster_id = coding.article(article).cluster_id;
            let mut rest =
                FrameUnit { cluster_id, weight: 1.0, score: 0.0, domain: 0.0, audit: None };
            for unit in self.units(coding, article) {
                let (score, domain) = proxies(coding, unit, label, parts);
                if let Some(codes) = coding.codes(unit) {
                    let audit = Some(audit_code(coding, unit, codes, label, parts));
                    units.push(FrameUnit { score, domain, audit, ..rest });
                } else {
                    rest.score += score;
                    rest.domain += domain;
                }
            }
            if rest.score != 0.0 || rest.domain != 0.0 {
                units.push(rest);
            }
        }
        units
    }
}

/// What the classifier and the rules say of numerator and denominator.
fn proxies(coding: &Coding<'_>, unit: usize, label: usize, parts: Parts) -> (f64, f64) {
    if coding.frame.units[unit].kind != UnitKind::Sentence {
        return (0.0, 0.0);
    }
    let probability = f64::from(coding.frame.score(unit, label));
    parts(Seen { label: probability, ..seen(coding, unit, label) })
}

fn audit_code(
    coding: &Coding<'_>,
    unit: usize,
    codes: &Codes,
    label: usize,
    parts: Parts,
) -> AuditCode {
    let coded = f64::from(u8::from(codes.labels[label]));
    let (numerator, denominator) = if counts(codes) {
        parts(Seen { label: coded, ..seen(coding, unit, label) })
    } else {
        (0.0, 0.0)
    };
    AuditCode { stratum: codes.stratum, pi: codes.pi, label: numerator, domain: denominator }
}

fn seen(coding: &Coding<'_>, unit: usize, label: usize) -> Seen {
    Seen {
        label: 0.0,
        mark: f64::from(u8::from(is_marked(coding, unit, label))),
        probability: f64::from(coding.frame.score(unit, label)),
    }
}

/// Whether the model marks a unit; not where it abstains.
pub(super) fn is_marked(coding: &Coding<'_>, unit: usize, label: usize) -> bool {
    coding.frame.decision(unit, label) == Some(true)
}
