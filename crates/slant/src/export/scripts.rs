//! What tells people and programs how to read an export: README, codebook and import scripts.

use std::{collections::BTreeMap, path::Path};

use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;

use super::{
    ARTICLES, AUDIT, CODEBOOK, OUTLETS, UNITS,
    export_table::ExportTable,
    layout::{Layout, NamedLabel},
    names::MAX_NAME,
    variable::{Variable, VariableKind},
};
use crate::{atomic::write_file, error::Error, frame::RunRecord, table::Cell};

/// Reads what `codebook.csv` tells.
const IMPORT_R: &str = include_str!("../../templates/export/import.R");
const IMPORT_DO: &str = include_str!("../../templates/export/import.do");
const README: &str = include_str!("../../templates/export/README.txt");

/// Characters of a variable's label at most in Stata ([U] 12.6.2).
const MAX_ABOUT: usize = 80;

/// Writes what tells how to read the tables; the names of these files.
pub(super) fn write_descriptions(
    output: &Path,
    run: &RunRecord,
    layout: &Layout,
    with_text: bool,
    rows: &BTreeMap<&'static str, u64>,
) -> Result<[&'static str; 4], Error> {
    let tables = [
        (UNITS, "a row a unit (headline, sentence, caption, boilerplate)", &layout.units),
        (ARTICLES, "a row an article", &layout.articles),
        (OUTLETS, "a row an outlet, label and voice: shares as classified", &layout.outlets),
        (AUDIT, "a row a unit that people coded", &layout.audit),
    ];
    let tables: Vec<DescribedTable<'_>> = tables
        .into_iter()
        .filter_map(|(file, about, variables)| {
            Some(DescribedTable::new(file, about, *rows.get(file)?, variables))
        })
        .collect();
    write_codebook(output, &tables)?;
    let described = Described {
        version: env!("CARGO_PKG_VERSION"),
        model: &run.model.name,
        codebook: &run.codebook.name,
        tables,
        renamed: layout.labels.iter().filter(|label| label.is_renamed()).collect(),
        example: layout.labels.first().expect("a frame has a label at least"),
        with_text,
        has_audit: rows.contains_key(AUDIT),
    };
    for (file, template) in [("README.txt", README), ("import.do", IMPORT_DO)] {
        let path = output.join(file);
        let text = render(template, &described).map_err(|error| Error::table(&path, &error))?;
        write_file(&path, text.as_bytes())?;
    }
    write_file(&output.join("import.R"), IMPORT_R.as_bytes())?;
    Ok([CODEBOOK, "README.txt", "import.R", "import.do"])
}

/// Writes `codebook.csv`: a row a variable; `label` is that of the coders' codebook.
fn write_codebook(output: &Path, tables: &[DescribedTable<'_>]) -> Result<(), Error> {
    let columns = ["file", "variable", "type", "about", "values", "label"]
        .map(|name| Variable::new(name, VariableKind::Text, ""));
    let mut codebook = ExportTable::create(output, CODEBOOK, &columns)?;
    for table in tables {
        for variable in table.all {
            codebook.write(&[
                Cell::Text(table.file),
                Cell::Text(&variable.name),
                Cell::Text(variable.kind.as_str()),
                Cell::Text(&variable.about),
                Cell::Text(&variable.kind.values()),
                Cell::text(variable.label.as_deref()),
            ])?;
        }
    }
    codebook.finish().map(|_| ())
}

/// What the templates see.
#[derive(Serialize)]
struct Described<'a> {
    version: &'static str,
    model: &'a str,
    codebook: &'a str,
    tables: Vec<DescribedTable<'a>>,
    renamed: Vec<&'a NamedLabel>,
    /// The label of the examples.
    example: &'a NamedLabel,
    with_text: bool,
    has_audit: bool,
}

/// A file of an export.
#[derive(Serialize)]
struct DescribedTable<'a> {
    file: &'a str,
    /// The file's name without its extension.
    name: &'a str,
    about: &'a str,
    n_rows: u64,
    variables: Vec<DescribedVariable<'a>>,
    #[serde(skip)]
    all: &'a [Variable],
}

#[derive(Serialize)]
struct DescribedVariable<'a> {
    name: &'a str,
    r#type: &'static str,
    /// Cut to what Stata takes.
    about: String,
    categories: &'static [&'static str],
}

impl<'a> DescribedTable<'a> {
    fn new(file: &'a str, about: &'a str, n_rows: u64, all: &'a [Variable]) -> Self {
        let name = file.strip_suffix(".csv").unwrap_or(file);
        let variables = all.iter().map(DescribedVariable::of).collect();
        Self { file, name, about, n_rows, variables, all }
    }
}

impl<'a> DescribedVariable<'a> {
    fn of(variable: &'a Variable) -> Self {
        Self {
            name: &variable.name,
            r#type: variable.kind.as_str(),
            about: variable.about.chars().map(plain).take(MAX_ABOUT).collect(),
            categories: variable.kind.categories(),
        }
    }
}

/// Characters that mean something within a quoted text of Stata are not needed in a description.
fn plain(character: char) -> char {
    match character {
        '"' | '`' | '$' | '\\' => '_',
        other if other.is_control() => ' ',
        other => other,
    }
}

fn render(template: &str, described: &Described<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.add_global("max_name", MAX_NAME);
    environment.add_filter("left", |text: &str, width: usize| format!("{text:<width$}"));
    environment.render_str(template, Serde(described))
}
