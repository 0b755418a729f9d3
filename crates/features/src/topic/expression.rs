//! The boolean expression over the terms of a query.

use super::proximity::Proximity;

/// A boolean expression; terms are numbered in the order of the query.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    Term(usize),
    Proximity(Proximity),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

impl Expression {
    /// The members joined by `AND`; one alone stands for itself.
    pub(super) fn all(mut members: Vec<Self>) -> Self {
        if members.len() == 1 { members.remove(0) } else { Self::All(members) }
    }

    /// The members joined by `OR`; one alone stands for itself.
    pub(super) fn any(mut members: Vec<Self>) -> Self {
        if members.len() == 1 { members.remove(0) } else { Self::Any(members) }
    }

    /// The value when all terms but the found ones are absent; `near` is asked only where all that a proximity needs
    /// was found.
    pub(super) fn holds(&self, found: &[bool], near: &dyn Fn(&Proximity) -> bool) -> bool {
        match self {
            Self::Term(term) => is_found(found, *term),
            Self::Proximity(proximity) => {
                let mut groups = proximity.groups();
                groups.all(|group| group.iter().any(|&term| is_found(found, term)))
                    && near(proximity)
            }
            Self::Not(operand) => !operand.holds(found, near),
            Self::All(members) => members.iter().all(|member| member.holds(found, near)),
            Self::Any(members) => members.iter().any(|member| member.holds(found, near)),
        }
    }

    /// Whether it fails by one member of an `AND` alone; asked only where it does fail.
    pub(super) fn nearly_holds(&self, found: &[bool], near: &dyn Fn(&Proximity) -> bool) -> bool {
        match self {
            Self::Term(_) | Self::Not(_) => false,
            Self::Proximity(proximity) => {
                let mut groups = proximity.groups();
                groups.all(|group| group.iter().any(|&term| is_found(found, term)))
            }
            Self::All(members) => {
                members.iter().filter(|member| !member.holds(found, near)).take(2).count() == 1
            }
            Self::Any(members) => members.iter().any(|member| member.nearly_holds(found, near)),
        }
    }

    /// Whether [`Self::nearly_holds`] can be true of any text.
    pub(super) fn can_nearly_hold(&self) -> bool {
        match self {
            Self::Term(_) | Self::Not(_) => false,
            Self::Proximity(_) | Self::All(_) => true,
            Self::Any(members) => members.iter().any(Self::can_nearly_hold),
        }
    }

    /// The value when more terms may still be found; `None` while it depends on them.
    pub(super) fn decided(&self, found: &[bool]) -> Option<bool> {
        match self {
            Self::Term(term) => is_found(found, *term).then_some(true),
            Self::Proximity(_) => None,
            Self::Not(operand) => operand.decided(found).map(|value| !value),
            Self::All(members) => decide(members, found, false),
            Self::Any(members) => decide(members, found, true),
        }
    }

    /// The terms of which the expression needs one, if it is nothing but terms joined by `OR`.
    pub(super) fn alternatives(&self) -> Option<Vec<usize>> {
        match self {
            Self::Term(term) => Some(vec![*term]),
            Self::Any(members) => {
                let terms: Option<Vec<_>> = members.iter().map(Self::alternatives).collect();
                terms.map(|terms| terms.concat())
            }
            Self::Proximity(_) | Self::Not(_) | Self::All(_) => None,
        }
    }

    /// The proximities in the expression.
    pub(super) fn proximities(&self) -> Vec<&Proximity> {
        match self {
            Self::Term(_) => Vec::new(),
            Self::Proximity(proximity) => vec![proximity],
            Self::Not(operand) => operand.proximities(),
            Self::All(members) | Self::Any(members) => {
                members.iter().flat_map(Self::proximities).collect()
            }
        }
    }

    /// Number of terms and operators.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Term(_) => 1,
            Self::Proximity(proximity) => 1 + proximity.groups().map(<[usize]>::len).sum::<usize>(),
            Self::Not(operand) => 1 + operand.size(),
            Self::All(members) | Self::Any(members) => {
                1 + members.iter().map(Self::size).sum::<usize>()
            }
        }
    }

    /// Groups of terms; wherever the expression holds, one term at least of each group is found. None where
    /// it can hold without any.
    pub(super) fn requirements(&self, frequency: &impl Fn(usize) -> u64) -> Vec<Vec<usize>> {
        match self {
            Self::All(members) => {
                members.iter().flat_map(|member| member.requirements(frequency)).collect()
            }
            Self::Proximity(proximity) => proximity.groups().map(<[usize]>::to_vec).collect(),
            _ => self.required(frequency).into_iter().collect(),
        }
    }

    /// One such group: of each `AND` the one whose terms are the least frequent together.
    fn required(&self, frequency: &impl Fn(usize) -> u64) -> Option<Vec<usize>> {
        match self {
            Self::Term(term) => Some(vec![*term]),
            Self::Not(_) => None,
            Self::Proximity(proximity) => {
                rarest(proximity.groups().map(<[usize]>::to_vec), frequency)
            }
            Self::All(members) => {
                rarest(members.iter().filter_map(|member| member.required(frequency)), frequency)
            }
            Self::Any(members) => {
                let groups: Option<Vec<_>> =
                    members.iter().map(|member| member.required(frequency)).collect();
                groups.map(|groups| groups.concat())
            }
        }
    }
}

fn rarest(
    groups: impl Iterator<Item = Vec<usize>>,
    frequency: &impl Fn(usize) -> u64,
) -> Option<Vec<usize>> {
    groups.min_by_key(|terms| terms.iter().map(|&term| frequency(term)).sum::<u64>())
}

/// `AND` ends at the first false member, `OR` at the first true one: `ending`.
fn decide(members: &[Expression], found: &[bool], ending: bool) -> Option<bool> {
    let mut open = false;
    for member in members {
        match member.decided(found) {
            Some(value) if value == ending => return Some(ending),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!ending)
}

fn is_found(found: &[bool], term: usize) -> bool {
    found.get(term).copied().unwrap_or(false)
}
