//! The language that an article is written in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Characters of a text that are looked at: as much as telling a language takes.
const CHARS_LOOKED_AT: usize = 2000;
/// Words that are counted before trigrams are asked.
const WORDS_COUNTED: usize = 120;
/// A text is English where at least one of so many words is one of the list. English news has one in four or
/// five, other languages written in Latin letters under one in fifty.
const ENGLISH_SHARE: usize = 8;
/// Fewer words than these say nothing by their shares.
const FEWEST_WORDS: usize = 20;

static ENGLISH_WORDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/english_words.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The language of a text as ISO 639-3 gives it, but `en` for English; nothing where it cannot be told reliably, as of
/// a few words.
///
/// Frequent words settle most English texts; the others are told by trigrams (crate `whatlang`).
///
/// # Example
/// ```
/// let text = "Der Präsident hat am Mittwoch eine Verfügung unterzeichnet, die Sanktionen gegen Ausländer erlaubt, \
///     wenn sie sich in Wahlen einmischen. Kritikern geht das nicht weit genug.";
/// assert_eq!(ingest::identify_language(text), Some("deu"));
/// assert_eq!(ingest::identify_language("Weekly briefing"), None);
/// ```
#[must_use]
pub fn identify_language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(CHARS_LOOKED_AT).map_or(text.len(), |(index, _)| index);
    let text = &text[..end];
    if has_english_words(text) {
        return Some("en");
    }
    let info = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    Some(if info.lang() == whatlang::Lang::Eng { "en" } else { info.lang().code() })
}

fn has_english_words(text: &str) -> bool {
    let (mut n_words, mut n_english) = (0, 0);
    let mut lower = String::new();
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words.take(WORDS_COUNTED) {
        n_words += 1;
        if word.len() <= 6 && word.is_ascii() {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            n_english += usize::from(ENGLISH_WORDS.contains(lower.as_str()));
        }
    }
    n_words >= FEWEST_WORDS && n_english * ENGLISH_SHARE >= n_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(identify_language(text), expected, "{text}");
        };
        check(
            "The president signed the order on Wednesday, and two senators said that it would not go far enough, \
             because it leaves the choice of sanctions to him.",
            Some("en"),
        );
        check(
            "Le président a signé mercredi un décret qui permet de sanctionner les étrangers qui s'ingèrent dans les \
             élections. Deux sénateurs ont dit que cela ne suffisait pas.",
            Some("fra"),
        );
        check(
            "El presidente firmó el miércoles una orden que permite sancionar a los extranjeros que interfieran en las \
             elecciones. Dos senadores dijeron que no basta.",
            Some("spa"),
        );
        check(
            "Президент подписал в среду указ, который позволяет вводить санкции против иностранцев, вмешивающихся в выборы.",
            Some("rus"),
        );
        check("", None);
        check("12 September 2018 – 10:15", None);
        check("Updated", None);
    }

    #[test]
    fn english_with_foreign_words_in_it_is_english() {
        let text = "“Je ne regrette rien,” the senator said of his vote, and he added that the order was, in the words of \
                    the Kremlin, “nichts Neues” for the Russian side, which had heard of it from the papers.";
        assert_eq!(identify_language(text), Some("en"));
    }
}
