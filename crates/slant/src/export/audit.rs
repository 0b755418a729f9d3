//! The units of a run that people coded.

use std::{collections::BTreeMap, path::Path};

use features::{SpeakerRole, UnitKind, Voice};

use super::{AUDIT, export_table::ExportTable, layout::Layout, run_rows::for_each_row};
use crate::{
    audit::{Audit, AuditedUnit},
    error::Error,
    table::Cell,
};

/// Columns of the run's units that stand before what was coded.
const N_ID_VARIABLES: usize = 4;

/// Writes the audited units in the order of the run's table of units.
pub(super) fn write_audit(
    units_of_run: &Path,
    output: &Path,
    layout: &Layout,
    audit: &Audit,
) -> Result<ExportTable, Error> {
    let mut table = ExportTable::create(output, AUDIT, &layout.audit)?;
    let n_coders = count_coders(audit);
    let mut units = audit.units.iter().peekable();
    for_each_row(units_of_run, &layout.audit[..N_ID_VARIABLES], |row, ids| {
        let Some(unit) = units.next_if(|unit| unit.unit == row) else { return Ok(()) };
        // Units that one person coded are not compared.
        let n_coders = n_coders.get(&row).copied().unwrap_or(1);
        table.write(&cells(ids, unit, audit, n_coders))
    })?;
    Ok(table)
}

/// How many people coded each of the units that several did.
fn count_coders(audit: &Audit) -> BTreeMap<usize, u64> {
    let mut n_coders = BTreeMap::new();
    for coding in &audit.codings {
        *n_coders.entry(coding.unit).or_default() += 1;
    }
    n_coders
}

fn cells<'a>(
    ids: &[Cell<'a>],
    unit: &'a AuditedUnit,
    audit: &'a Audit,
    n_coders: u64,
) -> Vec<Cell<'a>> {
    let stratum = &audit.strata[unit.stratum as usize];
    let count = |number: Option<u64>| number.map_or(Cell::Missing, Cell::Number);
    let mut cells = ids.to_vec();
    cells.extend([
        Cell::Text(&stratum.name),
        count(stratum.size),
        count(stratum.n_drawn),
        Cell::Text(if stratum.of_articles { "article" } else { "unit" }),
        Cell::Share(unit.pi),
        Cell::Share(1.0 / unit.pi),
        Cell::Number(n_coders),
        Cell::Text(UnitKind::as_str(unit.kind)),
        Cell::Text(Voice::as_str(unit.voice)),
        Cell::text(unit.speaker_role.map(SpeakerRole::as_str)),
        Cell::flag(unit.relevant),
        Cell::Flag(unit.counts()),
    ]);
    cells.extend(unit.labels.iter().map(|&label| Cell::flag(label)));
    cells
}
