//! What the lexicon knows of a word, as a set of bits.

use std::ops::{BitOr, BitOrAssign};

/// A set of forms, frames and classes; the names of frames and classes are those of the lists in `data/attribution`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tags(u64);

impl Tags {
    pub(super) const NONE: Self = Self(0);
    // Forms of verbs.
    pub(super) const BASE: Self = Self(1);
    pub(super) const THIRD: Self = Self(1 << 1);
    pub(super) const PAST: Self = Self(1 << 2);
    pub(super) const PARTICIPLE: Self = Self(1 << 3);
    pub(super) const ING: Self = Self(1 << 4);
    // Frames: what a verb of attribution takes.
    pub(super) const QUOTE: Self = Self(1 << 5);
    pub(super) const CLAUSE: Self = Self(1 << 6);
    pub(super) const WHETHER: Self = Self(1 << 7);
    pub(super) const PERSON_FIRST: Self = Self(1 << 8);
    pub(super) const TO: Self = Self(1 << 9);
    pub(super) const OBJECT: Self = Self(1 << 10);
    pub(super) const AS: Self = Self(1 << 11);
    pub(super) const GERUND: Self = Self(1 << 12);
    pub(super) const ABOUT: Self = Self(1 << 13);
    pub(super) const AGAINST: Self = Self(1 << 14);
    pub(super) const FOR: Self = Self(1 << 15);
    pub(super) const OF: Self = Self(1 << 16);
    pub(super) const ON: Self = Self(1 << 17);
    pub(super) const WITH: Self = Self(1 << 18);
    pub(super) const TOWARD_TO: Self = Self(1 << 19);
    pub(super) const IN: Self = Self(1 << 20);
    pub(super) const AT: Self = Self(1 << 21);
    pub(super) const OVER: Self = Self(1 << 22);
    // Classes of words.
    pub(super) const DETERMINER: Self = Self(1 << 24);
    pub(super) const POSSESSIVE: Self = Self(1 << 25);
    pub(super) const SUBJECT_PRONOUN: Self = Self(1 << 26);
    pub(super) const OBJECT_PRONOUN: Self = Self(1 << 27);
    pub(super) const RELATIVE: Self = Self(1 << 28);
    pub(super) const HAVE: Self = Self(1 << 29);
    pub(super) const BE: Self = Self(1 << 30);
    pub(super) const MODAL: Self = Self(1 << 31);
    pub(super) const DO: Self = Self(1 << 32);
    pub(super) const NOT: Self = Self(1 << 33);
    pub(super) const ADVERB: Self = Self(1 << 34);
    pub(super) const PREPOSITION: Self = Self(1 << 35);
    pub(super) const COORDINATOR: Self = Self(1 << 36);
    pub(super) const SUBORDINATOR: Self = Self(1 << 37);
    pub(super) const WH: Self = Self(1 << 38);
    pub(super) const TIME: Self = Self(1 << 39);
    pub(super) const CONTRACTION: Self = Self(1 << 40);
    pub(super) const PERSON: Self = Self(1 << 41);
    pub(super) const GROUP: Self = Self(1 << 42);
    pub(super) const DOCUMENT: Self = Self(1 << 43);
    pub(super) const CUE_NOUN: Self = Self(1 << 44);
    pub(super) const ATTITUDE: Self = Self(1 << 45);
    pub(super) const HONORIFIC: Self = Self(1 << 46);
    /// A plural, by its ending or by list.
    pub(super) const PLURAL: Self = Self(1 << 47);
    // Single words that rules name.
    pub(super) const THAT: Self = Self(1 << 48);
    pub(super) const TO_WORD: Self = Self(1 << 49);
    pub(super) const BY: Self = Self(1 << 50);
    pub(super) const ACCORDING: Self = Self(1 << 51);

    /// A verb of attribution that gives a view.
    pub(super) const VIEW: Self = Self(1 << 52);

    /// The author and his readers.
    pub(super) const FIRST_PERSON: Self = Self(1 << 53);

    pub(super) const HEADLINE_LABEL: Self = Self(1 << 54);
    pub(super) const VIEW_NOUN: Self = Self(1 << 55);

    /// Party and state: *D-Va.*
    pub(super) const PARTY: Self = Self(1 << 56);

    /// All letters are capitals.
    pub(super) const CAPITALS: Self = Self(1 << 57);

    /// All frames.
    pub(super) const FRAMES: Self = Self(((1 << 24) - 1) & !((1 << 5) - 1));
    /// Frames that name a preposition; the prepositions themselves have them, too.
    pub(super) const PREPOSITION_FRAMES: Self = Self(((1 << 23) - 1) & !((1 << 13) - 1));
    /// All forms of verbs.
    pub(super) const FORMS: Self = Self((1 << 5) - 1);
    /// What stands before a verb and belongs to it.
    pub(super) const AUXILIARY: Self =
        Self(Self::HAVE.0 | Self::BE.0 | Self::MODAL.0 | Self::DO.0 | Self::NOT.0);

    /// Whether the sets have a member in common.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What both sets have.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The set without what the other has.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The set that a list calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|&(_, tags)| tags)
    }
}

impl BitOr for Tags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Tags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Frames of `verbs.txt` and classes of `words.txt`.
const NAMES: &[(&str, Tags)] = &[
    ("quote", Tags::QUOTE),
    ("clause", Tags::CLAUSE),
    ("whether", Tags::WHETHER),
    ("person", Tags::PERSON_FIRST),
    ("to", Tags::TO),
    ("object", Tags::OBJECT),
    ("as", Tags::AS),
    ("gerund", Tags::GERUND),
    ("about", Tags::ABOUT),
    ("against", Tags::AGAINST),
    ("for", Tags::FOR),
    ("of", Tags::OF),
    ("on", Tags::ON),
    ("with", Tags::WITH),
    ("toward-to", Tags::TOWARD_TO),
    ("in", Tags::IN),
    ("at", Tags::AT),
    ("over", Tags::OVER),
    ("determiner", Tags::DETERMINER),
    ("possessive", Tags::POSSESSIVE),
    ("subject-pronoun", Tags::SUBJECT_PRONOUN),
    ("object-pronoun", Tags::OBJECT_PRONOUN),
    ("relative", Tags::RELATIVE),
    ("have", Tags::HAVE),
    ("be", Tags::BE),
    ("modal", Tags::MODAL),
    ("do", Tags::DO),
    ("not", Tags::NOT),
    ("adverb", Tags::ADVERB),
    ("preposition", Tags::PREPOSITION),
    ("coordinator", Tags::COORDINATOR),
    ("subordinator", Tags::SUBORDINATOR),
    ("wh", Tags::WH),
    ("time", Tags::TIME),
    ("contraction", Tags::CONTRACTION),
    ("person-noun", Tags::PERSON),
    ("group-noun", Tags::GROUP),
    ("document-noun", Tags::DOCUMENT),
    ("cue-noun", Tags::CUE_NOUN),
    ("attitude", Tags::ATTITUDE),
    ("honorific", Tags::HONORIFIC),
    ("plural", Tags::PLURAL),
    ("view", Tags::VIEW),
    ("first-person", Tags::FIRST_PERSON),
    ("headline-label", Tags::HEADLINE_LABEL),
    ("view-noun", Tags::VIEW_NOUN),
    ("that", Tags::THAT),
    ("to-word", Tags::TO_WORD),
    ("by", Tags::BY),
    ("according", Tags::ACCORDING),
];
