//! Which units were drawn, how, and under which ids.

use std::collections::{BTreeMap, BTreeSet};

use classifier::LabelCells;

use super::{
    AuditStratum, Findings,
    keys::{Key, KeyRow, read_key},
    sources::Sources,
};
use crate::frame::Frame;

/// How far a spreadsheet may have rounded a probability.
const MOST_ROUNDED: f64 = 1e-6;

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
    let mut keys = read_keys(sources, frame, findings);
    join_samples(&mut keys, findings);
    keys.extend(read_own_keys(sources, frame, findings));
    let mut drawn = Drawn::default();
    let are_keys_sound = findings.faults.is_empty();
    keys.iter().for_each(|key| drawn.add_ids(key, findings));
    let rows: Vec<(&str, &KeyRow)> =
        keys.iter().flat_map(|key| key.rows.iter().map(|row| (key.path, row))).collect();
    drawn.add(&rows, findings);
    if are_keys_sound {
        drawn.check_sizes(findings);
    }
    drawn
}

fn read_keys<'a>(sources: &'a Sources, frame: &Frame, findings: &mut Findings) -> Vec<Key<'a>> {
    let mut keys = Vec::with_capacity(sources.keys.len());
    for file in &sources.keys {
        let cells = LabelCells::read(&file.path, &file.bytes, &mut findings.faults);
        let mut key = read_key(&file.path, &cells, frame, findings);
        if !key.has_columns && !cells.columns.is_empty() {
            let message = "found no columns `unit_id` and `pi`, expected the key of a sample";
            findings.fault(&file.path, 1, 0, message);
        }
        check_repeats(&mut key, findings);
        keys.push(key);
    }
    keys
}

/// Files of coders that have no key and the columns of one.
fn read_own_keys<'a>(sources: &'a Sources, frame: &Frame, findings: &mut Findings) -> Vec<Key<'a>> {
    let mut keys = Vec::new();
    for coded in sources.coded.iter().filter(|coded| !coded.has_key) {
        let path = coded.file.path.as_str();
        // What is wrong with single rows is told where labels are read.
        let cells = LabelCells::read(path, &coded.file.bytes, &mut Vec::new());
        let key = read_key(path, &cells, frame, findings);
        if !key.has_columns && !cells.columns.is_empty() {
            let message = format!(
                "found no key {} and no columns `unit_id` and `pi`, expected one or the other (--key names a key)",
                coded.key_place
            );
            findings.fault(path, 1, 0, message);
        }
        keys.push(key);
    }
    keys
}

/// Empties the keys of samples that another one extends, and refuses those that cannot be joined with another.
fn join_samples(keys: &mut [Key<'_>], findings: &mut Findings) {
    let mut largest_first: Vec<usize> = (0..keys.len()).collect();
    largest_first.sort_by_key(|&at| std::cmp::Reverse(keys[at].rows.len()));
    let mut whole: Vec<usize> = Vec::new();
    for at in largest_first {
        if whole.iter().any(|&larger| extends(&keys[larger], &keys[at])) {
            keys[at].rows.clear();
        } else if let Some(&other) = whole.iter().find(|&&other| overlap(&keys[other], &keys[at])) {
            let message = format!(
                "found another sample of what {} samples, expected one that extends it: probabilities of two samples cannot be joined",
                keys[other].path
            );
            findings.fault(keys[at].path, 1, 0, message);
            keys[at].refuse_rows();
        } else {
            whole.push(at);
        }
    }
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
fn check_repeats(key: &mut Key<'_>, findings: &mut Findings) {
    let mut units: BTreeMap<usize, (u64, String)> = BTreeMap::new();
    let mut repeats = Vec::new();
    key.rows.retain(|row| {
        let Some((line, id)) = units.get(&row.unit) else {
            units.insert(row.unit, (row.line, row.id.clone()));
            return true;
        };
        let message = format!(
            "found the unit of id `{id}` again under id `{}`, first in line {line}; expected each unit once",
            row.id
        );
        findings.fault(key.path, row.line, 0, message);
        repeats.extend(Some(row.id.clone()).filter(|repeated| repeated != id));
        false
    });
    key.faulty.extend(repeats);
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

impl Drawn {
    /// A key that tells how many units of a stratum were drawn has that many rows, with that probability.
    fn check_sizes(&self, findings: &mut Findings) {
        let mut of_strata: Vec<Vec<&DrawnUnit>> = vec![Vec::new(); self.strata.len()];
        for unit in self.units.values() {
            of_strata[unit.stratum as usize].push(unit);
        }
        for (stratum, mut units) in self.strata.iter().zip(of_strata) {
            let (Some(size), Some(n_drawn)) = (stratum.size, stratum.n_drawn) else { continue };
            units.sort_by_key(|unit| (unit.path.as_str(), unit.line));
            let Some(first) = units.first().filter(|_| !stratum.of_articles) else { continue };
            let name = &stratum.name;
            if units.len() as u64 != n_drawn {
                let n = units.len();
                findings.fault(&first.path, first.line, 0, format!(
                    "found {n} units of the stratum `{name}`, expected the {n_drawn} that were drawn: probabilities hold for all of them together"
                ));
                continue;
            }
            let pi = n_drawn as f64 / size as f64;
            for unit in units.iter().filter(|unit| (unit.pi - pi).abs() > MOST_ROUNDED) {
                findings.fault(&unit.path, unit.line, 0, format!(
                    "found a pi of {} in the stratum `{name}`, expected {pi}: {n_drawn} of its {size} units were drawn",
                    unit.pi
                ));
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
