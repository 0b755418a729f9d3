//! One verdict a unit from what coders wrote.

use std::collections::{BTreeMap, BTreeSet};

use features::UnitKind;

use super::{
    Audit, AuditStratum, AuditedUnit, Coding, Findings,
    drawn::{Drawn, DrawnUnit},
    needs_labels,
    rows::{CodedRow, CodedRows},
    settle::{Group, Settled},
};
use crate::frame::{Frame, FrameArticle, FrameUnit};

/// How rows are judged.
pub(super) struct Settings<'a> {
    /// Whether labels exclude each other.
    pub(super) is_exclusive: bool,
    /// Whether units may be left out.
    pub(super) partial: bool,
    pub(super) frame: &'a Frame,
}

/// What coders filled in at all.
#[derive(Clone, Copy)]
pub(super) struct Coded {
    pub(super) voice: bool,
    pub(super) kind: bool,
    pub(super) role: bool,
}

/// Joins the rows of each unit; files and the warnings of other steps are left to the caller.
pub(super) fn resolve(
    rows: &CodedRows,
    drawn: &Drawn,
    settings: &Settings<'_>,
    findings: &mut Findings,
) -> Audit {
    let coded = Coded {
        voice: rows.rows.iter().any(|row| row.voice.is_some()),
        kind: rows.rows.iter().any(|row| row.kind.is_some()),
        role: rows.rows.iter().any(|row| row.speaker_role.is_some()),
    };
    let groups = groups(rows, settings, findings);
    for row in groups.values().flatten() {
        check_row(row, rows, coded, settings, findings);
    }
    let mut units = Vec::with_capacity(groups.len());
    let mut n_roles_open = 0;
    for (&unit, of_unit) in &groups {
        let group = Group::new(of_unit, rows, settings.frame.units[unit].kind);
        if !group.check_repeats(findings) {
            continue;
        }
        let Some(settled) = group.settle(&settings.frame.labels, coded, findings) else { continue };
        n_roles_open += u64::from(settled.is_role_open);
        units.extend(
            drawn.units.get(&unit).map(|drawn| audited(unit, settled, drawn, settings.frame)),
        );
    }
    check_complete(rows, drawn, &groups, settings, findings);
    if settings.partial {
        adjust_probabilities(&mut units, drawn, findings);
    }
    tell(coded, n_roles_open, units.is_empty(), findings);
    tell_left_out(&drawn.strata, settings.frame, findings);
    let (coders, n_coded, codings) = codings(&groups);
    Audit {
        units,
        strata: drawn.strata.clone(),
        coders,
        n_coded,
        codings,
        has_coded_voice: coded.voice,
        has_coded_kind: coded.kind,
        files: Vec::new(),
        warnings: Vec::new(),
    }
}

/// The rows of each unit, without those that nobody filled in, which are at fault unless the audit may be partial.
fn groups<'a>(
    rows: &'a CodedRows,
    settings: &Settings<'_>,
    findings: &mut Findings,
) -> BTreeMap<usize, Vec<&'a CodedRow>> {
    let mut groups: BTreeMap<usize, Vec<&CodedRow>> = BTreeMap::new();
    for row in &rows.rows {
        if !row.is_empty() {
            groups.entry(row.unit).or_default().push(row);
        } else if !settings.partial {
            let message = format!(
                "found nothing coded under id `{}`, expected 0 or 1 in each label (--partial leaves out what is not coded)",
                row.id
            );
            findings.fault(rows.path(row), row.line, 0, message);
        }
    }
    groups
}

/// A row of a coder is filled in, where the unit counts.
fn check_row(
    row: &CodedRow,
    rows: &CodedRows,
    coded: Coded,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let kind = row.kind.unwrap_or(settings.frame.units[row.unit].kind);
    if row.is_adjudicated || !needs_labels(kind, row.relevant) {
        return;
    }
    let (path, columns) = (rows.path(row), rows.columns(row));
    let mut is_complete = true;
    let labels = settings.frame.labels.iter().zip(&row.labels).zip(&columns.labels);
    for ((name, _), column) in labels.filter(|((_, verdict), _)| verdict.is_none()) {
        is_complete = false;
        let message = format!("found nothing in `{name}` under id `{}`, expected 0 or 1", row.id);
        findings.fault(path, row.line, column + 1, message);
    }
    if coded.voice && row.voice.is_none() {
        let column = columns.voice.map_or(0, |column| column + 1);
        let message = format!(
            "found no voice under id `{}`, expected own, direct_quote or indirect as in other rows",
            row.id
        );
        findings.fault(path, row.line, column, message);
    }
    let n_labels = row.labels.iter().filter(|&&verdict| verdict == Some(true)).count();
    if settings.is_exclusive && is_complete && n_labels != 1 {
        let message = format!(
            "found {n_labels} labels under id `{}`, expected exactly one (the codebook's labels exclude each other)",
            row.id
        );
        findings.fault(path, row.line, 0, message);
    }
}

fn audited(unit: usize, settled: Settled, drawn: &DrawnUnit, frame: &Frame) -> AuditedUnit {
    AuditedUnit {
        unit,
        stratum: drawn.stratum,
        pi: drawn.pi,
        labels: settled.labels,
        voice: settled.voice.unwrap_or(frame.units[unit].voice),
        kind: settled.kind,
        relevant: settled.relevant,
        speaker_role: settled.speaker_role,
    }
}

/// Units that were drawn and not coded would make the probabilities of the others wrong: a fault for each key.
fn check_complete(
    rows: &CodedRows,
    drawn: &Drawn,
    groups: &BTreeMap<usize, Vec<&CodedRow>>,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    // Rows that nobody filled in and files at fault were told.
    if settings.partial || rows.n_files_at_fault > 0 {
        return;
    }
    let mut missing: BTreeMap<&str, Vec<&DrawnUnit>> = BTreeMap::new();
    for (unit, of_unit) in &drawn.units {
        if !groups.contains_key(unit) && !rows.seen.contains(unit) {
            missing.entry(&of_unit.path).or_default().push(of_unit);
        }
    }
    for (path, mut units) in missing {
        units.sort_by_key(|unit| unit.line);
        let n_drawn = drawn.units.values().filter(|unit| unit.path == path).count();
        let message = format!(
            "found {} of {n_drawn} drawn units without a labelled row, the first `{}`; expected all of them: give every coder's file, those of a sample that was extended too (--partial leaves out what is not coded)",
            units.len(),
            units[0].id
        );
        findings.fault(path, units[0].line, 0, message);
    }
}

/// Weighting classes for nonresponse (Lohr, Sampling: Design and Analysis, 2nd ed., section 8.5.1): within a stratum the
/// coded units stand for those that are not.
fn adjust_probabilities(units: &mut [AuditedUnit], drawn: &Drawn, findings: &mut Findings) {
    let mut of_strata = vec![(0_u64, 0_u64); drawn.strata.len()];
    for unit in drawn.units.values() {
        of_strata[unit.stratum as usize].0 += 1;
    }
    for unit in &*units {
        of_strata[unit.stratum as usize].1 += 1;
    }
    for unit in &mut *units {
        let (n_drawn, n_coded) = of_strata[unit.stratum as usize];
        unit.pi *= n_coded as f64 / n_drawn as f64;
    }
    let mut told = BTreeSet::new();
    for unit in drawn.units.values() {
        let (n_drawn, n_coded) = of_strata[unit.stratum as usize];
        if n_coded == 0 && told.insert(unit.stratum) {
            let name = &drawn.strata[unit.stratum as usize].name;
            let message = format!(
                "found none of the {n_drawn} drawn units of stratum `{name}` coded, expected some of each stratum"
            );
            findings.fault(&unit.path, unit.line, 0, message);
        }
    }
    let n_left_out = drawn.units.len() - units.len();
    if n_left_out > 0 {
        findings.warnings.push(format!(
            "{n_left_out} of {} drawn units are not coded: they are taken as missing at random within their strata, where the others stand for them",
            drawn.units.len()
        ));
    }
}

fn tell(coded: Coded, n_roles_open: u64, is_empty: bool, findings: &mut Findings) {
    let mut warn = |message: String| findings.warnings.push(message);
    if !coded.voice && !is_empty {
        warn(
            "no voice was coded: those that the rules tell are taken, with their errors".to_owned(),
        );
    }
    if !coded.kind && !is_empty {
        warn(
            "no kind was coded: those that the rules tell are taken, with their errors".to_owned(),
        );
    }
    if !coded.role && !is_empty {
        warn("no speaker's role was coded: there are no rates by role".to_owned());
    }
    if n_roles_open > 0 {
        warn(format!(
            "on the speaker's role of {n_roles_open} units coders conflict: they have none"
        ));
    }
}

/// Units of the run that could not be drawn were audited by nobody; the sizes of strata tell.
fn tell_left_out(strata: &[AuditStratum], frame: &Frame, findings: &mut Findings) {
    let sizes: Option<Vec<u64>> = strata.iter().map(|stratum| stratum.size).collect();
    let Some(sizes) = sizes.filter(|sizes| !sizes.is_empty()) else { return };
    let is_drawn = |unit: &&FrameUnit| unit.kind != UnitKind::Headline;
    let (n_run, what) = if strata.iter().any(|stratum| stratum.of_articles) {
        let units_of =
            |article: &FrameArticle| article.units.start as usize..article.units.end as usize;
        let has_any = |article: &&FrameArticle| {
            frame.units[units_of(article)].iter().any(|unit| is_drawn(&unit))
        };
        (frame.articles.iter().filter(has_any).count() as u64, "articles")
    } else {
        (
            frame.units.iter().filter(is_drawn).count() as u64,
            "sentences, captions and lines of boilerplate",
        )
    };
    let n_sampled: u64 = sizes.iter().fold(0, |sum, &size| sum.saturating_add(size));
    if n_sampled < n_run {
        findings.warnings.push(format!(
            "the audit was drawn from {n_sampled} of the {n_run} {what} of the run: nothing was audited of those that --voice or --outlets left out, on which the model was trained, or that came later"
        ));
    } else if n_sampled > n_run {
        findings.warnings.push(format!(
            "the audit was drawn from {n_sampled} {what}, but the run has {n_run}: the probabilities are those of another run"
        ));
    }
}

/// The coders, how many units each coded, and what they said of those that several coded.
fn codings(groups: &BTreeMap<usize, Vec<&CodedRow>>) -> (Vec<String>, Vec<u64>, Vec<Coding>) {
    let is_coder = |row: &&&CodedRow| !row.is_adjudicated;
    let names: BTreeSet<&str> =
        groups.values().flatten().filter(is_coder).map(|row| row.coder.as_str()).collect();
    let coders: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let place = |row: &CodedRow| coders.binary_search(&row.coder).unwrap_or_default();
    let mut n_coded = vec![0; coders.len()];
    let mut codings = Vec::new();
    for (&unit, rows) in groups {
        let by: Vec<&&CodedRow> = rows.iter().filter(is_coder).collect();
        by.iter().for_each(|row| n_coded[place(row)] += 1);
        if by.len() < 2 {
            continue;
        }
        codings.extend(by.into_iter().map(|row| Coding {
            unit,
            coder: place(row),
            labels: row.labels.clone(),
            voice: row.voice,
            kind: row.kind,
            relevant: row.relevant,
        }));
    }
    codings.sort_by_key(|coding| (coding.unit, coding.coder));
    (coders, n_coded, codings)
}
