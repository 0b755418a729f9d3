//! What the lists say of a word, as a set of bits.

use std::ops::{BitOr, BitOrAssign};

/// A set of classes of `first_names.txt` and `speaker_words.txt`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    pub(super) const NONE: Self = Self(0);
    pub(super) const MALE: Self = Self(1);
    pub(super) const FEMALE: Self = Self(1 << 1);
    pub(super) const EITHER: Self = Self(1 << 2);
    pub(super) const HEAD: Self = Self(1 << 3);
    pub(super) const MODIFIER: Self = Self(1 << 4);
    pub(super) const ORGANISATION: Self = Self(1 << 5);
    pub(super) const NOT_NAME: Self = Self(1 << 6);
    pub(super) const PLACE: Self = Self(1 << 7);
    pub(super) const DEMONYM: Self = Self(1 << 8);
    pub(super) const PARTICLE: Self = Self(1 << 9);
    pub(super) const SUFFIX: Self = Self(1 << 10);
    pub(super) const MASCULINE: Self = Self(1 << 11);
    pub(super) const FEMININE: Self = Self(1 << 12);
    pub(super) const COURTESY: Self = Self(1 << 13);
    pub(super) const BODY: Self = Self(1 << 14);
    pub(super) const DOCUMENT: Self = Self(1 << 15);
    pub(super) const SCHOLARLY: Self = Self(1 << 16);

    /// First names.
    pub(super) const FIRST: Self = Self(Self::MALE.0 | Self::FEMALE.0 | Self::EITHER.0);
    /// Words of which a person's name does not consist.
    pub(super) const NO_NAME: Self =
        Self(Self::ORGANISATION.0 | Self::NOT_NAME.0 | Self::PLACE.0 | Self::DEMONYM.0);

    /// Whether the sets have a member in common.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set that a list calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|&(_, classes)| classes)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

const NAMES: &[(&str, Classes)] = &[
    ("male", Classes::MALE),
    ("female", Classes::FEMALE),
    ("either", Classes::EITHER),
    ("head", Classes::HEAD),
    ("modifier", Classes::MODIFIER),
    ("organisation", Classes::ORGANISATION),
    ("not-name", Classes::NOT_NAME),
    ("place", Classes::PLACE),
    ("demonym", Classes::DEMONYM),
    ("particle", Classes::PARTICLE),
    ("suffix", Classes::SUFFIX),
    ("masculine", Classes::MASCULINE),
    ("feminine", Classes::FEMININE),
    ("courtesy", Classes::COURTESY),
    ("body", Classes::BODY),
    ("document", Classes::DOCUMENT),
    ("scholarly", Classes::SCHOLARLY),
];
