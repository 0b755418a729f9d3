//! Counts of what label files hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::{
    codebook::Codebook,
    folds::group_of,
    labels::{LabelRow, LabelledUnit},
};

/// What label files hold. Units are counted once, however many annotators judged them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LabelSummary {
    /// Rows.
    pub n_rows: usize,
    /// Rows by annotator.
    pub annotators: BTreeMap<String, usize>,
    /// Units that several annotators judged.
    pub n_judged_twice: usize,
    /// By label.
    pub labels: BTreeMap<String, LabelCounts>,
    /// Everything.
    pub all: GroupCounts,
    /// Articles without a single relevant unit, where `relevant` is given.
    pub other_subjects: GroupCounts,
    /// By column (`split`, `kind`, `voice`, `genre`, `register`) and value.
    pub groups: BTreeMap<String, BTreeMap<String, GroupCounts>>,
}

/// Verdicts on one label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LabelCounts {
    /// Units with 1.
    pub with: usize,
    /// Units with 0.
    pub without: usize,
    /// Units that were not judged, or on which annotators are tied.
    pub not_judged: usize,
}

/// Counts over a group of units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupCounts {
    /// Units.
    pub n_units: usize,
    /// Their articles; a unit without `article_id` is one of its own.
    pub n_articles: usize,
    /// Clusters of articles that share most of their text; an article without copies is one.
    pub n_clusters: usize,
    /// Units with 1, by label.
    pub with: BTreeMap<String, usize>,
    /// Units with 0 for every label.
    pub n_none: usize,
    /// Units with two labels or more.
    pub n_several: usize,
}

/// What is counted of rows, before those of one unit are joined.
pub(super) struct RowCounts {
    n_rows: usize,
    annotators: BTreeMap<String, usize>,
    n_judged_twice: usize,
}

impl RowCounts {
    pub(super) fn new(rows: &[LabelRow]) -> Self {
        let mut annotators = BTreeMap::<&str, usize>::new();
        // The first annotator of each unit, and whether there is another.
        let mut annotators_of = HashMap::<(&str, &str), (&str, bool)>::new();
        for LabelRow { unit, .. } in rows {
            *annotators.entry(&unit.annotator).or_insert(0) += 1;
            let (first, has_other) =
                annotators_of.entry(unit.key()).or_insert((&unit.annotator, false));
            *has_other |= *first != unit.annotator;
        }
        Self {
            n_rows: rows.len(),
            annotators: annotators.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
            n_judged_twice: annotators_of.values().filter(|(_, has_other)| *has_other).count(),
        }
    }
}

impl LabelSummary {
    pub(super) fn new(rows: RowCounts, units: &[LabelledUnit], codebook: &Codebook) -> Self {
        let labels: Vec<&str> = codebook.label_names().collect();
        let all: Vec<&LabelledUnit> = units.iter().collect();
        let labels_of = labels.iter().enumerate().map(|(label, name)| {
            ((*name).to_owned(), LabelCounts::new(units.iter().map(|unit| unit.labels[label])))
        });
        Self {
            n_rows: rows.n_rows,
            annotators: rows.annotators,
            n_judged_twice: rows.n_judged_twice,
            labels: labels_of.collect(),
            all: GroupCounts::new(&all, &labels),
            other_subjects: GroupCounts::new(&of_other_subjects(units), &labels),
            groups: groups(units, &labels),
        }
    }
}

impl LabelCounts {
    fn new(verdicts: impl Iterator<Item = Option<bool>>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            match verdict {
                Some(true) => counts.with += 1,
                Some(false) => counts.without += 1,
                None => counts.not_judged += 1,
            }
        }
        counts
    }
}

impl GroupCounts {
    fn new(units: &[&LabelledUnit], labels: &[&str]) -> Self {
        let n_labels = |unit: &&&LabelledUnit| {
            unit.labels.iter().filter(|&&verdict| verdict == Some(true)).count()
        };
        let with = |label: usize| units.iter().filter(move |unit| unit.labels[label] == Some(true));
        Self {
            n_units: units.len(),
            n_articles: count_distinct(units.iter().map(|unit| unit.article_id.as_str())),
            n_clusters: count_distinct(units.iter().map(|unit| group_of(unit))),
            with: (0..)
                .zip(labels)
                .map(|(at, name)| ((*name).to_owned(), with(at).count()))
                .collect(),
            n_none: units
                .iter()
                .filter(|unit| unit.labels.iter().all(|&verdict| verdict == Some(false)))
                .count(),
            n_several: units.iter().filter(|unit| n_labels(unit) > 1).count(),
        }
    }
}

fn count_distinct<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    values.collect::<HashSet<_>>().len()
}

/// Units of articles in which `relevant` is 0 throughout.
fn of_other_subjects(units: &[LabelledUnit]) -> Vec<&LabelledUnit> {
    let mut is_other: BTreeMap<&str, bool> = BTreeMap::new();
    for unit in units {
        *is_other.entry(&unit.article_id).or_insert(true) &= unit.is_relevant == Some(false);
    }
    units.iter().filter(|unit| is_other[unit.article_id.as_str()]).collect()
}

/// Reads one column of a unit.
type ColumnOf = fn(&LabelledUnit) -> &str;

fn groups(
    units: &[LabelledUnit],
    labels: &[&str],
) -> BTreeMap<String, BTreeMap<String, GroupCounts>> {
    let columns: [(&str, ColumnOf); 5] = [
        ("genre", |unit| &unit.genre),
        ("kind", |unit| &unit.kind),
        ("register", |unit| &unit.register),
        ("split", |unit| &unit.split),
        ("voice", |unit| &unit.voice),
    ];
    let mut groups = BTreeMap::new();
    for (column, value) in columns {
        let mut values = BTreeMap::<&str, Vec<&LabelledUnit>>::new();
        for unit in units.iter().filter(|unit| !value(unit).is_empty()) {
            values.entry(value(unit)).or_default().push(unit);
        }
        let counts = values
            .into_iter()
            .map(|(value, units)| (value.to_owned(), GroupCounts::new(&units, labels)));
        let counts: BTreeMap<_, _> = counts.collect();
        if !counts.is_empty() {
            groups.insert(column.to_owned(), counts);
        }
    }
    groups
}
