//! Names → persons: who goes by which names.

use std::hash::{BuildHasher, BuildHasherDefault};

use super::{
    classes::Classes,
    entity::{Entity, Kind},
    lists::{Fnv, Office, Table},
    mention::{Mention, NameKind},
    run::{is_acronym, is_initial},
    view::{Tokens, View},
};

/// So many persons of one last name are compared with a new name.
const COMPARED: usize = 8;

/// The persons and bodies of an article, found by their names.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) entities: Vec<Entity>,
    by_full_name: Table<u64, u32>,
    by_last_name: Table<u64, Namesakes>,
    by_first_name: Table<u64, u32>,
    /// Bodies by the initials of their names.
    by_initials: Table<u64, u32>,
}

/// The persons of one last name, those named latest first.
#[derive(Debug, Default)]
struct Namesakes(Vec<u32>);

impl Namesakes {
    fn name(&mut self, person: u32) {
        self.0.retain(|&known| known != person);
        self.0.insert(0, person);
        self.0.truncate(COMPARED);
    }
}

impl People {
    /// Gives every name of a person and body its entity; what may be no name has none.
    pub(super) fn gather(view: View<'_>, mentions: &mut [Mention]) -> Self {
        let mut people = Self::default();
        for mention in mentions.iter_mut().filter(|mention| is_full(view, mention)) {
            mention.entity = Some(people.full(view, mention));
        }
        // Names that come before the full one belong to it, too.
        for mention in mentions.iter_mut() {
            match mention.entity {
                Some(entity) if mention.kind != NameKind::Body => {
                    people.named(view, &mention.name, entity);
                }
                Some(_) => {}
                None => mention.entity = people.short(view, mention),
            }
        }
        people
    }

    /// The person of a full name, or a body.
    fn full(&mut self, view: View<'_>, mention: &Mention) -> u32 {
        let key = key(view, &mention.name);
        if let Some(&known) = self.by_full_name.get(&key) {
            let body = &mut self.entities[known as usize];
            if body.kind == Kind::Body
                && !has_article(view, &body.name)
                && has_article(view, &mention.name)
            {
                body.name = mention.name.clone();
            }
            self.learn(view, known, mention);
            return known;
        }
        let namesakes = self.by_last_name.get(&last_key(view, &mention.name));
        let same = namesakes.and_then(|namesakes| {
            namesakes.0.iter().copied().find(|&known| {
                let known = &self.entities[known as usize];
                known.fits(mention.sex) && same_person(view, &known.name, &mention.name)
            })
        });
        let entity = same.filter(|_| mention.kind != NameKind::Body).unwrap_or_else(|| {
            self.entities.push(Entity::from(mention));
            self.entities.len() as u32 - 1
        });
        self.learn(view, entity, mention);
        self.by_full_name.insert(key, entity);
        if mention.kind == NameKind::Body {
            let initials: String =
                mention.name.clone().filter_map(|at| initial(view, at)).collect();
            self.by_initials.entry(hash(&initials)).or_insert(entity);
        } else {
            self.named(view, &mention.name, entity);
        }
        entity
    }

    fn learn(&mut self, view: View<'_>, entity: u32, mention: &Mention) {
        let known = &mut self.entities[entity as usize];
        known.learn(view, mention);
        if known.office.is_none() && known.kind == Kind::Named {
            known.office = office(view, &known.name);
        }
    }

    fn named(&mut self, view: View<'_>, name: &Tokens, entity: u32) {
        self.by_last_name.entry(last_key(view, name)).or_default().name(entity);
        let first = name.start..name.start + 1;
        if name.len() > 1 && view.classes(name.start).any(Classes::FIRST) {
            self.by_first_name.insert(key(view, &first), entity);
        }
    }

    /// The person of a last or first name alone.
    pub(super) fn short(&mut self, view: View<'_>, mention: &Mention) -> Option<u32> {
        if mention.kind == NameKind::Body {
            let known = self.by_initials.get(&hash(view.word(mention.name.start))).copied();
            return known.or_else(|| Some(self.full(view, mention)));
        }
        if let Some(known) = self.find_short(view, mention) {
            self.learn(view, known, mention);
            if mention.name.len() == 1 || !mention.title.is_empty() {
                let key = last_key(view, &self.entities[known as usize].name);
                self.by_last_name.entry(key).or_default().name(known);
            }
            return Some(known);
        }
        let is_person = mention.kind == NameKind::Person || office(view, &mention.name).is_some();
        is_person.then(|| self.add_short(view, mention))
    }

    /// A person of whom the last name alone is known.
    pub(super) fn add_short(&mut self, view: View<'_>, mention: &Mention) -> u32 {
        self.entities.push(Entity { kind: Kind::Named, ..Entity::from(mention) });
        let entity = self.entities.len() as u32 - 1;
        self.learn(view, entity, mention);
        self.named(view, &mention.name, entity);
        entity
    }

    fn find_short(&self, view: View<'_>, mention: &Mention) -> Option<u32> {
        let (name, sex, is_titled) = (&mention.name, mention.sex, !mention.title.is_empty());
        if let Some(&known) = self.by_full_name.get(&key(view, name)) {
            return Some(known);
        }
        let namesakes = self.by_last_name.get(&last_key(view, name));
        let fitting = namesakes.and_then(|namesakes| {
            namesakes.0.iter().copied().find(|&known| {
                let known = &self.entities[known as usize];
                known.fits(sex) && (name.len() == 1 || same_person(view, &known.name, name))
            })
        });
        let by_first = || self.by_first_name.get(&key(view, name)).copied();
        fitting.or_else(|| by_first().filter(|_| name.len() == 1 && !is_titled))
    }
}

/// Whether `the` stands before a name.
pub(super) fn has_article(view: View<'_>, name: &Tokens) -> bool {
    let article = name.start.checked_sub(1).filter(|&at| matches!(view.word(at), "the" | "The"));
    article.is_some_and(|article| view.same_line(article, name.start))
}

/// The office of somebody by full name, with or without middle names.
fn office(view: View<'_>, name: &Tokens) -> Option<Office> {
    let name = without_suffix(view, name);
    if !view.lists.may_end_official(view.word(name.end - 1)) {
        return None;
    }
    let (first, last) = (view.lower(name.start), view.lower(name.end - 1));
    let by_full_name = view.lists.office(&lower_name(view, &name));
    by_full_name
        .or_else(|| view.lists.office(&format!("{first} {last}")).filter(|_| name.len() > 2))
}

/// Whether a mention makes a person or body known: a name of several words, or a body.
fn is_full(view: View<'_>, mention: &Mention) -> bool {
    let last_name_only = view.classes(mention.name.start).any(Classes::PARTICLE)
        && !view.classes(mention.name.start).any(Classes::FIRST);
    match mention.kind {
        NameKind::Body => !is_acronym(view, &mention.name),
        _ => mention.name.len() > 1 && !last_name_only,
    }
}

/// The first letter of a word with a capital.
fn initial(view: View<'_>, at: u32) -> Option<char> {
    view.word(at).chars().next().filter(|letter| letter.is_uppercase())
}

fn key(view: View<'_>, name: &Tokens) -> u64 {
    hash(&lower_name(view, name))
}

fn hash(name: &str) -> u64 {
    BuildHasherDefault::<Fnv>::default().hash_one(name)
}

fn lower_name(view: View<'_>, name: &Tokens) -> String {
    let mut lower = String::new();
    for at in name.clone() {
        if view.is_word(at) {
            if !lower.is_empty() {
                lower.push(' ');
            }
            lower.push_str(&view.lower(at));
        }
    }
    lower
}

/// The key of the last name: its last word, with no suffix behind it; O'Neill and van Hollen's last word do.
fn last_key(view: View<'_>, name: &Tokens) -> u64 {
    let last = without_suffix(view, name).end - 1;
    key(view, &(last..last + 1))
}

fn without_suffix(view: View<'_>, name: &Tokens) -> Tokens {
    let mut end = name.end;
    while end > name.start + 1
        && (!view.is_word(end - 1) || view.classes(end - 1).any(Classes::SUFFIX))
    {
        end -= 1;
    }
    name.start..end
}

/// Whether two names with the same last word are one person's.
fn same_person(view: View<'_>, one: &Tokens, other: &Tokens) -> bool {
    let (one, other) = (without_suffix(view, one), without_suffix(view, other));
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    // Wasserman Schultz and Debbie Wasserman Schultz; Roe and Jane Roe.
    let tail = long.end - short.len() as u32;
    if (0..short.len() as u32).all(|n| view.lower(tail + n) == view.lower(short.start + n)) {
        return true;
    }
    let (first, second) = (view.lower(long.start), view.lower(short.start));
    if short.len() < 2 {
        return false;
    }
    let initial = |name: &str, of: u32| {
        is_initial(view.word(of)) && view.lower(of).chars().next() == name.chars().next()
    };
    // Mark R. Warner and Mark Warner; M. Warner; H. Rodham Clinton; middle names: J. Mark Warner and Mark Warner.
    let middle = long.len() > 2 && view.lists.same_first_name(&view.lower(long.start + 1), &second);
    view.lists.same_first_name(&first, &second)
        || initial(&first, short.start)
        || initial(&second, long.start)
        || middle
}
