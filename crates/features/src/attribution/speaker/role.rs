//! Descriptions → roles.

use std::ops::{BitOr, BitOrAssign};

use super::view::{Tokens, View};
use crate::attribution::types::SpeakerRole;

/// A set of classes of `roles.txt`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RoleClasses(u8);

impl RoleClasses {
    const OUTSIDER: Self = Self(1);
    const FORMER: Self = Self(1 << 1);
    const FOREIGN: Self = Self(1 << 2);
    const LEGISLATOR: Self = Self(1 << 3);
    const ADMINISTRATION: Self = Self(1 << 4);
    const EXPERT: Self = Self(1 << 5);
    const OFFICIAL: Self = Self(1 << 6);

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

/// The classes that win over those behind them, and their roles.
const ROLE_ORDER: [(RoleClasses, SpeakerRole); 7] = [
    (RoleClasses::OUTSIDER, SpeakerRole::Other),
    (RoleClasses::FORMER, SpeakerRole::Expert),
    (RoleClasses::FOREIGN, SpeakerRole::Other),
    (RoleClasses::LEGISLATOR, SpeakerRole::Legislator),
    (RoleClasses::ADMINISTRATION, SpeakerRole::Administration),
    (RoleClasses::EXPERT, SpeakerRole::Expert),
    (RoleClasses::OFFICIAL, SpeakerRole::Administration),
];

/// What the words of a title or description say of a role; `None` where they say nothing.
pub(super) fn of_words(view: View<'_>, words: &Tokens) -> Option<SpeakerRole> {
    /// Longest description looked at, and longest phrase of the list, in words.
    const LONGEST: (u32, u32) = (24, 5);
    let words = words.start..words.end.min(words.start + LONGEST.0);
    let mut found = RoleClasses::default();
    let mut phrase = String::new();
    let mut at = words.start;
    while at < words.end {
        phrase.clear();
        let mut longest = None;
        for behind in at..words.end.min(at + LONGEST.1) {
            if !phrase.is_empty() && !view.is_genitive(behind) {
                phrase.push(' ');
            }
            phrase.push_str(&view.lower(behind));
            if let Some(&classes) = view.lists.roles.get(phrase.as_str()) {
                longest = Some((classes, behind + 1));
            }
        }
        // The longest phrase speaks for its words: secretary of state's office.
        at = match longest {
            Some((classes, end)) => {
                found |= classes;
                end
            }
            None => at + 1,
        };
    }
    ROLE_ORDER.iter().find(|(class, _)| found.any(*class)).map(|&(_, role)| role)
}
