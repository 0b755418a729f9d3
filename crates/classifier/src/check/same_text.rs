//! One text that one annotator judged twice.

use std::collections::HashMap;

use crate::{
    codebook::Codebook,
    labels::{LabelFault, LabelRow},
};

/// Rows whose text an earlier row of the same annotator has.
#[derive(Default)]
pub(super) struct Repeats {
    /// A fault for every row with another verdict than an earlier one.
    pub(super) faults: Vec<LabelFault>,
    /// Rows that say the same as an earlier one, in files without ids.
    pub(super) n_repeated: usize,
}

pub(super) fn compare(rows: &[LabelRow], codebook: &Codebook) -> Repeats {
    let mut first_by_text: HashMap<(&str, String), &LabelRow> = HashMap::new();
    let mut repeats = Repeats::default();
    for row in rows {
        let text = row.unit.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = *first_by_text.entry((&row.unit.annotator, text)).or_insert(row);
        let differing = codebook.label_names().zip(first.unit.labels.iter().zip(&row.unit.labels));
        let differing: Vec<&str> = differing
            .filter(|(_, (first, again))| first.is_some() && again.is_some() && first != again)
            .map(|(label, _)| label)
            .collect();
        if !differing.is_empty() {
            repeats.faults.push(row.fault(format!(
                "found the text of {}:{} with another verdict in {}",
                first.path,
                first.line,
                differing.join(", ")
            )));
        } else if !std::ptr::eq(first, row) && row.unit.id.is_empty() {
            repeats.n_repeated += 1;
        }
    }
    repeats
}
