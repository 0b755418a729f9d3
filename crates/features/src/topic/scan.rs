//! One pass over the raw text for all terms of a query.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use super::anchor::choose_anchor;
use super::expression::Expression;
use super::gate::{Gate, build_gates};
use super::letters::list_case_forms;
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
        Ok(Self { expression, expression_size, terms, gates, automaton, places })
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
        self.expression.holds(&found)
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
}
