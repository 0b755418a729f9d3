//! One unit from the rows of several annotators.

use std::collections::BTreeMap;

use crate::{
    label_columns::shown,
    labels::{LabelFault, LabelRow, LabelledUnit},
};

/// Whether this annotator's row settles a unit.
#[must_use]
pub fn is_adjudicator(annotator: &str) -> bool {
    annotator.eq_ignore_ascii_case("adjudicated")
}

/// Joins the rows of one unit: matched by id, else by article and text where their annotators differ.
pub(crate) fn resolve(
    rows: Vec<LabelRow>,
    is_exclusive: bool,
    faults: &mut Vec<LabelFault>,
) -> Vec<LabelledUnit> {
    let mut groups: BTreeMap<(String, String), Vec<LabelRow>> = BTreeMap::new();
    for row in rows {
        let (article, text) = row.unit.key();
        groups.entry((article.to_owned(), text.to_owned())).or_default().push(row);
    }
    let mut units = Vec::new();
    for group in groups.into_values() {
        let has_id = group.iter().all(|row| !row.unit.id.is_empty());
        let is_repeated = repeated_annotator(&group).is_some();
        if is_repeated && !has_id {
            units.extend(group.into_iter().map(|row| row.unit));
        } else if let Some(fault) = fault_of(&group) {
            faults.push(fault);
        } else {
            units.extend(join(group, is_exclusive));
        }
    }
    faults.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    units
}

/// What keeps the rows of one id from being one unit.
fn fault_of(rows: &[LabelRow]) -> Option<LabelFault> {
    let differs = |field: fn(&LabelledUnit) -> &str| {
        (1..rows.len()).find(|&at| field(&rows[at].unit) != field(&rows[0].unit)).map(|at| (0, at))
    };
    let (what, (first, again)) = None
        .or_else(|| repeated_annotator(rows).map(|pair| ("the annotator", pair)))
        .or_else(|| differs(|unit| &unit.text).map(|pair| ("another text", pair)))
        .or_else(|| differing_article(rows).map(|pair| ("another article", pair)))
        .or_else(|| differs(|unit| &unit.split).map(|pair| ("another split", pair)))
        .or_else(|| differs(|unit| &unit.design).map(|pair| ("another design", pair)))?;
    let (first, again) = (&rows[first], &rows[again]);
    let (id, annotator) = (shown(&again.unit.id), shown(&again.unit.annotator));
    let message = match what {
        "the annotator" if annotator.is_empty() => {
            format!("found id `{id}` twice (rows of several coders need the column `annotator`)")
        }
        "the annotator" => format!("found id `{id}` of annotator `{annotator}` twice"),
        other => format!("found {other} under id `{id}`"),
    };
    let message = format!("{message}, first in {}:{}", first.path, first.line);
    Some(LabelFault { path: again.path.clone(), line: again.line, column: 0, message })
}

/// The first two rows that name different articles.
fn differing_article(rows: &[LabelRow]) -> Option<(usize, usize)> {
    let mut named = (0..rows.len()).filter(|&at| rows[at].unit.has_article_id);
    let first = named.next()?;
    named.find(|&at| rows[at].unit.article_id != rows[first].unit.article_id).map(|at| (first, at))
}

/// The first two rows by the same annotator.
fn repeated_annotator(rows: &[LabelRow]) -> Option<(usize, usize)> {
    let mut seen = BTreeMap::new();
    rows.iter()
        .enumerate()
        .find_map(|(at, row)| seen.insert(row.unit.annotator.as_str(), at).map(|first| (first, at)))
}

fn join(mut rows: Vec<LabelRow>, is_exclusive: bool) -> Option<LabelledUnit> {
    if rows.len() == 1 {
        return rows.pop().map(|row| row.unit);
    }
    rows.sort_by(|a, b| a.unit.annotator.cmp(&b.unit.annotator));
    let settling = rows.iter().position(|row| is_adjudicator(&row.unit.annotator));
    let labels = match settling {
        Some(at) => rows[at].unit.labels.clone(),
        None => majorities(&rows, is_exclusive),
    };
    let mut unit = rows.remove(settling.unwrap_or(0)).unit;
    rows.iter().for_each(|row| fill_in(&mut unit, &row.unit));
    Some(LabelledUnit { labels, annotator: String::new(), ..unit })
}

fn majorities(rows: &[LabelRow], is_exclusive: bool) -> Vec<Option<bool>> {
    let n_labels = rows.first().map_or(0, |row| row.unit.labels.len());
    let verdicts = |label: usize| rows.iter().filter_map(move |row| row.unit.labels[label]);
    let mut labels: Vec<Option<bool>> =
        (0..n_labels).map(|label| majority(verdicts(label))).collect();
    if is_exclusive && labels.iter().filter(|&&label| label == Some(true)).count() != 1 {
        labels.fill(None);
    }
    labels
}

/// Takes over what only another annotator's row tells of the unit.
fn fill_in(unit: &mut LabelledUnit, other: &LabelledUnit) {
    if !unit.has_article_id {
        unit.article_id.clone_from(&other.article_id);
        unit.has_article_id = other.has_article_id;
    }
    unit.is_relevant = unit.is_relevant.or(other.is_relevant);
    let fields: [fn(&mut LabelledUnit) -> &mut String; 6] = [
        |unit| &mut unit.cluster_id,
        |unit| &mut unit.outlet,
        |unit| &mut unit.genre,
        |unit| &mut unit.register,
        |unit| &mut unit.voice,
        |unit| &mut unit.kind,
    ];
    let mut other = other.clone();
    for field in fields {
        if field(unit).is_empty() {
            *field(unit) = std::mem::take(field(&mut other));
        }
    }
}

fn majority(verdicts: impl Iterator<Item = bool>) -> Option<bool> {
    let balance: i64 = verdicts.map(|verdict| if verdict { 1 } else { -1 }).sum();
    (balance != 0).then_some(balance > 0)
}
