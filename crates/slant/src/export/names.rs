//! Names of variables that R and Stata take.

use std::collections::BTreeSet;

/// Characters of a variable's name at most: Stata's limit, the smallest of the usual ones ([U] 11.3 Naming conventions).
pub(crate) const MAX_NAME: usize = 32;
/// What stands before a label's name where a variable holds its score.
pub(crate) const SCORE_PREFIX: &str = "score_";
/// What stands before what coders said.
pub(crate) const CODED_PREFIX: &str = "coded_";
/// Characters that the name of a label may take, so that every variable about it fits.
const MAX_STEM: usize = MAX_NAME - SCORE_PREFIX.len();
/// What a name gets that would begin with something else than a letter.
const FIRST_LETTER: &str = "v_";

/// Words that name no variable: Stata's reserved names ([U] 11.3) and R's (`?Reserved`), in small letters.
const RESERVED: [&str; 27] = [
    "break",
    "byte",
    "double",
    "else",
    "false",
    "float",
    "for",
    "function",
    "if",
    "in",
    "inf",
    "int",
    "long",
    "na",
    "na_character_",
    "na_complex_",
    "na_integer_",
    "na_real_",
    "nan",
    "next",
    "null",
    "repeat",
    "strl",
    "true",
    "using",
    "while",
    "with",
];

/// A name in variables for each label: the label's own where it is short, valid and free, else one close to it.
///
/// The names differ from each other and from `taken`, whatever the case of letters, and a prefix of six characters may
/// still be put before them.
pub(crate) fn label_stems(labels: &[String], taken: &BTreeSet<&str>) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    let candidates: Vec<String> = labels.iter().map(|label| valid_name(label)).collect();
    let mut stems: Vec<Option<String>> = vec![None; labels.len()];
    // Labels that may keep their names come first: none loses its own to another that has to be shortened.
    for ((stem, label), candidate) in stems.iter_mut().zip(labels).zip(&candidates) {
        if label == candidate && is_free(candidate, &used) {
            used.insert(candidate.clone());
            *stem = Some(candidate.clone());
        }
    }
    let named = stems.into_iter().zip(candidates);
    named
        .map(|(stem, candidate)| stem.unwrap_or_else(|| free_name(&candidate, &mut used)))
        .collect()
}

/// Whether a name may be given to a variable of R and of Stata.
#[cfg(test)]
pub(crate) fn is_valid(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(is_name_byte)
        && !is_reserved(name)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// `str5` and its like are types of Stata.
fn is_reserved(name: &str) -> bool {
    let is_string_type = name.strip_prefix("str").is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    RESERVED.contains(&name) || is_string_type
}

fn is_free(name: &str, used: &BTreeSet<String>) -> bool {
    !used.contains(name) && !is_reserved(name)
}

/// Small letters, digits and underscores, a letter first, cut to what a label may take.
fn valid_name(label: &str) -> String {
    let replaced = |character: char| {
        let small = character.to_ascii_lowercase();
        if u8::try_from(small).is_ok_and(is_name_byte) { small } else { '_' }
    };
    let name: String = label.chars().map(replaced).collect();
    let is_clear = name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.starts_with(SCORE_PREFIX);
    let first = if is_clear { "" } else { FIRST_LETTER };
    first.chars().chain(name.chars()).take(MAX_STEM).collect()
}

/// The name, with a number at its end where it is not free.
fn free_name(name: &str, used: &mut BTreeSet<String>) -> String {
    let numbered = (2_u64..).map(|number| {
        let ending = format!("_{number}");
        let start: String = name.chars().take(MAX_STEM - ending.len()).collect();
        start + &ending
    });
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| is_free(name, used));
    let free = free.expect("there are more numbers than names in use");
    used.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(labels: &[&str], expected: &[&str]) {
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        assert_eq!(label_stems(&labels, &BTreeSet::from(["voice", "counted"])), expected);
    }

    #[test]
    fn short_and_valid_names_stay() {
        check(&["supportive", "not_far_enough", "b2"], &["supportive", "not_far_enough", "b2"]);
        let longest = "a".repeat(MAX_STEM);
        check(&[&longest], &[&longest]);
    }

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let [long, longer] =
            ["critical_of_the_government_of_", "critical_of_the_government_of_the_day"];
        check(&[long, longer], &["critical_of_the_government", "critical_of_the_governme_2"]);
    }

    #[test]
    fn a_cut_name_never_takes_that_of_another_label() {
        let short = "a".repeat(MAX_STEM);
        let cut = "a".repeat(MAX_STEM - 2) + "_2";
        check(&[&(short.clone() + "b"), &short], &[&cut, &short]);
    }

    #[test]
    fn names_that_mean_something_else_get_a_number() {
        check(&["voice", "if", "str5", "next"], &["voice_2", "if_2", "str5_2", "next_2"]);
    }

    #[test]
    fn other_characters_become_underscores() {
        check(
            &["2nd", "_x", "Größe", "score_a", ""],
            &["v_2nd", "v__x", "gr__e", "v_score_a", "v_"],
        );
    }

    proptest! {
        #[test]
        fn names_are_valid_and_differ_for_any_labels(labels in prop::collection::vec(".{0,40}|(a|b|if){0,30}", 0..20)) {
            let stems = label_stems(&labels, &BTreeSet::from(["voice"]));
            prop_assert_eq!(stems.len(), labels.len());
            let all: BTreeSet<String> = stems.iter().flat_map(|stem| {
                [stem.clone(), format!("{SCORE_PREFIX}{stem}")]
            }).collect();
            prop_assert_eq!(all.len(), 2 * labels.len());
            prop_assert!(all.iter().all(|name| is_valid(name) && name != "voice"), "{:?}", all);
        }
    }
}
