//! Articles, clusters and texts that stand in two splits.

use std::collections::HashMap;

use crate::labels::{LabelFault, LabelRow};

/// Shorter texts, such as `Read more`, are nobody's in particular.
const MIN_WORDS: usize = 8;
/// What carries no judgement may stand in every article.
const FURNITURE: [&str; 2] = ["boilerplate", "caption"];

/// A fault for every row whose article, cluster or very text has an earlier row in another split.
pub(super) fn faults_of(rows: &[LabelRow]) -> Vec<LabelFault> {
    let mut first_by_group: HashMap<(&str, &str), &LabelRow> = HashMap::new();
    let mut faults = Vec::new();
    for row in rows {
        let article = row.unit.has_article_id.then_some(row.unit.article_id.as_str());
        let cluster = Some(row.unit.cluster_id.as_str()).filter(|id| !id.is_empty());
        let text = Some(row.unit.text.trim())
            .filter(|text| text.split_whitespace().nth(MIN_WORDS - 1).is_some())
            .filter(|_| !FURNITURE.contains(&row.unit.kind.as_str()));
        for (what, id) in [("article", article), ("cluster", cluster), ("text", text)] {
            let Some(id) = id else { continue };
            let first = first_by_group.entry((what, id)).or_insert(row);
            if first.unit.split != row.unit.split {
                let id = if what == "text" { "" } else { &format!(" `{id}`") };
                faults.push(row.fault(format!(
                    "found {what}{id} in split `{}`, first in split `{}` in {}:{}",
                    row.unit.split, first.unit.split, first.path, first.line
                )));
                break;
            }
        }
    }
    faults
}
