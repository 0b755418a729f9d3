//! Which units were drawn, how, and under which ids.

use std::collections::{BTreeMap, BTreeSet};

use classifier::LabelCells;

use super::{
    AuditStratum, Findings,
    keys::{Key, KeyRow, read_key},
    sources::Sources,
};
use crate::frame::Frame;

/// The units that were drawn.
#[derive(Default)]
pub(super) struct Drawn {
    /// By their places in the frame.
    pub(super) units: BTreeMap<usize, DrawnUnit>,
    pub(super) strata: Vec<AuditStratum>,
    /// The unit of each id; none of an id whose row is at fault.
    ids: BTreeMap<String, Option<usize>>,
}

/// A unit that was drawn.
pub(super) struct DrawnUnit {
    pub(super) id: String,
    pub(super) pi: f64,
    /// Place in [`Drawn::strata`].
    pub(super) stratum: u32,
    /// Where that stands.
    pub(super) path: String,
    pub(super) line: u64,
}

/// What an id leads to.
pub(super) enum Known {
    Unit(usize),
    /// Its row is at fault, which was told.
    Faulty,
    Unknown,
}

impl Drawn {
    pub(super) fn look_up(&self, id: &str) -> Known {
        match self.ids.get(id) {
            Some(Some(unit)) => Known::Unit(*unit),
            Some(None) => Known::Faulty,
            None => Known::Unknown,
        }
    }
}

/// Reads the keys, and the files of coders that are their own.
pub(super) fn read_drawn(sources: &Sources, frame: &Frame, findings: &mut Findings) -> Drawn {
    let mut keys = Vec::new();
    for file in &sources.keys {
        let cells = LabelCells::read(&file.path, &file.bytes, &mut findings.faults);
        let key = read_key(&file.path, &cells, frame, findings);
        if !key.is_key && !cells.columns.is_empty() {
            let message = "found no columns `unit_id` and `pi`, expected the key of a sample";
            findings.fault(&file.path, 1, 0, message);
        }
        check_repeats(&key, findings);
        keys.push(key);
    }
    let mut drawn = Drawn::default();
    // What labelled rows refer to is known, whatever is wrong with the key.
    keys.iter().for_each(|key| drawn.add_ids(key, findings));
    let mut rows = whole_samples(&keys, findings);
    let mut own_cells = Vec::new();
    for coded in sources.coded.iter().filter(|coded| !coded.has_key) {
        // What is wrong with single rows is told where labels are read.
        let cells = LabelCells::read(&coded.file.path, &coded.file.bytes, &mut Vec::new());
        let key = read_key(&coded.file.path, &cells, frame, findings);
        if !key.is_key && !cells.columns.is_empty() {
            let place = &coded.key_place;
            let message = format!(
                "found no key {place} and no columns `unit_id` and `pi`, expected one or the other (--key names a key)"
            );
            findings.fault(&coded.file.path, 1, 0, message);
        }
        own_cells.push(key);
    }
    for key in &own_cells {
        drawn.add_ids(key, findings);
        rows.extend(key.rows.iter().map(|row| (key.path, row)));
    }
    drawn.add(&rows, findings);
    drawn
}

/// The rows of the keys, without those of samples that another one extends.
fn whole_samples<'a>(keys: &'a [Key<'_>], findings: &mut Findings) -> Vec<(&'a str, &'a KeyRow)> {
    let mut largest_first: Vec<&Key<'_>> = keys.iter().collect();
    largest_first.sort_by_key(|key| std::cmp::Reverse(key.rows.len()));
    let mut whole: Vec<&Key<'_>> = Vec::new();
    for key in largest_first {
        if whole.iter().any(|larger| extends(larger, key)) {
            continue;
        }
        if let Some(other) = whole.iter().find(|other| overlap(other, key)) {
            let message = format!(
                "found another sample of what {} samples, expected one that extends it: probabilities of two samples cannot be joined",
                other.path
            );
            findings.fault(key.path, 1, 0, message);
            continue;
        }
        whole.push(key);
    }
    whole.iter().flat_map(|key| key.rows.iter().map(|row| (key.path, row))).collect()
}

/// Whether all units of a sample are in the larger one, under the same ids.
fn extends(larger: &Key<'_>, key: &Key<'_>) -> bool {
    let units: BTreeSet<(usize, &str)> =
        larger.rows.iter().map(|row| (row.unit, row.id.as_str())).collect();
    key.rows.iter().all(|row| units.contains(&(row.unit, row.id.as_str())))
}

/// Whether two samples share a stratum or a unit.
fn overlap(one: &Key<'_>, other: &Key<'_>) -> bool {
    let units: BTreeSet<usize> = one.rows.iter().map(|row| row.unit).collect();
    let strata: BTreeSet<&str> = one.rows.iter().map(|row| row.stratum.as_str()).collect();
    other.rows.iter().any(|row| units.contains(&row.unit) || strata.contains(row.stratum.as_str()))
}

/// A key names every unit once.
fn check_repeats(key: &Key<'_>, findings: &mut Findings) {
    let mut units = BTreeMap::new();
    for row in &key.rows {
        if let Some((line, id)) = units.insert(row.unit, (row.line, &row.id)) {
            let message = format!(
                "found the unit of id `{id}` again under id `{}`, first in line {line}; expected each unit once",
                row.id
            );
            findings.fault(key.path, row.line, 0, message);
        }
    }
}

impl Drawn {
    /// Takes the ids of a file; one stands for one unit.
    fn add_ids(&mut self, key: &Key<'_>, findings: &mut Findings) {
        self.ids.extend(key.faulty.iter().map(|id| (id.clone(), None)));
        for row in &key.rows {
            match self.ids.get(&row.id) {
                Some(Some(unit)) if *unit != row.unit => {
                    let message = format!("found id `{}` for two units, expected one", row.id);
                    findings.fault(key.path, row.line, 0, message);
                }
                Some(None) => {}
                _ => {
                    self.ids.insert(row.id.clone(), Some(row.unit));
                }
            }
        }
    }

    fn add(&mut self, rows: &[(&str, &KeyRow)], findings: &mut Findings) {
        let names: BTreeSet<&str> = rows.iter().map(|(_, row)| row.stratum.as_str()).collect();
        let strata: BTreeMap<&str, u32> = names.into_iter().zip(0..).collect();
        self.strata = strata.keys().map(|name| AuditStratum::named(name)).collect();
        for (path, row) in rows {
            let stratum = strata[row.stratum.as_str()];
            self.strata[stratum as usize].take(row);
            let unit = DrawnUnit {
                id: row.id.clone(),
                pi: row.pi,
                stratum,
                path: (*path).to_owned(),
                line: row.line,
            };
            // Rows of several coders in a file that is its own key name a unit several times.
            match self.units.get(&row.unit) {
                None => {
                    self.units.insert(row.unit, unit);
                }
                Some(first) if first.id != unit.id => {
                    let message = format!(
                        "found the unit of id `{}` again under id `{}`, first in {}:{}; expected one id a unit",
                        first.id, unit.id, first.path, first.line
                    );
                    findings.fault(path, row.line, 0, message);
                }
                Some(first) if (first.pi, first.stratum) != (unit.pi, stratum) => {
                    let message = format!(
                        "found another pi or stratum of id `{}` than in {}:{}",
                        unit.id, first.path, first.line
                    );
                    findings.fault(path, row.line, 0, message);
                }
                Some(_) => {}
            }
        }
    }
}

impl AuditStratum {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), size: None, n_drawn: None, of_articles: false }
    }

    fn take(&mut self, row: &KeyRow) {
        self.size = self.size.or(row.size);
        self.n_drawn = self.n_drawn.or(row.n_drawn);
        self.of_articles |= row.of_articles;
    }
}
