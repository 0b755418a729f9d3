//! Pronouns → those they stand for.

use super::{
    classes::Classes,
    entity::{Entity, Kind},
    mention::Sex,
    resolving::Resolving,
    trail::{Step, Who, salience, sex_of},
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// So many sentences back a person is still *he*.
const REACH: u32 = 12;

/// The tokens that are *he* or *she*.
pub(super) fn find<'a>(view: View<'a>) -> impl Iterator<Item = u32> + 'a {
    let tokens = view.layout.sentences.iter().flat_map(Clone::clone);
    tokens.filter(move |&at| {
        view.tags(at).any(Tags::SUBJECT_PRONOUN)
            && matches!(view.word(at), "he" | "she" | "He" | "She")
    })
}

impl Resolving<'_> {
    /// Those whom a pronoun at this token stands for; nobody for *I* and *we*.
    pub(super) fn pronoun(&mut self, at: u32) -> Vec<u32> {
        let word = self.view.lower(at).into_owned();
        match &*word {
            "he" | "she" | "him" | "his" | "her" | "hers" | "himself" | "herself" => {
                self.person(at, sex_of(&word)).into_iter().collect()
            }
            "they" | "them" | "their" | "themselves" | "both" => self.several(at),
            "it" | "its" | "itself" => self.thing(at).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn person(&mut self, at: u32, sex: Option<Sex>) -> Option<u32> {
        let sentence = self.sentence_of(at);
        let trails = self.trails(at);
        let entities = &self.people.entities;
        let best = self.trail.best(|step| {
            let bonus = match &step.who {
                Who::One(entity) => is_person(&entities[*entity as usize], sex)?,
                Who::Phrase(phrase) => is_one(self.view, phrase, sex)?,
                Who::Several(_) => return None,
            };
            let fits =
                !step.quoted && step.at < at && sentence.saturating_sub(step.sentence) <= REACH;
            fits.then(|| salience(step, sentence) + bonus - inside(step, sentence, trails))
        })?;
        let entity = match best.who.clone() {
            Who::One(entity) => entity,
            Who::Phrase(phrase) => self.phrase(&phrase).first().copied()?,
            Who::Several(_) => return None,
        };
        let known = &mut self.people.entities[entity as usize];
        known.sex = known.sex.or(sex);
        Some(entity)
    }

    pub(super) fn several(&mut self, at: u32) -> Vec<u32> {
        let sentence = self.sentence_of(at);
        let trails = self.trails(at);
        let entities = &self.people.entities;
        let best = self.trail.best(|step| {
            let bonus = match &step.who {
                Who::Several(_) => 2,
                Who::One(one) if entities[*one as usize].is_plural => 1,
                Who::One(one) if entities[*one as usize].kind == Kind::Body => -6,
                Who::Phrase(phrase) if is_plural(self.view, phrase) => -1,
                Who::One(_) | Who::Phrase(_) => return None,
            };
            let fits =
                !step.quoted && step.at < at && sentence.saturating_sub(step.sentence) <= REACH;
            fits.then(|| salience(step, sentence) + bonus - inside(step, sentence, trails))
        });
        match best.map(|step| step.who.clone()) {
            Some(Who::One(one)) => vec![one],
            Some(Who::Several(several)) => several,
            Some(Who::Phrase(phrase)) => self.phrase(&phrase),
            None => Vec::new(),
        }
    }

    fn thing(&self, at: u32) -> Option<u32> {
        let sentence = self.sentence_of(at);
        let trails = self.trails(at);
        let entities = &self.people.entities;
        let best = self.trail.best(|step| {
            let Who::One(entity) = step.who else { return None };
            let known = &entities[entity as usize];
            let is_thing =
                matches!(known.kind, Kind::Body | Kind::Document) || known.may_be_thing();
            let fits = is_thing
                && !step.quoted
                && step.at < at
                && sentence.saturating_sub(step.sentence) <= REACH;
            fits.then(|| salience(step, sentence) - inside(step, sentence, trails))
        })?;
        match best.who {
            Who::One(entity) => Some(entity),
            Who::Several(_) | Who::Phrase(_) => None,
        }
    }

    /// Whether a source stands behind what it says: *…, he said.*
    fn trails(&self, at: u32) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let view = self.view;
        let closes = view.is_sign(before, b',') || view.is_mark(before);
        closes && view.tags(at + 1).any(Tags::FRAMES) && self.sentence_start(at) < before
    }
}

/// Whether an entity may be *he* or *she*, and what its known sex is worth.
fn is_person(known: &Entity, sex: Option<Sex>) -> Option<i32> {
    let is_one = match known.kind {
        Kind::Named => true,
        Kind::Described => !known.is_plural,
        Kind::Body | Kind::Document => false,
    };
    (is_one && known.fits(sex)).then(|| i32::from(sex.is_some() && known.sex == sex) * 2)
}

/// The same of a description: its last word tells.
fn is_one(view: View<'_>, phrase: &Tokens, sex: Option<Sex>) -> Option<i32> {
    let classes = view.classes(phrase.end - 1);
    let against = match sex {
        Some(Sex::Male) => Classes::FEMININE,
        _ => Classes::MASCULINE,
    };
    (!is_plural(view, phrase) && !classes.any(against)).then_some(-4)
}

fn is_plural(view: View<'_>, phrase: &Tokens) -> bool {
    view.tags(phrase.end - 1).any(Tags::PLURAL)
}

/// Names inside what somebody says are seldom the speaker's.
fn inside(step: &Step, sentence: u32, trails: bool) -> i32 {
    if trails && step.sentence == sentence && !step.spoke { 6 } else { 0 }
}
