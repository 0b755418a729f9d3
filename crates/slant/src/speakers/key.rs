//! Names → what they are the same by.

/// What is the same for a name in any case and with any apostrophe, as outlets set them.
pub(super) fn key(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

/// A key without initials in its middle; nothing where it has none.
pub(super) fn without_initials(key: &str) -> Option<String> {
    let words: Vec<&str> = key.split(' ').collect();
    let [first, middle @ .., last] = words.as_slice() else { return None };
    let kept = middle.iter().filter(|word| !is_initials(word)).copied();
    let bare: Vec<&str> = [*first].into_iter().chain(kept).chain([*last]).collect();
    (bare.len() < words.len() && !is_initials(first)).then(|| bare.join(" "))
}

/// `j.`, `h.w.`
fn is_initials(word: &str) -> bool {
    let mut letters = word.split_terminator('.');
    word.ends_with('.') && letters.all(|letter| letter.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_part_no_names() {
        let check = |name: &str, expected: &str| assert_eq!(key(name), expected);
        check("Moira O’Dell", "moira o'dell");
        check("MOIRA O'DELL", "moira o'dell");
        check("Élodie Sørby", "élodie sørby");
    }

    #[test]
    fn initials_are_taken_from_the_middle_alone() {
        let check = |key: &str, expected: Option<&str>| {
            assert_eq!(without_initials(key).as_deref(), expected, "{key}");
        };
        check("orla j. fennick", Some("orla fennick"));
        check("orla h.w. fennick", Some("orla fennick"));
        check("orla h. w. van fennick", Some("orla van fennick"));
        check("orla fennick", None);
        check("j. t. fennick", None);
        check("orla st. fennick", None);
        check("fennick", None);
        check("", None);
    }
}
