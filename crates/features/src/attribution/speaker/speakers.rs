//! Entities that speak → speakers.

use super::{
    Resolved, affiliation,
    classes::Classes,
    entity::{Entity, Kind},
    role, title,
    view::{View, lower},
};
use crate::attribution::{
    tags::Tags,
    types::{Speaker, SpeakerRole},
};

/// The speakers in order of their first words, and the sources with their positions among them.
pub(super) fn list(view: View<'_>, entities: &[Entity], of_source: Vec<Vec<u32>>) -> Resolved {
    let mut position: Vec<Option<u32>> = vec![None; entities.len()];
    let mut speakers = Vec::new();
    let number = |entity: u32| {
        *position[entity as usize].get_or_insert_with(|| {
            speakers.push(speaker(view, entities, entity));
            speakers.len() as u32 - 1
        })
    };
    let mut number = number;
    let of_source = of_source
        .into_iter()
        .map(|entities| entities.into_iter().map(&mut number).collect())
        .collect();
    Resolved { speakers, of_source }
}

fn speaker(view: View<'_>, entities: &[Entity], entity: u32) -> Speaker {
    let known = &entities[entity as usize];
    Speaker {
        name: label(view, entities, known),
        title: title::text(view, &known.title)
            .or_else(|| title::text(view, &known.behind))
            .filter(|_| known.kind == Kind::Named)
            .map(|title| singular(&title.split_whitespace().collect::<Vec<_>>().join(" "))),
        party: known.affiliation.party.map(String::from),
        state: known.affiliation.state.map(str::to_owned),
        role: role(view, entities, known),
    }
}

/// *Sens.* of several is *Sen.* of each.
fn singular(title: &str) -> String {
    let (before, last) =
        title.rsplit_once(' ').map_or(("", title), |(before, last)| (before, last));
    let one = match last {
        "Sens." | "Reps." | "Govs." => format!("{}.", &last[..last.len() - 2]),
        _ if last.ends_with("men") && last.len() > 5 => format!("{}man", &last[..last.len() - 3]),
        _ => last
            .strip_suffix('s')
            .filter(|_| last.len() > 4 && !last.ends_with("ss"))
            .unwrap_or(last)
            .to_owned(),
    };
    if before.is_empty() { one } else { format!("{before} {one}") }
}

/// The name, or the description with its article in lower case and its possessive as a name.
fn label(view: View<'_>, entities: &[Entity], entity: &Entity) -> String {
    let words = view.text(&entity.name).split_whitespace().collect::<Vec<_>>().join(" ");
    if entity.kind == Kind::Named {
        return words;
    }
    let first = entity.name.start;
    let article = first.checked_sub(1).filter(|&at| matches!(view.word(at), "the" | "The"));
    if article.is_some_and(|article| view.same_line(article, first)) {
        return format!("the {words}");
    }
    if view.tags(first).any(Tags::POSSESSIVE) {
        let owner = entity.owner.map(|owner| &entities[owner as usize]);
        if let (Some(owner), Some((_, rest))) = (owner, words.split_once(' ')) {
            let owner = view.text(&owner.name).split_whitespace().collect::<Vec<_>>().join(" ");
            return format!("{owner}’s {rest}");
        }
    }
    if !is_common(view, first) {
        return words;
    }
    match words.split_once(' ') {
        Some((first, rest)) => format!("{} {rest}", lower(first)),
        None => lower(&words).into_owned(),
    }
}

/// Whether a word with a capital has it from its place alone.
fn is_common(view: View<'_>, at: u32) -> bool {
    let classes = view.classes(at);
    if view.tags(at).any(Tags::DETERMINER | Tags::POSSESSIVE) {
        return true;
    }
    let named = affiliation::party(view.word(at)).is_some()
        || classes.any(Classes::PLACE | Classes::DEMONYM | Classes::ORGANISATION | Classes::FIRST)
        || view.word(at).len() < 3
        || view.is_capital(at + 1);
    !named && (classes.any(Classes::HEAD | Classes::MODIFIER) || view.tags(at) != Tags::NONE)
}

/// The role by title and description; else that of the office that somebody of this name holds; else that of whom they speak for.
fn role(view: View<'_>, entities: &[Entity], entity: &Entity) -> SpeakerRole {
    let by_words = match entity.kind {
        Kind::Named => role::of_words(view, &entity.title)
            .or_else(|| {
                entity
                    .affiliation
                    .party
                    .and(entity.affiliation.state)
                    .map(|_| SpeakerRole::Legislator)
            })
            .or(entity.office.map(|office| office.role))
            .or_else(|| role::of_words(view, &entity.behind)),
        _ => role::of_words(view, &entity.name).or_else(|| role::of_words(view, &entity.behind)),
    };
    let by_owner = || {
        let owner = &entities[entity.owner? as usize];
        (owner.owner.is_none()).then(|| role(view, entities, owner))
    };
    if entity.owner.is_some() && entity.kind != Kind::Named {
        return by_owner().or(by_words).unwrap_or_default();
    }
    by_words.or_else(by_owner).unwrap_or_default()
}
