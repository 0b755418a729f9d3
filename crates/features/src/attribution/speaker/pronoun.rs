//! Pronouns → those they stand for.

use super::{
    entity::{Entity, Kind},
    mention::Sex,
    resolving::Resolving,
    trail::{Step, Who, salience, sex_of},
};
use crate::attribution::tags::Tags;

/// So many sentences back a person is still *he*.
const REACH: u32 = 12;

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
            let Who::One(entity) = step.who else { return None };
            let known = &entities[entity as usize];
            let is_person = match known.kind {
                Kind::Named => true,
                Kind::Described => !known.is_plural,
                Kind::Body | Kind::Document => false,
            };
            if !is_person
                || step.quoted
                || !known.fits(sex)
                || sentence.saturating_sub(step.sentence) > REACH
            {
                return None;
            }
            Some(salience(step, sentence) + certainty(known, sex) - inside(step, sentence, trails))
        })?;
        let Who::One(entity) = best.who else { return None };
        let known = &mut self.people.entities[entity as usize];
        known.sex = known.sex.or(sex);
        Some(entity)
    }

    fn several(&self, at: u32) -> Vec<u32> {
        let sentence = self.sentence_of(at);
        let trails = self.trails(at);
        let entities = &self.people.entities;
        let best = self.trail.best(|step| {
            let bonus = match &step.who {
                Who::Several(_) => 2,
                Who::One(one) if entities[*one as usize].is_plural => 1,
                Who::One(one) if entities[*one as usize].kind == Kind::Body => -6,
                Who::One(_) => return None,
            };
            let fits = !step.quoted && sentence.saturating_sub(step.sentence) <= REACH;
            fits.then(|| salience(step, sentence) + bonus - inside(step, sentence, trails))
        });
        best.map_or_else(Vec::new, |step| match &step.who {
            Who::One(one) => vec![*one],
            Who::Several(several) => several.clone(),
        })
    }

    fn thing(&self, at: u32) -> Option<u32> {
        let sentence = self.sentence_of(at);
        let trails = self.trails(at);
        let entities = &self.people.entities;
        let best = self.trail.best(|step| {
            let Who::One(entity) = step.who else { return None };
            let is_thing = matches!(entities[entity as usize].kind, Kind::Body | Kind::Document);
            let fits = is_thing && !step.quoted && sentence.saturating_sub(step.sentence) <= REACH;
            fits.then(|| salience(step, sentence) - inside(step, sentence, trails))
        })?;
        match best.who {
            Who::One(entity) => Some(entity),
            Who::Several(_) => None,
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

/// What a known sex is worth.
fn certainty(known: &Entity, sex: Option<Sex>) -> i32 {
    i32::from(sex.is_some() && known.sex == sex) * 2
}

/// Names inside what somebody says are seldom the speaker's.
fn inside(step: &Step, sentence: u32, trails: bool) -> i32 {
    if trails && step.sentence == sentence && !step.spoke { 6 } else { 0 }
}
