//! What the rows of one unit say together.

use std::collections::BTreeMap;

use features::{SpeakerRole, UnitKind, Voice};

use super::{
    Findings, needs_labels,
    resolve::Coded,
    rows::{CodedRow, CodedRows},
};

/// The rows of one unit.
pub(super) struct Group<'a> {
    all: &'a [&'a CodedRow],
    coders: Vec<&'a CodedRow>,
    adjudicated: Option<&'a CodedRow>,
    rows: &'a CodedRows,
    /// The kind by the rules, which coders leave as it is where they leave the cell empty.
    kind: UnitKind,
}

/// What holds of a unit.
pub(super) struct Settled {
    pub(super) labels: Vec<Option<bool>>,
    pub(super) voice: Option<Voice>,
    pub(super) kind: UnitKind,
    pub(super) relevant: Option<bool>,
    pub(super) speaker_role: Option<SpeakerRole>,
    /// Whether coders conflict on the role, which then is none.
    pub(super) is_role_open: bool,
}

/// Two coders who say different things.
struct Conflict<'a> {
    first: &'a CodedRow,
    other: &'a CodedRow,
}

/// A fault that was told.
struct Told;

impl<'a> Group<'a> {
    pub(super) fn new(all: &'a [&'a CodedRow], rows: &'a CodedRows, kind: UnitKind) -> Self {
        let coders = all.iter().copied().filter(|row| !row.is_adjudicated).collect();
        let adjudicated = all.iter().copied().find(|row| row.is_adjudicated);
        Self { all, coders, adjudicated, rows, kind }
    }

    /// Whether no coder has two rows; else that is told.
    pub(super) fn check_repeats(&self, findings: &mut Findings) -> bool {
        let mut seen: BTreeMap<&str, &CodedRow> = BTreeMap::new();
        let mut is_sound = true;
        for row in self.all {
            let Some(first) = seen.insert(&row.coder, row) else { continue };
            is_sound = false;
            let who = match row.coder.as_str() {
                "" => "twice (rows of several coders need the column `annotator`)".to_owned(),
                coder => format!("of `{coder}` twice"),
            };
            let place = format!("{}:{}", self.rows.path(first), first.line);
            let message = format!("found id `{}` {who}, first in {place}", row.id);
            findings.fault(self.rows.path(row), row.line, 0, message);
        }
        is_sound
    }

    /// What holds: what was adjudicated, else what all coders say; nothing where they conflict, which is told.
    pub(super) fn settle(
        &self,
        labels: &[String],
        coded: Coded,
        findings: &mut Findings,
    ) -> Option<Settled> {
        let n_before = findings.faults.len();
        let kind = self.kind(findings);
        let relevant = self.relevant(findings);
        let (kind, relevant) = (kind.ok()?, relevant.ok()?);
        let is_counted = needs_labels(kind, relevant);
        let mut verdicts = Vec::with_capacity(labels.len());
        for (label, name) in labels.iter().enumerate() {
            let value = self.agreed(|row| row.labels[label], |row| row.labels[label]);
            let column = |row: &CodedRow| self.rows.columns(row).labels[label] + 1;
            let shown = |row: &CodedRow| row.labels[label].map_or("nothing", as_digit).to_owned();
            verdicts.push(self.counted(value, is_counted, name, shown, column, findings));
        }
        let voice = self.agreed(|row| row.voice, |row| row.voice);
        let column = |row: &CodedRow| self.rows.columns(row).voice.map_or(0, |column| column + 1);
        let shown = |row: &CodedRow| row.voice.map_or("nothing", Voice::as_str).to_owned();
        let is_needed = is_counted && coded.voice;
        let voice = self.counted(voice, is_needed, "voice", shown, column, findings);
        let role = self.agreed(|row| row.speaker_role, |row| row.speaker_role);
        (findings.faults.len() == n_before).then(|| Settled {
            labels: verdicts,
            voice,
            kind,
            relevant,
            is_role_open: role.is_err(),
            speaker_role: role.unwrap_or_default(),
        })
    }

    fn kind(&self, findings: &mut Findings) -> Result<UnitKind, Told> {
        let of_row = |row: &CodedRow| row.kind.unwrap_or(self.kind);
        let value = self.agreed(|row| row.kind, |row| Some(of_row(row)));
        let column = |row: &CodedRow| self.rows.columns(row).kind.map_or(0, |column| column + 1);
        let shown = |row: &CodedRow| of_row(row).as_str().to_owned();
        let value = value.map_err(|conflict| {
            self.tell(&conflict, "kind", shown, column, findings);
            Told
        })?;
        Ok(value.unwrap_or(self.kind))
    }

    /// Whether it is about the event; an empty cell says nothing against it.
    fn relevant(&self, findings: &mut Findings) -> Result<Option<bool>, Told> {
        let of_row = |row: &CodedRow| row.relevant != Some(false);
        let value = self.agreed(|row| row.relevant, |row| Some(of_row(row)));
        let column =
            |row: &CodedRow| self.rows.columns(row).relevant.map_or(0, |column| column + 1);
        let shown = |row: &CodedRow| row.relevant.map_or("nothing", as_digit).to_owned();
        let value = value.map_err(|conflict| {
            self.tell(&conflict, "relevant", shown, column, findings);
            Told
        })?;
        let is_told = self.all.iter().any(|row| row.relevant.is_some());
        Ok(value.filter(|_| is_told))
    }

    /// What was adjudicated, else what all coders say, as far as they say anything.
    fn agreed<T: PartialEq>(
        &self,
        adjudicated: impl Fn(&CodedRow) -> Option<T>,
        coded: impl Fn(&CodedRow) -> Option<T>,
    ) -> Result<Option<T>, Conflict<'a>> {
        if let Some(value) = self.adjudicated.and_then(adjudicated) {
            return Ok(Some(value));
        }
        let mut said = self.coders.iter().filter_map(|&row| Some((row, coded(row)?)));
        let Some((first, value)) = said.next() else { return Ok(None) };
        match said.find(|(_, other)| *other != value) {
            Some((other, _)) => Err(Conflict { first, other }),
            None => Ok(Some(value)),
        }
    }

    /// The value of a unit that counts; of another one what is there, without conflicts.
    fn counted<T>(
        &self,
        value: Result<Option<T>, Conflict<'_>>,
        is_needed: bool,
        name: &str,
        shown: impl Fn(&CodedRow) -> String,
        column: impl Fn(&CodedRow) -> usize,
        findings: &mut Findings,
    ) -> Option<T> {
        match value {
            Ok(Some(value)) => Some(value),
            _ if !is_needed => None,
            Err(conflict) => {
                self.tell(&conflict, name, shown, column, findings);
                None
            }
            Ok(None) => {
                // Coders' rows were checked by themselves: only what was adjudicated alone can lack a value.
                if let Some(row) = self.adjudicated.filter(|_| self.coders.is_empty()) {
                    let message = format!(
                        "found nothing in `{name}` under id `{}`, expected a value: no coder has one",
                        row.id
                    );
                    findings.fault(self.rows.path(row), row.line, column(row), message);
                }
                None
            }
        }
    }

    fn tell(
        &self,
        Conflict { first, other }: &Conflict<'_>,
        name: &str,
        shown: impl Fn(&CodedRow) -> String,
        column: impl Fn(&CodedRow) -> usize,
        findings: &mut Findings,
    ) {
        let message = format!(
            "found {} in `{name}` under id `{}` by `{}`, but {} by `{}` in {}:{}; expected one value, or a row of annotator `adjudicated`",
            shown(other),
            other.id,
            other.coder,
            shown(first),
            first.coder,
            self.rows.path(first),
            first.line
        );
        findings.fault(self.rows.path(other), other.line, column(other), message);
    }
}

fn as_digit(verdict: bool) -> &'static str {
    if verdict { "1" } else { "0" }
}
