//! The tables of an export, from those of the run.

use std::{collections::BTreeMap, path::Path};

use super::{
    ARTICLES, AUDIT, OUTLETS, UNITS, audit::write_audit, export_table::ExportTable, layout::Layout,
    run_rows::for_each_row, variable::Variable,
};
use crate::{atomic::unmark_finished, audit::Audit, error::Error, run::MANIFEST, table::Cell};

/// Writes the tables and puts them in their places, each with the number of its rows.
pub(super) fn write_tables(
    run: &Path,
    output: &Path,
    layout: &Layout,
    audit: Option<&Audit>,
) -> Result<BTreeMap<&'static str, u64>, Error> {
    let units = run.join("units.parquet");
    let mut tables = vec![
        copy_parquet(&units, output, UNITS, &layout.units)?,
        copy_parquet(&run.join("articles.parquet"), output, ARTICLES, &layout.articles)?,
        copy_csv(&run.join(OUTLETS), output, OUTLETS, &layout.outlets)?,
    ];
    tables.extend(audit.map(|audit| write_audit(&units, output, layout, audit)).transpose()?);
    let is_replaced = output.join(MANIFEST).exists();
    unmark_finished(&output.join(MANIFEST))?;
    if is_replaced {
        // That of the export before, which this one need not have.
        unmark_finished(&output.join(AUDIT))?;
    }
    tables.into_iter().map(ExportTable::finish).collect()
}

/// Copies columns of a table of the run.
fn copy_parquet(
    from: &Path,
    output: &Path,
    file: &'static str,
    variables: &[Variable],
) -> Result<ExportTable, Error> {
    let mut table = ExportTable::create(output, file, variables)?;
    for_each_row(from, variables, |_, cells| table.write(cells))?;
    Ok(table)
}

/// Copies columns of a CSV of the run.
fn copy_csv(
    from: &Path,
    output: &Path,
    file: &'static str,
    variables: &[Variable],
) -> Result<ExportTable, Error> {
    let fault = |error: csv::Error| Error::table(from, &error);
    let mut reader = csv::Reader::from_path(from).map_err(fault)?;
    let header = reader.headers().map_err(fault)?.clone();
    let place = |variable: &Variable| {
        header.iter().position(|name| name == variable.column).ok_or_else(|| {
            let column = &variable.column;
            let message = format!("found no column `{column}`, expected the table of a run");
            Error::Table { path: from.to_owned(), message }
        })
    };
    let places: Vec<usize> = variables.iter().map(place).collect::<Result<_, _>>()?;
    let mut table = ExportTable::create(output, file, variables)?;
    for record in reader.records() {
        let record = record.map_err(fault)?;
        let text = |&place: &usize| record.get(place).filter(|text| !text.is_empty());
        let cells: Vec<Cell<'_>> = places.iter().map(|place| Cell::text(text(place))).collect();
        table.write(&cells)?;
    }
    Ok(table)
}
