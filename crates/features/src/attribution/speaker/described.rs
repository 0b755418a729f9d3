//! Descriptions → those whom they stand for, or somebody new.

use super::{
    affiliation,
    classes::Classes,
    description::{Description, read},
    entity::{Entity, Kind},
    mention::NameKind,
    resolving::Resolving,
    trail::{Who, sex_of},
    view::Tokens,
};
use crate::attribution::tags::Tags;

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
        if description.is_definite
            && let Some(who) = self.points_back(&description, phrase)
        {
            return who;
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
            && (view.tags(phrase.start).any(Tags::DETERMINER)
                || matches!(&*view.lower(phrase.start), "none" | "others" | "dozens" | "half"))
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
        "one".clone_into(&mut entity.head);
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
        let owner = owner.or_else(|| self.contrasted(description));
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
        if entity.kind == Kind::Described && !entity.is_plural {
            entity.affiliation = affiliation::in_words(view, phrase);
        }
        self.people.entities.push(entity);
        let number = self.people.entities.len() as u32 - 1;
        self.described.insert(key, number);
        number
    }

    /// Those beside whom *others*, *another*, *a third* is set: who spoke last.
    fn contrasted(&self, description: &Description) -> Option<u32> {
        let word = self.view.lower(description.head);
        if !matches!(
            &*word,
            "others"
                | "other"
                | "another"
                | "second"
                | "third"
                | "fourth"
                | "fifth"
                | "latter"
                | "former"
        ) {
            return None;
        }
        self.trail.latest().find_map(|step| match &step.who {
            Who::One(one) if step.spoke => Some(*one),
            Who::Several(several) if step.spoke => several.first().copied(),
            _ => None,
        })
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
