//! Descriptions → roles.

use std::ops::{BitOr, BitOrAssign};

use super::{
    classes::Classes,
    view::{Tokens, View},
};
use crate::attribution::{tags::Tags, types::SpeakerRole};

/// A set of classes of `roles.txt`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RoleClasses(u16);

impl RoleClasses {
    /// Occupations that are `other` whomever they work for.
    const OUTSIDER: Self = Self(1);
    /// Words for what is over: former, ex, retired.
    const FORMER: Self = Self(1 << 1);
    const FOREIGN: Self = Self(1 << 2);
    const LEGISLATOR: Self = Self(1 << 3);
    const ADMINISTRATION: Self = Self(1 << 4);
    const EXPERT: Self = Self(1 << 5);
    /// Words of the administration where nothing else is said: official, aide.
    const OFFICIAL: Self = Self(1 << 6);
    /// Offices of any kind: those who held one are experts.
    const OFFICE: Self = Self(1 << 7);
    /// The president: of the country, where nobody else's is said.
    const PRESIDENT: Self = Self(1 << 8);
    const SECRETARY_OF_STATE: Self = Self(1 << 9);
    /// What members of Congress are called: those who were one are `other`.
    const MEMBER: Self = Self(1 << 10);
    const PARTY: Self = Self(1 << 11);
    /// A state of the union.
    const STATE: Self = Self(1 << 12);
    /// Verbs of service in a relative clause: who ran, who served.
    const SERVED: Self = Self(1 << 13);

    const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The class that the list calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "outsider" => Self::OUTSIDER,
            "former" => Self::FORMER,
            "foreign" => Self::FOREIGN,
            "legislator" => Self::LEGISLATOR,
            "administration" => Self::ADMINISTRATION,
            "expert" => Self::EXPERT,
            "official" => Self::OFFICIAL,
            "office" => Self::OFFICE,
            "president" => Self::PRESIDENT,
            "secretary-of-state" => Self::SECRETARY_OF_STATE,
            "member" => Self::MEMBER,
            "party" => Self::PARTY,
            "served" => Self::SERVED,
            _ => return None,
        })
    }
}

impl BitOr for RoleClasses {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for RoleClasses {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Whether the words are of somebody with a name: *president* in a title is of anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer {
    Named,
    Described,
}

/// What the words of a title or description say of a role; `None` where they say nothing.
pub(super) fn of_words(view: View<'_>, words: &Tokens, bearer: Bearer) -> Option<SpeakerRole> {
    let ends_head = |at: &u32| {
        view.tags(*at).any(Tags::PREPOSITION | Tags::RELATIVE)
            && !view.classes(*at).any(Classes::MODIFIER)
    };
    let head_end = words.clone().skip(1).find(ends_head).unwrap_or(words.end);
    // Officials on the call *with reporters*; a man *who voted for the president*.
    let beside = |at: &u32| matches!(view.word(*at), "with" | "who" | "told");
    let end = words.clone().skip(1).find(beside).unwrap_or(words.end);
    let all = words.start..end.max(head_end);
    let head = classes(view, &(words.start..head_end), all.end);
    let all = classes(view, &all, all.end);
    decide(head, all, bearer)
}

/// What a relative clause says: *who ran the office until last year*, *who teaches law*.
pub(super) fn of_clause(view: View<'_>, clause: &Tokens) -> Option<SpeakerRole> {
    let found = classes(view, clause, clause.end);
    match () {
        () if found.any(RoleClasses::OUTSIDER) => Some(SpeakerRole::Other),
        () if found.any(RoleClasses::SERVED | RoleClasses::FORMER | RoleClasses::EXPERT) => {
            Some(SpeakerRole::Expert)
        }
        () => decide(RoleClasses::default(), found, Bearer::Named),
    }
}

fn decide(head: RoleClasses, all: RoleClasses, bearer: Bearer) -> Option<SpeakerRole> {
    use RoleClasses as C;
    use SpeakerRole::{Administration, Expert, Legislator, Other};
    let held = C::OFFICE
        | C::OFFICIAL
        | C::ADMINISTRATION
        | C::EXPERT
        | C::FOREIGN
        | C::SECRETARY_OF_STATE;
    Some(match () {
        () if all.any(C::FORMER) && all.any(held) => Expert,
        () if all.any(C::FORMER) && all.any(C::MEMBER) => Other,
        () if head.any(C::OUTSIDER) => Other,
        // A lawyer at the Treasury is of the Treasury, a historian of it is not.
        () if all.any(C::ADMINISTRATION) && head.any(C::OFFICE) && !all.any(C::OUTSIDER) => {
            Administration
        }
        () if head.any(C::EXPERT) && !head.any(C::ADMINISTRATION | C::LEGISLATOR | C::MEMBER) => {
            Expert
        }
        () if all.any(C::OUTSIDER) => Other,
        () if all.any(C::FOREIGN) && all.any(C::EXPERT) => Expert,
        () if all.any(C::FOREIGN) => Other,
        () if all.any(C::LEGISLATOR | C::MEMBER) => Legislator,
        () if all.any(C::PARTY) && (bearer == Bearer::Described || all.any(C::STATE)) => Legislator,
        () if all.any(C::ADMINISTRATION) => Administration,
        () if all.any(C::EXPERT) => Expert,
        () if all.any(C::STATE | C::SECRETARY_OF_STATE) => Other,
        () if all.any(C::PRESIDENT) && bearer == Bearer::Described => Administration,
        () if all.any(C::OFFICIAL) => Administration,
        () => return None,
    })
}

/// The classes of the words of a description, and of the phrases that begin in them and end before `limit`.
fn classes(view: View<'_>, words: &Tokens, limit: u32) -> RoleClasses {
    /// Longest description looked at, and longest phrase of the list, in words.
    const LONGEST: (u32, u32) = (24, 5);
    let words = words.start..words.end.min(words.start.saturating_add(LONGEST.0));
    let mut found = RoleClasses::default();
    let mut phrase = String::new();
    let mut at = words.start;
    while at < words.end {
        if !view.is_capital(at) && !view.lists.may_start_role(view.word(at)) {
            found |= of_shape(view, at);
            at += 1;
            continue;
        }
        phrase.clear();
        let mut longest = None;
        for behind in at..limit.min(at + LONGEST.1) {
            if !phrase.is_empty() && !view.is_genitive(behind) {
                phrase.push(' ');
            }
            phrase.push_str(&view.lower(behind));
            if let Some(&classes) = view.lists.roles.get(phrase.as_str()) {
                longest = Some((classes, behind + 1));
            } else if view.word(at).len() > 3
                && view.is_capital(at)
                && phrase != "washington"
                && view.lists.state(&phrase).is_some()
            {
                longest = Some((RoleClasses::STATE, behind + 1));
            }
        }
        if longest.is_none() {
            found |= of_shape(view, at);
        }
        // The longest phrase speaks for its words: secretary of state's office.
        at = match longest {
            Some((classes, end)) => {
                if !(classes.any(RoleClasses::PRESIDENT)
                    && view.word(end) == "of"
                    && end < words.end)
                {
                    found |= classes;
                }
                end
            }
            None => at + 1,
        };
    }
    found
}

/// What the form of a word that is in no list says: *ex-attorney*, *Canada's*, *Peruvian*.
fn of_shape(view: View<'_>, at: u32) -> RoleClasses {
    let word = view.lower(at);
    if let Some(office) = word.strip_prefix("ex-") {
        let known = view.lists.roles.get(office).copied().unwrap_or_default();
        return RoleClasses::FORMER | RoleClasses::OFFICE | known;
    }
    let classes = view.classes(at);
    let own = matches!(
        &*word,
        "american"
            | "americans"
            | "america"
            | "us"
            | "u.s."
            | "u.s"
            | "usa"
            | "washington"
            | "western"
    );
    let of_country = classes.any(Classes::PLACE)
        && view.is_genitive(at + 1)
        && view.lists.state(&word).is_none();
    if !own && view.is_capital(at) && (classes.any(Classes::DEMONYM) || of_country) {
        return RoleClasses::FOREIGN;
    }
    RoleClasses::default()
}
