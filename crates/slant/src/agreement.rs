//! How far annotators agree on the units that they both judged.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use classifier::{Codebook, LabelTable, LabelledUnit, is_adjudicator};
use serde::Serialize;
use stats::{
    Alpha, BootstrapConfig, CodeDistance, CodedUnit, CoderConfusion, code_confusion, cohen_kappa,
    krippendorff_alpha,
};

use crate::{error::Error, labels::read_label_files};

/// Agreement between the annotators of label files.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// The annotators, sorted, each with the units that they judged; rows of `adjudicated` are left out.
    pub annotators: Vec<(String, usize)>,
    /// Units that two annotators or more judged.
    pub n_units: usize,
    /// Krippendorff's alpha of each label, nominal.
    pub labels: BTreeMap<String, AlphaFigures>,
    /// Krippendorff's alpha over the sets of labels, Jaccard distance; nominal over the labels where these
    /// exclude each other.
    pub all_labels: AlphaFigures,
    /// Krippendorff's alpha of the column `voice`, where two annotators filled it in.
    pub voice: Option<AlphaFigures>,
    /// Every pair of annotators with units in common.
    pub pairs: Vec<PairAgreement>,
}

/// An alpha with its bootstrap interval over articles.
#[derive(Clone, Debug, Serialize)]
pub struct AlphaFigures {
    /// 1 − observed / expected disagreement; `None` where only one value was used.
    pub alpha: Option<f64>,
    /// 95 % percentile interval; `None` with too few articles.
    pub interval: Option<(f64, f64)>,
    /// Units judged twice or more.
    pub n_units: u64,
    /// Their articles.
    pub n_articles: u64,
}

/// Two annotators, label by label.
#[derive(Clone, Debug, Serialize)]
pub struct PairAgreement {
    /// One annotator.
    pub a: String,
    /// The other one.
    pub b: String,
    /// By label.
    pub labels: BTreeMap<String, PairFigures>,
}

/// Two annotators on one label.
#[derive(Clone, Debug, Serialize)]
pub struct PairFigures {
    /// Cohen's kappa.
    pub kappa: Option<f64>,
    /// F1 of one against the other, whichever is the reference.
    pub f1: Option<f64>,
    /// Units to which both gave the label.
    pub both: u64,
    /// Units to which only `a` gave it.
    pub only_a: u64,
    /// Units to which only `b` gave it.
    pub only_b: u64,
    /// Units to which neither gave it.
    pub neither: u64,
}

/// Compares the annotators of label files; folders stand for the CSV files in them.
///
/// Rows are matched by `id`, else by article and text: the n-th row of one annotator with the n-th of another.
///
/// # Errors
/// Where a file cannot be read, a row is at fault, or no unit was judged by two annotators.
pub fn agree_on_labels(paths: &[PathBuf], codebook: &Codebook) -> Result<Agreement, Error> {
    let rows = LabelTable::read_rows(&read_label_files(paths)?, codebook)?;
    let judged = JudgedUnits::new(&rows);
    if judged.units.is_empty() {
        let found = judged.annotators.iter().map(|(name, _)| format!("`{name}`"));
        return Err(Error::Setting(format!(
            "found no unit that two annotators judged ({}), expected rows that share an `id` or a text and differ in `annotator`",
            found.collect::<Vec<_>>().join(", ")
        )));
    }
    let names: Vec<&str> = codebook.label_names().collect();
    let of_label = |label: usize| judged.coded(move |unit| unit.labels[label].map(u64::from));
    let coded: Vec<Vec<CodedUnit>> = (0..names.len()).map(of_label).collect();
    let mut labels = BTreeMap::new();
    for (name, units) in names.iter().zip(&coded) {
        labels.insert((*name).to_owned(), alpha(units, CodeDistance::Nominal)?);
    }
    let all_labels = if codebook.exclusive {
        alpha(&judged.coded(label_of), CodeDistance::Nominal)?
    } else {
        alpha(&judged.coded(set_of), CodeDistance::Jaccard)?
    };
    let voice = alpha(&judged.coded(|unit| judged.voice_of(unit)), CodeDistance::Nominal)?;
    Ok(Agreement {
        n_units: judged.units.len(),
        labels,
        all_labels,
        voice: Some(voice).filter(|voice| voice.n_units > 0),
        pairs: pairs(&judged, &names, &coded),
        annotators: judged.annotators,
    })
}

fn pairs(judged: &JudgedUnits<'_>, names: &[&str], coded: &[Vec<CodedUnit>]) -> Vec<PairAgreement> {
    let n = judged.annotators.len();
    let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
    let pair = |(a, b): (usize, usize)| {
        let figures = |units: &Vec<CodedUnit>| PairFigures::new(units, (a, b));
        PairAgreement {
            a: judged.annotators[a].0.clone(),
            b: judged.annotators[b].0.clone(),
            labels: names.iter().map(ToString::to_string).zip(coded.iter().map(figures)).collect(),
        }
    };
    let has_units = |pair: &PairAgreement| pair.labels.values().any(|label| label.n_units() > 0);
    pairs.map(pair).filter(has_units).collect()
}

impl PairFigures {
    fn new(units: &[CodedUnit], coders: (usize, usize)) -> Self {
        let confusion = code_confusion(units, 1, coders);
        let CoderConfusion { both, only_a, only_b, neither } = confusion;
        let kappa = cohen_kappa(units, coders).kappa;
        Self { kappa, f1: confusion.f1(), both, only_a, only_b, neither }
    }

    /// Units that both judged.
    #[must_use]
    pub fn n_units(&self) -> u64 {
        self.both + self.only_a + self.only_b + self.neither
    }
}

/// [`LabelledUnit::key`], and which occurrence of it.
type UnitKey<'a> = ((&'a str, &'a str), usize);

/// The rows of each unit that was judged twice or more, by the position of the annotator.
struct JudgedUnits<'a> {
    annotators: Vec<(String, usize)>,
    voices: Vec<&'a str>,
    units: Vec<Vec<Option<&'a LabelledUnit>>>,
}

impl<'a> JudgedUnits<'a> {
    fn new(rows: &'a [LabelledUnit]) -> Self {
        // Rows that settle units are no independent coding.
        let rows = || rows.iter().filter(|row| !is_adjudicator(&row.annotator));
        let names: BTreeSet<&str> = rows().map(|row| row.annotator.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let mut seen: BTreeMap<(usize, (&str, &str)), usize> = BTreeMap::new();
        let mut units: BTreeMap<UnitKey<'_>, Vec<Option<&LabelledUnit>>> = BTreeMap::new();
        let mut counts = vec![0; names.len()];
        for row in rows() {
            let annotator = names.partition_point(|name| *name < row.annotator.as_str());
            let key = row.key();
            let nth = seen.entry((annotator, key)).and_modify(|n| *n += 1).or_default();
            units.entry((key, *nth)).or_insert_with(|| vec![None; names.len()])[annotator] =
                Some(row);
            counts[annotator] += 1;
        }
        units.retain(|_, judged| judged.iter().flatten().count() > 1);
        let voices: BTreeSet<&str> = rows().map(|row| row.voice.as_str()).collect();
        Self {
            annotators: names.iter().map(ToString::to_string).zip(counts).collect(),
            voices: voices.into_iter().filter(|voice| !voice.is_empty()).collect(),
            units: units.into_values().collect(),
        }
    }

    fn coded(&self, code: impl Fn(&LabelledUnit) -> Option<u64>) -> Vec<CodedUnit> {
        let coded = |judged: &Vec<Option<&LabelledUnit>>| CodedUnit {
            cluster_id: cluster_of(judged.iter().flatten()),
            codes: judged.iter().map(|row| row.and_then(&code)).collect(),
        };
        self.units.iter().map(coded).collect()
    }

    fn voice_of(&self, unit: &LabelledUnit) -> Option<u64> {
        self.voices.iter().position(|voice| *voice == unit.voice).map(|at| at as u64)
    }
}

/// The unit's cluster of copies, else its article, as the first row that names one has it.
fn cluster_of<'a>(mut rows: impl Iterator<Item = &'a &'a LabelledUnit> + Clone) -> u64 {
    let named = |row: &&&LabelledUnit| !row.cluster_id.is_empty() || row.has_article_id;
    let row = rows.clone().find(named).or_else(|| rows.next());
    let id =
        row.map_or(
            "",
            |row| {
                if row.cluster_id.is_empty() { &row.article_id } else { &row.cluster_id }
            },
        );
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

/// The labels of a unit as a bit mask, where all were judged.
fn set_of(unit: &LabelledUnit) -> Option<u64> {
    let bits = unit.labels.iter().enumerate();
    bits.map(|(at, verdict)| verdict.map(|is_set| u64::from(is_set) << at)).sum()
}

/// The one label of a unit.
fn label_of(unit: &LabelledUnit) -> Option<u64> {
    unit.labels.iter().position(|&verdict| verdict == Some(true)).map(|at| at as u64)
}

fn alpha(units: &[CodedUnit], distance: CodeDistance) -> Result<AlphaFigures, Error> {
    let Alpha { alpha, interval, n_units, n_clusters, .. } =
        krippendorff_alpha(units, distance, &BootstrapConfig::default())?;
    Ok(AlphaFigures { alpha, interval, n_units, n_articles: n_clusters })
}
