//! Where the columns of a file of coders stand.

use classifier::LabelCells;

use super::Findings;

/// The columns of one file of coders.
pub(super) struct Columns {
    /// What tells the unit: `id`, else `unit_id`.
    pub(super) id: usize,
    pub(super) labels: Vec<usize>,
    pub(super) text: Option<usize>,
    pub(super) annotator: Option<usize>,
    pub(super) voice: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) relevant: Option<usize>,
    pub(super) speaker_role: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) codebook_version: Option<usize>,
    pub(super) design: Option<usize>,
}

/// Columns beside the labels that are read where they are there.
const OPTIONAL: [&str; 10] = [
    "id",
    "unit_id",
    "text",
    "annotator",
    "voice",
    "kind",
    "relevant",
    "speaker_role",
    "date",
    "codebook_version",
];

impl Columns {
    /// Finds the columns; nothing where one is missing, or there twice, which is told.
    pub(super) fn find(
        path: &str,
        cells: &LabelCells,
        labels: &[String],
        findings: &mut Findings,
    ) -> Option<Self> {
        if cells.columns.is_empty() {
            // There is no header, which was told.
            return None;
        }
        let n_before = findings.faults.len();
        for (at, name) in cells.columns.iter().enumerate() {
            let is_read = OPTIONAL.contains(&name.as_str()) || labels.contains(name);
            if is_read && cells.columns[..at].contains(name) {
                findings.fault(path, 1, at + 1, format!("found the column `{name}` twice"));
            }
        }
        let expected = labels.join(", ");
        let of_labels: Vec<Option<usize>> = labels.iter().map(|name| cells.column(name)).collect();
        for (name, _) in labels.iter().zip(&of_labels).filter(|(_, column)| column.is_none()) {
            let message = format!("found no column `{name}`, expected the columns {expected}");
            findings.fault(path, 1, 0, message);
        }
        let id = cells.column("id").or_else(|| cells.column("unit_id"));
        if id.is_none() {
            let message =
                "found neither a column `id` nor `unit_id`, expected one to tell the units by";
            findings.fault(path, 1, 0, message);
        }
        if findings.faults.len() > n_before {
            return None;
        }
        Some(Self {
            id: id?,
            labels: of_labels.into_iter().collect::<Option<_>>()?,
            text: cells.column("text"),
            annotator: cells.column("annotator"),
            voice: cells.column("voice"),
            kind: cells.column("kind"),
            relevant: cells.column("relevant"),
            speaker_role: cells.column("speaker_role"),
            date: cells.column("date"),
            codebook_version: cells.column("codebook_version"),
            design: cells.column("design"),
        })
    }
}
