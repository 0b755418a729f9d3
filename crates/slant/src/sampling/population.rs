//! The units of a run that can be drawn.

use std::collections::BTreeSet;

use features::{UnitKind, Voice};
use stats::{SamplingFrame, SamplingUnit, UnitClass};

use super::settings::SampleOptions;
use crate::{error::Error, frame::Frame, rows::id_key};

/// Outlets named where one is unknown.
const OUTLETS_NAMED: usize = 20;

/// The units of a run that can be drawn, in the order of their ids.
pub(super) struct Population {
    pub(super) frame: Frame,
    /// Their places in the frame.
    pub(super) units: Vec<usize>,
    pub(super) sampling: SamplingFrame,
    /// Units left out because the model was trained on their texts.
    pub(super) n_trained_on: u64,
    pub(super) warnings: Vec<String>,
}

impl Population {
    /// The sentences, captions and boilerplate that the options ask for.
    pub(super) fn of(options: &SampleOptions<'_>) -> Result<Self, Error> {
        let frame = Frame::read(&options.run)?;
        if frame.articles.is_empty() {
            let found = "found no relevant article, expected some to draw units from";
            return Err(Error::Setting(format!("{}: {found}", options.run.display())));
        }
        let outlets = outlets_asked(&frame, options)?;
        let mut warnings = Vec::new();
        let mut units: Vec<usize> = (0..frame.units.len())
            .filter(|&unit| {
                let outlet = frame.article_of(unit).outlet as usize;
                outlets[outlet] && is_asked(&frame, unit, &options.voices)
            })
            .collect();
        let n_asked = units.len();
        if n_asked == 0 {
            let found = "found no unit of these outlets and voices, expected some to draw from";
            return Err(Error::Setting(format!("{}: {found}", options.run.display())));
        }
        if options.model.hash() == frame.record.model.blake3 {
            let seen = frame.trained_on(options.model, &units)?;
            units.retain(|unit| seen.binary_search(unit).is_err());
        } else {
            let name = &frame.record.model.name;
            warnings.push(format!(
                "the run was scored by the model `{name}`, which is another one than --model gives: units that it was trained on are not left out"
            ));
        }
        if !options.voices.is_empty() {
            warnings.push(
                "units in other voices cannot be drawn: what the rules take for another voice by mistake is corrected by nobody".to_owned(),
            );
        }
        let n_trained_on = (n_asked - units.len()) as u64;
        units.sort_by_cached_key(|&unit| {
            (frame.article_of(unit).id.clone(), frame.units[unit].number)
        });
        let sampling = sampling_frame(&frame, &units)?;
        Ok(Self { frame, units, sampling, n_trained_on, warnings })
    }
}

/// For each outlet whether it is asked for.
fn outlets_asked(frame: &Frame, options: &SampleOptions<'_>) -> Result<Vec<bool>, Error> {
    if options.outlets.is_empty() {
        return Ok(vec![true; frame.outlets.len()]);
    }
    let asked: BTreeSet<&str> = options.outlets.iter().map(String::as_str).collect();
    let known = |name: &str| frame.outlets.iter().any(|outlet| outlet == name);
    if let Some(unknown) = asked.iter().find(|name| !known(name)) {
        let names: Vec<String> =
            frame.outlets.iter().take(OUTLETS_NAMED).map(|name| format!("{name:?}")).collect();
        let more = if frame.outlets.len() > OUTLETS_NAMED { ", …" } else { "" };
        let expected = format!("{}{more}", names.join(", "));
        return Err(Error::Setting(format!(
            "--outlets: found {unknown:?}, expected outlets of the run: {expected}"
        )));
    }
    Ok(frame.outlets.iter().map(|outlet| asked.contains(outlet.as_str())).collect())
}

fn is_asked(frame: &Frame, unit: usize, voices: &[Voice]) -> bool {
    let unit = &frame.units[unit];
    match unit.kind {
        UnitKind::Headline => false,
        UnitKind::Sentence => voices.is_empty() || voices.contains(&unit.voice),
        UnitKind::Caption | UnitKind::Boilerplate => voices.is_empty(),
    }
}

fn sampling_frame(frame: &Frame, units: &[usize]) -> Result<SamplingFrame, Error> {
    let mut probabilities = Vec::with_capacity(units.len() * frame.n_labels());
    let mut sampled = Vec::with_capacity(units.len());
    for &unit in units {
        let article = frame.article_of(unit);
        probabilities.extend_from_slice(frame.scores(unit));
        sampled.push(SamplingUnit {
            key: short_key(&frame.unit_id(unit)),
            article: short_key(&article.id),
            cluster: article.cluster_id,
            sentence: u64::from(frame.units[unit].hash),
            outlet: article.outlet,
            class: class_of(frame, unit),
        });
    }
    Ok(SamplingFrame::new(frame.outlets.len(), frame.n_labels(), sampled, probabilities)?)
}

fn class_of(frame: &Frame, unit: usize) -> UnitClass {
    let unit = &frame.units[unit];
    match (unit.kind, unit.voice) {
        (UnitKind::Sentence, Voice::Own) => UnitClass::Own,
        (UnitKind::Sentence, Voice::Indirect) => UnitClass::Indirect,
        (UnitKind::Sentence, Voice::DirectQuote) => UnitClass::DirectQuote,
        _ => UnitClass::Aside,
    }
}

/// The first 64 bits of what stands for an id.
pub(super) fn short_key(id: &str) -> u64 {
    (id_key(id) >> 64) as u64
}
