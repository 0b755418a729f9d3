//! Articles and clusters that stand in two splits.

use std::collections::HashMap;

use crate::labels::{LabelFault, LabelRow};

/// A fault for every row whose article or cluster has an earlier row in another split.
pub(super) fn faults_of(rows: &[LabelRow]) -> Vec<LabelFault> {
    let mut first_by_group: HashMap<(&str, &str), &LabelRow> = HashMap::new();
    let mut faults = Vec::new();
    for row in rows {
        let article = row.unit.has_article_id.then_some(row.unit.article_id.as_str());
        let cluster = Some(row.unit.cluster_id.as_str()).filter(|id| !id.is_empty());
        for (what, id) in [("article", article), ("cluster", cluster)] {
            let Some(id) = id else { continue };
            let first = first_by_group.entry((what, id)).or_insert(row);
            if first.unit.split != row.unit.split {
                faults.push(row.fault(format!(
                    "found {what} `{id}` in split `{}`, first in split `{}` in {}:{}",
                    row.unit.split, first.unit.split, first.path, first.line
                )));
                break;
            }
        }
    }
    faults
}
