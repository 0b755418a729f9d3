//! How far coders agree on the units that several of them coded, before adjudication.

use std::collections::BTreeMap;

use features::{UnitKind, Voice};
use stats::{BootstrapConfig, CodeDistance, CodedUnit, cohen_kappa, krippendorff_alpha};

use crate::{
    audit::{Audit, Coding},
    error::Error,
    frame::{Frame, KINDS},
    statistics_page::{AgreementFigure, AgreementSummary, CoderPair, Figure},
};

/// Agreement on each label, on the labels together, and on what else was coded; `None` where no unit was coded twice.
///
/// With `is_exclusive` labels, the one label of a unit is its code; else all of them are, at the Jaccard distance.
pub(in crate::statistics) fn agreement(
    frame: &Frame,
    audit: &Audit,
    is_exclusive: bool,
    config: &BootstrapConfig,
) -> Result<Option<AgreementSummary>, Error> {
    let units = JudgedUnits::new(frame, audit);
    if units.judged.is_empty() {
        return Ok(None);
    }
    let labels: Vec<Vec<CodedUnit>> = (0..frame.n_labels())
        .map(|label| units.coded(move |coding| coding.labels[label].map(u64::from)))
        .collect();
    let mut alphas = Vec::new();
    for (name, coded) in frame.labels.iter().zip(&labels) {
        alphas.push(alpha(name, coded, CodeDistance::Nominal, config)?);
    }
    let (set, distance): (Code, _) = if is_exclusive {
        (label_of, CodeDistance::Nominal)
    } else {
        (set_of, CodeDistance::Jaccard)
    };
    alphas.push(alpha("all labels", &units.coded(set), distance, config)?);
    for (name, code) in COLUMNS {
        let figure = alpha(name, &units.coded(code), CodeDistance::Nominal, config)?;
        alphas.extend(Some(figure).filter(|figure| figure.n_units > 0));
    }
    let n_units = units.judged.len() as u64;
    Ok(Some(AgreementSummary { n_units, alphas, pairs: units.pairs(&audit.coders, &labels) }))
}

/// What a coder said of a unit, as a number.
type Code = fn(&Coding) -> Option<u64>;

/// What coders tell beside labels.
const COLUMNS: [(&str, Code); 3] = [
    ("voice", |coding| coding.voice.map(voice_code)),
    ("kind", |coding| coding.kind.map(kind_code)),
    ("relevant", |coding| coding.relevant.map(u64::from)),
];

fn voice_code(voice: Voice) -> u64 {
    Voice::ALL.iter().position(|other| *other == voice).unwrap_or_default() as u64
}

fn kind_code(kind: UnitKind) -> u64 {
    KINDS.iter().position(|other| *other == kind).unwrap_or_default() as u64
}

/// The labels of a unit as a bit mask, where all were judged.
fn set_of(coding: &Coding) -> Option<u64> {
    let bits = coding.labels.iter().enumerate();
    bits.map(|(at, verdict)| u64::from((*verdict)?).checked_shl(at as u32)).sum()
}

/// The one label of a unit.
fn label_of(coding: &Coding) -> Option<u64> {
    coding.labels.iter().position(|&verdict| verdict == Some(true)).map(|at| at as u64)
}

fn alpha(
    of: &str,
    units: &[CodedUnit],
    distance: CodeDistance,
    config: &BootstrapConfig,
) -> Result<AgreementFigure, Error> {
    let found = krippendorff_alpha(units, distance, config)?;
    let alpha = Figure { value: found.alpha, interval: found.interval };
    Ok(AgreementFigure { of: of.to_owned(), n_units: found.n_units, alpha })
}

/// The units that several coders coded.
struct JudgedUnits<'a> {
    n_coders: usize,
    /// The cluster of each, and what each coder said.
    judged: Vec<(u64, Vec<&'a Coding>)>,
}

impl<'a> JudgedUnits<'a> {
    fn new(frame: &Frame, audit: &'a Audit) -> Self {
        let mut by_unit: BTreeMap<usize, Vec<&Coding>> = BTreeMap::new();
        for coding in &audit.codings {
            by_unit.entry(coding.unit).or_default().push(coding);
        }
        let judged = by_unit
            .into_iter()
            .map(|(unit, codings)| (frame.article_of(unit).cluster_id, codings))
            .collect();
        Self { n_coders: audit.coders.len(), judged }
    }

    fn coded(&self, code: impl Fn(&Coding) -> Option<u64>) -> Vec<CodedUnit> {
        let coded = |(cluster_id, codings): &(u64, Vec<&Coding>)| {
            let mut codes = vec![None; self.n_coders];
            codings.iter().for_each(|coding| codes[coding.coder] = code(coding));
            CodedUnit { cluster_id: *cluster_id, codes }
        };
        self.judged.iter().map(coded).collect()
    }

    /// The pairs of coders that coded some unit both.
    fn pairs(&self, coders: &[String], labels: &[Vec<CodedUnit>]) -> Vec<CoderPair> {
        let mut n_units: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (_, codings) in &self.judged {
            for (place, one) in codings.iter().enumerate() {
                for other in &codings[place + 1..] {
                    *n_units.entry((one.coder, other.coder)).or_default() += 1;
                }
            }
        }
        let pair = |((a, b), n_units): ((usize, usize), u64)| CoderPair {
            a: coders[a].clone(),
            b: coders[b].clone(),
            n_units,
            kappas: labels.iter().map(|coded| cohen_kappa(coded, (a, b)).kappa).collect(),
        };
        n_units.into_iter().map(pair).collect()
    }
}

/// Units that several coders coded, and those of them on which they disagree and that count: somebody decided these.
pub(in crate::statistics) fn coded_twice(audit: &Audit) -> (u64, u64) {
    let (mut n_units, mut n_adjudicated) = (0, 0);
    for codings in audit.codings.chunk_by(|one, other| one.unit == other.unit) {
        n_units += 1;
        let [first, others @ ..] = codings else { continue };
        let is_at_odds = |other: &Coding| {
            let is_relevant = |coding: &Coding| coding.relevant != Some(false);
            other.labels != first.labels
                || other.voice != first.voice
                || other.kind != first.kind
                || is_relevant(other) != is_relevant(first)
        };
        let place = audit.units.binary_search_by_key(&first.unit, |unit| unit.unit);
        let counts = place.is_ok_and(|place| audit.units[place].counts());
        n_adjudicated += u64::from(counts && others.iter().any(is_at_odds));
    }
    (n_units, n_adjudicated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{audit::AuditedUnit, frame::fixture::RunFixture};

    fn coding(unit: usize, coder: usize, labels: [u8; 2], voice: Voice) -> Coding {
        let labels = labels.map(|label| Some(label == 1)).into();
        Coding { unit, coder, labels, voice: Some(voice), kind: None, relevant: None }
    }

    /// Units 1 to 4 of the fixture, by two coders; the third coded only the last one.
    fn audit() -> Audit {
        let codings = [
            coding(1, 0, [1, 0], Voice::Own),
            coding(1, 1, [1, 0], Voice::Own),
            coding(2, 0, [0, 1], Voice::DirectQuote),
            coding(2, 1, [1, 1], Voice::DirectQuote),
            coding(3, 0, [0, 0], Voice::Own),
            coding(3, 1, [0, 0], Voice::Own),
            coding(4, 0, [0, 0], Voice::Own),
            coding(4, 1, [0, 0], Voice::Indirect),
            coding(4, 2, [0, 0], Voice::Own),
        ];
        let unit = |unit, kind| AuditedUnit {
            unit,
            stratum: 0,
            pi: 1.0,
            labels: vec![Some(false); 2],
            voice: Voice::Own,
            kind,
            relevant: None,
            speaker_role: None,
        };
        let kinds = [UnitKind::Sentence, UnitKind::Sentence, UnitKind::Sentence, UnitKind::Caption];
        Audit {
            units: (1..).zip(kinds).map(|(place, kind)| unit(place, kind)).collect(),
            strata: Vec::new(),
            coders: ["ann", "ben", "cleo"].map(str::to_owned).into(),
            n_coded: vec![4, 4, 1],
            codings: codings.into(),
            has_coded_voice: true,
            has_coded_kind: false,
            files: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn frame() -> Frame {
        let folder = tempfile::tempdir().unwrap();
        RunFixture::small().write(folder.path());
        Frame::read(folder.path()).unwrap()
    }

    /// Nine codes. First label: 3 of 9 are 1, in unit 2 one of two differs. Dₒ = (1 + 1)/9, Dₑ = 2 · 3 · 6/(9 · 8) = .5; alpha
    /// = 1 − .4444. Kappa of the first two: 3 of 4 equal, by chance 1/4 · 2/4 + 3/4 · 2/4 = .5.
    #[test]
    fn alpha_and_kappa_are_those_worked_out_by_hand() {
        let found = agreement(&frame(), &audit(), false, &BootstrapConfig::default());
        let found = found.unwrap().unwrap();
        assert_eq!(found.n_units, 4);
        let names: Vec<&str> = found.alphas.iter().map(|alpha| alpha.of.as_str()).collect();
        assert_eq!(names, ["supportive", "not_far_enough", "all labels", "voice"]);
        let check = |place: usize, expected: f64| {
            let figure = &found.alphas[place];
            assert_eq!((figure.n_units, figure.alpha.interval), (4, None), "few clusters");
            assert!((figure.alpha.value.unwrap() - expected).abs() < 1e-12, "{figure:?}");
        };
        check(0, 1.0 - (2.0 / 9.0) / 0.5);
        check(1, 1.0);
        let pairs: Vec<(&str, &str, u64, &[Option<f64>])> = found
            .pairs
            .iter()
            .map(|pair| (pair.a.as_str(), pair.b.as_str(), pair.n_units, pair.kappas.as_slice()))
            .collect();
        assert_eq!(pairs[0], ("ann", "ben", 4, [Some(0.5), Some(1.0)].as_slice()));
        assert_eq!(pairs[1], ("ann", "cleo", 1, [None, None].as_slice()));
        assert_eq!((pairs[2].0, pairs[2].1, pairs.len()), ("ben", "cleo", 3));
    }

    #[test]
    fn conflicts_count_where_the_unit_does() {
        // Of two conflicts, that on unit 4 is about a caption.
        assert_eq!(coded_twice(&audit()), (4, 1));
    }

    #[test]
    fn without_a_unit_coded_twice_there_is_no_agreement() {
        let audit = Audit { codings: Vec::new(), ..audit() };
        let found = agreement(&frame(), &audit, false, &BootstrapConfig::default()).unwrap();
        assert!(found.is_none());
    }
}
