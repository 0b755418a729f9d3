//! A reference that splits the text into lower-cased words and tries every place.

use proptest::prelude::*;

use super::TopicQuery;

/// Words with and without wildcards.
type Phrase = Vec<String>;
/// Each word after what stands before it.
type Field = [(String, String)];

#[derive(Debug, Clone)]
enum Query {
    Phrase(Phrase),
    /// Choices of phrases; the operator, the distance and the next choice.
    Near(Vec<Phrase>, Vec<(&'static str, usize, Vec<Phrase>)>),
    Loose(Phrase, usize),
    Not(Box<Query>),
    And(Box<Query>, Box<Query>),
    Or(Box<Query>, Box<Query>),
}

impl Query {
    fn render(&self) -> String {
        match self {
            Self::Phrase(words) => render_phrase(words),
            Self::Near(first, links) => {
                let links = links.iter().map(|(operator, distance, operand)| {
                    format!(" {operator}/{distance} {}", render_choice(operand))
                });
                format!("{}{}", render_choice(first), links.collect::<String>())
            }
            Self::Loose(words, slop) => format!("{}~{slop}", render_phrase(words)),
            Self::Not(operand) => format!("NOT {}", operand.render()),
            Self::And(left, right) => format!("({} AND {})", left.render(), right.render()),
            Self::Or(left, right) => format!("({} OR {})", left.render(), right.render()),
        }
    }

    fn holds(&self, fields: &[Vec<(String, String)>]) -> bool {
        match self {
            Self::Phrase(words) => fields.iter().any(|field| !occurrences(field, words).is_empty()),
            Self::Near(first, links) => fields.iter().any(|field| {
                let mut starts = choice(field, first).into_iter();
                starts.any(|start| chain_holds(field, start, links))
            }),
            Self::Loose(words, slop) => {
                fields.iter().any(|field| stands_loosely(field, words, *slop, &mut Vec::new()))
            }
            Self::Not(operand) => !operand.holds(fields),
            Self::And(left, right) => left.holds(fields) && right.holds(fields),
            Self::Or(left, right) => left.holds(fields) || right.holds(fields),
        }
    }
}

fn render_phrase(words: &Phrase) -> String {
    format!("\"{}\"", words.join(" "))
}

fn render_choice(phrases: &[Phrase]) -> String {
    format!("({})", phrases.iter().map(render_phrase).collect::<Vec<_>>().join(" OR "))
}

/// The first and last words of the phrase wherever it stands.
fn occurrences(field: &Field, phrase: &Phrase) -> Vec<(usize, usize)> {
    let stands = |window: &Field| {
        window.iter().zip(phrase).enumerate().all(|(index, ((gap, word), wanted))| {
            fits(&letters(&lower(wanted)), &letters(word))
                && (index == 0 || gap.chars().all(|c| c.is_whitespace() || c == '-'))
        })
    };
    let windows = field.windows(phrase.len()).enumerate().filter(|(_, window)| stands(window));
    windows.map(|(first, _)| (first, first + phrase.len() - 1)).collect()
}

fn choice(field: &Field, phrases: &[Phrase]) -> Vec<(usize, usize)> {
    phrases.iter().flat_map(|phrase| occurrences(field, phrase)).collect()
}

fn chain_holds(
    field: &Field,
    (first, last): (usize, usize),
    links: &[(&'static str, usize, Vec<Phrase>)],
) -> bool {
    let Some(((operator, distance, operand), rest)) = links.split_first() else { return true };
    choice(field, operand).into_iter().any(|(next_first, next_last)| {
        let behind = next_first > last && next_first - last <= *distance;
        let before = next_last < first && first - next_last <= *distance;
        (behind || before && !operator.eq_ignore_ascii_case("pre"))
            && chain_holds(field, (next_first, next_last), rest)
    })
}

/// Lucene: places less positions in the phrase differ by the slop at most.
fn stands_loosely(field: &Field, words: &Phrase, slop: usize, places: &mut Vec<usize>) -> bool {
    if places.len() == words.len() {
        let moves = places.iter().enumerate().map(|(word, place)| words.len() + place - word);
        let (least, most) = (moves.clone().min().unwrap(), moves.max().unwrap());
        return most - least <= slop;
    }
    (0..field.len()).any(|place| {
        let wanted = letters(&lower(&words[places.len()]));
        if places.contains(&place) || !fits(&wanted, &letters(&field[place].1)) {
            return false;
        }
        places.push(place);
        let holds = stands_loosely(field, words, slop, places);
        places.pop();
        holds
    })
}

fn letters(word: &str) -> Vec<char> {
    word.chars().collect()
}

fn fits(pattern: &[char], word: &[char]) -> bool {
    match (pattern.split_first(), word.split_first()) {
        (None, rest) => rest.is_none(),
        (Some(('*', after)), rest) => {
            fits(after, word) || rest.is_some_and(|(_, rest)| fits(pattern, rest))
        }
        (Some((letter, after)), Some((found, rest))) => {
            (letter == found || *letter == '?' && found.is_alphanumeric()) && fits(after, rest)
        }
        (Some(_), None) => false,
    }
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

/// A word, often with a wildcard at its end, or in place of or among its letters.
fn pattern() -> impl Strategy<Value = String> {
    (word(), 0..8_usize, any::<prop::sample::Index>()).prop_map(|(word, kind, index)| {
        let mut pattern = letters(&word);
        let index = index.index(pattern.len());
        match kind {
            0 => pattern[index] = '?',
            1 => pattern[index] = '*',
            2 => pattern.insert(index, '*'),
            3 => drop(pattern.splice(..index, ['*'])),
            4 | 5 => pattern.push('*'),
            _ => {}
        }
        let pattern: String = pattern.into_iter().collect();
        if pattern.contains(char::is_alphanumeric) { pattern } else { word }
    })
}

fn phrase(n_words: std::ops::Range<usize>) -> impl Strategy<Value = Phrase> {
    prop::collection::vec(pattern(), n_words)
}

fn near() -> impl Strategy<Value = Query> {
    let choice = || prop::collection::vec(phrase(1..3), 1..3);
    let operator = prop::sample::select(vec!["NEAR", "near", "w", "W", "PRE", "pre"]);
    let links = prop::collection::vec((operator, 1..6_usize, choice()), 1..3);
    (choice(), links).prop_map(|(first, links)| Query::Near(first, links))
}

fn query() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        phrase(1..4).prop_map(Query::Phrase),
        near(),
        (phrase(2..4), 1..6_usize).prop_map(|(words, slop)| Query::Loose(words, slop)),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
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
        "AND ", "OR ", "NOT ", "NEAR/2 ", "pre/1 ", "~3 ", "?", "!", "(", ")", "\"", "*", "#",
        "\n", " ", "a", "order ", "é", "'", "-", "”", "\u{2bc}",
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
