//! The rows that say which unit an id stands for and how it was drawn.

use classifier::{CellRow, LabelCells};
use features::UnitKind;

use super::Findings;
use crate::frame::{Found, Frame, UnitId};

/// The design of a sample that estimates may rest on.
const AUDIT: &str = "audit";

/// A key, or a file of coders that is its own.
pub(super) struct Key<'a> {
    pub(super) path: &'a str,
    /// The rows without a fault.
    pub(super) rows: Vec<KeyRow>,
    /// The ids of the others.
    pub(super) faulty: Vec<String>,
    /// Whether the file has the columns of a key.
    pub(super) is_key: bool,
}

/// How one unit was drawn.
#[derive(Clone, Debug)]
pub(super) struct KeyRow {
    pub(super) line: u64,
    pub(super) id: String,
    /// Place in the frame.
    pub(super) unit: usize,
    pub(super) pi: f64,
    pub(super) stratum: String,
    /// Units, or articles, of the stratum, and those drawn.
    pub(super) size: Option<u64>,
    pub(super) n_drawn: Option<u64>,
    pub(super) of_articles: bool,
}

struct Columns {
    id: usize,
    unit_id: usize,
    pi: usize,
    stratum: Option<usize>,
    design: Option<usize>,
    n_stratum: Option<usize>,
    drawn: Option<usize>,
    drawn_by: Option<usize>,
}

impl Columns {
    fn find(cells: &LabelCells) -> Option<Self> {
        let unit_id = cells.column("unit_id")?;
        Some(Self {
            id: cells.column("id").unwrap_or(unit_id),
            unit_id,
            pi: cells.column("pi")?,
            stratum: cells.column("stratum"),
            design: cells.column("design"),
            n_stratum: cells.column("n_stratum"),
            drawn: cells.column("drawn"),
            drawn_by: cells.column("drawn_by"),
        })
    }
}

/// Reads the rows of a key.
pub(super) fn read_key<'a>(
    path: &'a str,
    cells: &LabelCells,
    frame: &Frame,
    findings: &mut Findings,
) -> Key<'a> {
    let mut key = Key { path, rows: Vec::new(), faulty: Vec::new(), is_key: false };
    let Some(columns) = Columns::find(cells) else { return key };
    key.is_key = true;
    if let Some(design) = columns.design {
        check_design(path, cells, design, findings);
    }
    for row in &cells.rows {
        let reading = RowReading { path, row, columns: &columns };
        match reading.read(frame, findings) {
            Some(drawn) => key.rows.push(drawn),
            None => key.faulty.push(row.cell(columns.id).to_owned()),
        }
    }
    key
}

/// Refuses samples that were not drawn at random: one fault a design.
pub(super) fn check_design(path: &str, cells: &LabelCells, column: usize, findings: &mut Findings) {
    let is_other = |row: &&CellRow| {
        let design = row.cell(column);
        !design.is_empty() && !design.eq_ignore_ascii_case(AUDIT)
    };
    let Some(first) = cells.rows.iter().find(is_other) else { return };
    let n = cells.rows.iter().filter(is_other).count();
    let found = first.shown(column);
    let why = if found.eq_ignore_ascii_case("active") {
        "an active sample was chosen for training, where the classifier is in doubt, so nothing can be estimated from it"
    } else {
        "only units that were drawn with known probabilities tell of the others"
    };
    let message = format!("found design `{found}` in {n} rows, expected {AUDIT}: {why}");
    findings.fault(path, first.line, column + 1, message);
}

struct RowReading<'a> {
    path: &'a str,
    row: &'a CellRow,
    columns: &'a Columns,
}

impl RowReading<'_> {
    /// The row, or nothing where it is at fault.
    fn read(&self, frame: &Frame, findings: &mut Findings) -> Option<KeyRow> {
        let unit = self.unit(frame);
        let pi = self.pi();
        let columns = self.columns;
        let size = self.number(columns.n_stratum);
        let n_drawn = self.number(columns.drawn);
        let cell = |column: Option<usize>| column.map_or("", |column| self.row.cell(column));
        let mut note = |fault: Option<(usize, String)>| {
            if let Some((column, message)) = fault {
                findings.fault(self.path, self.row.line, column + 1, message);
            }
        };
        note(unit.as_ref().err().map(|message| (columns.unit_id, message.clone())));
        note(pi.as_ref().err().map(|message| (columns.pi, message.clone())));
        note(size.as_ref().err().cloned());
        note(n_drawn.as_ref().err().cloned());
        let is_empty = self.row.cell(columns.id).is_empty();
        note(is_empty.then(|| (columns.id, "found no id, expected one".to_owned())));
        Some(KeyRow {
            line: self.row.line,
            id: Some(self.row.cell(columns.id).to_owned()).filter(|id| !id.is_empty())?,
            unit: unit.ok()?,
            pi: pi.ok()?,
            stratum: cell(columns.stratum).to_owned(),
            size: size.ok()?,
            n_drawn: n_drawn.ok()?,
            of_articles: cell(columns.drawn_by).eq_ignore_ascii_case("article"),
        })
    }

    fn unit(&self, frame: &Frame) -> Result<usize, String> {
        let cell = self.row.cell(self.columns.unit_id);
        let found = self.row.shown(self.columns.unit_id);
        let Some(id) = UnitId::parse(cell) else {
            return Err(format!("found unit_id `{found}`, expected ARTICLE_ID.NNN.HASH8"));
        };
        match frame.look_up(id) {
            Found::Unit(unit) if frame.units[unit].kind == UnitKind::Headline => Err(format!(
                "found unit_id `{found}`, a headline, expected a sentence, a caption or boilerplate: headlines are no part of an audit"
            )),
            Found::Unit(unit) => Ok(unit),
            Found::OtherText(unit) => Err(format!(
                "found unit_id `{found}`, but the text of this unit has changed since: it is {} in the run",
                frame.unit_id(unit)
            )),
            Found::NoUnit => Err(format!(
                "found unit_id `{found}`, expected a unit of the run: the article has no unit {}",
                id.number
            )),
            Found::NoArticle => Err(format!(
                "found unit_id `{found}`, expected a unit of the run, which has no such relevant article"
            )),
        }
    }

    fn pi(&self) -> Result<f64, String> {
        let cell = self.row.cell(self.columns.pi);
        let pi: Option<f64> = cell.parse().ok();
        pi.filter(|pi| *pi > 0.0 && *pi <= 1.0).ok_or_else(|| {
            let found = if cell.is_empty() {
                "no pi".to_owned()
            } else {
                format!("pi `{}`", self.row.shown(self.columns.pi))
            };
            format!("found {found}, expected a probability above 0 and up to 1")
        })
    }

    /// A count that may be missing.
    fn number(&self, column: Option<usize>) -> Result<Option<u64>, (usize, String)> {
        let Some(column) = column.filter(|&column| !self.row.cell(column).is_empty()) else {
            return Ok(None);
        };
        self.row.cell(column).parse().map(Some).map_err(|_| {
            (column, format!("found `{}`, expected a whole number", self.row.shown(column)))
        })
    }
}
