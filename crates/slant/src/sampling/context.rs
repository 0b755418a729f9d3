//! What stands around a unit, so that coders know what it is about.

use std::collections::BTreeMap;

use features::UnitKind;

use crate::{error::Error, frame::Frame};

/// Units on each side.
const NEIGHBOURS: usize = 2;
/// Characters of one neighbour at most, so that spreadsheets can show the cell.
const MAX_CHARACTERS: usize = 2000;

/// A unit's text, and what stands before and after it.
pub(super) struct InContext {
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
}

/// Reads units with their context: two units of the article on each side, and before them its headline in brackets.
pub(super) fn read_in_context(frame: &Frame, units: &[usize]) -> Result<Vec<InContext>, Error> {
    let around: Vec<Around> = units.iter().map(|&unit| Around::of(frame, unit)).collect();
    let mut wanted: Vec<usize> = around.iter().flat_map(Around::all).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let texts: BTreeMap<usize, String> =
        wanted.iter().copied().zip(frame.texts(&wanted)?).collect();
    let text = |unit: &usize| texts.get(unit).map_or("", String::as_str);
    let joined = |units: &[usize]| -> Vec<String> {
        units.iter().map(|unit| shortened(text(unit))).collect()
    };
    Ok(around
        .iter()
        .map(|around| {
            let headline =
                around.headline.iter().map(|unit| format!("[{}]", shortened(text(unit))));
            let gap = around.has_gap.then(|| "…".to_owned());
            let before: Vec<String> = headline.chain(gap).chain(joined(&around.before)).collect();
            InContext {
                before: before.join(" "),
                text: text(&around.unit).to_owned(),
                after: joined(&around.after).join(" "),
            }
        })
        .collect())
}

/// The places of a unit and of what stands around it.
struct Around {
    headline: Option<usize>,
    /// Whether units between headline and context are left out.
    has_gap: bool,
    before: Vec<usize>,
    unit: usize,
    after: Vec<usize>,
}

impl Around {
    fn of(frame: &Frame, unit: usize) -> Self {
        let range = &frame.article_of(unit).units;
        let (start, end) = (range.start as usize, range.end as usize);
        let headline = Some(start).filter(|&first| frame.units[first].kind == UnitKind::Headline);
        let start = headline.map_or(start, |headline| headline + 1);
        let first = unit.saturating_sub(NEIGHBOURS).max(start);
        Self {
            headline,
            has_gap: first > start,
            before: (first..unit).collect(),
            unit,
            after: (unit + 1..end.min(unit + 1 + NEIGHBOURS)).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        let around = self.before.iter().chain(&self.after).copied();
        self.headline.into_iter().chain(around).chain([self.unit])
    }
}

fn shortened(text: &str) -> String {
    if text.chars().nth(MAX_CHARACTERS).is_none() {
        return text.to_owned();
    }
    text.chars().take(MAX_CHARACTERS).chain(['…']).collect()
}
