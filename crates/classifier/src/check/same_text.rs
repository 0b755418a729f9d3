//! One text that one annotator judged in two ways.

use std::collections::HashMap;

use crate::{
    codebook::Codebook,
    labels::{LabelFault, LabelRow},
};

/// A fault for every row that differs from an earlier one of the same annotator and text.
pub(super) fn faults_of(rows: &[LabelRow], codebook: &Codebook) -> Vec<LabelFault> {
    let mut first_by_text: HashMap<(&str, String), &LabelRow> = HashMap::new();
    let mut faults = Vec::new();
    for row in rows {
        let text = row.unit.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = first_by_text.entry((&row.unit.annotator, text)).or_insert(row);
        let differing = codebook.label_names().zip(first.unit.labels.iter().zip(&row.unit.labels));
        let differing: Vec<&str> = differing
            .filter(|(_, (first, again))| first.is_some() && again.is_some() && first != again)
            .map(|(label, _)| label)
            .collect();
        if !differing.is_empty() {
            faults.push(row.fault(format!(
                "found the text of {}:{} with another verdict in {}",
                first.path,
                first.line,
                differing.join(", ")
            )));
        }
    }
    faults
}
