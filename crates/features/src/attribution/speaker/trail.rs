//! Who was named and who spoke, in text order.

use super::{mention::Sex, view::Tokens};

/// So many steps back a pronoun or description is looked up.
pub(super) const LOOKED_BACK: usize = 48;

/// One mention.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The token at which it starts.
    pub(super) at: u32,
    pub(super) sentence: u32,
    pub(super) who: Who,
    /// Whether something is attributed to it there.
    pub(super) spoke: bool,
    /// Whether it is likely the subject of its clause.
    pub(super) subject: bool,
    pub(super) quoted: bool,
    /// Whether it may be no person after all.
    pub(super) doubtful: bool,
}

/// One, or several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    One(u32),
    Several(Vec<u32>),
    /// Somebody with a description, who did not speak: looked up once a pronoun needs it.
    Phrase(Tokens),
}

/// The mentions until now.
#[derive(Debug, Default)]
pub(super) struct Trail {
    steps: Vec<Step>,
}

impl Trail {
    pub(super) fn push(&mut self, step: Step) {
        self.steps.push(step);
        if self.steps.len() > 8 * LOOKED_BACK {
            self.steps.drain(..7 * LOOKED_BACK);
        }
    }

    /// The latest first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().rev().take(LOOKED_BACK)
    }

    pub(super) fn latest_mut(&mut self) -> impl Iterator<Item = &mut Step> {
        self.steps.iter_mut().rev().take(LOOKED_BACK)
    }

    /// The step with the best score; the latest of equals.
    pub(super) fn best(&self, score: impl Fn(&Step) -> Option<i32>) -> Option<&Step> {
        let mut best: Option<(i32, &Step)> = None;
        for step in self.latest() {
            if let Some(score) = score(step) {
                if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
                    best = Some((score, step));
                }
            }
        }
        best.map(|(_, step)| step)
    }
}

/// How well a step fits a word that points back from a sentence.
///
/// These weights and those in `pronoun.rs` were chosen on the training part of `data/labels`; all near them do as well.
pub(super) fn salience(step: &Step, sentence: u32) -> i32 {
    const SPOKE: i32 = 2;
    const SUBJECT: i32 = 3;
    const DOUBTFUL: i32 = -2;
    const A_SENTENCE_BACK: i32 = -3;
    let distance = sentence.saturating_sub(step.sentence).min(1000) as i32;
    SPOKE * i32::from(step.spoke)
        + SUBJECT * i32::from(step.subject)
        + DOUBTFUL * i32::from(step.doubtful)
        + A_SENTENCE_BACK * distance
}

/// What sex a pronoun asks for.
pub(super) fn sex_of(pronoun: &str) -> Option<Sex> {
    match pronoun {
        "he" | "him" | "his" | "himself" => Some(Sex::Male),
        "she" | "her" | "hers" | "herself" => Some(Sex::Female),
        _ => None,
    }
}
