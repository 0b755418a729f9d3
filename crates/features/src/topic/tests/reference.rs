//! A reference that splits the text into lower-cased words and tries every place.

use proptest::prelude::*;

use super::TopicQuery;

#[derive(Debug, Clone)]
enum Query {
    /// Words with and without a star.
    Phrase(Vec<(String, bool)>),
    Not(Box<Query>),
    And(Box<Query>, Box<Query>),
    Or(Box<Query>, Box<Query>),
}

impl Query {
    fn render(&self) -> String {
        match self {
            Self::Phrase(words) => {
                let star = |open: bool| if open { "*" } else { "" };
                let words: Vec<_> =
                    words.iter().map(|(word, open)| format!("{word}{}", star(*open))).collect();
                format!("\"{}\"", words.join(" "))
            }
            Self::Not(operand) => format!("NOT {}", operand.render()),
            Self::And(left, right) => format!("({} AND {})", left.render(), right.render()),
            Self::Or(left, right) => format!("({} OR {})", left.render(), right.render()),
        }
    }

    fn holds(&self, fields: &[Vec<(String, String)>]) -> bool {
        match self {
            Self::Phrase(words) => fields.iter().any(|field| contains(field, words)),
            Self::Not(operand) => !operand.holds(fields),
            Self::And(left, right) => left.holds(fields) && right.holds(fields),
            Self::Or(left, right) => left.holds(fields) || right.holds(fields),
        }
    }
}

fn contains(field: &[(String, String)], phrase: &[(String, bool)]) -> bool {
    field.windows(phrase.len()).any(|window| {
        window.iter().zip(phrase).enumerate().all(|(index, ((gap, word), (wanted, open)))| {
            let wanted = lower(wanted);
            let same = if *open { word.starts_with(&wanted) } else { *word == wanted };
            same && (index == 0 || gap.chars().all(|c| c.is_whitespace() || c == '-'))
        })
    })
}

fn lower(word: &str) -> String {
    word.to_lowercase().replace('’', "'").replace('ς', "σ")
}

/// The words, each after what stands before it.
fn tokenize(text: &str) -> Vec<(String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let letter = |index: usize| characters.get(index).is_some_and(|c| c.is_alphanumeric());
    let mut words = Vec::new();
    let (mut gap, mut word) = (String::new(), String::new());
    for (index, &character) in characters.iter().enumerate() {
        let inner = "'’".contains(character) && index > 0 && letter(index - 1) && letter(index + 1);
        if letter(index) || inner {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            words.push((std::mem::take(&mut gap), lower(&std::mem::take(&mut word))));
        }
        gap.push(character);
    }
    if !word.is_empty() {
        words.push((gap, lower(&word)));
    }
    words
}

const WORDS: [&str; 14] = [
    "order",
    "Orders",
    "ORDERED",
    "executive",
    "exec",
    "el",
    "don't",
    "don",
    "7",
    "énoncé",
    "ÉNONCÉS",
    "Ωδής",
    "ΩΔΉΣ",
    "in",
];
const GAPS: [&str; 11] = [" ", " ", " ", "-", "\n", ", ", ". ", "'", "’", "''", ""];

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned)
}

fn query() -> impl Strategy<Value = Query> {
    let phrase = prop::collection::vec((word(), any::<bool>()), 1..4).prop_map(Query::Phrase);
    phrase.prop_recursive(4, 24, 2, |inner| {
        let pair = (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.prop_map(|operand| Query::Not(Box::new(operand))),
            pair.clone().prop_map(|(left, right)| Query::And(left, right)),
            pair.prop_map(|(left, right)| Query::Or(left, right)),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = (word(), prop::sample::select(GAPS.to_vec())).prop_map(|(word, gap)| word + gap);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Bits and pieces of queries, well formed and not.
fn scrap() -> impl Strategy<Value = String> {
    let pieces = [
        "AND ", "OR ", "NOT ", "(", ")", "\"", "*", "#", "\n", " ", "a", "order ", "é", "'", "-",
        "”", "\u{2bc}",
    ];
    let piece =
        prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), any::<String>()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_query_matches_where_the_reference_does(query in query(), title in text(), text in text()) {
        let expected = query.holds(&[tokenize(&title), tokenize(&text)]);
        let parsed = TopicQuery::parse(&query.render()).unwrap();
        prop_assert_eq!(parsed.matches(Some(&title), &text), expected, "{}", query.render());
    }

    #[test]
    fn nothing_panics_on_any_query_and_text(query in scrap(), text in scrap()) {
        if let Ok(parsed) = TopicQuery::parse(&query) {
            let _ = parsed.matches(None, &text);
            let _ = parsed.matches(Some(&query), &text);
        }
    }
}
