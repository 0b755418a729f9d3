//! The columns of a label file.

use csv::StringRecord;

use crate::{
    codebook::Codebook, codebook::RESERVED_NAMES, labels::LabelledUnit, spreadsheet::unprotect_cell,
};

/// More would leave nothing of the other units.
const MAX_WEIGHT: f64 = 1e6;

/// Where the columns of one label file stand.
pub(crate) struct Columns {
    text: usize,
    labels: Vec<usize>,
    id: Option<usize>,
    article_id: Option<usize>,
    cluster_id: Option<usize>,
    weight: Option<usize>,
    outlet: Option<usize>,
    genre: Option<usize>,
    voice: Option<usize>,
    kind: Option<usize>,
    register: Option<usize>,
    relevant: Option<usize>,
    split: Option<usize>,
    design: Option<usize>,
    annotator: Option<usize>,
    n_fields: usize,
    /// Columns that no label file of this codebook has: place from 1, and name.
    pub(crate) unused: Vec<(usize, String)>,
}

impl Columns {
    /// Finds the columns in the header.
    ///
    /// The error is the column, from 1 (0 for the whole header), and the message.
    pub(crate) fn find(
        header: &StringRecord,
        codebook: &Codebook,
    ) -> Result<Self, (usize, String)> {
        let wanted = || {
            format!(
                "expected the columns text, {}",
                codebook.label_names().collect::<Vec<_>>().join(", ")
            )
        };
        if header.is_empty() {
            return Err((0, format!("found no header, {}", wanted())));
        }
        let names: Vec<String> = header.iter().map(column_name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let position = |name: &str| names.iter().position(|column| *column == name);
        let required = |name: &str| {
            position(name).ok_or_else(|| {
                (
                    0,
                    format!(
                        "found no column `{name}` among {}, {}",
                        shown(&names.join(", ")),
                        wanted()
                    ),
                )
            })
        };
        let is_used = |name: &str| {
            RESERVED_NAMES.contains(&name) || codebook.label_names().any(|label| label == name)
        };
        let repeated =
            (0..names.len()).find(|&at| is_used(names[at]) && names[..at].contains(&names[at]));
        if let Some(at) = repeated {
            return Err((at + 1, format!("found the column `{}` twice", names[at])));
        }
        let unused = (1..).zip(&names).filter(|(_, name)| !is_used(name));
        Ok(Self {
            text: required("text")?,
            labels: codebook.label_names().map(required).collect::<Result<_, _>>()?,
            id: position("id").or_else(|| position("unit_id")),
            article_id: position("article_id"),
            cluster_id: position("cluster_id"),
            weight: position("weight"),
            outlet: position("outlet"),
            genre: position("genre"),
            voice: position("voice"),
            kind: position("kind"),
            register: position("register"),
            relevant: position("relevant"),
            split: position("split"),
            design: position("design"),
            annotator: position("annotator"),
            n_fields: header.len(),
            unused: unused.map(|(column, name)| (column, (*name).to_owned())).collect(),
        })
    }

    /// Reads one row; the error is the column, from 1, and the message.
    pub(crate) fn unit(
        &self,
        record: &StringRecord,
        codebook: &Codebook,
    ) -> Result<LabelledUnit, (usize, String)> {
        if record.len() != self.n_fields {
            let fields = if record.len() == 1 { "field" } else { "fields" };
            let message = format!("found {} {fields}, expected {}", record.len(), self.n_fields);
            return Err((0, message));
        }
        let text = unprotect_cell(&record[self.text]);
        if text.trim().is_empty() {
            return Err((self.text + 1, "found an empty text".to_owned()));
        }
        let field =
            |column: Option<usize>| column.map_or("", |column| record[column].trim()).to_owned();
        let article_id = field(self.article_id);
        Ok(LabelledUnit {
            id: field(self.id),
            has_article_id: !article_id.is_empty(),
            cluster_id: field(self.cluster_id),
            article_id: if article_id.is_empty() { text.to_owned() } else { article_id },
            labels: self.verdicts(record, codebook)?,
            weight: self.weight(record)?,
            outlet: field(self.outlet),
            genre: field(self.genre),
            voice: field(self.voice),
            kind: field(self.kind),
            register: field(self.register),
            is_relevant: match field(self.relevant).as_str() {
                "0" | "0.0" => Some(false),
                "1" | "1.0" => Some(true),
                _ => None,
            },
            split: field(self.split),
            design: field(self.design),
            annotator: field(self.annotator),
            text: text.to_owned(),
        })
    }

    fn verdicts(
        &self,
        record: &StringRecord,
        codebook: &Codebook,
    ) -> Result<Vec<Option<bool>>, (usize, String)> {
        let mut verdicts = Vec::with_capacity(self.labels.len());
        for (&column, label) in self.labels.iter().zip(codebook.label_names()) {
            verdicts.push(match record[column].trim() {
                "" => None,
                "0" | "0.0" => Some(false),
                "1" | "1.0" => Some(true),
                other => {
                    let found = shown(other);
                    let message = format!("found `{found}` in `{label}`, expected 0, 1 or nothing");
                    return Err((column + 1, message));
                }
            });
        }
        let n_labels = verdicts.iter().filter(|&&verdict| verdict == Some(true)).count();
        if codebook.exclusive && n_labels != 1 && verdicts.iter().any(Option::is_some) {
            let message = "expected exactly one (the codebook's labels exclude each other)";
            return Err((0, format!("found {n_labels} labels, {message}")));
        }
        Ok(verdicts)
    }

    fn weight(&self, record: &StringRecord) -> Result<f64, (usize, String)> {
        let Some(column) = self.weight else { return Ok(1.0) };
        match record[column].trim() {
            "" => Ok(1.0),
            found => found
                .parse()
                .ok()
                .filter(|weight: &f64| *weight > 0.0 && *weight <= MAX_WEIGHT)
                .ok_or_else(|| {
                    (
                        column + 1,
                        format!(
                            "found weight `{}`, expected a number above 0 and up to {MAX_WEIGHT}",
                            shown(found)
                        ),
                    )
                }),
        }
    }
}

/// The name of a column, as codebooks write it, whatever capitals and blanks a spreadsheet gave it.
pub(crate) fn column_name(cell: &str) -> String {
    cell.trim().to_lowercase()
}

/// The start of a cell, for a message on a terminal.
pub(crate) fn shown(cell: &str) -> String {
    const MAX_CHARS: usize = 200;
    cell.chars().filter(|character| !character.is_control()).take(MAX_CHARS).collect()
}
