//! Persons, bodies and groups of an article, each once.

use super::{
    affiliation::Affiliation,
    apposition::opens_clause,
    lists::Office,
    mention::{Mention, NameKind, Sex},
    title,
    view::{Tokens, View},
};

/// Somebody or something that speaks or is named.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) kind: Kind,
    /// Whether it is several.
    pub(super) is_plural: bool,
    /// The fullest form of the name, or the first description.
    pub(super) name: Tokens,
    /// The noun that a description is about, in lower case.
    pub(super) head: String,
    pub(super) title: Tokens,
    /// The description in apposition.
    pub(super) behind: Tokens,
    /// The clause that tells of a person: who teaches law.
    pub(super) clause: Tokens,
    pub(super) affiliation: Affiliation,
    pub(super) sex: Option<Sex>,
    /// The office in the list of officials.
    pub(super) office: Option<Office>,
    /// Whose office, aide or statement it is.
    pub(super) owner: Option<u32>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody with a name.
    Named,
    /// Somebody, or several, with a description alone.
    Described,
    /// An agency, a company, a government.
    Body,
    Document,
}

impl Entity {
    pub(super) fn new(kind: Kind, name: Tokens) -> Self {
        Self {
            kind,
            is_plural: false,
            head: String::new(),
            title: name.start..name.start,
            behind: name.end..name.end,
            clause: name.end..name.end,
            name,
            affiliation: Affiliation::default(),
            sex: None,
            office: None,
            owner: None,
        }
    }

    /// Takes over what a mention says of a person.
    pub(super) fn learn(&mut self, view: View<'_>, mention: &Mention) {
        self.affiliation.add(&mention.affiliation);
        self.sex = self.sex.or(mention.sex);
        if title::text(view, &self.title).is_none() && !mention.title.is_empty() {
            self.title = mention.title.clone();
        }
        if opens_clause(view, mention.behind.start) {
            if self.clause.is_empty() {
                self.clause = mention.behind.clone();
            }
        } else if self.behind.is_empty() {
            self.behind = mention.behind.clone();
        }
        if mention.name.len() > self.name.len() {
            self.name = mention.name.clone();
        }
    }

    /// Whether a name of one word without title or sex may be that of a company, too.
    pub(super) fn may_be_thing(&self) -> bool {
        self.kind == Kind::Named
            && self.name.len() == 1
            && self.title.is_empty()
            && self.behind.is_empty()
            && self.sex.is_none()
            && self.office.is_none()
    }

    /// Whether what it says is its owner's: an office, a spokesman, a statement.
    pub(super) fn speaks_for_owner(&self, view: View<'_>) -> bool {
        let proxy = |head: &str| {
            head.starts_with("spokes")
                || matches!(
                    head.strip_suffix('s').unwrap_or(head),
                    "office"
                        | "aide"
                        | "staff"
                        | "staffer"
                        | "adviser"
                        | "advisor"
                        | "team"
                        | "campaign"
                        | "statement"
                        | "letter"
                        | "tweet"
                        | "representative"
                        | "assistant"
                        | "deputy"
                        | "one"
                        | "some"
                        | "most"
                        | "many"
                        | "two"
                        | "both"
                        | "several"
                        | "another"
                        | "other"
                        | "second"
                        | "third"
                        | "fourth"
                        | "fifth"
                        | "latter"
                        | "former"
                        | "others"
                        | "three"
                        | "ally"
                        | "allie"
                        | "account"
                )
        };
        self.owner.is_some()
            && self.kind != Kind::Named
            && (proxy(&self.head) || proxy(&view.lower(self.name.start)))
    }

    /// Whether both can be one by what is known of their sex.
    pub(super) fn fits(&self, sex: Option<Sex>) -> bool {
        sex.is_none() || self.sex.is_none() || self.sex == sex
    }
}

impl From<&Mention> for Entity {
    fn from(mention: &Mention) -> Self {
        let kind = if mention.kind == NameKind::Body { Kind::Body } else { Kind::Named };
        Self {
            title: mention.title.clone(),
            affiliation: mention.affiliation,
            sex: mention.sex,
            ..Self::new(kind, mention.name.clone())
        }
    }
}
