//! Descriptions → those whom they stand for, or somebody new.

use super::{
    affiliation,
    classes::Classes,
    entity::{Entity, Kind},
    mention::NameKind,
    resolving::Resolving,
    role::{self, Bearer},
    title,
    trail::{Who, salience, sex_of},
    view::{Tokens, View},
};
use crate::attribution::{tags::Tags, types::SpeakerRole};

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

/// Descriptions of persons that begin with an article, a number or a possessive: *the county clerk*, *two officials*.
pub(super) fn find(view: View<'_>) -> Vec<Tokens> {
    /// Longest, in words.
    const LONGEST: u32 = 7;
    let mut phrases = Vec::new();
    for sentence in &view.layout.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let start = at;
            at += 1;
            if !view.tags(start).any(Tags::DETERMINER | Tags::POSSESSIVE) {
                continue;
            }
            let limit = sentence.end.min(start + LONGEST);
            let inside = |at: &u32| {
                let stops = Tags::PREPOSITION
                    | Tags::AUXILIARY
                    | Tags::DETERMINER
                    | Tags::RELATIVE
                    | Tags::COORDINATOR;
                view.is_word(*at) && !view.tags(*at).any(stops)
                    || view.classes(*at).any(Classes::MODIFIER)
            };
            let end =
                (start + 1..limit).take_while(inside).last().map_or(start + 1, |last| last + 1);
            let is_person =
                |at: &u32| view.classes(*at).any(Classes::HEAD) && !view.is_genitive(at + 1);
            if let Some(head) = (start + 1..end)
                .take_while(|at| !view.is_capital(*at) || view.classes(*at).any(Classes::NO_NAME))
                .filter(is_person)
                .last()
            {
                phrases.push(start..head + 1);
                at = head + 1;
            }
        }
    }
    phrases
}

impl Resolving<'_> {
    /// Those for whom a phrase stands.
    pub(super) fn phrase(&mut self, phrase: &Tokens) -> Vec<u32> {
        let Some(description) = read(self.view, phrase) else { return Vec::new() };
        if self.is_first_person(phrase.start) {
            return Vec::new();
        }
        if let Some(body) = self.named_body(&description.words) {
            return vec![body];
        }
        if let Some(who) = self.some_of(phrase) {
            return vec![who];
        }
        if description.is_definite {
            if let Some(who) = self.points_back(&description, phrase) {
                return who;
            }
        }
        vec![self.described(&description, phrase)]
    }

    /// The body whose name the words are.
    fn named_body(&self, words: &Tokens) -> Option<u32> {
        let index = self.mentions.partition_point(|mention| mention.name.start < words.start);
        let mention = self.mentions.get(index).filter(|mention| mention.name == *words)?;
        mention.entity.filter(|_| mention.kind == NameKind::Body)
    }

    /// *One of them*, *some of the officials*: somebody new, of those.
    fn some_of(&mut self, phrase: &Tokens) -> Option<u32> {
        let view = self.view;
        let of = phrase.start + 1;
        let of = of + u32::from(view.word(of) != "of");
        let partitive = view.word(of) == "of"
            && of + 1 < phrase.end
            && view.tags(phrase.start).any(Tags::DETERMINER | Tags::PLURAL | Tags::PERSON)
            && matches!(
                view.word(of + 1),
                "them" | "the" | "those" | "these" | "his" | "her" | "its" | "their"
            );
        if !partitive {
            return None;
        }
        let owner = match view.word(of + 1) {
            "them" => self.several(of + 1),
            _ => self.phrase(&(of + 1..phrase.end)),
        };
        let mut entity = Entity::new(Kind::Described, phrase.clone());
        entity.head = "one".to_owned();
        entity.is_plural =
            view.lower(phrase.start) != "one" && view.lower(phrase.start) != "another";
        entity.owner = owner.first().copied();
        self.people.entities.push(entity);
        Some(self.people.entities.len() as u32 - 1)
    }

    fn is_first_person(&self, at: u32) -> bool {
        self.view.word(at) != "US"
            && matches!(&*self.view.lower(at), "i" | "we" | "you" | "me" | "us")
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
        let counted = matches!(&*head, "two" | "pair" | "duo" | "couple");
        let best = self.trail.best(|step| {
            let fits = match &step.who {
                Who::Several(several) => {
                    let all =
                        || several.iter().all(|&one| self.may_be(one, &head, &modifiers, true));
                    description.is_plural && (counted || all())
                }
                Who::One(one) => self.may_be(*one, &head, &modifiers, description.is_plural),
                Who::Phrase(_) => false,
            };
            let near = sentence.saturating_sub(step.sentence) <= 1;
            let fits =
                fits && !step.quoted && (near || head != "president" || !self.is_abroad(&step.who));
            fits.then(|| salience(step, sentence))
        })?;
        Some(match &best.who {
            Who::One(one) => vec![*one],
            Who::Several(several) => several.clone(),
            Who::Phrase(_) => return None,
        })
    }

    /// Whether somebody holds no office of the country: farther back, *the president* is the country's own.
    fn is_abroad(&self, who: &Who) -> bool {
        let Who::One(one) = who else { return false };
        let known = &self.people.entities[*one as usize];
        let own = known.office.is_some_and(|office| office.role == SpeakerRole::Administration);
        known.kind == Kind::Named && !own
    }

    /// Whether an entity may be called by a noun with these words before it.
    fn may_be(&self, entity: u32, head: &str, modifiers: &Tokens, is_plural: bool) -> bool {
        let view = self.view;
        let known = &self.people.entities[entity as usize];
        match known.kind {
            Kind::Named if known.may_be_thing() && is_generic(head) => modifiers.is_empty(),
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
    [&known.title, &known.behind].into_iter().any(|title| {
        let ends = |at: &u32| !view.tags(*at).any(Tags::PREPOSITION | Tags::RELATIVE);
        let mut words = title.clone().take_while(ends);
        words.any(|at| is_called(&view.lower(at), noun) && !view.is_genitive(at + 1))
    })
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

/// Whether a noun is that of any company, group or agency.
fn is_generic(noun: &str) -> bool {
    matches!(
        noun,
        "company"
            | "firm"
            | "group"
            | "organization"
            | "organisation"
            | "newspaper"
            | "paper"
            | "network"
            | "platform"
            | "outlet"
            | "magazine"
            | "site"
            | "website"
    )
}

/// The commission for the Federal Election Commission, by a word of its name; the agency and the company by what it is.
fn is_body_called(view: View<'_>, known: &Entity, noun: &str) -> bool {
    if known.head == noun || known.name.clone().any(|at| view.lower(at) == noun) {
        return true;
    }
    let public = || {
        let role = role::of_words(view, &known.name, Bearer::Described);
        role == Some(SpeakerRole::Administration)
    };
    let is_paper = || {
        known.name.clone().any(|at| {
            matches!(
                view.word(at),
                "Times"
                    | "Post"
                    | "Journal"
                    | "Tribune"
                    | "Herald"
                    | "Chronicle"
                    | "Gazette"
                    | "News"
                    | "Press"
                    | "Ledger"
                    | "Globe"
                    | "Courier"
                    | "Dispatch"
                    | "Sentinel"
                    | "Examiner"
                    | "Bulletin"
                    | "Observer"
                    | "Register"
            )
        })
    };
    match noun {
        "agency" | "department" | "bureau" => public(),
        "company" | "firm" | "group" | "organization" | "organisation" | "platform" => {
            !public() && !is_paper()
        }
        "newspaper" | "paper" | "outlet" | "magazine" => is_paper(),
        _ => false,
    }
}
