//! Entities that speak → speakers.

use super::{
    Resolved, affiliation,
    classes::Classes,
    entity::{Entity, Kind},
    people::has_article,
    role::{self, Bearer},
    title,
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
            .map(|title| singular(&one_line(title)))
            .or_else(|| title::apposition_text(view, &known.behind).map(one_line))
            .filter(|_| known.kind == Kind::Named),
        party: known.affiliation.party.map(String::from),
        state: known.affiliation.state.map(str::to_owned),
        role: role(view, entities, known),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
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
    let words = one_line(view.text(&entity.name));
    if entity.kind == Kind::Named {
        return words;
    }
    let first = entity.name.start;
    if has_article(view, &entity.name) {
        return format!("the {words}");
    }
    if view.tags(first).any(Tags::POSSESSIVE) {
        let owner = entity.owner.map(|owner| &entities[owner as usize]);
        let owner = owner.filter(|owner| owner.kind == Kind::Named);
        if let (Some(owner), Some((_, rest))) = (owner, words.split_once(' ')) {
            return format!("{}’s {rest}", one_line(view.text(&owner.name)));
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

/// The role by title and description, else by the office that somebody of this name holds, else by whom they speak for.
fn role(view: View<'_>, entities: &[Entity], entity: &Entity) -> SpeakerRole {
    let by_words = match entity.kind {
        Kind::Named => named_role(view, entity),
        _ => role::of_words(view, &entity.name, Bearer::Described),
    };
    let by_owner = || {
        let owner = &entities[entity.owner? as usize];
        (owner.owner.is_none()).then(|| role(view, entities, owner))
    };
    if entity.speaks_for_owner(view) {
        return by_owner().or(by_words).unwrap_or_default();
    }
    by_words.or_else(by_owner).unwrap_or_default()
}

/// The role of somebody with a name. The title comes first, but that of a known office says less than the office.
fn named_role(view: View<'_>, entity: &Entity) -> Option<SpeakerRole> {
    let by_title = role::of_words(view, &entity.title, Bearer::Named);
    let known = entity.office.map(|office| office.role);
    // A mayor of a senator's last name is no senator.
    let last_name_only = entity.name.len() == 1 && by_title.is_some();
    if known.is_some() && by_title != Some(SpeakerRole::Expert) && !last_name_only {
        return known;
    }
    let by_behind = || role::of_words(view, &entity.behind, Bearer::Named);
    let by_clause = || role::of_clause(view, &entity.clause);
    // Jane Roe of Ohio.
    let by_state = || entity.affiliation.state.map(|_| SpeakerRole::Legislator);
    by_title.or_else(by_behind).or_else(by_clause).or_else(by_state)
}
