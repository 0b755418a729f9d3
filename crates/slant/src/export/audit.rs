//! The units of a run that people coded.

use std::{collections::BTreeMap, path::Path};

use features::{SpeakerRole, UnitKind, Voice};

use super::{AUDIT, export_table::ExportTable, layout::Layout, run_rows::for_each_row};
use crate::{error::Error, table::Cell};

/// Columns of the run's units that stand before what was coded.
const N_ID_VARIABLES: usize = 4;

/// An audited unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AuditUnit {
    pub(super) stratum: String,
    /// The probability with which it was drawn: above 0, 1 at most.
    pub(super) pi: f64,
    pub(super) n_coders: u32,
    pub(super) kind: Option<UnitKind>,
    pub(super) voice: Option<Voice>,
    pub(super) speaker_role: Option<SpeakerRole>,
    pub(super) relevant: Option<bool>,
    /// Whether it is a sentence about the topic, by its codes.
    pub(super) is_counted: bool,
    /// The code of each label, in the codebook's order.
    pub(super) labels: Vec<Option<bool>>,
}

/// Writes the audited units, by their rows in the run's table of units, in that table's order.
pub(super) fn write_audit(
    units_of_run: &Path,
    output: &Path,
    layout: &Layout,
    audited: &BTreeMap<usize, AuditUnit>,
) -> Result<ExportTable, Error> {
    let mut table = ExportTable::create(output, AUDIT, &layout.audit)?;
    for_each_row(units_of_run, &layout.audit[..N_ID_VARIABLES], |row, ids| {
        audited.get(&row).map_or(Ok(()), |unit| table.write(&unit.cells(ids)))
    })?;
    Ok(table)
}

impl AuditUnit {
    fn cells<'a>(&'a self, ids: &[Cell<'a>]) -> Vec<Cell<'a>> {
        let mut cells = ids.to_vec();
        cells.extend([
            Cell::Text(&self.stratum),
            Cell::Share(self.pi),
            Cell::Share(1.0 / self.pi),
            Cell::Number(u64::from(self.n_coders)),
            Cell::text(self.kind.map(UnitKind::as_str)),
            Cell::text(self.voice.map(Voice::as_str)),
            Cell::text(self.speaker_role.map(SpeakerRole::as_str)),
            Cell::flag(self.relevant),
            Cell::Flag(self.is_counted),
        ]);
        cells.extend(self.labels.iter().map(|&label| Cell::flag(label)));
        cells
    }
}
