//! Descriptions → those whom they stand for, or somebody new.

use super::{
    affiliation,
    classes::Classes,
    entity::{Entity, Kind},
    mention::NameKind,
    resolving::Resolving,
    title,
    trail::{Who, salience, sex_of},
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// A description: which noun, which words before it.
struct Description {
    /// The phrase without an article.
    words: Tokens,
    /// The noun, and the words before it.
    head: u32,
    is_plural: bool,
    /// With `the`, `this`, `that`.
    is_definite: bool,
    kind: Kind,
}

impl Resolving<'_> {
    /// Those for whom a phrase stands.
    pub(super) fn phrase(&mut self, phrase: &Tokens) -> Vec<u32> {
        let Some(description) = read(self.view, phrase) else { return Vec::new() };
        if self.is_first_person(phrase.start) {
            return Vec::new();
        }
        if description.is_definite {
            if let Some(who) = self.points_back(&description, phrase) {
                return who;
            }
        }
        vec![self.described(&description, phrase)]
    }

    fn is_first_person(&self, at: u32) -> bool {
        matches!(&*self.view.lower(at), "i" | "we" | "you" | "me" | "us")
    }

    /// The latest whom a definite description fits.
    fn points_back(&self, description: &Description, phrase: &Tokens) -> Option<Vec<u32>> {
        let view = self.view;
        let head = view.lower(description.head);
        let modifiers = description.words.start..description.head;
        if description.words.end > description.head + 1 {
            return None;
        }
        let sentence = self.sentence_of(phrase.start);
        let pair = description.is_plural
            && matches!(
                &*head,
                "two"
                    | "pair"
                    | "senators"
                    | "lawmakers"
                    | "men"
                    | "women"
                    | "advisers"
                    | "representatives"
            );
        let best = self.trail.best(|step| {
            let fits = match &step.who {
                Who::Several(several) => {
                    pair && several
                        .iter()
                        .all(|&one| self.may_be(one, &head, &(modifiers.clone()), true))
                }
                Who::One(one) => self.may_be(*one, &head, &modifiers, description.is_plural),
            };
            (fits && !step.quoted).then(|| salience(step, sentence))
        })?;
        Some(match &best.who {
            Who::One(one) => vec![*one],
            Who::Several(several) => several.clone(),
        })
    }

    /// Whether an entity may be called by a noun with these words before it.
    fn may_be(&self, entity: u32, head: &str, modifiers: &Tokens, is_plural: bool) -> bool {
        let view = self.view;
        let known = &self.people.entities[entity as usize];
        match known.kind {
            Kind::Named => {
                let singular =
                    if is_plural { head.strip_suffix('s').unwrap_or(head) } else { head };
                holds(view, known, singular) && modifiers.clone().all(|at| agrees(view, known, at))
            }
            Kind::Described => {
                let is_one = known.is_plural == is_plural && known.head == head;
                is_one && modifiers.clone().all(|at| view.text(&known.name).contains(view.word(at)))
            }
            Kind::Body => is_body_called(view, known, head) && modifiers.is_empty(),
            Kind::Document => known.head == head && modifiers.is_empty(),
        }
    }

    /// An entity for a description: the one that was described in the same words, or a new one.
    fn described(&mut self, description: &Description, phrase: &Tokens) -> u32 {
        let view = self.view;
        let owner = self.owner(phrase, description);
        let mut key = String::new();
        for at in description.words.clone() {
            key.push_str(&view.lower(at));
            key.push(' ');
        }
        if let Some(owner) = owner {
            key.push_str(&owner.to_string());
        }
        let another = view.lower(phrase.start) == "another";
        if let Some(&known) = self.described.get(&key).filter(|_| !another) {
            return known;
        }
        let mut entity = Entity::new(description.kind, phrase.clone());
        entity.head = view.lower(description.head).into_owned();
        entity.is_plural = description.is_plural;
        entity.owner = owner;
        let classes = view.classes(description.head);
        entity.sex = match () {
            () if description.is_plural => None,
            () if classes.any(Classes::MASCULINE) => sex_of("he"),
            () if classes.any(Classes::FEMININE) => sex_of("she"),
            () => None,
        };
        if entity.kind == Kind::Described {
            let apposed = phrase.clone();
            entity.affiliation = affiliation::in_words(view, &apposed);
            if entity.is_plural {
                entity.affiliation = affiliation::Affiliation::default();
            }
        }
        self.people.entities.push(entity);
        let number = self.people.entities.len() as u32 - 1;
        self.described.insert(key, number);
        number
    }

    /// Whose office, spokesman or statement it is.
    fn owner(&mut self, phrase: &Tokens, description: &Description) -> Option<u32> {
        let view = self.view;
        if view.tags(phrase.start).any(Tags::POSSESSIVE) && phrase.len() > 1 {
            return self.pronoun(phrase.start).first().copied();
        }
        let first = self.mentions.partition_point(|mention| mention.name.start < phrase.start);
        let named =
            self.mentions[first..].iter().take_while(|mention| mention.name.start < phrase.end);
        let speaks_for = |at: u32| matches!(view.word(at), "for" | "to" | "of" | "by" | "from");
        for mention in named {
            let before_head = mention.name.end <= description.head;
            let genitive = view.is_genitive(mention.name.end) || before_head;
            let behind = mention.span.start > phrase.start && speaks_for(mention.span.start - 1);
            if (genitive || behind) && mention.kind != NameKind::Body && mention.entity.is_some() {
                return mention.entity;
            }
        }
        None
    }
}

/// Reads a noun phrase.
fn read(view: View<'_>, phrase: &Tokens) -> Option<Description> {
    let determiner = view.tags(phrase.start).any(Tags::DETERMINER | Tags::POSSESSIVE);
    let article = view.lower(phrase.start);
    let is_article = matches!(&*article, "the" | "a" | "an" | "this" | "that" | "these" | "those");
    let is_definite = matches!(&*article, "the" | "this" | "that" | "these" | "those");
    let words = phrase.start + u32::from(is_article && phrase.len() > 1)..phrase.end;
    let stop = words.clone().skip(1).find(|&at| {
        view.tags(at).any(Tags::PREPOSITION | Tags::RELATIVE | Tags::TO_WORD | Tags::COORDINATOR)
            && !view.classes(at).any(Classes::HEAD | Classes::MODIFIER)
            && !is_and_between(view, at, &words)
            || !view.is_word(at) && !view.is_genitive(at)
            || view.tags(at).any(Tags::ING)
                && !view.is_capital(at)
                && !view.classes(at).any(Classes::MODIFIER)
            || matches!(view.word(at), "familiar" | "close")
    });
    let stop = stop.unwrap_or(words.end);
    let noun = |at: u32| {
        view.tags(at).any(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT)
            || view.classes(at).any(Classes::HEAD | Classes::BODY | Classes::DOCUMENT)
    };
    let head = (words.start..stop).rev().find(|&at| noun(at)).or_else(|| stop.checked_sub(1))?;
    let head = if head < words.start { words.start } else { head };
    let number = determiner
        && !is_article
        && !matches!(&*article, "one" | "another" | "each" | "every" | "no");
    let kind = kind(view, &words, head);
    let is_plural = kind == Kind::Described
        && (is_plural(&view.lower(head))
            || (number && view.tags(phrase.start).any(Tags::DETERMINER) && article != "any"));
    Some(Description { words, head, is_plural, is_definite, kind })
}

/// White House *and* Treasury officials: the noun comes behind.
fn is_and_between(view: View<'_>, at: u32, words: &Tokens) -> bool {
    view.word(at) == "and" && at + 1 < words.end && !view.tags(at - 1).any(Tags::PERSON)
}

fn is_plural(head: &str) -> bool {
    matches!(
        head,
        "people"
            | "men"
            | "women"
            | "staff"
            | "others"
            | "two"
            | "three"
            | "pair"
            | "police"
            | "both"
            | "many"
            | "some"
    ) || head.ends_with("men")
        || head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us")
}

fn kind(view: View<'_>, words: &Tokens, head: u32) -> Kind {
    let (tags, classes) = (view.tags(head), view.classes(head));
    let proper = words.clone().any(|at| view.is_capital(at));
    match () {
        () if view.is_capital(head)
            && classes.any(Classes::ORGANISATION)
            && !classes.any(Classes::HEAD) =>
        {
            Kind::Body
        }
        () if classes.any(Classes::HEAD) || tags.any(Tags::PERSON) && !tags.any(Tags::GROUP) => {
            Kind::Described
        }
        () if classes.any(Classes::BODY) || tags.any(Tags::GROUP) => Kind::Body,
        () if classes.any(Classes::DOCUMENT) || tags.any(Tags::DOCUMENT) => Kind::Document,
        () if proper => Kind::Body,
        () => Kind::Described,
    }
}

/// Whether somebody holds an office, or is of a party, by titles or by the list of officials.
fn holds(view: View<'_>, known: &Entity, noun: &str) -> bool {
    let party = match noun {
        "democrat" => Some('D'),
        "republican" => Some('R'),
        "independent" => Some('I'),
        _ => None,
    };
    if let Some(party) = party {
        return known.affiliation.party.or(known.office.and_then(|office| office.party))
            == Some(party);
    }
    if known.office.is_some_and(|office| is_called(office.head, noun)) {
        return true;
    }
    let titles = known.title.clone().chain(known.behind.clone());
    titles.clone().any(|at| is_called(&view.lower(at), noun))
}

/// Whether the holder of one office is called by a noun.
fn is_called(office: &str, noun: &str) -> bool {
    office == noun
        || match office {
            "sen." | "sen" | "sens." | "senator" => {
                matches!(noun, "senator" | "lawmaker" | "legislator")
            }
            "rep." | "rep" | "reps." | "congressman" | "congresswoman" | "representative" => {
                matches!(
                    noun,
                    "representative" | "lawmaker" | "congressman" | "congresswoman" | "legislator"
                )
            }
            "gov." | "gov" => noun == "governor",
            "leader" => matches!(noun, "senator" | "leader" | "lawmaker"),
            "adviser" | "advisor" => matches!(noun, "adviser" | "advisor"),
            "advisers" => noun == "adviser",
            "prof." | "prof" => noun == "professor",
            "lt." | "gen." => noun == "general",
            "adm." => noun == "admiral",
            "spokesperson" => matches!(noun, "spokesman" | "spokeswoman" | "secretary"),
            _ => false,
        }
}

/// Whether a word before the noun fits somebody: *the Virginia Democrat*, *the Republican senator*.
fn agrees(view: View<'_>, known: &Entity, at: u32) -> bool {
    let word = view.word(at);
    if let Some(party) = affiliation::party(word) {
        return known.affiliation.party.or(known.office.and_then(|office| office.party))
            == Some(party);
    }
    if let Some(state) = view.lists.state(word) {
        return known.affiliation.state.or(known.office.and_then(|office| office.state))
            == Some(state);
    }
    if title::text(view, &known.title).is_some_and(|title| title.contains(word))
        || view.text(&known.behind).contains(word)
    {
        return true;
    }
    // New York, North Carolina, two: their second word, or the noun, decides.
    matches!(word, "New" | "North" | "South" | "West" | "two" | "veteran" | "senior" | "longtime")
}

/// The commission for the Federal Election Commission, the agency for any, by its last word.
fn is_body_called(view: View<'_>, known: &Entity, noun: &str) -> bool {
    if known.head == noun {
        return true;
    }
    known.name.clone().any(|at| view.lower(at) == noun)
}
