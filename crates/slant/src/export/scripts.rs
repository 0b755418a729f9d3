//! What tells people and programs how to read an export: README, codebook and import scripts.

use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;

use super::{layout::NamedLabel, names::MAX_NAME, variable::Variable};

/// Reads what `codebook.csv` tells.
pub(super) const IMPORT_R: &str = include_str!("../../templates/export/import.R");
const IMPORT_DO: &str = include_str!("../../templates/export/import.do");
const README: &str = include_str!("../../templates/export/README.txt");

/// Characters of a variable's label at most in Stata ([U] 12.6.2).
const MAX_ABOUT: usize = 80;

/// What the templates see.
#[derive(Serialize)]
pub(super) struct Described<'a> {
    pub(super) version: &'static str,
    pub(super) model: &'a str,
    pub(super) codebook: &'a str,
    pub(super) tables: Vec<DescribedTable<'a>>,
    pub(super) renamed: Vec<&'a NamedLabel>,
    /// The label of the examples.
    pub(super) example: &'a NamedLabel,
    pub(super) with_text: bool,
    pub(super) has_audit: bool,
}

/// A file of an export.
#[derive(Serialize)]
pub(super) struct DescribedTable<'a> {
    pub(super) file: &'a str,
    /// The file's name without its extension.
    pub(super) name: &'a str,
    pub(super) about: &'a str,
    pub(super) n_rows: u64,
    variables: Vec<DescribedVariable<'a>>,
    #[serde(skip)]
    pub(super) all: &'a [Variable],
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
    pub(super) fn new(file: &'a str, about: &'a str, n_rows: u64, all: &'a [Variable]) -> Self {
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

/// `README.txt`.
pub(super) fn readme(described: &Described<'_>) -> Result<String, minijinja::Error> {
    render(README, described)
}

/// `import.do`.
pub(super) fn import_do(described: &Described<'_>) -> Result<String, minijinja::Error> {
    render(IMPORT_DO, described)
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

/// `codebook.csv`: a row a variable.
pub(super) fn codebook_rows(tables: &[DescribedTable<'_>]) -> Vec<[String; 6]> {
    let row = |file: &str, variable: &Variable| {
        [
            file.to_owned(),
            variable.name.clone(),
            variable.kind.as_str().to_owned(),
            variable.about.clone(),
            variable.kind.values(),
            variable.label.clone().unwrap_or_default(),
        ]
    };
    tables
        .iter()
        .flat_map(|table| table.all.iter().map(|variable| row(table.file, variable)))
        .collect()
}

/// The columns of `codebook.csv`; `label` is that of the coders' codebook.
pub(super) const CODEBOOK_COLUMNS: [&str; 6] =
    ["file", "variable", "type", "about", "values", "label"];
