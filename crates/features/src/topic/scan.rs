//! One pass over the raw text for all terms of a query.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use super::anchor::choose_anchor;
use super::expression::Expression;
use super::gate::{Gate, build_gates};
use super::letters::list_case_forms;
use super::occurrences::Occurrences;
use super::proximity::Proximity;
use super::term::Term;
use super::verify::Place;

/// Patterns for which a dense automaton, the fastest kind, stays small: about a megabyte.
const MAX_DENSE_PATTERNS: usize = 500;

/// A query ready to search texts.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    expression: Expression,
    expression_size: usize,
    terms: Vec<Term>,
    /// Whether the term is part of a proximity.
    is_located: Vec<bool>,
    gates: Vec<Gate>,
    automaton: AhoCorasick,
    /// For each pattern of the automaton, the terms it is a piece of.
    places: Vec<Vec<Place>>,
}

impl Scanner {
    pub(super) fn new(expression: Expression, terms: Vec<Term>) -> Result<Self, BuildError> {
        let case_forms = LazyCell::new(list_case_forms);
        let mut patterns: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for (number, term) in terms.iter().enumerate() {
            let anchor = choose_anchor(number, term, &case_forms);
            for form in anchor.forms {
                patterns.entry(form).or_default().push(anchor.place);
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind((patterns.len() <= MAX_DENSE_PATTERNS).then_some(AhoCorasickKind::DFA))
            .build(patterns.keys())?;
        let places = patterns.into_values().collect();
        let gates = build_gates(&expression, &terms);
        let expression_size = expression.size();
        let mut is_located = vec![false; terms.len()];
        let proximities = expression.proximities();
        for &term in proximities.iter().flat_map(|proximity| proximity.groups()).flatten() {
            is_located[term] = true;
        }
        Ok(Self { expression, expression_size, terms, is_located, gates, automaton, places })
    }

    /// Whether the expression holds over all fields together.
    pub(super) fn matches(&self, fields: [&str; 2]) -> bool {
        if !self.gates.iter().all(|gate| fields.iter().any(|field| gate.opens(&self.terms, field)))
        {
            return false;
        }
        let mut found = vec![false; self.terms.len()];
        for field in fields {
            if let Some(decided) = self.collect(field, &mut found) {
                return decided;
            }
        }
        let located = LazyCell::new(|| fields.map(|field| self.locate(field)));
        let near = |proximity: &Proximity| located.iter().any(|field| proximity.holds(field));
        self.expression.holds(&found, &near)
    }

    /// Whether the expression fails over all fields together, by one member of an `AND` alone.
    pub(super) fn nearly_matches(&self, fields: [&str; 2]) -> bool {
        let mut found = vec![false; self.terms.len()];
        for field in fields {
            self.collect_all(field, &mut found);
        }
        let located = LazyCell::new(|| fields.map(|field| self.locate(field)));
        let near = |proximity: &Proximity| located.iter().any(|field| proximity.holds(field));
        !self.expression.holds(&found, &near) && self.expression.nearly_holds(&found, &near)
    }

    pub(super) fn has_near_matches(&self) -> bool {
        self.expression.can_nearly_hold()
    }

    /// Marks the terms that stand in the text.
    fn collect_all(&self, text: &str, found: &mut [bool]) {
        for hit in self.automaton.find_overlapping_iter(text) {
            for &place in &self.places[hit.pattern().as_usize()] {
                found[place.term] =
                    found[place.term] || self.terms[place.term].stands_at(text, place, hit.start());
            }
        }
    }

    /// Marks the terms that stand in the text; stops with the value once nothing more can change it.
    fn collect(&self, text: &str, found: &mut [bool]) -> Option<bool> {
        let mut next_decision = 0;
        for hit in self.automaton.find_overlapping_iter(text) {
            let mut news = false;
            for &place in &self.places[hit.pattern().as_usize()] {
                if !found[place.term] && self.terms[place.term].stands_at(text, place, hit.start())
                {
                    found[place.term] = true;
                    news = true;
                }
            }
            if news && hit.end() >= next_decision {
                let decided = self.expression.decided(found);
                if decided.is_some() {
                    return decided;
                }
                // Deciding costs the expression's size: never more often than once in as many bytes.
                next_decision = hit.end() + self.expression_size;
            }
        }
        None
    }
    /// Where the terms of proximities stand.
    fn locate(&self, text: &str) -> Occurrences {
        let mut ranges = vec![Vec::new(); self.terms.len()];
        for hit in self.automaton.find_overlapping_iter(text) {
            for &place in &self.places[hit.pattern().as_usize()] {
                if self.is_located[place.term] {
                    ranges[place.term].extend(self.terms[place.term].range_at(
                        text,
                        place,
                        hit.start(),
                    ));
                }
            }
        }
        Occurrences::new(text, ranges)
    }
}
