//! Who speaks, as the values of one row of `units`.

use features::{Attribution, Span, Speaker, UnitVoice};
use serde::Serialize;

/// What stands between several speakers in one cell.
const SEPARATOR: &str = "; ";

/// The values of one unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct VoiceValues {
    /// The speakers' names; the others follow its order. None where nobody is named.
    pub(crate) names: Option<String>,
    /// What the first of them speaks as.
    pub(crate) role: Option<&'static str>,
    pub(crate) titles: Option<String>,
    pub(crate) parties: Option<String>,
    pub(crate) states: Option<String>,
    pub(crate) attributions: Vec<AttributionValue>,
}

/// One attribution; its keys are those of the JSON form and its spans code points into the article's text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct AttributionValue {
    pub(crate) content: [u32; 2],
    pub(crate) source: Option<[u32; 2]>,
    pub(crate) cue: Option<[u32; 2]>,
    pub(crate) form: &'static str,
    pub(crate) speaker: Option<String>,
}

impl VoiceValues {
    /// The values of a unit of an article with these speakers.
    pub(crate) fn of(unit: &UnitVoice, speakers: &[Speaker]) -> Self {
        let own = speakers_at(&unit.speakers, speakers);
        Self {
            names: joined_names(&own),
            role: own.first().map(|speaker| speaker.role.as_str()),
            titles: joined(&own, |speaker| speaker.title.as_deref()),
            parties: joined(&own, |speaker| speaker.party.as_deref()),
            states: joined(&own, |speaker| speaker.state.as_deref()),
            attributions: unit
                .attributions
                .iter()
                .map(|attribution| AttributionValue::of(attribution, speakers))
                .collect(),
        }
    }
}

impl AttributionValue {
    fn of(attribution: &Attribution, speakers: &[Speaker]) -> Self {
        let pair = |span: Span| [span.start, span.end];
        Self {
            content: pair(attribution.content),
            source: attribution.source.map(pair),
            cue: attribution.cue.map(pair),
            form: attribution.form.as_str(),
            speaker: joined_names(&speakers_at(&attribution.speakers, speakers)),
        }
    }
}

/// The speakers at these positions.
pub(crate) fn speakers_at<'a>(positions: &[u32], speakers: &'a [Speaker]) -> Vec<&'a Speaker> {
    positions.iter().filter_map(|&position| speakers.get(position as usize)).collect()
}

fn joined_names(speakers: &[&Speaker]) -> Option<String> {
    joined(speakers, |speaker| Some(&speaker.name))
}

/// One part of each speaker, empty where one lacks it, so that positions match; none where all do.
fn joined<'a>(
    speakers: &[&'a Speaker],
    part: impl Fn(&'a Speaker) -> Option<&'a str>,
) -> Option<String> {
    let parts: Vec<&str> = speakers.iter().map(|speaker| part(speaker).unwrap_or("")).collect();
    if parts.iter().all(|part| part.is_empty()) {
        return None;
    }
    if let [part] = parts.as_slice() {
        return Some((*part).to_owned());
    }
    // A separator within a part would shift the positions behind it.
    let parts: Vec<String> = parts.iter().map(|part| part.replace(';', ",")).collect();
    Some(parts.join(SEPARATOR))
}

#[cfg(test)]
mod tests {
    use features::{QuotationForm, SpeakerRole, Voice};

    use super::*;

    fn speaker(name: &str, title: Option<&str>, party: Option<&str>, role: SpeakerRole) -> Speaker {
        Speaker {
            name: name.to_owned(),
            title: title.map(str::to_owned),
            party: party.map(str::to_owned),
            state: None,
            role,
        }
    }

    fn article() -> Vec<Speaker> {
        vec![
            speaker("Orla Fennick", None, Some("D"), SpeakerRole::Legislator),
            speaker("Tobias Hale", Some("Sen."), Some("R"), SpeakerRole::Legislator),
            speaker("two officials; both retired", None, None, SpeakerRole::Other),
        ]
    }

    fn check(positions: &[u32], expected: [Option<&str>; 5]) {
        let unit = UnitVoice { speakers: positions.to_vec(), ..UnitVoice::default() };
        let VoiceValues { names, role, titles, parties, states, .. } =
            VoiceValues::of(&unit, &article());
        let found =
            [names.as_deref(), role, titles.as_deref(), parties.as_deref(), states.as_deref()];
        assert_eq!(found, expected);
    }

    #[test]
    fn one_speaker_stands_as_named() {
        check(&[1], [Some("Tobias Hale"), Some("legislator"), Some("Sen."), Some("R"), None]);
        check(&[2], [Some("two officials; both retired"), Some("other"), None, None, None]);
        check(&[], [None; 5]);
    }

    #[test]
    fn several_speakers_keep_their_positions_in_every_column() {
        let names = Some("Orla Fennick; Tobias Hale");
        check(&[0, 1], [names, Some("legislator"), Some("; Sen."), Some("D; R"), None]);
        let names = Some("two officials, both retired; Orla Fennick");
        check(&[2, 0], [names, Some("other"), None, Some("; D"), None]);
    }

    #[test]
    fn speakers_that_are_not_there_are_left_out() {
        check(&[9, 1], [Some("Tobias Hale"), Some("legislator"), Some("Sen."), Some("R"), None]);
    }

    #[test]
    fn attributions_are_spans_with_form_and_names() {
        let attribution = Attribution {
            content: Span { start: 4, end: 20 },
            source: Some(Span { start: 22, end: 30 }),
            cue: None,
            form: QuotationForm::Mixed,
            speakers: vec![0, 1],
        };
        let unit = UnitVoice {
            voice: Voice::DirectQuote,
            speakers: Vec::new(),
            attributions: vec![attribution],
        };
        let found =
            serde_json::to_string(&VoiceValues::of(&unit, &article()).attributions).unwrap();
        assert_eq!(
            found,
            r#"[{"content":[4,20],"source":[22,30],"cue":null,"form":"mixed","speaker":"Orla Fennick; Tobias Hale"}]"#
        );
    }
}
