//! The boolean expression over the terms of a query.

/// A boolean expression; terms are numbered in the order of the query.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    Term(usize),
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

    /// The value when all terms but the found ones are absent.
    pub(super) fn holds(&self, found: &[bool]) -> bool {
        match self {
            Self::Term(term) => is_found(found, *term),
            Self::Not(operand) => !operand.holds(found),
            Self::All(members) => members.iter().all(|member| member.holds(found)),
            Self::Any(members) => members.iter().any(|member| member.holds(found)),
        }
    }

    /// The value when more terms may still be found; `None` while it depends on them.
    pub(super) fn decided(&self, found: &[bool]) -> Option<bool> {
        match self {
            Self::Term(term) => is_found(found, *term).then_some(true),
            Self::Not(operand) => operand.decided(found).map(|value| !value),
            Self::All(members) => decide(members, found, false),
            Self::Any(members) => decide(members, found, true),
        }
    }

    /// Number of terms and operators.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Term(_) => 1,
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
            _ => self.required(frequency).into_iter().collect(),
        }
    }

    /// One such group: of each `AND` the one whose terms are the least frequent together.
    fn required(&self, frequency: &impl Fn(usize) -> u64) -> Option<Vec<usize>> {
        match self {
            Self::Term(term) => Some(vec![*term]),
            Self::Not(_) => None,
            Self::All(members) => members
                .iter()
                .filter_map(|member| member.required(frequency))
                .min_by_key(|terms| terms.iter().map(|&term| frequency(term)).sum::<u64>()),
            Self::Any(members) => {
                let groups: Option<Vec<_>> =
                    members.iter().map(|member| member.required(frequency)).collect();
                groups.map(|groups| groups.concat())
            }
        }
    }
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
