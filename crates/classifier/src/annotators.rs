//! One unit from the rows of several annotators.

use std::collections::BTreeMap;

use crate::labels::{LabelFault, LabelRow, LabelledUnit};

/// The annotator whose row settles a unit.
const ADJUDICATED: &str = "adjudicated";

/// Joins the rows of one unit: matched by id, else by text where their annotators differ.
pub(crate) fn resolve(rows: Vec<LabelRow>, faults: &mut Vec<LabelFault>) -> Vec<LabelledUnit> {
    let mut groups: BTreeMap<(bool, String), Vec<LabelRow>> = BTreeMap::new();
    for row in rows {
        let has_id = !row.unit.id.is_empty();
        let key = if has_id { row.unit.id.clone() } else { row.unit.text.clone() };
        groups.entry((has_id, key)).or_default().push(row);
    }
    let mut units = Vec::new();
    for ((has_id, _), group) in groups {
        match repeated_annotator(&group) {
            None => units.extend(join(group)),
            Some(_) if !has_id => units.extend(group.into_iter().map(|row| row.unit)),
            Some((first, again)) => {
                let (first, again) = (&group[first], &group[again]);
                let (id, annotator) = (&again.unit.id, &again.unit.annotator);
                let of = if annotator.is_empty() {
                    String::new()
                } else {
                    format!(" of annotator `{annotator}`")
                };
                let message =
                    format!("found id `{id}`{of} twice, first in {}:{}", first.path, first.line);
                faults.push(LabelFault {
                    path: again.path.clone(),
                    line: again.line,
                    column: 0,
                    message,
                });
            }
        }
    }
    faults.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    units
}

/// The first two rows by the same annotator.
fn repeated_annotator(rows: &[LabelRow]) -> Option<(usize, usize)> {
    let mut seen = BTreeMap::new();
    rows.iter()
        .enumerate()
        .find_map(|(at, row)| seen.insert(row.unit.annotator.as_str(), at).map(|first| (first, at)))
}

fn join(mut rows: Vec<LabelRow>) -> Option<LabelledUnit> {
    if let Some(at) = rows.iter().position(|row| row.unit.annotator == ADJUDICATED) {
        return Some(rows.swap_remove(at).unit);
    }
    let n_labels = rows.first()?.unit.labels.len();
    let labels = (0..n_labels)
        .map(|label| majority(rows.iter().filter_map(|row| row.unit.labels[label])))
        .collect();
    let unit = rows.swap_remove(0).unit;
    Some(LabelledUnit { labels, ..unit })
}

fn majority(verdicts: impl Iterator<Item = bool>) -> Option<bool> {
    let balance: i64 = verdicts.map(|verdict| if verdict { 1 } else { -1 }).sum();
    (balance != 0).then_some(balance > 0)
}
